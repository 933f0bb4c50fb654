// Safe mode: a page without wasm, where the app falls over again and again. It lists what is stored, saves it to a file, and can
// set it all aside. Nothing is ever deleted.
"use strict";
{
  /** Where everything is put when somebody begins empty: `set-aside-whole/N/` and the rest of its key. */
  const ASIDE = `${recovery.OURS}set-aside-whole/`;

  const TITLE = ["Safe mode", "安全模式", "安全模式"];
  const CRASHED = [
    "The page met the same error again, so it has stopped trying. What you saved is untouched. You can save it to a file, try again, or start empty.",
    "页面再次遇到同样的错误，已停止重试。您保存的内容完好无损，可以下载为文件、重试，或从空白开始。",
    "頁面再次發生相同錯誤，已停止重試。您儲存的內容完好無損，可以下載為檔案、重試，或從空白開始。",
  ];
  const LOOKED_AT = [
    "This is everything that the page keeps in this browser.",
    "以下是本页面在此浏览器中保存的全部内容。",
    "以下是本頁面在此瀏覽器中儲存的全部內容。",
  ];
  const NOTHING = ["Nothing is stored here.", "此处没有保存任何内容。", "這裡沒有儲存任何內容。"];
  const AGAIN = ["Try again", "重试", "重試"];
  const BACK = ["Back to the workbench", "返回工作台", "返回工作檯"];
  const EMPTY = [
    "Start with an empty workbook (saved data is kept)",
    "从空白工作簿开始（已保存的内容会另存一旁，不会删除）",
    "從空白活頁簿開始（已儲存的內容會另存一旁，不會刪除）",
  ];
  const RESTORE = ["Restore saved data", "恢复已保留的内容", "還原已保留的內容"];
  const FULL = [
    "There was no room to set everything aside. What could not be moved stays where it was.",
    "空间不足，未能全部另存。未移动的内容仍在原处。",
    "空間不足，未能全部另存。未移動的內容仍在原處。",
  ];

  /** Moves texts to other keys, one after the other; a text that finds no room goes back to its place. */
  function move(pairs) {
    return pairs.every(([from, to]) => {
      const text = localStorage.getItem(from);
      try {
        localStorage.setItem(to, text);
        localStorage.removeItem(from);
      } catch {
        // Full: there may be room once the text has left its place.
        localStorage.removeItem(from);
        try {
          localStorage.setItem(to, text);
        } catch {
          localStorage.setItem(from, text);
          return false;
        }
      }
      return true;
    });
  }

  const keys = () => Object.keys(recovery.stored()).sort();
  const whole = () => keys().filter((key) => key.startsWith(ASIDE));

  function setAside() {
    const numbers = whole().map((key) => parseInt(key.slice(ASIDE.length), 10));
    const next = Math.max(-1, ...numbers) + 1;
    const ours = keys().filter((key) => !key.startsWith(ASIDE) && localStorage.getItem(key) !== null);
    return move(ours.map((key) => [key, `${ASIDE}${next}/${key.slice(recovery.OURS.length)}`]));
  }

  /** The latest that was kept apart goes back; what is in its place is kept apart in turn. */
  function bringBack() {
    const latest = whole().map((key) => parseInt(key.slice(ASIDE.length), 10)).reduce((a, b) => Math.max(a, b), -1);
    const prefix = `${ASIDE}${latest}/`;
    return setAside() && move(whole().filter((key) => key.startsWith(prefix)).map((key) => [key, recovery.OURS + key.slice(prefix.length)]));
  }

  /** Starts the page again, without what this tab remembers of before. */
  function restart() {
    recovery.forgetCrashes();
    try {
      sessionStorage.removeItem(`${recovery.OURS}last`);
    } catch {
      // Denied: then nothing is remembered.
    }
    if (!recovery.page.rescued) return location.reload();
    // What has no place in the store would be lost with the page.
    document.getElementById("app").replaceChildren();
    recovery.mount().catch((error) => recovery.failed("missing", error));
  }

  const size = (text) => `${(text.length / 1024).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 })} KB`;

  /** Shows it; `detail` is what happened, if it was a crash. */
  recovery.safe = (detail) => {
    const all = recovery.stored();
    const crashed = detail !== undefined;
    const rows = keys().map((key) => recovery.make("tr", {}, recovery.make("td", {}, key.slice(recovery.OURS.length)), recovery.make("td", { className: "num" }, size(all[key]))));
    const word = recovery.make("div", {});
    word.setAttribute("role", "status");
    const tried = (act) => () => (act() ? restart() : word.replaceChildren(...recovery.inAll(FULL)));
    const actions = [
      recovery.button(recovery.DOWNLOAD, recovery.download),
      recovery.button(crashed ? AGAIN : BACK, restart),
      ...(rows.length > 0 ? [recovery.button(EMPTY, tried(setAside))] : []),
      ...(whole().length > 0 ? [recovery.button(RESTORE, tried(bringBack))] : []),
    ];
    const table = recovery.make("table", {}, recovery.make("tbody", {}, ...rows));
    const page = recovery.make(
      "main",
      { className: "recovery safe", id: "main", tabIndex: -1 },
      recovery.make("h1", {}, ...recovery.said(TITLE)),
      ...recovery.inAll(crashed ? CRASHED : LOOKED_AT),
      recovery.make("div", { className: "actions" }, ...actions),
      word,
      ...(rows.length > 0 ? [table] : recovery.inAll(NOTHING)),
    );
    if (detail) page.append(recovery.detail(detail));
    recovery.cutOff();
    document.querySelector(".words")?.remove();
    document.getElementById("app").replaceChildren(page);
    page.focus();
  };
}
