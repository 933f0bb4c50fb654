// Loads the page: the language's words and the wasm side by side; says plainly what is missing if it cannot.
// It stands outside wasm so that it still works when wasm does not.
"use strict";
{
  const own = document.querySelector("script[data-wasm]");
  const LANGUAGES = ["en", "zh-Hans", "zh-Hant"];

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

  const CAUSES = {
    file: [
      "The page was opened from a file. Browsers do not run WebAssembly from files: serve the folder with any web server.",
      "页面是从本地文件打开的。浏览器不会从文件运行 WebAssembly：请用任意网页服务器打开该文件夹。",
      "頁面是從本機檔案開啟的。瀏覽器不會從檔案執行 WebAssembly：請用任一網頁伺服器開啟此資料夾。",
    ],
    old: [
      "This browser is too old: it cannot run WebAssembly. Please update it.",
      "此浏览器版本过旧，无法运行 WebAssembly，请更新。",
      "此瀏覽器版本過舊，無法執行 WebAssembly，請更新。",
    ],
    missing: [
      "A file of the page could not be loaded. Check the connection and load the page again.",
      "页面的某个文件未能加载。请检查网络后重新加载。",
      "頁面的某個檔案未能載入。請檢查網路後重新載入。",
    ],
    crashed: [
      "The page met an error and has stopped. What was saved is safe. Load the page again to go on.",
      "页面出现错误，已停止运行。已保存的内容不受影响。请重新加载页面继续。",
      "頁面發生錯誤，已停止運作。已儲存的內容不受影響。請重新載入頁面繼續。",
    ],
  };

  /** Shows a cause in three languages, the page's own first. */
  function say(cause, detail, place) {
    const box = document.createElement("div");
    box.className = "fallen";
    box.setAttribute("role", "alert");
    LANGUAGES.forEach((tag, index) => {
      const text = document.createElement("p");
      text.lang = tag;
      text.textContent = CAUSES[cause][index];
      if (tag === document.documentElement.lang) box.prepend(text);
      else box.append(text);
    });
    const again = document.createElement("button");
    again.textContent = "↻ Reload · 重新加载 · 重新載入";
    again.addEventListener("click", () => location.reload());
    const small = document.createElement("pre");
    small.textContent = String(detail ?? "").slice(0, 2000);
    box.append(again, small);
    place(box);
  }

  function fallen(cause, detail) {
    say(cause, detail, (box) => document.getElementById("app").replaceChildren(box));
  }

  /** The module, compiled while it arrives; hosts that send it under another type are heard out too. */
  async function compiled() {
    const url = new URL(own.dataset.wasm, document.baseURI);
    const answer = await fetch(url);
    if (!answer.ok) throw new Error(`wasm: ${answer.status}`);
    if (answer.headers.get("content-type") === "application/wasm") return WebAssembly.compileStreaming(answer);
    return WebAssembly.compile(await answer.arrayBuffer());
  }

  async function boot() {
    const kept = settings();
    const language = LANGUAGES.includes(kept.language) ? kept.language : preferred();
    document.documentElement.lang = language;
    document.documentElement.dataset.theme = ["light", "dark"].includes(kept.theme) ? kept.theme : "system";
    if (location.protocol === "file:") return fallen("file");
    if (typeof WebAssembly !== "object" || !Array.prototype.at) return fallen("old");
    const glueUrl = new URL(own.dataset.js, document.baseURI).href;
    let module;
    const page = {
      language,
      words: "",
      loadWords,
      worker() {
        const worker = new Worker(new URL(own.dataset.worker, document.baseURI), { type: "module" });
        worker.postMessage({ glue: glueUrl, module });
        return worker;
      },
      /** A worker with a module that is loaded on demand; null where the build has none of that name. */
      module(name) {
        const files = document.querySelector(`meta[name="module-${name}"]`)?.content.split(" ");
        if (!files) return null;
        const [script, wasm] = files.map((file) => new URL(file, document.baseURI).href);
        const worker = new Worker(new URL(own.dataset.module, document.baseURI), { type: "module", name });
        worker.postMessage({ glue: script, wasm });
        return worker;
      },
      crashed(message) {
        if (document.querySelector(".fallen")) return;
        document.body.classList.add("stopped");
        say("crashed", message, (box) => document.body.prepend(box));
      },
    };
    globalThis.salesWorkbench = page;
    try {
      const [words, glue, code] = await Promise.all([loadWords(language), import(glueUrl), compiled()]);
      [page.words, module] = [words, code];
      document.getElementById("app").replaceChildren();
      await glue.default({ module_or_path: module });
    } catch (error) {
      if (!document.querySelector(".fallen")) fallen("missing", error);
    }
  }

  boot();
}
