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

test("before the app is there the page says what it is, in the browser's language, and nothing jumps when it comes", async () => {
  for (const [locale, name, area] of [["en-US", "Sales workbench", "Pay"], ["zh-CN", "销售工作台", "薪酬"], ["zh-TW", "銷售工作檯", "薪酬"]]) {
    for (const width of [360, 1280]) {
      const visitor = await site.visit(null, { locale, width });
      const { page } = visitor;
      let arrive;
      const late = new Promise((done) => (arrive = done));
      await page.route(/workbench-[0-9a-f]+\.wasm/, async (route) => (await late, route.continue()));
      await page.addInitScript(() => {
        globalThis.jumped = 0;
        new PerformanceObserver((list) => list.getEntries().forEach((entry) => (globalThis.jumped += entry.value))).observe({ type: "layout-shift", buffered: true });
      });
      await page.goto(site.base);
      const place = (selector) => page.locator(selector).filter({ visible: true }).first().evaluate((element) => {
        const { x, y } = element.getBoundingClientRect();
        return [element.textContent, Math.round(x), Math.round(y / 4)];
      });
      await becomes(() => page.locator(".first h1").filter({ visible: true }).allInnerTexts(), [name]);
      assert.equal((await page.locator(".first li a").filter({ visible: true }).allInnerTexts())[2], area);
      const before = [await place(".brand"), await place("h1"), await place(".lead")];
      arrive();
      await page.waitForSelector("main.home h1");
      await becomes(async () => [await place(".brand"), await place("h1"), await place(".lead")], before, `${locale} ${width}`);
      const jumped = await page.evaluate(() => globalThis.jumped);
      assert.ok(jumped <= 0.02, `${locale} ${width}: ${jumped}`);
      await visitor.leave();
    }
  }
  const inside = await site.visit(null);
  await inside.page.route(/workbench-[0-9a-f]+\.wasm/, () => {});
  await inside.page.goto(`${site.base}#/c/pricing.cost_plus`);
  await becomes(() => inside.page.locator(".brand").filter({ visible: true }).allInnerTexts(), ["Sales workbench"]);
  assert.equal(await inside.page.locator("h1").filter({ visible: true }).count(), 0);
  await inside.leave({ but: /failed: / });
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
