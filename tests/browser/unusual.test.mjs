// The page under words and settings that nobody planned for: markup in every word, words twice as long, colours forced by the
// system, another language in the middle of an entry.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { becomes, start } from "./harness.mjs";

let site;
before(async () => (site = await start()));
after(() => site.stop());

/** A visitor whose every word is rewritten on its way to the page. */
async function reading(rewrite, options) {
  const visitor = await site.visit(null, { language: "zh-Hans", ...options });
  let rewritten = 0;
  await visitor.page.route(/words-.*\.txt/, async (route) => {
    const text = await (await route.fetch()).text();
    const body = text.replace(/^([a-z][^=\n]*? = )(.+)$/gm, (_, key, word) => (rewritten++, key + rewrite(word)));
    await route.fulfill({ body, contentType: "text/plain; charset=utf-8" });
  });
  return { ...visitor, rewritten: () => rewritten };
}

const PLACES = ["#/", "#/settings", "#/workbook", "#/c/pricing.cost_plus", "#/c/funnel.conversion"];

test("markup in every word is only ever text", async () => {
  const visitor = await reading((word) => `<img src=x onerror="globalThis.ran=1"><b id=let-in>${word}`);
  for (const place of PLACES) {
    await visitor.go(place);
    await visitor.unfold();
    assert.ok((await visitor.page.locator("body").innerText()).includes("<img src=x"), `no word was rewritten at ${place}`);
    await becomes(() => visitor.page.evaluate(() => [globalThis.ran, document.querySelectorAll("#let-in, img[src=x]").length]), [undefined, 0], place);
  }
  assert.ok(visitor.rewritten() > 100);
  await visitor.leave();
});

for (const width of [360, 1280]) {
  test(`words twice as long fit at ${width} px`, async () => {
    const visitor = await reading((word) => `${word} ${word}`, { width });
    for (const place of PLACES) {
      await visitor.go(place);
      await visitor.unfold();
      const [wide, room] = await visitor.page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
      assert.ok(wide <= room, `${place} is ${wide} px wide`);
    }
    assert.ok(visitor.rewritten() > 100);
    await visitor.leave();
  });
}

test("with colours forced by the system every page fits and every control has an edge", async () => {
  const visitor = await site.visit("#/c/pricing.cost_plus", { forcedColors: "active", width: 360 });
  for (const place of PLACES) {
    await visitor.go(place);
    const found = await visitor.page.evaluate(() => ({
      forced: matchMedia("(forced-colors: active)").matches,
      over: document.documentElement.scrollWidth - document.documentElement.clientWidth,
      bare: [...document.querySelectorAll("main input:not([type=checkbox]):not([type=radio]), main select")]
        .filter((field) => field.checkVisibility() && getComputedStyle(field).borderTopStyle === "none" && getComputedStyle(field.parentElement).borderTopStyle === "none")
        .map((field) => field.id),
    }));
    assert.deepEqual(found, { forced: true, over: 0, bare: [] }, place);
  }
  await visitor.leave();
});

test("another language in the middle of an entry leaves its text and the caret", async () => {
  const visitor = await site.visit("#/c/pricing.cost_plus");
  await visitor.type("unit_cost", "12.5x7");
  await visitor.page.keyboard.press("ArrowLeft");
  await visitor.page.keyboard.press("ArrowLeft");
  const entry = () => visitor.page.evaluate(() => {
    const field = document.getElementById("field-unit_cost");
    return [field.value, field.selectionStart, field.selectionEnd];
  });
  await becomes(() => entry(), ["12.5x7", 4, 4]);
  for (const [name, language] of [["简", "zh-Hans"], ["繁", "zh-Hant"], ["EN", "en"]]) {
    await visitor.speak(name);
    await visitor.page.waitForSelector(`html[lang^="${language}"]`);
    await becomes(() => entry(), ["12.5x7", 4, 4], name);
  }
  await visitor.leave();
});
