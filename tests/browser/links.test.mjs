// Links and QR codes: made here, opened there, in another language; over work, damaged, inside another page. Each journey once
// with the mouse at a desk, and once with nothing but the keyboard in a window of 360 px.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import jsqr from "jsqr";
import { PNG } from "pngjs";
import { start as startFirefox } from "./firefox.mjs";
import { focused, journey, sticksOut } from "./journey.mjs";
import { WORK, becomes, settled, start } from "./harness.mjs";

let site;
before(async () => (site = await start()));
after(() => site.stop());

const button = (rep, name) => rep.page.getByRole("button", { name, exact: true });
const link = (rep) => rep.page.locator("#share-link").inputValue();
/** The place that a link names. */
const route = (address) => address.slice(address.indexOf("#"));
const rows = (rep) => rep.page.locator(".open tr").evaluateAll((all) => all.map((row) => [...row.cells].map((cell) => cell.innerText.trim())));

/** What an independent reader sees in a code, photographed from the screen. */
async function read(code) {
  const { data, width, height } = PNG.sync.read(await code.screenshot());
  return jsqr(new Uint8ClampedArray(data), width, height)?.data;
}

/** A link to the calculator of a page, made by its own tab, once the figure is what it is to be. */
async function made(rep) {
  await rep.page.locator("#tab-share").click();
  await rep.page.locator("#share-link").waitFor();
  return link(rep);
}

/** A link made by somebody elsewhere, with the unit cost in cost-plus pricing at 25. */
async function madeElsewhere() {
  const other = await site.visit("#/c/pricing.cost_plus");
  await other.type("unit_cost", "25");
  await becomes(other.headline, "$40.00");
  await made(other);
  await becomes(() => link(other).then((text) => text.length > 120), true);
  const address = await link(other);
  await other.leave();
  return address;
}

journey(() => site, "A calculator shared: the link and its code open in another browser and language", "#/c/pricing.cost_plus", async (rep, { press, type, take }) => {
  const { page } = rep;
  await rep.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await type("unit_cost", "31.25");
  await becomes(rep.headline, "$50.00");
  await take("share");
  await page.locator("#share-link").waitFor();
  await becomes(() => page.locator("#share-length").innerText(), /^\d+ characters\.$/);
  await press(button(rep, "Copy the link"));
  await page.getByText("Copied.").waitFor();
  const address = await link(rep);
  await becomes(() => page.evaluate(() => navigator.clipboard.readText()), address);
  assert.ok(address.startsWith(`${site.base}#/open/1`) && address.length < 260, address);
  // On the page, and as large as the screen.
  const code = page.locator("figure.qr svg");
  await code.evaluate((svg) => svg.scrollIntoView({ block: "end" }));
  await becomes(() => read(code), address);
  await rep.axe("the tab");
  await press(button(rep, "Show large"));
  await page.locator("#qr-large[open]").waitFor();
  await becomes(() => read(page.locator("#qr-large svg")), address);
  await rep.axe("the code as large as the screen");
  await page.keyboard.press("Escape");

  const reader = await site.visit(route(address), { language: "zh-Hant", theme: "dark", width: 360, height: 740 });
  await becomes(() => rows(reader).then(JSON.stringify), /"單位變動成本","\$22.50","\$31.25"/);
  await becomes(() => reader.page.locator(".remark.warning").innerText(), /美元.*新臺幣|美元.*新台幣/);
  await becomes(() => reader.page.evaluate(sticksOut), [0]);
  await reader.axe("the preview");
  await reader.page.getByRole("button", { name: "以新活頁簿開啟" }).click();
  await becomes(reader.headline, "$50.00");
  await becomes(() => reader.field("unit_cost").inputValue(), "31.25");
  await reader.leave();
});

