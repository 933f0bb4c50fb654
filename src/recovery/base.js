// What every part of the loader stands on: the page's files, its languages, and the store as it is. The build joins `src/recovery/`
// and `boot.js` into one script, outside wasm, so that it still works when wasm does not.
"use strict";
const recovery = {
  own: document.querySelector("script[data-wasm]"),
  LANGUAGES: ["en", "zh-Hans", "zh-Hant"],
  /** What every key of ours begins with. */
  OURS: "sales-workbench/",

  file: (name) => new URL(name, document.baseURI).href,

  /** An element with its text or its children. */
  make(tag, properties = {}, ...inside) {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...inside);
    return element;
  },

  /** A text in three languages of which the style sheet shows the page's own, also after the language has changed. */
  said(texts) {
    return recovery.LANGUAGES.map((lang, index) => recovery.make("span", { lang, className: "said" }, texts[index]));
  },

  /** The same texts one below the other, the page's own first. */
  inAll(texts) {
    const own = document.documentElement.lang;
    const lines = recovery.LANGUAGES.map((lang, index) => recovery.make("p", { lang }, texts[index]));
    return lines.sort((one, other) => (other.lang === own) - (one.lang === own));
  },

  button(texts, act) {
    const button = recovery.make("button", { type: "button" }, ...recovery.said(texts));
    button.addEventListener("click", act);
    return button;
  },

  /** Everything stored under our names, by key; nothing where the browser denies it. */
  stored() {
    const all = {};
    try {
      for (let place = 0; place < localStorage.length; place++) {
        const key = localStorage.key(place);
        if (key.startsWith(recovery.OURS)) all[key] = localStorage.getItem(key);
      }
    } catch {
      // A sandboxed frame has no store.
    }
    // What the app that fell over could not store.
    const unsaved = globalThis.salesWorkbench?.rescued;
    if (unsaved) all[`${recovery.OURS}not-saved`] = unsaved;
    return all;
  },

  /** Hands a file with every key and text of ours to the browser. */
  download() {
    const text = JSON.stringify(recovery.stored(), null, 1);
    const href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    const day = new Date().toISOString().slice(0, 10);
    recovery.make("a", { href, download: `sales-workbench-everything-${day}.json` }).click();
    setTimeout(() => URL.revokeObjectURL(href), 60_000);
  },

  /** What happened, in the machine's words, for whoever mends it. */
  detail: (text) => recovery.make("pre", { tabIndex: 0 }, String(text ?? "").slice(0, 2000)),

  DOWNLOAD: ["Download everything as a file", "将全部内容下载为文件", "將全部內容下載為檔案"],
  CLOSE: ["Close", "关闭", "關閉"],

  /** A calm word at the foot of the page, announced once; another of the same name takes its place. */
  notice(name, texts, ...actions) {
    document.querySelector(`.word[data-word="${name}"]`)?.remove();
    const place = document.querySelector(".words") ?? document.body.appendChild(recovery.make("div", { className: "words" }));
    const word = recovery.make("div", { className: "word" }, recovery.make("p", {}, ...recovery.said(texts)), recovery.make("div", { className: "actions" }, ...actions));
    word.dataset.word = name;
    word.setAttribute("role", "status");
    place.append(word);
    return word;
  },
};
