// The page's end of the service worker: offline after the first visit, and a new release only on the person's click.
"use strict";
{
  const READY = ["A new version is ready.", "新版本已就绪。", "新版本已就緒。"];
  const UPDATE = ["Update", "更新", "更新"];
  const OUTDATED = [
    "A new version runs in another tab. This tab saves nothing from now on; what you had is saved.",
    "新版本已在另一个标签页中运行。本标签页不再保存，之前的内容已保存。",
    "新版本已在另一個分頁中執行。這個分頁不再儲存，先前的內容已儲存。",
  ];
  const RELOAD = ["Reload", "重新加载", "重新載入"];
  const HOUR = 3_600_000;

  /** Tells the app that one of the answers about the release has changed. */
  function tell(more) {
    Object.assign(recovery.page, more);
    dispatchEvent(new Event("workbench-release"));
  }

  /** The release of a worker; nothing from one that only takes the page's files away. */
  function releaseOf(worker) {
    return new Promise((done) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = ({ data }) => done(data);
      setTimeout(done, 2_000);
      worker.postMessage("release?", [port2]);
    });
  }

  let clicked = false;

  async function takeOver(worker) {
    clicked = true;
    recovery.rescue();
    navigator.serviceWorker.addEventListener("controllerchange", () => location.reload());
    worker.postMessage("take over");
    // A worker that has gone meanwhile cannot take over.
    setTimeout(() => location.reload(), 5_000);
  }

  async function offer(worker) {
    const release = await releaseOf(worker);
    if (!release || release === recovery.page.release) return;
    const word = recovery.notice("update", READY, recovery.button(UPDATE, () => takeOver(worker)), recovery.button(recovery.CLOSE, () => word.remove()));
  }

  /** Another release has the page's files now; the store belongs to it. */
  async function changed() {
    const worker = navigator.serviceWorker.controller;
    const release = worker && (await releaseOf(worker));
    if (clicked || !release || release === recovery.page.release) return;
    recovery.rescue();
    tell({ outdated: true });
    document.querySelector('.word[data-word="update"]')?.remove();
    recovery.notice("outdated", OUTDATED, recovery.button(RELOAD, () => location.reload()));
  }

  function watch(registration) {
    const ready = () => registration.waiting && registration.active && offer(registration.waiting);
    ready();
    registration.addEventListener("updatefound", () => {
      registration.installing?.addEventListener("statechange", ready);
    });
    let looked = Date.now();
    document.addEventListener("visibilitychange", () => {
      if (document.hidden || Date.now() - looked < HOUR) return;
      looked = Date.now();
      // Offline, or the host is away: the next time.
      registration.update().catch(() => {});
    });
  }

  /** Stores the page's files for offline use. Not while developing, not in somebody else's frame, not where there is no such thing. */
  recovery.serve = async () => {
    const script = recovery.own.dataset.service;
    if (!script || !navigator.serviceWorker || window.top !== window || !isSecureContext) return;
    const { serviceWorker } = navigator;
    serviceWorker.addEventListener("controllerchange", changed);
    try {
      const registration = await serviceWorker.register(recovery.file(script), { updateViaCache: "none" });
      if (!registration) return;
      watch(registration);
      await serviceWorker.ready;
      tell({ offline: true });
    } catch {
      // Denied by the browser: the page works as long as there is a connection.
    }
  };

  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    tell({
      installable: true,
      install: () => {
        event.prompt();
        tell({ installable: false });
      },
    });
  });
}