journey(() => site, "A link opened over work overwrites nothing, and becomes a scenario", "#/c/pricing.cost_plus", async (rep, { press, type, undo }) => {
  const { page } = rep;
  const address = await madeElsewhere();
  await type("volume", "9,000");
  await page.keyboard.press("Tab");
  await becomes(() => rep.stored(WORK).then(String), /"inputs":\{"volume":9000.0\}\}\}/);
  const before = await rep.stored(WORK);
  await page.evaluate((hash) => (location.hash = hash), route(address));
  await page.locator(".open table").waitFor();
  await becomes(() => rows(rep).then(JSON.stringify), JSON.stringify([["", "Yours", "In the link"], ["Unit variable cost", "$22.50", "$25.00"], ["Expected volume", "9,000", "12,000"], ["Price", "$36.00", "$40.00"]]));
  await becomes(() => focused(rep), "main");
  await rep.axe("the preview");
  await becomes(() => rep.stored(WORK), before, "looking changes nothing");
  await press(button(rep, "Add as a scenario"));
  await becomes(rep.headline, "$40.00");
  const shown = () => page.locator("#scenario-shown").evaluate((select) => select.selectedOptions[0].text);
  await becomes(shown, "Cost-plus pricing");
  assert.deepEqual([await rep.field("volume").inputValue(), await rep.message("volume").innerText()], ["12,000", "base: 9,000"]);
  await rep.saved("Cost-plus pricing");
  await undo();
  await becomes(rep.headline, "$36.00");
  await becomes(() => rep.field("volume").inputValue(), "9,000");
  // Taking back is a save of its own, of the same work.
  const held = (text) => text.slice(text.indexOf('"workbook":'));
  await becomes(() => rep.stored(WORK).then(held), held(before));
});

journey(() => site, "A workbook shared from its own page", "#/workbook", async (rep, { press }) => {
  const { page } = rep;
  await press(page.locator(".ready article button").first());
  const figures = (of) => of.page.locator(".card .value").allInnerTexts().then(String);
  await becomes(() => figures(rep), /\$/);
  const before = await figures(rep);
  await press(page.locator(".share-panel summary"));
  await page.locator("#share-link").waitFor();
  await becomes(() => page.locator("figure.qr svg").count(), 1);
  const code = page.locator("figure.qr svg");
  await code.evaluate((svg) => svg.scrollIntoView({ block: "center" }));
  const address = await link(rep);
  await becomes(() => read(code), address);
  await rep.axe("the workbook's page");
  const reader = await site.visit(route(address));
  await reader.page.getByRole("button", { name: "Open as a new workbook" }).click();
  await becomes(() => figures(reader), before);
  await reader.leave();
});

test("as dense as a code is drawn it is read on a phone's width; beyond that the page says so", async () => {
  const rep = await site.visit("#/c/pricing.cost_plus", { width: 360, height: 740, deviceScaleFactor: 2 });
  const { page } = rep;
  let [densest, seed] = [0, 7];
  // Names that no compressor can shorten.
  const name = () => Array.from({ length: 80 }, () => "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"[(seed = (seed * 16_807) % 2_147_483_647) % 62]).join("");
  await page.locator("#tab-compare").click();
  for (let count = 0; count < 9; count++) {
    await button(rep, "New scenario").click();
    await page.locator(".scenarios input.name").nth(count).fill(name());
    await page.keyboard.press("Tab");
  }
  for (let count = 9; count < 22; count++) {
    await made(rep);
    await page.getByLabel("The whole workbook").check();
    // The link of the calculator alone, which knows none of these scenarios, may still be there.
    await becomes(() => link(rep).then((text) => text.length > Math.max(densest, 500)), true);
    const address = await link(rep);
    if ((await page.locator("figure.qr svg").count()) === 0) {
      await becomes(() => page.locator(".share .remark").innerText(), /Too long for a QR code that a phone can read.*share one calculator/);
      assert.ok(densest > 1_100 && address.length > 1_273, `${densest}, then ${address.length}`);
      await rep.leave();
      return;
    }
    densest = address.length;
    const code = page.locator("figure.qr svg");
    await code.evaluate((svg) => svg.scrollIntoView({ block: "end" }));
    // jsQR takes the fourth mark of version 23 (109 modules) to lie at 74 where the standard has 78; the native tests read it.
    const modules = Number((await code.getAttribute("viewBox")).split(" ")[2]) - 8;
    if (modules !== 109) await becomes(() => read(code), address, `${densest} characters, ${modules} modules`);
    await page.locator("#tab-compare").click();
    await button(rep, "New scenario").click();
    await page.locator(".scenarios input.name").nth(count).fill(name());
    await page.keyboard.press("Tab");
  }
  assert.fail(`never too dense: ${densest}`);
});

