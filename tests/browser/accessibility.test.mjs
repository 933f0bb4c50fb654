// Every page in every language and theme, as axe and a screen reader meet it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { LANGUAGES, THEMES, becomes, start } from "./harness.mjs";

let house;
before(async () => (house = await start()));
after(() => house.stop());

for (const language of LANGUAGES) {
  for (const theme of THEMES) {
    test(`no violation on any page, ${language}, ${theme}`, async () => {
      const visitor = await house.visit("#/", { language, theme });
      const { page } = visitor;
      const calculators = await visitor.calculators();
      assert.ok(calculators.length > 0);
      const titles = new Set();
      for (const route of ["#/", "#/settings", "#/nowhere", ...calculators.map((id) => `#/c/${id}`)]) {
        await visitor.go(route);
        assert.equal(await page.locator("html").getAttribute("lang"), language);
        assert.equal(await page.locator("html").getAttribute("data-theme"), theme);
        assert.equal(await page.locator("main h1").count(), 1, route);
        // What is folded away counts too.
        await visitor.unfold();
        await visitor.axe(`${route} ${language} ${theme}`);
        titles.add(await page.title());
      }
      assert.equal(titles.size, calculators.length + 2, "each page has a title of its own, a lost one the home page's");
      await visitor.leave();
    });
  }
}

test("no violation in the sheet of keys", async () => {
  for (const language of LANGUAGES) {
    for (const theme of THEMES) {
      const visitor = await house.visit("#/", { language, theme });
      await visitor.page.keyboard.press("?");
      await visitor.page.locator("dialog[open]").waitFor();
      await visitor.axe(`keys ${language} ${theme}`);
      await visitor.leave();
    }
  }
});

test("no violation while entries are wrong", async () => {
  for (const theme of THEMES) {
    const visitor = await house.visit("#/c/pricing.cost_plus", { theme });
    await visitor.type("unit_cost", "twelve");
    await visitor.type("volume", "-1");
    await visitor.page.keyboard.press("Tab");
    await visitor.page.locator(".summary.shown").waitFor();
    await visitor.axe(`wrong entries ${theme}`);
    await visitor.leave();
  }
});

test("every chart has a sentence, a table of the same figures, and a read-out by keys", async () => {
  const visitor = await house.visit();
  const { page } = visitor;
  for (const id of await visitor.calculators()) {
    await visitor.go(`#/c/${id}`);
    const charts = page.locator("figure.picture:not(.empty)");
    assert.ok((await charts.count()) > 0, `${id} has a chart`);
    for (const chart of await charts.all()) {
      const title = await chart.locator("figcaption").innerText();
      const canvas = chart.getByRole("img");
      assert.ok((await canvas.getAttribute("aria-label")).startsWith(title), `${id}: the sentence says the finding`);
      await canvas.focus();
      const hint = await chart.locator("output").innerText();
      await page.keyboard.press("ArrowRight");
      await becomes(async () => (await chart.locator("output").innerText()) !== hint, true);
      const first = await chart.locator("output").innerText();
      assert.match(first, /\d/, `${id}: ${title}`);
      await page.keyboard.press("End");
      await becomes(async () => (await chart.locator("output").innerText()) !== first, true);
      await page.keyboard.press("Escape");
      await becomes(() => chart.locator("output").innerText(), hint);
      await chart.locator("summary").click();
      await becomes(async () => (await chart.locator("tbody tr").count()) > 1, true);
    }
  }
  await visitor.leave();
});
