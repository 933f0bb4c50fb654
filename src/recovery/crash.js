// Crash and recovery. An instance of the app that fell over is cut off for good, and another is started from the same compiled
// module, without a reload. The same crash twice within a minute leads to safe mode, so nothing goes round in circles.
"use strict";
{
  const KEY = `${recovery.OURS}crashes`;
  const MINUTE = 60_000;
  /** Where the tab cannot remember, the page does. */
  let inMemory = [];

  const RECOVERED = [
    "The page met an error and started again. Your work is as it last stood; please check the last thing you typed.",
    "页面遇到错误，已自动恢复。您的内容保持最近的状态，请核对最后输入的一项。",
    "頁面發生錯誤，已自動恢復。您的內容維持最近的狀態，請核對最後輸入的一項。",
  ];
  const STALE = ["An error: the figures below may be wrong. One moment …", "出现错误：下方数字可能有误，请稍候……", "發生錯誤：下方數字可能有誤，請稍候……"];

  function crashes() {
    try {
      const kept = JSON.parse(sessionStorage.getItem(KEY) ?? "[]");
      return Array.isArray(kept) ? kept : [];
    } catch {
      return inMemory;
    }
  }

  function remember(all) {
    inMemory = all;
    try {
      sessionStorage.setItem(KEY, JSON.stringify(all));
    } catch {
      // Then only until the page is loaded again.
    }
  }

  recovery.forgetCrashes = () => remember([]);

  /** Notes a crash; whether it is one too many: the second of a kind within a minute, or the third of any. */
  function isOneTooMany(message) {
    const now = Date.now();
    const recent = crashes().filter(({ at }) => Math.abs(now - at) < MINUTE);
    const kind = String(message).split("\n")[0].slice(0, 300);
    remember([...recent, { at: now, kind }]);
    return recent.length >= 2 || recent.some((crash) => crash.kind === kind);
  }

  /** Cuts the present instance off: it sees that its turn is over, its workers end, its place in the page no longer hears it. */
  recovery.cutOff = () => {
    recovery.page.turn += 1;
    // Whoever still waits for it waits no longer.
    recovery.page.mounted?.();
    recovery.page.rescue = undefined;
    recovery.glue = "";
    recovery.workers.splice(0).forEach((worker) => worker.terminate());
    const before = document.getElementById("app");
    const place = before.cloneNode(false);
    before.replaceWith(place);
    return [before, place];
  };

  let rescuing = false;

  /** Lets the app keep what is not kept yet. It may be in any state: whatever comes of it is borne. */
  recovery.rescue = () => {
    rescuing = true;
    try {
      const left = recovery.page.rescue?.();
      if (typeof left === "string") recovery.page.rescued = left;
    } catch {
      // What was stored before is still there.
    }
    rescuing = false;
  };

  /** The app has crashed. */
  recovery.crashed = (message) => {
    // A second panic while the work is being kept.
    if (rescuing) return;
    document.querySelector('.word[data-word="recovered"]')?.remove();
    recovery.rescue();
    const at = performance.now();
    const focused = document.activeElement?.id;
    const scrolled = scrollY;
    const [before, place] = recovery.cutOff();
    if (isOneTooMany(message)) return recovery.safe(message);
    // The old figures stay in sight, dimmed and marked, until the new ones are there.
    before.removeAttribute("id");
    before.inert = true;
    before.classList.add("crashed");
    place.after(recovery.make("p", { className: "crashed-word" }, ...recovery.said(STALE)), before);
    document.querySelectorAll("[id]").forEach((element) => before.contains(element) && element.removeAttribute("id"));
    // Not inside the handler that has just crashed.
    setTimeout(() => recover(message, { at, focused, scrolled, before }));
  };

  async function recover(message, { at, focused, scrolled, before }) {
    const turn = recovery.page.turn;
    const over = () => recovery.page.turn !== turn;
    try {
      await recovery.mount();
      // The first drawing is done in tasks of its own.
      await new Promise((done) => setTimeout(done));
    } catch (error) {
      // What fell over on its way has been dealt with where it fell.
      if (!over()) recovery.cutOff() && recovery.safe(error);
    }
    document.querySelectorAll(".crashed-word").forEach((word) => word.remove());
    before.remove();
    if (over()) return;
    document.getElementById(focused)?.focus({ preventScroll: true });
    scrollTo(0, scrolled);
    recovery.page.recoveredIn = performance.now() - at;
    const word = recovery.notice("recovered", RECOVERED, recovery.button(recovery.DOWNLOAD, recovery.download), recovery.button(recovery.CLOSE, () => word.remove()));
    word.append(recovery.make("details", {}, recovery.make("summary", { textContent: "…" }), recovery.detail(message)));
  }

  /** Whether an error that nobody caught came out of the present instance, and not out of an earlier one or an extension. */
  function isFromTheApp(error) {
    const stack = String(error?.stack ?? "");
    const glues = recovery.glue.split("?")[0];
    if (stack.includes(glues)) return stack.includes(`${recovery.glue}:`);
    return error instanceof WebAssembly.RuntimeError;
  }

  // The frame by which an error entered the app is the outermost, and tells which instance it was.
  Error.stackTraceLimit = 200;

  function heard(event, error) {
    if (!error || !recovery.glue) return;
    if (isFromTheApp(error)) recovery.crashed(`${error}\n${error.stack ?? ""}`);
    // An instance that is over has nothing to say.
    else if (String(error.stack ?? "").includes(recovery.glue.split("?")[0])) event.preventDefault();
  }

  addEventListener("error", (event) => heard(event, event.error));
  addEventListener("unhandledrejection", (event) => heard(event, event.reason));
}