test("a link that is cut, changed, foreign, newer or far too long says why, and the work is untouched", async () => {
  const packed = route(await madeElsewhere()).slice("#/open/".length);
  const rep = await site.visit("#/c/pricing.cost_plus");
  await rep.type("volume", "9,000");
  await rep.page.keyboard.press("Tab");
  await becomes(() => rep.stored(WORK).then(String), /"inputs":\{"volume":9000.0\}\}\}/);
  const before = await rep.stored(WORK);
  const other = packed[60] === "x" ? "y" : "x";
  for (const [text, said] of [
    ["", /holds nothing/],
    [packed.slice(0, 40), /incomplete/],
    [packed.slice(0, 60) + other + packed.slice(61), /damaged/],
    [`2${packed.slice(1)}`, /newer release/],
    ["hello", /not a link of the workbench/],
    ["%3Cimg src=x onerror=alert(1)%3E", /not a link of the workbench/],
    [`1${"A".repeat(70_000)}`, /longer than any/],
    [`1${"A".repeat(1_500_000)}`, /longer than any/],
  ]) {
    await rep.page.evaluate((text) => (location.hash = `#/open/${text}`), text);
    await becomes(() => rep.page.locator(".open [role=alert]").allInnerTexts().then(String), said);
    await becomes(() => rep.page.locator("main").innerText(), /untouched/);
  }
  await rep.axe("a link that cannot be opened");
  await rep.go("#/c/pricing.cost_plus");
  await becomes(() => rep.field("volume").inputValue(), "9,000");
  await becomes(() => rep.stored(WORK), before);
  await rep.leave();
});

test("what mail programs do to a link is undone, and back and forward lead through links as through pages", async () => {
  const packed = route(await madeElsewhere()).slice("#/open/".length);
  const lines = packed.match(/.{1,40}/g);
  const escaped = (text) => [...text].map((c) => `%${c.charCodeAt(0).toString(16)}`).join("");
  const rep = await site.visit("#/c/pricing.cost_plus");
  const preview = () => becomes(() => rows(rep).then(JSON.stringify), /"\$22.50","\$25.00"/);
  for (const text of [lines.join("\n"), lines.join("%0D%0A> "), `${packed}>`, `${packed}.`, escaped(packed), encodeURIComponent(escaped(packed))]) {
    await rep.page.evaluate((text) => (location.hash = `#/open/${text}`), text);
    await preview();
  }
  await rep.page.evaluate(() => (location.hash = "#/c/market.score"));
  await rep.page.locator('main[data-calculator="market.score"]').waitFor();
  await rep.page.goBack();
  await preview();
  await rep.page.goForward();
  await rep.page.locator('main[data-calculator="market.score"]').waitFor();
  await rep.leave();
});

test("where the browser lets nobody copy, the link is selected", async () => {
  const refuse = () => (navigator.clipboard.writeText = () => Promise.reject(new Error("refused")));
  const rep = await site.visit("#/c/pricing.cost_plus", { before: refuse });
  const address = await made(rep);
  await button(rep, "Copy the link").click();
  await rep.page.getByText("The link is selected").waitFor();
  await becomes(() => rep.page.evaluate(() => String(document.getSelection()) || document.activeElement.value.slice(document.activeElement.selectionStart, document.activeElement.selectionEnd)), address);
  await rep.leave();
});

test("without the module the page says so, and tries again when asked", async () => {
  const rep = await site.visit("#/c/pricing.cost_plus");
  let broken = true;
  await rep.context.route("**/codec-*.wasm", (route) => (broken ? route.fulfill({ status: 404 }) : route.continue()));
  await rep.page.locator("#tab-share").click();
  await rep.page.getByText("could not be loaded").waitFor();
  broken = false;
  await button(rep, "Try again").click();
  await rep.page.locator("#share-link").waitFor();
  await rep.leave({ but: /codec|404/ });
});

