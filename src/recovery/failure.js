// What stands in the page's place where it cannot begin: the cause, in three languages, the page's own first.
"use strict";
{
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
    blocked: [
      "A rule of this browser, of an extension or of the server forbids WebAssembly here. Whoever looks after it can allow it.",
      "浏览器、扩展程序或服务器的规则禁止在此运行 WebAssembly。请联系管理员放行。",
      "瀏覽器、擴充功能或伺服器的規則禁止在此執行 WebAssembly。請聯絡管理員放行。",
    ],
    damaged: [
      "A file of the page arrived damaged. Load the page again; if that does not help, its copy on the server is broken.",
      "页面的某个文件未能完整加载，内容已损坏。请重新加载；如仍无法打开，则服务器上的文件有误。",
      "頁面的某個檔案未能載入完整，內容已損毀。請重新載入；若仍無法開啟，表示伺服器上的檔案有誤。",
    ],
  };

  /** Why the page did not begin. */
  recovery.causeOf = (error) => {
    if (!(error instanceof WebAssembly.CompileError)) return "missing";
    return /blocked|disallowed|content security policy|unsafe-eval/i.test(error.message) ? "blocked" : "damaged";
  };

  /** Shows why. */
  recovery.failed = (cause, detail) => {
    const box = recovery.make("div", { className: "recovery" }, ...recovery.inAll(CAUSES[cause]));
    box.setAttribute("role", "alert");
    const again = recovery.make("button", { type: "button" }, "↻ Reload · 重新加载 · 重新載入");
    again.addEventListener("click", () => location.reload());
    box.append(again);
    if (Object.keys(recovery.stored()).some((key) => key !== `${recovery.OURS}settings`)) box.append(" ", recovery.button(recovery.DOWNLOAD, recovery.download));
    box.append(recovery.detail(detail));
    document.getElementById("app").replaceChildren(box);
  };
}
