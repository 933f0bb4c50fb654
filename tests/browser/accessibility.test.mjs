// Every page in every language and theme, as axe and a screen reader meet it.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { sticksOut } from "./journey.mjs";
import { LANGUAGES, THEMES, becomes, start } from "./harness.mjs";

let site;
before(async () => (site = await start()));
after(() => site.stop());

for (const language of LANGUAGES) {
  for (const theme of THEMES) {
    test(`no violation on any page, ${language}, ${theme}`, async () => {
      const visitor = await site.visit("#/", { language, theme });
      const { page } = visitor;
      const calculators = await visitor.calculators();
      assert.ok(calculators.length > 0);
      const titles = new Set();
      for (const route of ["#/", "#/settings", "#/workbook", "#/nowhere", ...calculators.map((id) => `#/c/${id}`)]) {
        await visitor.go(route);
        await becomes(() => page.locator("html").getAttribute("lang"), language);
        await becomes(() => page.locator("html").getAttribute("data-theme"), theme);
        await becomes(() => page.locator("main h1").count(), 1, route);
        // What is folded away counts too.
        await visitor.unfold();
        await visitor.axe(`${route} ${language} ${theme}`);
        titles.add(await page.title());
      }
      assert.equal(titles.size, calculators.length + 3, "each page has a title of its own, a lost one the home page's");
      await visitor.leave();
    });
  }
}

test("no violation in the sheet of keys", async () => {
  for (const language of LANGUAGES) {
    for (const theme of THEMES) {
      const visitor = await site.visit("#/", { language, theme });
      await visitor.page.keyboard.press("?");
      await visitor.page.locator("dialog[open]").waitFor();
      await visitor.axe(`keys ${language} ${theme}`);
      await visitor.leave();
    }
  }
});

for (const language of LANGUAGES) {
  for (const theme of THEMES) {
    test(`no violation in any tool, with all it has to say, ${language}, ${theme}`, async () => {
      const visitor = await site.visit("#/c/pricing.cost_plus", { language, theme });
      const { page } = visitor;
      const axe = async (where) => {
        await visitor.unfold();
        await visitor.axe(`${where} ${language} ${theme}`);
      };
      await visitor.type("unit_cost", "20~25");
      await visitor.type("target_markup", "50~60~70");
      await page.locator("#tab-what_if").click();
      await visitor.type(page.locator("#seek-goal"), "40");
      await page.locator(".found .solutions").waitFor();
      await axe("a goal found");
      await visitor.type(page.locator("#seek-goal"), "-5");
      await page.locator(".found > p").waitFor();
      await axe("a goal missed");
      await page.locator("#tab-ranges").click();
      await page.locator('.simulated[data-draws="100000"]').waitFor();
      await axe("a simulation done");
      await page.locator(".correlations button").last().click();
      await page.locator(".correlations li").waitFor();
      await visitor.type(page.locator("#ranges-target"), "36");
      await page.locator('[data-figure="ranges.chance"]').waitFor();
      await axe("a correlation and a chance");

      await page.locator("#tab-compare").click();
      for (const place of [0, 1]) {
        await page.locator(".scenarios .buttons button").nth(place).click();
        await page.locator(".scenarios input.name").nth(place).waitFor();
        await visitor.type("volume", place === 0 ? "15000" : "9000");
      }
      await page.locator("table.side td .difference").first().waitFor();
      await axe("scenarios side by side");

      await visitor.field("unit_cost").focus();
      await page.keyboard.press("Alt+ArrowDown");
      await page.locator("dialog.field-sheet[open] #range-coverage").waitFor();
      await axe("the sheet of a field");
      await page.locator("dialog.field-sheet #range-shape").selectOption({ index: 3 });
      await page.locator('[id="range.likely"]').waitFor();
      await visitor.type(page.locator('[id="range.likely"]'), "99");
      await becomes(async () => (await page.locator(".range-form .wrong[role=status]").innerText()) !== "", true);
      await axe("a range that cannot be");
      await page.keyboard.press("Escape");
      await page.locator("[aria-haspopup=dialog]").first().click();
      await page.locator("#history[open] .steps").waitFor();
      await axe("the history");
      await page.locator("#history .steps button").last().click();
      await page.locator("#history .undone").first().waitFor();
      await axe("the history, gone back");
      await page.keyboard.press("Escape");

      await visitor.go("#/workbook");
      await page.locator(".ready article button").first().click();
      await page.locator(".impacts").waitFor();
      await axe("the ready workbook");
      await visitor.type(page.locator("#impact-figure"), "-200");
      await page.locator("#impact-figure-message.wrong").waitFor();
      await axe("a change that cannot be");
      await visitor.leave();
    });
  }
}

