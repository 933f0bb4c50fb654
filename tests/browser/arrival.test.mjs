// The way in: any folder of any host, any address, and a plain word where the page cannot run.
import assert from "node:assert/strict";
import { mkdtempSync, cpSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { becomes, dist, start } from "./harness.mjs";

let house;
before(async () => (house = await start()));
after(() => house.stop());

test("the page works at the root of a host and deep inside one", async () => {
  for (const base of ["/", "/a/b/c%20d/"]) {
    const other = await start({ base: decodeURIComponent(base) });
    const visitor = await other.visit("#/c/pricing.cost_plus");
    assert.equal(await visitor.headline(), "$36.00", base);
    await visitor.speak("繁");
    await becomes(() => visitor.page.locator("h1").innerText(), "成本加成定價");
    await visitor.leave();
    await other.stop();
  }
});

test("an address that leads nowhere says so and offers what there is", async () => {
  for (const address of ["#/c/pricing.unknown", "#/nowhere", "#nonsense", "#/c/", `#/c/${"x".repeat(5_000)}`, "#/%00<b>"]) {
    const visitor = await house.visit(null);
    await visitor.page.goto(house.base + address);
    await visitor.page.getByRole("alert").waitFor();
    assert.match(await visitor.page.getByRole("alert").innerText(), /no such page/, address);
    assert.ok((await visitor.page.locator("main [data-calculator]").count()) > 0, address);
    await visitor.leave();
  }
});

test("back and forth by the browser's own buttons", async () => {
  const visitor = await house.visit("#/");
  const { page } = visitor;
  await page.getByRole("link", { name: "Cost-plus pricing" }).click();
  await visitor.type("unit_cost", "30");
  await becomes(visitor.headline, "$48.00");
  await page.getByRole("link", { name: "Sales workbench" }).click();
  await page.waitForSelector("main.home");
  await page.goBack();
  await becomes(visitor.headline, "$48.00");
  assert.equal(await page.title(), "Cost-plus pricing · Sales workbench");
  await page.goBack();
  await page.waitForSelector("main.home");
  await page.goForward();
  await becomes(visitor.headline, "$48.00");
  await visitor.leave();
});

test("a page without its wasm, its script or its words says what is wrong in three languages", async () => {
  for (const [name, pattern, spoil] of [
    ["no wasm", "**/*.wasm", (route) => route.fulfill({ status: 404 })],
    ["broken wasm", "**/*.wasm", (route) => route.fulfill({ contentType: "application/wasm", body: "not wasm" })],
    ["no script", "**/workbench-*.js", (route) => route.abort()],
    ["no words", "**/words-*.txt", (route) => route.abort()],
  ]) {
    const visitor = await house.visit(null, { locale: "zh-TW" });
    await visitor.page.route(pattern, spoil);
    await visitor.page.goto(house.base);
    const box = visitor.page.locator(".fallen[role=alert]");
    await box.waitFor();
    const languages = await box.locator("p").evaluateAll((texts) => texts.map((text) => text.lang));
    assert.deepEqual(languages, ["zh-Hant", "en", "zh-Hans"], name);
    assert.match(await box.innerText(), /某個檔案未能載入/, name);
    await visitor.page.unroute(pattern);
    await box.getByRole("button").click();
    await visitor.page.waitForSelector("main.home h1");
    await visitor.leave({ but: /words-|workbench-|\.wasm|404|ERR_FAILED/ });
  }
});

test("a rule that forbids WebAssembly is named; a host that sends it under another type is heard out", async () => {
  const blocked = await house.visit(null);
  await blocked.page.route(house.base, async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, body: (await answer.text()).replace(" 'wasm-unsafe-eval'", "") });
  });
  await blocked.page.goto(house.base);
  assert.match(await blocked.page.locator(".fallen").innerText(), /forbids WebAssembly[^]*禁止在此运行 WebAssembly[^]*禁止在此執行 WebAssembly/);
  await blocked.leave({ but: /wasm|WebAssembly|Content Security/i });
  const typed = await house.visit(null);
  await typed.page.route("**/*.wasm", async (route) => route.fulfill({ response: await route.fetch(), contentType: "text/html" }));
  await typed.go("#/c/pricing.cost_plus");
  assert.equal(await typed.headline(), "$36.00");
  await typed.leave();
});

test("a browser without WebAssembly or with scripts off is told so", async () => {
  const old = await house.visit(null, { before: () => delete globalThis.WebAssembly });
  await old.page.goto(house.base);
  assert.match(await old.page.locator(".fallen").innerText(), /too old[^]*版本过旧[^]*版本過舊/);
  await old.leave();
  const off = await house.visit(null, { javaScriptEnabled: false });
  await off.page.goto(house.base);
  assert.match(await off.page.locator("noscript").innerText(), /allow scripts[^]*允许[^]*允許/);
  // What was to be loaded ahead is not loaded then.
  await off.leave({ but: /workbench-.* csp/ });
});

test("a page opened as a file says how to open it", async () => {
  const folder = mkdtempSync(join(tmpdir(), "workbench-"));
  cpSync(dist, folder, { recursive: true });
  const visitor = await house.visit(null);
  await visitor.page.goto(pathToFileURL(join(folder, "index.html")).href);
  assert.match(await visitor.page.locator(".fallen").innerText(), /any web server[^]*网页服务器[^]*網頁伺服器/);
  await visitor.leave({ but: /file:|ERR_FAILED/ });
  rmSync(folder, { recursive: true });
});

test("words that cannot be fetched leave the page in the language it has", async () => {
  const visitor = await house.visit("#/c/pricing.cost_plus");
  await visitor.page.route("**/words-*.txt", (route) => route.abort());
  await visitor.speak("简");
  await visitor.page.waitForTimeout(200);
  assert.equal(await visitor.page.locator("h1").innerText(), "Cost-plus pricing");
  await visitor.type("unit_cost", "30");
  await becomes(visitor.headline, "$48.00");
  await visitor.page.unroute("**/words-*.txt");
  await visitor.speak("简");
  await becomes(() => visitor.page.locator("h1").innerText(), "成本加成定价");
  await visitor.leave({ but: /words-|ERR_FAILED/ });
});
