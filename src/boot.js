// Loads the page: the language's words and the wasm side by side; says plainly what is missing if it cannot.
"use strict";
{
  const { own, LANGUAGES, fallen } = shell;

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

  /** The words that were loaded, by language: at hand when the app starts anew. */
  const words = {};

  async function loadWords(language) {
    const file = document.querySelector(`meta[name="words-${language}"]`)?.content;
    const answer = await fetch(shell.file(file));
    if (!answer.ok) throw new Error(`words: ${answer.status}`);
    return (words[language] = await answer.text());
  }

  /** The module, compiled while it arrives; hosts that send it under another type are heard out too. */
  async function compiled() {
    const answer = await fetch(shell.file(own.dataset.wasm));
    if (!answer.ok) throw new Error(`wasm: ${answer.status}`);
    if (answer.headers.get("content-type") === "application/wasm") return WebAssembly.compileStreaming(answer);
    return WebAssembly.compile(await answer.arrayBuffer());
  }

  /** Workers that the app has started; they end with it. */
  shell.workers = [];

  function started(worker) {
    shell.workers.push(worker);
    return worker;
  }

  let module;

  /** What the app finds of its loader. */
  const page = {
    language: "en",
    words: "",
    loadWords,
    /** How many instances of the app are over. */
    turn: 0,
    release: own.dataset.release,
    worker() {
      const worker = started(new Worker(shell.file(own.dataset.worker), { type: "module" }));
      worker.postMessage({ glue: shell.glue, module });
      return worker;
    },
    /** A worker with a module that is loaded on demand; null where the build has none of that name. */
    module(name) {
      const files = document.querySelector(`meta[name="module-${name}"]`)?.content.split(" ");
      if (!files) return null;
      const [script, wasm] = files.map(shell.file);
      const worker = started(new Worker(shell.file(own.dataset.module), { type: "module", name }));
      worker.postMessage({ glue: script, wasm });
      return worker;
    },
    crashed: (message) => shell.crashed(message),
    safe: () => {
      shell.rescue();
      shell.safe();
    },
  };
  shell.page = globalThis.salesWorkbench = page;

  /** Starts an instance of the app in its place. Another one needs the glue under another address, or it would be the same. */
  shell.mount = async () => {
    const language = words[document.documentElement.lang] ? document.documentElement.lang : page.language;
    [page.language, page.words] = [language, words[language]];
    const glue = page.turn === 0 ? shell.file(own.dataset.js) : `${shell.file(own.dataset.js)}?again=${page.turn}`;
    const loaded = await import(glue);
    shell.glue = glue;
    await loaded.default({ module_or_path: module });
  };

  async function boot() {
    const kept = settings();
    const language = LANGUAGES.includes(kept.language) ? kept.language : preferred();
    page.language = document.documentElement.lang = language;
    document.documentElement.dataset.theme = ["light", "dark"].includes(kept.theme) ? kept.theme : "system";
    if (location.protocol === "file:") return fallen("file");
    if (typeof WebAssembly !== "object" || !Array.prototype.at) return fallen("old");
    try {
      const parts = await Promise.all([compiled(), loadWords(language), import(shell.file(own.dataset.js))]);
      module = parts[0];
      document.getElementById("app").replaceChildren();
      await shell.mount();
    } catch (error) {
      // An app that fell over on its first steps is the crash's business.
      if (page.turn === 0 && !document.querySelector(".fallen")) fallen(shell.causeOf(error), error);
    }
    shell.serve();
  }

  boot();
}
