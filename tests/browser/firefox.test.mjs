// The page in Firefox: the same figures as in Chromium, before and after something is typed, in every language, and nothing to complain of.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start as startFirefox } from "./firefox.mjs";
import { LANGUAGES, becomes, painted, start as startChromium } from "./harness.mjs";

let firefox, chromium;
before(async () => {
  firefox = await startFirefox();
  chromium = await startChromium();
});
after(async () => {
  await firefox?.stop();
  await chromium?.stop();
});

/** Run in the page: all that is said in figures, drawn or not. */
function figures() {
  const texts = (selector) => [...document.querySelectorAll(selector)].map((element) => element.textContent);
  const rows = [...document.querySelectorAll(".results tr")].map((row) => [...row.cells].map((cell) => cell.textContent));
  return {
    headline: texts("[data-headline]"),
    answer: texts(".headline .meaning, .supporting dt, .supporting dd, .remark, figcaption"),
    results: rows.map((cells) => cells.join(" | ")),
  };
}

/** Types another figure into the first field of the form and waits for the answer to it. */
async function typeAnother(visitor, old) {
  const { page } = visitor;
  await visitor.type(await page.evaluate(() => document.querySelector("form .box input").id.replace("field-", "")), "7");
  const changed = async () => JSON.stringify(await page.evaluate(figures)) !== JSON.stringify(old);
  await becomes(changed, true, `what is typed changes no figure at ${page.url()}`);
  await page.evaluate(painted);
  return page.evaluate(figures);
}

for (const language of LANGUAGES) {
  test(`every figure of every calculator is the one in Chromium, ${language}`, async () => {
    const [here, there] = await Promise.all([firefox, chromium].map((site) => site.visit("#/", { language })));
    const calculators = await there.calculators();
    await becomes(() => here.calculators(), calculators);
    assert.ok(calculators.length > 0);
    for (const id of calculators) {
      const read = async (visitor) => {
        await visitor.go(`#/c/${id}`);
        await visitor.unfold();
        const shown = await visitor.page.evaluate(figures);
        return [shown, await typeAnother(visitor, shown)];
      };
      const [found, wanted] = [await read(here), await read(there)];
      assert.deepEqual(found, wanted, id);
      for (const { headline, results } of found) {
        assert.match(headline.join(), /\S/, id);
        assert.ok(results.length > 1, id);
      }
    }
    await here.leave();
    await there.leave();
  });
}

test("what is typed is answered, kept through a reload, and where it is wrong, said so", async () => {
  const visitor = await firefox.visit("#/c/pricing.cost_plus");
  await becomes(() => visitor.headline(), "$36.00");
  await visitor.type("unit_cost", "30");
  await becomes(visitor.headline, "$48.00");
  await visitor.page.keyboard.press("Tab");
  await visitor.type("volume", "twelve");
  await visitor.page.keyboard.press("Tab");
  await becomes(() => visitor.read("#field-volume-message"), /cannot be read as a number/);
  await becomes(() => visitor.headline(), "$48.00");
  await visitor.reload();
  assert.deepEqual([await visitor.headline(), await visitor.value("unit_cost"), await visitor.value("volume")], ["$48.00", "30", "twelve"]);
  await visitor.leave();
});

test("any figure says where it comes from when it is clicked", async () => {
  const visitor = await firefox.visit("#/c/pricing.cost_plus");
  await visitor.click("[data-headline] button");
  await becomes(() => visitor.read("#why"), /\$22\.50/);
  await visitor.leave();
});

/** Run in the page: all that a simulation says. */
function simulated() {
  const texts = (selector) => [...document.querySelectorAll(selector)].map((element) => element.textContent);
  return { figures: texts(".simulated [data-figure]"), finding: texts(".simulated figcaption"), drivers: texts(".drivers tbody tr") };
}

test("the same seed draws the same figures as in Chromium", async () => {
  const run = async (site) => {
    const visitor = await site.visit("#/c/pricing.cost_plus");
    const { page } = visitor;
    for (const [key, range] of [["unit_cost", "20 to 25"], ["target_markup", "40 to 60 to 70"]]) {
      await visitor.type(key, range);
      await page.keyboard.press("Tab");
    }
    // The last of the figures below the headline: the profit.
    await page.locator("dl.supporting > :last-child button").click();
    await page.locator("#tab-ranges").click();
    await page.locator("#ranges-target").fill("50000");
    const done = async () => {
      await page.waitForSelector('.simulated[data-draws="100000"] [data-figure="ranges.chance"]');
      return page.evaluate(simulated);
    };
    const first = await done();
    await page.locator("#ranges-seed").fill("20261125");
    await page.keyboard.press("Tab");
    await becomes(async () => JSON.stringify(await done()) !== JSON.stringify(first), true);
    const found = [first, await done()];
    await visitor.leave();
    return found;
  };
  const [found, wanted] = await Promise.all([run(firefox), run(chromium)]);
  assert.deepEqual(found, wanted);
  for (const { figures, finding, drivers } of found) {
    assert.deepEqual([figures.length, finding.length, drivers.length], [5, 1, 2]);
    assert.match(figures.join(), /\$[\d,.]+,.*±/);
  }
});
