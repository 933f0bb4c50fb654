// The service worker: keeps every file of one release, and serves the page from them. The build writes in the release and its
// files. A new release waits until somebody clicks, or until no page of the old one is open; the files of the two releases before
// stay for pages that are still open.
"use strict";
const RELEASE = "{{release}}";
const FILES = "{{files}}".split(" ");
/** One place of a host may hold another workbench: each has its own caches. */
const PREFIX = `sales-workbench ${new URL(registration.scope).pathname} `;
const OWN = PREFIX + RELEASE;
const KEPT_BEFORE = 2;
/** The page itself is kept under the address of its folder: some hosts send `index.html` elsewhere. */
const PAGE = new URL("./", registration.scope).href;
const PRECACHED = new Set(FILES.map((file) => new URL(file, registration.scope).href));

/** Our caches, the oldest first. */
async function ours() {
  return (await caches.keys()).filter((name) => name.startsWith(PREFIX));
}

/** An answer as it can be given to a navigation, which takes none that was led elsewhere on the way. */
function direct(answer) {
  return answer.redirected ? new Response(answer.body, { status: answer.status, headers: answer.headers }) : answer;
}

async function keep(cache, url) {
  // Hashed files may come from the browser's own cache, where the page has just put them; the page itself must be new.
  const answer = await fetch(url, { cache: url === PAGE ? "no-cache" : "default", redirect: "follow" });
  if (!answer.ok) throw new Error(`${answer.status} ${url}`);
  if (url === PAGE && !(await answer.clone().text()).includes(RELEASE)) throw new Error("the page is of another release");
  await cache.put(url, direct(answer));
}

self.addEventListener("install", (event) => {
  const all = async () => {
    const cache = await caches.open(OWN);
    const there = new Set((await cache.keys()).map((request) => request.url));
    // All or nothing: where one file fails, the browser tries again another time.
    await Promise.all([PAGE, ...PRECACHED].filter((url) => !there.has(url)).map((url) => keep(cache, url)));
  };
  event.waitUntil(all());
});

self.addEventListener("activate", (event) => {
  const tidy = async () => {
    const before = (await ours()).filter((name) => name !== OWN);
    await Promise.all(before.slice(0, Math.max(0, before.length - KEPT_BEFORE)).map((name) => caches.delete(name)));
    await clients.claim();
  };
  event.waitUntil(tidy());
});

self.addEventListener("message", (event) => {
  if (event.data === "take over") self.skipWaiting();
  if (event.data === "release?") event.ports[0]?.postMessage(RELEASE);
});

/** What stands where the stored files are gone and there is no connection either. */
function gone() {
  const text = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Sales workbench</title>
<p lang="en">There is no connection, and this browser has deleted the stored files of the page. Connect once and load it again. What you saved is untouched.</p>
<p lang="zh-Hans">当前没有网络，且浏览器已删除本页面存储的文件。请联网后重新加载。您保存的内容不受影响。</p>
<p lang="zh-Hant">目前沒有網路，且瀏覽器已刪除本頁面儲存的檔案。請連線後重新載入。您儲存的內容不受影響。</p></html>`;
  return new Response(text, { status: 503, headers: { "content-type": "text/html; charset=utf-8" } });
}

/** A file from this release, else from an older one for a page that is still open, else from the host. */
async function file(request) {
  const found = await (await caches.open(OWN)).match(request, { ignoreSearch: true });
  if (found) return found;
  for (const name of (await ours()).reverse()) {
    const older = name !== OWN && (await (await caches.open(name)).match(request, { ignoreSearch: true }));
    if (older) return older;
  }
  const answer = await fetch(request);
  const url = request.url.split(/[?#]/)[0];
  // A file that the browser has dropped is kept again.
  if (answer.ok && PRECACHED.has(url)) await (await caches.open(OWN)).put(url, answer.clone()).catch(() => {});
  return answer;
}

/** The page of this release, whatever the host has by now. */
async function page(request) {
  const cache = await caches.open(OWN);
  const found = await cache.match(PAGE);
  if (found) return found;
  try {
    const answer = await fetch(request);
    await keep(cache, PAGE).catch(() => {});
    return answer;
  } catch {
    return gone();
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = request.url.split(/[?#]/)[0];
  if (request.method !== "GET" || !url.startsWith(registration.scope)) return;
  if (request.mode !== "navigate") event.respondWith(file(request));
  else if (url === PAGE || url === `${PAGE}index.html`) event.respondWith(page(request));
});
