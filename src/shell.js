// What stands when the page does not: messages in three languages, a file of everything that is kept, and the safe mode.
// It knows nothing of the page but the keys under which the browser keeps things.
"use strict";
{
  const OURS = "sales-workbench/";
  const LANGUAGES = ["en", "zh-Hans", "zh-Hant"];

  const WORDS = {
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
    blocked: [
      "This browser or a rule of this network does not allow WebAssembly here. Allow it for this page, or use another browser.",
      "此浏览器或网络规则不允许在此运行 WebAssembly。请允许本页使用，或换用其他浏览器。",
      "此瀏覽器或網路規則不允許在此執行 WebAssembly。請允許本頁使用，或改用其他瀏覽器。",
    ],
    missing: [
      "A file of the page could not be loaded. Check the connection and load the page again.",
      "页面的某个文件未能加载。请检查网络后重新加载。",
      "頁面的某個檔案未能載入。請檢查網路後重新載入。",
    ],
    recovered: [
      "The page met an error and started again. What you see is your last saved work.",
      "页面出现错误后已重新启动。您现在看到的是最近一次保存的内容。",
      "頁面發生錯誤後已重新啟動。您現在看到的是最近一次儲存的內容。",
    ],
    safe: ["The page has stopped twice. Your work is kept, and you can take it with you.", "页面已连续两次停止运行。您的内容仍在，可以下载保存。", "頁面已連續兩次停止運作。您的內容仍在，可以下載保存。"],
    kept: ["Kept in this browser:", "此浏览器中保存的内容：", "此瀏覽器中保存的內容："],
    nothing: ["Nothing is kept in this browser.", "此浏览器中没有保存任何内容。", "此瀏覽器中沒有保存任何內容。"],
    download: ["Download everything as a file", "将全部内容下载为文件", "將全部內容下載為檔案"],
    again: ["Try again", "重试", "再試一次"],
    empty: ["Start with an empty workbook (nothing is deleted)", "以空白工作簿启动（不会删除任何内容）", "以空白活頁簿啟動（不會刪除任何內容）"],
    reload: ["Load the page again", "重新加载页面", "重新載入頁面"],
    close: ["Close", "关闭", "關閉"],
  };

  const spoken = () => Math.max(0, LANGUAGES.indexOf(document.documentElement.lang));

  /** An element with a text, set as text whatever it holds. */
  function element(name, text, ...children) {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    made.append(...children);
    return made;
  }

  /** A message in three languages, the page's own first. */
  function everywhere(key) {
    const order = [spoken(), ...LANGUAGES.keys()].filter((place, at, all) => all.indexOf(place) === at);
    return order.map((place) => {
      const text = element("p", WORDS[key][place]);
      text.lang = LANGUAGES[place];
      return text;
    });
  }

  function button(key, act) {
    const made = element("button", WORDS[key][spoken()]);
    made.type = "button";
    made.addEventListener("click", act);
    return made;
  }

  /** Everything of ours that the browser keeps, as it is. */
  function kept() {
    try {
      return Object.fromEntries(Object.keys(localStorage).filter((key) => key.startsWith(OURS)).sort().map((key) => [key, localStorage.getItem(key)]));
    } catch {
      return {};
    }
  }

  function download() {
    const url = URL.createObjectURL(new Blob([JSON.stringify(kept(), null, 1)], { type: "application/json" }));
    const link = element("a");
    [link.href, link.download] = [url, "sales-workbench-everything.json"];
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
  }

  /** Puts a page of its own in the place of the app. */
  function replace(...children) {
    const message = element("div", "", ...children);
    message.setAttribute("role", "alert");
    const box = element("main", "", element("h1", document.title), message);
    box.className = "fallen";
    document.getElementById("app").replaceChildren(box);
    document.body.classList.remove("stopped");
  }

  function details(what) {
    return element("pre", String(what ?? "").slice(0, 2000));
  }

  globalThis.salesWorkbenchShell = {
    /** The page cannot begin, and why. */
    fallen(cause, detail) {
      replace(...everywhere(cause), button("reload", () => location.reload()), details(detail));
    },

    /** The page began again after an error. */
    recovered() {
      document.querySelector("body > .recovered")?.remove();
      const box = element("aside", "", element("p", WORDS.recovered[spoken()]));
      box.className = "recovered";
      box.setAttribute("role", "status");
      box.append(button("download", download), button("close", () => box.remove()));
      document.body.prepend(box);
    },

    /** The page does not begin any longer: what is kept, and the ways out. `again` begins once more, without the work if told so. */
    safe(detail, again) {
      document.querySelector("body > .recovered")?.remove();
      const all = Object.entries(kept());
      const list = element("ul", "", ...all.map(([key, text]) => element("li", `${key} · ${text.length}`)));
      const [first, ...others] = everywhere("safe");
      replace(
        first,
        button("download", download),
        button("again", () => again(false)),
        button("empty", () => again(true)),
        ...others,
        element("p", WORDS[all.length > 0 ? "kept" : "nothing"][spoken()]),
        list,
        details(detail),
      );
    },
  };
}
