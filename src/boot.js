// Loads the page: the language's words and the wasm side by side; says plainly what is missing if it cannot.
"use strict";
{
  const { own, LANGUAGES, failed } = recovery;

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

  /** Every text of words that was asked for, as promises by file. */
  const words = {};

  /** The words of a language: the page's own with the list of the calculators, or the rest of one calculator's. */
  function loadWords(language, calculator) {
    const file = `${document.querySelector("meta[name=words]").content}-${[language, ...roomOf(calculator)].join("-")}.txt`;
    const load = async () => {
      const answer = await fetch(recovery.file(file));
      if (!answer.ok) throw new Error(`words: ${answer.status}`);
      return answer.text();
    };
    // What could not be had is asked for again the next time.
    return (words[file] ??= load().catch((error) => {
      delete words[file];
      throw error;
    }));
  }

  /** The room of a calculator is named after it; other texts have none. */
  const roomOf = (calculator) => [calculator?.replace(".", "_")].filter((room) => room in rooms);

  /** Fetches a calculator and its words, for whoever will ask for them. */
  function fetchCalculator(id) {
    for (const room of roomOf(id)) {
      for (const part of [fetchRoom(room), loadWords(page.language, id)]) part.catch(() => {});
    }
  }

  /** Fetches a room with the app's own function. */
  const fetchRoom = async (room) => (await import(recovery.file(own.dataset.js))).fetchRoom(room);

  /** The module, compiled while it arrives; hosts that send it under another type are heard out too. */
  async function compiled() {
    const answer = await fetch(recovery.file(own.dataset.wasm));
    if (!answer.ok) throw new Error(`wasm: ${answer.status}`);
    if (answer.headers.get("content-type") === "application/wasm") return WebAssembly.compileStreaming(answer);
    return WebAssembly.compile(await answer.arrayBuffer());
  }

  /** Workers that the app has started; they end with it. */
  recovery.workers = [];

  function started(worker) {
    recovery.workers.push(worker);
    return worker;
  }

  let module;

  /** The rooms of the app, each with its files. */
  const { content, dataset } = document.querySelector("meta[name=rooms]");
  const rooms = Object.fromEntries(
    content.split(" ").map((room) => {
      const [name, files] = room.split("=");
      return [name, files.split(",").filter(Boolean)];
    }),
  );

  /** What the app finds of its loader. */
  const page = {
    language: "en",
    rooms,
    build: dataset.build,
    /** The compiled chunks of every file that was loaded, as promises. */
    files: {},
    words: "",
    loadWords,
    fetchCalculator,
    /** How many instances of the app are over. */
    turn: 0,
    release: own.dataset.release,
    worker() {
      const worker = started(new Worker(recovery.file(own.dataset.worker), { type: "module" }));
      const begin = async () => {
        const there = await Promise.allSettled(Object.entries(page.files).map(async ([file, chunks]) => [file, await chunks]));
        const files = Object.fromEntries(there.filter(({ value }) => value).map(({ value }) => value));
        worker.postMessage({ glue: recovery.glue, module, rooms, build: page.build, files });
      };
      begin().catch(() => worker.dispatchEvent(new Event("error")));
      return worker;
    },
    /** A worker with a module that is loaded on demand; null where the build has none of that name. */
    module(name) {
      const files = document.querySelector(`meta[name="module-${name}"]`)?.content.split(" ");
      if (!files) return null;
      const [script, wasm] = files.map(recovery.file);
      const worker = started(new Worker(recovery.file(own.dataset.module), { type: "module", name }));
      worker.postMessage({ glue: script, wasm });
      return worker;
    },
    crashed: (message) => recovery.crashed(message),
    safe: () => {
      recovery.rescue();
      recovery.safe();
    },
  };
  recovery.page = globalThis.salesWorkbench = page;

  /** Starts an instance of the app in its place. Another one needs the glue under another address, or it would be the same. */
  recovery.mount = async () => {
    // The app starts again in the language that it spoke.
    const language = page.turn > 0 ? document.documentElement.lang : page.language;
    [page.language, page.words] = [language, await loadWords(language)];
    const glue = page.turn === 0 ? recovery.file(own.dataset.js) : `${recovery.file(own.dataset.js)}?again=${page.turn}`;
    const loaded = await import(glue);
    recovery.glue = glue;
    // The app says when it is there: it may have to load a room first.
    const mounted = new Promise((done, failed) => {
      page.mounted = done;
      page.missing = () => failed(new TypeError("a room could not be loaded"));
    });
    await loaded.default({ module_or_path: module });
    await mounted;
  };

  /** The rooms that each place needs from the first, beside its calculator. */
  const PLACES = { c: ["calculator"], report: ["report"], workbook: ["workbook"], workbooks: ["workbook"], settings: ["workbook"], open: ["open"], embed: ["open"] };

  /** The place that the address names, and what comes behind it. */
  const address = () => location.hash.match(/^#?\/?([^/]*)\/?(.*)$/s).slice(1);

  /** Fetches what the address and what is kept will need, while the main module is still on its way. */
  async function fetchAhead() {
    const [place, rest] = address();
    if (!PLACES[place]) return;
    const { [`${recovery.OURS}settings`]: _, ...kept } = recovery.stored();
    const text = Object.values(kept).join();
    const named = new Set([rest, ...[...text.matchAll(/"([a-z_]+\.[a-z_]+)"/g)].map(([, id]) => id)]);
    for (const id of named) fetchCalculator(id);
    for (const room of ["work", ...PLACES[place], ...(text ? ["saving"] : [])]) fetchRoom(room).catch(() => {});
  }

  /** Shows what the app will draw first, as far as it is known: the frame, and home. */
  function paint(language) {
    const [place, rest] = address();
    // A view inside another page has no frame.
    if (place === "embed") return;
    const first = document.querySelector(`template[lang=${language}]`).content.cloneNode(true);
    const without = (selector) => first.querySelectorAll(selector).forEach((element) => element.remove());
    if (place + rest !== "" || top !== window) without(".home");
    // The workbooks will stand above the areas.
    if (Object.keys(recovery.stored()).some((key) => key.startsWith(`${recovery.OURS}work`))) without(".area");
    document.getElementById("app").replaceChildren(first);
  }

  /** A module of one function that yields two figures at a time, as the app computes: whoever takes it can run the app. */
  const TWO_AT_A_TIME = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 8, 1, 6, 0, 65, 0, 253, 15, 11);

  async function boot() {
    const kept = settings();
    const language = LANGUAGES.includes(kept.language) ? kept.language : preferred();
    page.language = document.documentElement.lang = language;
    document.documentElement.dataset.theme = ["light", "dark"].includes(kept.theme) ? kept.theme : "system";
    paint(language);
    if (location.protocol === "file:") return failed("file");
    if (typeof WebAssembly !== "object" || !Array.prototype.at || !WebAssembly.validate(TWO_AT_A_TIME)) return failed("old");
    try {
      fetchAhead().catch(() => {});
      const parts = await Promise.all([compiled(), loadWords(language), import(recovery.file(own.dataset.js))]);
      module = parts[0];
      await recovery.mount();
    } catch (error) {
      // An app that fell over on its first steps is the crash's business.
      if (page.turn === 0 && !document.querySelector(".recovery")) failed(recovery.causeOf(error), error);
    }
    recovery.serve();
  }

  boot();
}
