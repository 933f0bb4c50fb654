// Loads the page: the language's words and the wasm side by side; begins it anew where it falls over, without a reload.
// It stands outside wasm so that it still works when wasm does not.
"use strict";
{
  const own = document.querySelector("script[data-wasm]");
  const shell = globalThis.salesWorkbenchShell;
  const LANGUAGES = ["en", "zh-Hans", "zh-Hant"];
  /** Two errors within this time, and the page is not begun again by itself. */
  const MINUTE = 60_000;

  /** The settings kept by the page; reading throws in a sandboxed frame. */
  function settings() {
    try {
      return JSON.parse(localStorage.getItem("sales-workbench/settings")) ?? {};
    } catch {
      return {};
    }
  }

  /** The nearest of our languages to what the browser asks for. */
  function preferred() {
    for (const tag of navigator.languages ?? [navigator.language ?? "en"]) {
      // As `Language::from_tag`: the script outweighs the region.
      const parts = tag.toLowerCase().split("-");
      const named = (...wanted) => wanted.some((part) => parts.includes(part));
      if (parts[0] === "zh") return named("hant") || (named("tw", "hk", "mo") && !named("hans")) ? "zh-Hant" : "zh-Hans";
      if (parts[0] === "en") return "en";
    }
    return "en";
  }

  async function loadWords(language) {
    const file = document.querySelector(`meta[name="words-${language}"]`)?.content;
    const answer = await fetch(new URL(file, document.baseURI));
    if (!answer.ok) throw new Error(`words: ${answer.status}`);
    return answer.text();
  }

  /** The module, compiled while it arrives; hosts that send it under another type are heard out too. */
  async function compiled() {
    const url = new URL(own.dataset.wasm, document.baseURI);
    const answer = await fetch(url);
    if (!answer.ok) throw new Error(`wasm: ${answer.status}`);
    if (answer.headers.get("content-type") === "application/wasm") return WebAssembly.compileStreaming(answer);
    return WebAssembly.compile(await answer.arrayBuffer());
  }

  const glueUrl = new URL(own.dataset.js, document.baseURI).href;
  const workers = new Set();
  let module;

  function worker(script, options, message) {
    const made = new Worker(new URL(script, document.baseURI), { type: "module", ...options });
    workers.add(made);
    made.postMessage(message);
    return made;
  }

  const page = {
    language: "en",
    words: "",
    /** Which instance of the page lives; those before it must never act again. */
    generation: 0,
    /** Whether the page begins without the work that is kept. */
    fresh: false,
    /** Saves what is not saved yet; the page hands it in. */
    rescue: null,
    loadWords,
    worker: () => worker(own.dataset.worker, {}, { glue: glueUrl, module }),
    /** A worker with a module that is loaded on demand; null where the build has none of that name. */
    module(name) {
      const files = document.querySelector(`meta[name="module-${name}"]`)?.content.split(" ");
      if (!files) return null;
      const [glue, wasm] = files.map((file) => new URL(file, document.baseURI).href);
      return worker(own.dataset.module, { name }, { glue, wasm });
    },
    crashed,
  };

  /** The instance of the page under whose steps an error is already being mended. */
  let fallen = -1;

  /** The page fell over: what is not saved is saved, and it begins again as soon as it has let go. */
  function crashed(detail) {
    if (fallen === page.generation) return;
    fallen = page.generation;
    document.body.classList.add("stopped");
    try {
      page.rescue?.();
    } catch {
      // What was saved before is whole.
    }
    setTimeout(() => recover(detail), 0);
  }

  /** Whether the page fell over only a moment ago as well. */
  function again() {
    const key = "sales-workbench/fell";
    const now = Date.now();
    let last = globalThis.salesWorkbenchFell ?? 0;
    try {
      last = Number(sessionStorage.getItem(key) ?? last);
      sessionStorage.setItem(key, String(now));
    } catch {
      // A frame without storage remembers as long as it stands.
    }
    globalThis.salesWorkbenchFell = now;
    return now - last < MINUTE && now >= last;
  }

  async function recover(detail) {
    for (const one of workers) one.terminate();
    workers.clear();
    page.generation++;
    // Whatever the old instance listens to hangs on the old element.
    const old = document.getElementById("app");
    const app = old.cloneNode(false);
    old.replaceWith(app);
    if (again()) {
      shell.safe(detail, (fresh) => mount(fresh));
      return;
    }
    await mount(false);
    if (fallen !== page.generation) shell.recovered();
  }

  /** Begins an instance of the page. */
  async function mount(fresh) {
    [page.fresh, page.rescue] = [fresh, null];
    try {
      const glue = await import(page.generation === 0 ? glueUrl : `${glueUrl}?again=${page.generation}`);
      document.getElementById("app").replaceChildren();
      await glue.default({ module_or_path: module });
      document.body.classList.remove("stopped");
    } catch (error) {
      if (page.generation === 0 && fallen !== 0 && module === undefined) throw error;
      crashed(error);
    }
  }

  /** Errors that came through wasm leave the page half-changed, whether it says so or not. */
  function heard(error, message) {
    const through = /wasm|unreachable|out of memory/i.test(`${error?.name} ${error?.message} ${error?.stack} ${message ?? ""}`);
    if (module && (error instanceof WebAssembly.RuntimeError || through)) crashed(error ?? message);
  }

  async function boot() {
    const kept = settings();
    page.language = LANGUAGES.includes(kept.language) ? kept.language : preferred();
    document.documentElement.lang = page.language;
    document.documentElement.dataset.theme = ["light", "dark"].includes(kept.theme) ? kept.theme : "system";
    if (location.protocol === "file:") return shell.fallen("file");
    if (typeof WebAssembly !== "object" || !Array.prototype.at) return shell.fallen("old");
    globalThis.salesWorkbench = page;
    globalThis.addEventListener("error", (event) => heard(event.error, event.message));
    globalThis.addEventListener("unhandledrejection", (event) => heard(event.reason));
    try {
      const [words, , code] = await Promise.all([loadWords(page.language), import(glueUrl), compiled()]);
      [page.words, module] = [words, code];
    } catch (error) {
      return shell.fallen(error instanceof WebAssembly.CompileError ? "blocked" : "missing", error);
    }
    await mount(false);
  }

  boot();
}