test("no violation while entries are wrong", async () => {
  for (const theme of THEMES) {
    const visitor = await site.visit("#/c/pricing.cost_plus", { theme });
    await visitor.type("unit_cost", "twelve");
    await visitor.type("volume", "-1");
    await visitor.page.keyboard.press("Tab");
    await visitor.page.locator(".summary.shown").waitFor();
    await visitor.axe(`wrong entries ${theme}`);
    await visitor.leave();
  }
});

test("every chart has a sentence, a table of the same figures, and a read-out by keys", async () => {
  const visitor = await site.visit();
  const { page } = visitor;
  for (const id of await visitor.calculators()) {
    await visitor.go(`#/c/${id}`);
    const charts = page.locator("figure.picture:not(.empty)");
    await charts.first().waitFor();
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
      await chart.locator("summary").first().click();
      await becomes(async () => (await chart.locator("tbody tr").count()) > 1, true);
    }
  }
  await visitor.leave();
});

/** The app's own words of a language, as they are written. */
function words(language) {
  const lines = readFileSync(new URL(`../../src/text/words/${language}.txt`, import.meta.url), "utf8").split("\n");
  return Object.fromEntries(lines.filter((line) => /^\S+ = /.test(line)).map((line) => [line.slice(0, line.indexOf(" = ")), line.slice(line.indexOf(" = ") + 3)]));
}

for (const [language, theme] of [["en", "light"], ["zh-Hans", "dark"], ["zh-Hant", "light"]]) {
  test(`every tool speaks its language and fits, on a phone and at a desk, ${language}, ${theme}`, async () => {
    const said = words(language);
    for (const width of [360, 1280]) {
      const rep = await site.visit("#/c/pricing.cost_plus", { language, theme, width });
      const { page } = rep;
      await rep.type("unit_cost", "20~25");
      await page.keyboard.press("Tab");
      for (const tab of ["why", "what_if", "ranges", "compare", "share"]) {
        await page.locator(`#tab-${tab}`).click();
        await becomes(() => page.locator(`#tab-${tab}`).innerText(), said[tab]);
        if (tab === "what_if") await page.locator("#seek-goal").fill("40");
        if (tab === "ranges") await page.waitForSelector('.simulated[data-draws="100000"]');
        if (tab === "compare") {
          await page.locator(".scenarios .buttons button").first().click();
          await page.locator("#causes-from").waitFor();
          await rep.type("volume", "15000");
          await becomes(() => page.locator("#scenario-shown").evaluate((select) => select.selectedOptions[0].text), said["scenario.optimistic"]);
        }
        // A key without words shows itself.
        assert.doesNotMatch(await page.locator("main").innerText(), /\b[a-z_]+\.[a-z_]{3,}\b/, `${tab} ${language}`);
        await becomes(() => page.evaluate(sticksOut), [0], `${tab} ${language} ${width}`);
        await rep.shot(`tool-${tab}-${width}-${language}-${theme}`);
      }
      await rep.go("#/workbook");
      await page.locator(".ready article button").first().click();
      await becomes(() => page.locator(".ready h2").innerText(), said.ready);
      await page.locator(".impacts").waitFor();
      assert.doesNotMatch(await page.locator("main").innerText(), /\b[a-z_]+\.[a-z_]{3,}\b/, `workbook ${language}`);
      await becomes(() => page.evaluate(sticksOut), [0], `workbook ${language} ${width}`);
      await rep.shot(`tool-workbook-${width}-${language}-${theme}`);
      await rep.leave();
    }
  });
}