/** Run in every page and frame: notes down whatever is written to a store. */
function watchStores() {
  globalThis.written = [];
  const write = Storage.prototype.setItem;
  Storage.prototype.setItem = function (key, text) {
    globalThis.written.push(key);
    return write.call(this, key, text);
  };
}

/** A page of somebody else's with ours in a frame. */
async function framing(place) {
  const rep = await site.visit(null, { before: watchStores });
  await rep.context.route("**/host.html", (route) => route.fulfill({ contentType: "text/html", body: `<!doctype html><html lang="en"><title>A post</title><main><h1>A post</h1><iframe title="Workbench" src="./${place}" width="900" height="700"></iframe></main></html>` }));
  await rep.page.goto(`${site.base}host.html`);
  return { rep, frame: rep.page.frameLocator("iframe"), inside: () => rep.page.frames()[1] };
}

test("a view inside another page can be asked but not changed, and writes nothing", async () => {
  const place = route(await madeElsewhere()).replace("#/open/", "#/embed/");
  const { rep, frame, inside } = await framing(place);
  await becomes(() => frame.locator("[data-headline]").innerText(), "$40.00");
  await becomes(() => frame.locator("#field-unit_cost").isDisabled(), true);
  await frame.locator(".results").getByRole("button", { name: "$266,666.67" }).click();
  await becomes(() => frame.locator(".why h3").innerText(), /^Break-even revenue = /);
  const out = frame.getByRole("link", { name: "Open in the workbench" });
  assert.deepEqual([await out.getAttribute("target"), await out.getAttribute("rel")], ["_blank", "noopener"]);
  await becomes(() => out.getAttribute("href"), site.base + place.replace("#/embed/", "#/open/"));
  await inside().evaluate(settled);
  await becomes(() => inside().evaluate(() => globalThis.written), []);
  await rep.axe("a page with a view in it");
  await rep.leave();
});

test("a view in another currency keeps the currency in which it was meant", async () => {
  const place = route(await madeElsewhere()).replace("#/open/", "#/embed/");
  const reader = await site.visit(null, { language: "zh-Hans", width: 360, height: 740 });
  await reader.page.goto(site.base + place);
  await becomes(reader.headline, /^(US)?\$40\.00$/);
  await becomes(() => reader.page.evaluate(sticksOut), [0]);
  await reader.axe("a view on a phone");
  await reader.leave();
});

test("the whole page inside another one is read-only, and writes nothing", async () => {
  const { rep, frame, inside } = await framing("#/c/pricing.cost_plus");
  await becomes(() => frame.locator("[data-headline]").innerText(), "$36.00");
  await becomes(() => frame.getByRole("note").innerText(), /nothing can be changed or is kept/);
  await becomes(() => frame.locator("#field-unit_cost").isDisabled(), true);
  await frame.getByRole("button", { name: "Open this example" }).first().click();
  await frame.locator(".languages").getByRole("button", { name: "繁" }).click();
  await becomes(() => frame.locator("h1").innerText(), "成本加成定價");
  await inside().evaluate(settled);
  await becomes(() => frame.locator("[data-headline]").innerText(), "$36.00");
  await becomes(() => inside().evaluate(() => globalThis.written), []);
  await rep.leave();
});

test("Firefox makes the same link and opens it", async () => {
  const address = await madeElsewhere();
  const fox = await startFirefox();
  try {
    const rep = await fox.visit(route(address));
    await rep.page.waitForSelector(".open table");
    const text = await rep.page.$eval(".open table", (table) => table.innerText);
    assert.match(text, /\$25\.00[^]*\$40\.00/);
    await rep.page.$eval(".first-choice", (button) => button.click());
    await rep.page.waitForSelector("main[data-calculator] #tab-share");
    await rep.page.$eval("#tab-share", (tab) => tab.click());
    await rep.page.waitForSelector("#share-link");
    await becomes(() => rep.page.$eval("#share-link", (input) => input.value).then(route), route(address));
    await rep.leave();
  } finally {
    await fox.stop();
  }
});
