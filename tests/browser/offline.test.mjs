// After the first visit the page needs nobody: every part of it lies on the device. A new release waits for the click; whoever is
// still on the old one finds all its parts. And nothing ever asks another host.
import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { start as startFirefox } from "./firefox.mjs";
import { WORK, becomes, dist, settings, start } from "./harness.mjs";

const PRICE = "#/c/pricing.cost_plus";
const ALLOWED = { serviceWorkers: "allow" };
const folders = [];
/** What the host has at the moment. */
let folder = dist;
/** Every address outside this machine that anything in the browser has asked for: pages, workers, service workers. */
const left = [];
/** What Chromium asks of its maker on its own account, whatever page is open. */
const BROWSERS_OWN = /^(https?:\/\/)?(update\.googleapis|accounts\.google|content-autofill\.googleapis|clients2\.google|optimizationguide-pa\.googleapis|safebrowsing\.googleapis|www\.google)\.com[:\/]/;
let site;
let proxy;

before(async () => {
  proxy = createServer((request, response) => (left.push(request.url), response.writeHead(502).end()));
  proxy.on("connect", (request, socket) => (left.push(request.url), socket.end("HTTP/1.1 502 no\r\n\r\n")));
  await new Promise((done) => proxy.listen(0, "127.0.0.1", done));
  site = await start({ from: () => folder, more: [`--proxy-server=http://127.0.0.1:${proxy.address().port}`] });
});
after(async () => {
  await site.stop();
  proxy.close();
  folders.forEach((folder) => rmSync(folder, { recursive: true }));
});

/** The same page as another release: its worker and its modules under other names, so the old ones are no longer on the host. */
function release(number) {
  const made = mkdtempSync(join(tmpdir(), "workbench-"));
  folders.push(made);
  cpSync(dist, made, { recursive: true });
  const old = readFileSync(join(dist, "index.html"), "utf8").match(/data-release="(\w+)"/)[1];
  const changed = new Map([[old, String(number).padStart(16, "0")]]);
  for (const name of readdirSync(made).filter((name) => /^(worker|module|codec)-/.test(name))) {
    const other = name.replace(/[0-9a-f]{16}/, String(number).padStart(16, "0"));
    changed.set(name, other);
    renameSync(join(made, name), join(made, other));
  }
  for (const name of ["index.html", "service.js"]) {
    let text = readFileSync(join(made, name), "utf8");
    for (const [from, to] of changed) text = text.replaceAll(from, to);
    writeFileSync(join(made, name), text);
  }
  return made;
}

/** Waits until every file is stored. */
const stored = (page) => page.waitForFunction(() => globalThis.salesWorkbench.offline && navigator.serviceWorker.controller);
const releaseOf = (page) => page.evaluate(() => globalThis.salesWorkbench.release);
const ourCaches = (page) => page.evaluate(async () => (await caches.keys()).map((name) => name.split(" ").at(-1)));
const look = (page) => page.evaluate(async () => void (await (await navigator.serviceWorker.ready).update()));
const word = (page, name) => page.locator(`.word[data-word="${name}"]`);

async function simulates(visitor) {
  await visitor.type("unit_cost", "20 to 25");
  await visitor.page.locator("#tab-ranges").click();
  await visitor.page.waitForSelector('[data-figure="ranges.p90"]');
}

async function makesLink(visitor) {
  await visitor.page.locator("#tab-share").click();
  await visitor.page.waitForSelector("figure.qr");
}

test("offline after the first visit: every calculator, the simulation, links and all three languages", async () => {
  for (const away of ["offline", "gone"]) {
    const visitor = await site.visit(null, ALLOWED);
    const { page, context } = visitor;
    const ids = await visitor.calculators();
    await stored(page);
    await context.setOffline(away === "offline");
    folder = away === "gone" ? "/nowhere" : dist;
    await visitor.reload();
    for (const id of ids) {
      await visitor.go(`#/c/${id}`);
      await becomes(visitor.headline, /\S/, id);
    }
    await visitor.go(PRICE);
    await simulates(visitor);
    await makesLink(visitor);
    for (const [name, title] of [["繁", "成本加成定價"], ["简", "成本加成定价"], ["EN", "Cost-plus pricing"]]) {
      await visitor.speak(name);
      await becomes(() => page.locator("h1").innerText(), title);
      await visitor.saved("20");
      await visitor.reload();
      await becomes(() => page.locator("h1").innerText(), title);
    }
    await visitor.go("#/settings");
    await becomes(() => page.locator(".device").innerText(), /Works offline/);
    await visitor.axe("settings");
    folder = dist;
    await visitor.leave();
  }
});

