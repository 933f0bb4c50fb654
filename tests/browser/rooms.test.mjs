// What loads when: the bytes that each page waits for, and rooms that are late, missing or cut.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { MOMENTS, MOST_OF_ALL, before as fetchedBefore, ofAll } from "./bytes.mjs";
import { LANGUAGES, becomes, start } from "./harness.mjs";

let site;
before(async () => (site = await start()));
after(() => site.stop());

for (const [name, moment] of Object.entries(MOMENTS)) {
  test(`${name}: no more than ${moment.bytes} bytes in any language`, async () => {
    for (const language of LANGUAGES) {
      const { files, bytes } = await fetchedBefore(site, moment, { language });
      console.log(`# ${name}, ${language}: ${bytes} bytes in ${files.length} files`);
      assert.ok(bytes <= moment.bytes, `${bytes} bytes: ${files.join(" ")}`);
    }
  });
}

test(`every file together: no more than ${MOST_OF_ALL} bytes`, () => {
  const bytes = ofAll();
  console.log(`# every file: ${bytes} bytes`);
  assert.ok(bytes <= MOST_OF_ALL, `${bytes} bytes`);
});

test("a room that is late is announced, and the page before stays until then", async () => {
  const visitor = await site.visit("#/");
  const { page } = visitor;
  let arrive;
  const late = new Promise((done) => (arrive = done));
  await page.route(/\/pricing_cost_plus-[0-9a-f]+\.wasm/, async (route) => (await late, route.continue()));
  await page.getByRole("link", { name: "Cost-plus pricing" }).click();
  await becomes(() => page.locator("main .loading").innerText(), "Loading …");
  arrive();
  await becomes(visitor.headline, "$36.00");
  await visitor.type("unit_cost", "30");
  await becomes(visitor.headline, "$48.00");
  await visitor.leave();
});

test("a calculator whose words are missing says so, and is there once they are", async () => {
  const visitor = await site.visit("#/");
  const { page } = visitor;
  const pattern = /\/words-[0-9a-f]+-en-pricing_cost_plus\.txt/;
  await page.route(pattern, (route) => route.fulfill({ status: 404 }));
  await page.getByRole("link", { name: "Cost-plus pricing" }).click();
  await becomes(() => page.locator("main .loading").innerText(), /could not be loaded/);
  await page.unroute(pattern);
  await page.locator("main .loading button").click();
  await becomes(visitor.headline, "$36.00");
  await becomes(() => page.locator(".question").innerText(), /\?$/);
  await visitor.leave({ but: /words-|Failed to load resource/ });
});

for (const [name, pattern, spoil] of [
  ["whose room cannot be had", /\/simulation-[0-9a-f]+\.wasm/, (route) => route.abort()],
  ["whose worker cannot be had", /\/worker-[0-9a-f]+\.js/, (route) => route.abort()],
  ["whose worker is missing", /\/worker-[0-9a-f]+\.js/, (route) => route.fulfill({ status: 404 })],
  ["whose worker does not get the app", /\/workbench-[0-9a-f]+\.js/, (route) => route.abort()],
  ["whose worker may not run WebAssembly", /\/worker-[0-9a-f]+\.js/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, headers: { ...response.headers(), "content-security-policy": "script-src 'self'" } });
  }],
]) {
  test(`a simulation ${name} says so, and runs once it can`, async () => {
    const visitor = await site.visit("#/c/pricing.cost_plus");
    const { page } = visitor;
    await visitor.context.route(pattern, spoil);
    await page.locator("#tab-ranges").click();
    await visitor.type("unit_cost", "20 to 25");
    await becomes(() => page.locator(".ranges .loading").innerText(), /could not be loaded/);
    await visitor.context.unroute(pattern);
    await page.locator(".ranges .loading button").click();
    await becomes(() => page.locator(".ranges progress").evaluate((bar) => bar.value === bar.max), true);
    await visitor.leave({ but: /simulation-|worker-|workbench-|Failed to load resource|WebAssembly|Content Security/ });
  });
}

test("every calculator that is open speaks the new language", async () => {
  const visitor = await site.visit("#/c/funnel.conversion");
  const { page } = visitor;
  await visitor.go("#/c/pricing.cost_plus");
  await page.locator(".languages button", { hasText: "简" }).click();
  await becomes(() => page.locator("html").getAttribute("lang"), "zh-Hans");
  for (const id of ["pricing.cost_plus", "funnel.conversion", "market.score"]) {
    await visitor.go(`#/c/${id}`);
    await visitor.unfold();
    const shown = await page.locator("main label").allInnerTexts();
    const keys = shown.filter((text) => /^[a-z]+[a-z_.]*$/.test(text.trim()));
    assert.deepEqual(keys, [], id);
  }
  await visitor.leave();
});

for (const [name, spoil] of [
  ["missing", (route) => route.fulfill({ status: 404 })],
  ["unreachable", (route) => route.abort()],
  ["cut", async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, body: (await answer.body()).subarray(0, 900) });
  }],
  ["of another build", async (route) => {
    const answer = await route.fetch();
    const body = await answer.body();
    const build = body.indexOf("build") + "build".length;
    body.set(new TextEncoder().encode("0".repeat(16)), build);
    await route.fulfill({ response: answer, body });
  }],
]) {
  test(`a room that is ${name} says so, offers to try again, and loses nothing`, async () => {
    const visitor = await site.visit("#/c/pricing.cost_plus");
    const { page } = visitor;
    await visitor.type("unit_cost", "30");
    await becomes(visitor.headline, "$48.00");
    const pattern = /\/analysis-[0-9a-f]+\.wasm/;
    await page.route(pattern, spoil);
    await page.locator("#tab-what_if").click();
    await becomes(() => page.locator("#question-panel .loading").innerText(), /could not be loaded/);
    assert.equal(await visitor.headline(), "$48.00");
    await page.unroute(pattern);
    await page.locator("#question-panel .loading button").click();
    await page.locator("#seek-goal").waitFor();
    assert.equal(await visitor.headline(), "$48.00");
    await visitor.leave({ but: /analysis-|Failed to load resource/ });
  });
}
