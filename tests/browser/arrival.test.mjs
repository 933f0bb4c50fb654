// The way in: any folder of any host, any address, and a plain word where the page cannot run.
import assert from "node:assert/strict";
import { mkdtempSync, cpSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { becomes, dist, start } from "./harness.mjs";

let site;
before(async () => (site = await start()));
after(() => site.stop());

test("the page works at the root of a host and deep inside one", async () => {
  for (const base of ["/", "/a/b/c%20d/"]) {
    const other = await start({ base: decodeURIComponent(base) });
    const visitor = await other.visit("#/c/pricing.cost_plus");
    await becomes(() => visitor.headline(), "$36.00", base);
    await visitor.speak("繁");
    await becomes(() => visitor.page.locator("h1").innerText(), "成本加成定價");
    await visitor.leave();
    await other.stop();
  }
});

test("an address that leads nowhere says so and offers what there is", async () => {
  for (const address of ["#/c/pricing.unknown", "#/nowhere", "#nonsense", "#/c/", `#/c/${"x".repeat(5_000)}`, "#/%00<b>"]) {
    const visitor = await site.visit(null);
    await visitor.page.goto(site.base + address);
    await visitor.page.getByRole("alert").waitFor();
    await becomes(() => visitor.page.getByRole("alert").innerText(), /no such page/, address);
    await visitor.page.locator("main [data-calculator]").first().waitFor();
    await visitor.leave();
  }
});

test("back and forth by the browser's own buttons", async () => {
  const visitor = await site.visit("#/");
  const { page } = visitor;
  await page.getByRole("link", { name: "Cost-plus pricing" }).click();
  await visitor.type("unit_cost", "30");
  await becomes(visitor.headline, "$48.00");
  await page.getByRole("link", { name: "Sales workbench" }).click();
  await page.waitForSelector("main.home");
  await page.goBack();
  await becomes(visitor.headline, "$48.00");
  await becomes(() => page.title(), "Cost-plus pricing · Sales workbench");
  await page.goBack();
  await page.waitForSelector("main.home");
  await page.goForward();
  await becomes(visitor.headline, "$48.00");
  await visitor.leave();
});

/** What a person sees of the frame and of home: each element with its own text and its place. */
function seen() {
  return [...document.querySelectorAll(".bar, .bar *, .home *")].map((element) => {
    const own = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.data).join("");
    const { x, y, width, height } = element.getBoundingClientRect();
    return [element.localName, element.getAttribute("class"), element.getAttribute("href"), own, x, y, width, height].join(" ");
  });
}

/** Run in the page before its own scripts: notes what jumps, and every name of the page that is in sight in any frame. */
function watch() {
  globalThis.jumped = 0;
  new PerformanceObserver((list) => list.getEntries().forEach((entry) => (globalThis.jumped += entry.value))).observe({ type: "layout-shift", buffered: true });
  globalThis.names = new Set();
  const look = () => {
    for (const name of document.querySelectorAll("h1, .brand")) if (name.checkVisibility()) globalThis.names.add(name.textContent);
    requestAnimationFrame(look);
  };
  look();
}

/** Holds back the files of a pattern until `arrive` is called. */
async function late(page, pattern) {
  let arrive;
  const there = new Promise((done) => (arrive = done));
  await page.route(pattern, async (route) => (await there, route.continue()));
  return arrive;
}

const NAMES = [["en-US", "en", "Sales workbench"], ["zh-CN", "zh-Hans", "销售工作台"], ["zh-TW", "zh-Hant", "銷售工作檯"]];

for (const [locale, language, name] of NAMES) {
  test(`before the app is there ${locale} sees home as it will be, in no other language, and nothing jumps when the app comes`, async () => {
    for (const [width, hasTouch] of [[360, true], [360, false], [768, true], [768, false], [1280, false], [1280, true]]) {
      const where = `${locale} ${width} ${hasTouch}`;
      const visitor = await site.visit(null, { locale, width, hasTouch, isMobile: hasTouch, before: watch });
      const { page } = visitor;
      const [loader, app] = [await late(page, /\/boot-[0-9a-f]+\.js/), await late(page, /\/workbench-[0-9a-f]+\.wasm/)];
      await page.goto(site.base, { waitUntil: "commit" });
      await page.waitForFunction(() => document.querySelector("template:last-of-type") && document.styleSheets.length > 0);
      assert.equal((await page.evaluate(() => document.body.innerText)).trim(), "", where);
      loader();
      await page.locator(".first h1").waitFor();
      assert.equal(await page.locator("html").getAttribute("lang"), language);
      const before = await page.evaluate(seen);
      app();
      await page.locator("main.home h1").waitFor();
      await becomes(() => page.evaluate(seen), before, where);
      await visitor.settled();
      assert.deepEqual(await page.evaluate(() => [globalThis.jumped, ...globalThis.names]), [0, name], where);
      await visitor.leave();
    }
  });
}

test("before the app is there another place than home shows the frame alone, and a view inside another page nothing", async () => {
  for (const [place, brands] of [["#/c/pricing.cost_plus", ["Sales workbench"]], ["#/nowhere", ["Sales workbench"]], ["#/embed/1x", []]]) {
    const visitor = await site.visit(null);
    const { page } = visitor;
    await page.route(/workbench-[0-9a-f]+\.wasm/, () => {});
    await page.goto(site.base + place);
    await becomes(() => page.locator(".brand").filter({ visible: true }).allInnerTexts(), brands, place);
    assert.equal(await page.locator("h1").filter({ visible: true }).count(), 0, place);
    await visitor.leave({ but: /failed: / });
  }
});