test("a crash while offline: it stands again", async () => {
  const visitor = await site.visit(PRICE, ALLOWED);
  const { page, context } = visitor;
  await stored(page);
  await context.setOffline(true);
  await visitor.type("unit_cost", "30");
  await page.evaluate(() => {
    const real = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value");
    Object.defineProperty(HTMLInputElement.prototype, "value", { ...real, get: () => { Object.defineProperty(HTMLInputElement.prototype, "value", real); throw new TypeError("broken"); } });
    document.querySelector("#field-unit_cost").dispatchEvent(new InputEvent("input", { bubbles: true }));
  });
  await word(page, "recovered").waitFor();
  await becomes(visitor.headline, "$48.00");
  await visitor.leave({ but: /page error/ });
});

test("a new release waits for the click; the old page keeps all its parts; the work is saved first", async () => {
  const visitor = await site.visit(PRICE, ALLOWED);
  const { page } = visitor;
  await stored(page);
  const first = await releaseOf(page);
  folder = release(1);
  await look(page);
  await word(page, "update").waitFor();
  await becomes(() => word(page, "update").innerText(), /A new version is ready/);
  await visitor.axe("a new version");
  // A reload is no click: the old release it stays, with parts that the host no longer has.
  await visitor.reload();
  await becomes(() => releaseOf(page), first);
  await word(page, "update").waitFor();
  await simulates(visitor);
  await makesLink(visitor);
  const second = await visitor.another(PRICE);
  await visitor.type("fixed_cost", "77000");
  await Promise.all([page.waitForNavigation(), word(page, "update").getByRole("button", { name: "Update" }).click()]);
  await page.waitForSelector("main[data-calculator] h1");
  await becomes(() => releaseOf(page), "0000000000000001");
  await becomes(() => visitor.field("fixed_cost").inputValue(), /77,?000/);
  await becomes(() => visitor.stored(WORK), /77000/);
  // The other tab still runs the old code: it writes nothing more, says so, and still has its parts.
  await word(second.page, "outdated").waitFor();
  const before = await visitor.stored(WORK);
  await second.type("unit_cost", "99");
  await second.settled();
  await becomes(() => visitor.stored(WORK), before);
  await simulates(second);
  await Promise.all([second.page.waitForNavigation(), word(second.page, "outdated").getByRole("button", { name: "Reload" }).click()]);
  await second.page.waitForSelector("main[data-calculator] h1");
  await becomes(() => releaseOf(second.page), "0000000000000001");
  folder = dist;
  await visitor.leave();
});

test("files are kept for two releases, then deleted; other caches are left alone", async () => {
  const visitor = await site.visit(PRICE, ALLOWED);
  const { page } = visitor;
  await stored(page);
  const first = await releaseOf(page);
  await page.evaluate(() => caches.open("somebody else's"));
  const update = async (number) => {
    folder = release(number);
    await look(page);
    await Promise.all([page.waitForNavigation(), word(page, "update").getByRole("button", { name: "Update" }).click()]);
    await page.waitForSelector("main[data-calculator] h1");
    await becomes(() => releaseOf(page), String(number).padStart(16, "0"));
  };
  await update(1);
  await update(2);
  const [one, two, three] = [1, 2, 3].map((number) => String(number).padStart(16, "0"));
  await becomes(() => ourCaches(page), [first, "else's", one, two]);
  await update(3);
  await becomes(async () => String(await ourCaches(page)), String(["else's", one, two, three]));
  folder = dist;
  await visitor.leave();
});

test("an emptied cache: from the host where there is one, else a plain word; back online all is stored again", async () => {
  const visitor = await site.visit(PRICE, ALLOWED);
  const { page, context } = visitor;
  await stored(page);
  const empty = () => page.evaluate(async () => { for (const name of await caches.keys()) await caches.delete(name); });
  await empty();
  await visitor.reload();
  await simulates(visitor);
  // What the visit asked for is stored again by that alone.
  await context.setOffline(true);
  await visitor.reload();
  await becomes(() => visitor.headline(), /\d/);
  await empty();
  await page.reload();
  await becomes(() => page.locator("body").innerText(), /no connection[^]*没有网络[^]*沒有網路/);
  await context.setOffline(false);
  await page.reload();
  await page.waitForSelector("main[data-calculator] h1");
  await visitor.leave({ but: /503|ERR_INTERNET_DISCONNECTED/ });
});