test("before the app is there somebody with work sees home down to where her workbooks will be", async () => {
  for (const width of [360, 1280]) {
    const visitor = await site.visit("#/c/pricing.cost_plus", { width, before: watch });
    const { page } = visitor;
    await visitor.type("unit_cost", "30");
    await visitor.saved();
    const app = await late(page, /\/workbench-[0-9a-f]+\.wasm/);
    await page.goto("about:blank");
    await page.goto(site.base, { waitUntil: "commit" });
    await page.locator(".first .lead").waitFor();
    const before = await page.evaluate(seen);
    assert.equal(await page.locator(".first .area").count(), 0);
    app();
    await page.locator("main.home .recent").waitFor();
    await visitor.settled();
    const after = new Set(await page.evaluate(seen));
    const below = (line) => / (h1|p) /.test(` ${line}`) || line.includes(" brand ");
    assert.deepEqual(before.filter(below).filter((line) => !after.has(line)), [], String(width));
    // In the bar, the word that the work is saved takes its place.
    const jumped = await page.evaluate(() => globalThis.jumped);
    assert.ok(jumped <= 0.02, `${width}: ${jumped}`);
    await visitor.leave();
  }
});

test("a page without its wasm, its script or its words says what is wrong in three languages", async () => {
  for (const [name, pattern, spoil] of [
    ["no wasm", "**/*.wasm", (route) => route.fulfill({ status: 404 })],
    ["broken wasm", "**/*.wasm", (route) => route.fulfill({ contentType: "application/wasm", body: "not wasm" })],
    ["no script", "**/workbench-*.js", (route) => route.abort()],
    ["no words", "**/words-*.txt", (route) => route.abort()],
  ]) {
    const visitor = await site.visit(null, { locale: "zh-TW" });
    await visitor.page.route(pattern, spoil);
    await visitor.page.goto(site.base);
    const box = visitor.page.locator(".recovery[role=alert]");
    await box.waitFor();
    const languages = await box.locator("p").evaluateAll((texts) => texts.map((text) => text.lang));
    assert.deepEqual(languages, ["zh-Hant", "en", "zh-Hans"], name);
    await becomes(() => box.innerText(), /某個檔案未能載入/, name);
    await visitor.page.unroute(pattern);
    await box.getByRole("button").click();
    await visitor.page.waitForSelector("main.home h1");
    await visitor.leave({ but: /words-|workbench-|\.wasm|404|ERR_FAILED|icon-.*ERR_ABORTED/ });
  }
});

test("a rule that forbids WebAssembly is named; a host that sends it under another type is heard out", async () => {
  const blocked = await site.visit(null);
  await blocked.page.route(site.base, async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, body: (await answer.text()).replace(" 'wasm-unsafe-eval'", "") });
  });
  await blocked.page.goto(site.base);
  await becomes(() => blocked.page.locator(".recovery").innerText(), /forbids WebAssembly[^]*禁止在此运行 WebAssembly[^]*禁止在此執行 WebAssembly/);
  await blocked.leave({ but: /wasm|WebAssembly|Content Security/i });
  const typed = await site.visit(null);
  await typed.page.route("**/*.wasm", async (route) => route.fulfill({ response: await route.fetch(), contentType: "text/html" }));
  await typed.go("#/c/pricing.cost_plus");
  await becomes(() => typed.headline(), "$36.00");
  await typed.leave();
});

test("a browser without WebAssembly, without its SIMD or with scripts off is told so", async () => {
  for (const before of [() => delete globalThis.WebAssembly, () => (WebAssembly.validate = () => false)]) {
    const old = await site.visit(null, { before });
    await old.page.goto(site.base);
    await becomes(() => old.page.locator(".recovery").innerText(), /too old[^]*版本过旧[^]*版本過舊/);
    // What was to be loaded ahead may not be used then.
    await old.leave({ but: /workbench-/ });
  }
  const off = await site.visit(null, { javaScriptEnabled: false });
  await off.page.goto(site.base);
  await becomes(() => off.page.locator("noscript").innerText(), /allow scripts[^]*允许[^]*允許/);
  // What was to be loaded ahead is not loaded then.
  await off.leave({ but: /workbench-.* csp/ });
});

test("a page opened as a file says how to open it", async () => {
  const folder = mkdtempSync(join(tmpdir(), "workbench-"));
  cpSync(dist, folder, { recursive: true });
  const visitor = await site.visit(null);
  await visitor.page.goto(pathToFileURL(join(folder, "index.html")).href);
  await becomes(() => visitor.page.locator(".recovery").innerText(), /any web server[^]*网页服务器[^]*網頁伺服器/);
  await visitor.leave({ but: /file:|ERR_FAILED/ });
  rmSync(folder, { recursive: true });
});

test("words that cannot be fetched leave the page in the language it has", async () => {
  const visitor = await site.visit("#/c/pricing.cost_plus");
  await visitor.page.route("**/words-*.txt", (route) => route.abort());
  const failed = visitor.page.waitForEvent("requestfailed", (request) => /words-/.test(request.url()));
  await visitor.speak("简");
  await failed;
  await visitor.settled();
  await becomes(() => visitor.page.locator("h1").innerText(), "Cost-plus pricing");
  await visitor.type("unit_cost", "30");
  await becomes(visitor.headline, "$48.00");
  await visitor.page.unroute("**/words-*.txt");
  await visitor.speak("简");
  await becomes(() => visitor.page.locator("h1").innerText(), "成本加成定价");
  await visitor.leave({ but: /words-|ERR_FAILED/ });
});