test("half of a release on the host: the old one goes on, and nothing is offered", async () => {
  const visitor = await site.visit(PRICE, ALLOWED);
  const { page } = visitor;
  await stored(page);
  const first = await releaseOf(page);
  folder = release(4);
  rmSync(join(folder, readdirSync(folder).find((name) => name.startsWith("worker-"))));
  await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    await registration.update().catch(() => {});
    const worker = registration.installing;
    // It is given up once a file of it cannot be had; if it were not, it would be offered.
    while (worker && !["installed", "redundant"].includes(worker.state)) {
      await new Promise((done) => worker.addEventListener("statechange", done, { once: true }));
    }
  });
  await visitor.settled();
  await becomes(() => word(page, "update").count(), 0);
  await visitor.reload();
  await becomes(() => releaseOf(page), first);
  await simulates(visitor);
  folder = dist;
  await visitor.leave({ but: /404/ });
});

test("the kill switch takes the service worker and our caches away, and reloads nobody", async () => {
  const visitor = await site.visit(PRICE, ALLOWED);
  const { page } = visitor;
  await stored(page);
  await visitor.type("unit_cost", "30");
  await page.evaluate(async () => (await caches.open("somebody else's"), (globalThis.same = true)));
  folder = release(5);
  cpSync(join(folder, "retire.js"), join(folder, "service.js"));
  await look(page);
  await page.waitForFunction(async () => (await navigator.serviceWorker.getRegistrations()).length === 0);
  await becomes(async () => String(await page.evaluate(() => caches.keys())), "somebody else's");
  assert.ok(await page.evaluate(() => globalThis.same), "no reload");
  await becomes(() => page.locator(".word").count(), 0);
  await becomes(visitor.headline, "$48.00");
  await visitor.saved("30");
  await visitor.reload();
  await becomes(() => releaseOf(page), "0000000000000005");
  await becomes(visitor.headline, "$48.00");
  folder = dist;
  await visitor.leave();
});

test("what the browser asks to install it is whole", async () => {
  const visitor = await site.visit("#/", { ...ALLOWED, storage: { "sales-workbench/settings": settings("en", "light") } });
  const { page } = visitor;
  const manifest = await page.evaluate(async () => {
    const link = document.querySelector("link[rel=manifest]");
    const manifest = await (await fetch(link.href)).json();
    const icons = await Promise.all(manifest.icons.map(async ({ src, type }) => (await fetch(new URL(src, link.href))).headers.get("content-type") === type));
    return { start: new URL(manifest.start_url, link.href).href, icons };
  });
  assert.deepEqual(manifest, { start: site.base, icons: [true, true, true, true] });
  const client = await page.context().newCDPSession(page);
  const { installabilityErrors } = await client.send("Page.getInstallabilityErrors");
  assert.deepEqual(installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== "in-incognito"), []);
  await visitor.leave();
});

test("Firefox, offline after the first visit", async () => {
  let here = dist;
  const firefox = await startFirefox({ from: () => here });
  const visitor = await firefox.visit(PRICE);
  await visitor.page.waitForFunction(() => globalThis.salesWorkbench.offline && navigator.serviceWorker.controller);
  const ids = await visitor.calculators();
  here = "/nowhere";
  await visitor.reload();
  for (const id of ids) {
    await visitor.go(`#/c/${id}`);
    await becomes(visitor.headline, /\S/, id);
  }
  await visitor.go(PRICE);
  await visitor.type("unit_cost", "20 to 25");
  await visitor.click("#tab-ranges");
  await visitor.waitFor('[data-figure="ranges.p90"]');
  await visitor.click("#tab-share");
  await visitor.waitFor("figure.qr");
  await visitor.leave();
  await firefox.stop();
});

test("over all of this nothing asked another host", async () => {
  const asked = () => left.filter((address) => !BROWSERS_OWN.test(address));
  assert.deepEqual(asked(), []);
  // And it would have been seen.
  const visitor = await site.visit(null);
  await visitor.page.goto("http://outside.example/").catch(() => {});
  assert.deepEqual(asked(), ["http://outside.example/"]);
  await visitor.leave({ but: /outside|502/ });
});
