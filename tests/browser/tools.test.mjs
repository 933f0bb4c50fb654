// What can be asked of a figure: why, what if, how uncertain. Each journey once with the mouse at a desk, and once with
// nothing but the keyboard in a window of 360 px.
import assert from "node:assert/strict";
import { after, before } from "node:test";
import { focused, journey, sticksOut } from "./journey.mjs";
import { becomes, start } from "./harness.mjs";

let site;
before(async () => (site = await start()));
after(() => site.stop());

const button = (rep, name) => rep.page.getByRole("button", { name, exact: true });
/** The figure in a text, whatever its sign and unit. */
const number = (text) => Number(text.replace("−", "-").replace(/[^\d.-]/g, ""));
const texts = (rep, selector) => rep.page.locator(selector).allInnerTexts();
const why = (rep) => rep.page.locator("#why");
const title = (rep) => why(rep).locator("h3").innerText();

journey(() => site, "Why: from a figure of a column down to an input, and back up", "#/c/funnel.conversion", async (rep, { press }) => {
  const { page } = rep;
  const column = page.locator(".results table", { has: page.locator("caption", { hasText: "Stages" }) }).first();
  await column.waitFor();
  const place = (await column.locator("thead th").allTextContents()).indexOf("Conversion from the stage above");
  assert.ok(place > 0);
  await press(column.locator("tbody tr", { hasText: "Qualify" }).locator("th, td").nth(place).getByRole("button"));
  await becomes(() => focused(rep), "why");
  await becomes(() => title(rep), "Conversion from the stage above (Qualify) = 47.27%");
  await becomes(() => why(rep).innerText(), /520 ÷ 1,100 = 47\.27%/);
  await press(why(rep).locator(".rests").getByRole("button", { name: "Entered the stage above (Qualify)", exact: true }));
  await becomes(() => title(rep), "Entered the stage above (Qualify) = 1,100");
  await becomes(() => focused(rep), "why");
  await press(why(rep).locator(".rests").getByRole("button", { name: "Entered (Nurture)", exact: true }).first());
  await becomes(() => title(rep), "Entered (Nurture) = 1,100");
  await press(why(rep).locator(".rests").getByRole("button", { name: "Entered (Nurture)", exact: true }).first());
  await becomes(() => focused(rep), "field-stages-count-1-");
  for (const [up, figure] of [["Entered the stage above (Qualify)", "1,100"], ["Conversion from the stage above (Qualify)", "47.27%"]]) {
    await press(button(rep, `↑ ${up}`));
    await becomes(() => title(rep), `${up} = ${figure}`);
    await becomes(() => focused(rep), "why");
  }
  await becomes(() => page.getByRole("button", { name: /^↑ (?!.*(Move|up$))/ }).count(), 0, "the first figure has nothing above it");
});

journey(() => site, "Why: a linked input leads to the result that feeds it", "#/workbook", async (rep, { press, choose }) => {
  const { page } = rep;
  await press(page.locator(".ready article button").first());
  await press(page.locator('.card[data-calculator="funnel.conversion"] a'));
  await page.waitForSelector('main[data-calculator="funnel.conversion"]');
  await choose(page.locator("#question-subject"), "Revenue");
  await becomes(() => title(rep), "Revenue = $787,500.00");
  await press(why(rep).locator(".rests").getByRole("button", { name: "Average deal size", exact: true }));
  await becomes(() => title(rep), "Average deal size = $12,500.00");
  await becomes(() => why(rep).innerText(), /fed by Price change and discount: Price after the change/);
  await press(button(rep, "Go to where it comes from"));
  await page.waitForSelector('main[data-calculator="pricing.change"]');
  await becomes(() => title(rep), "Price after the change = $12,500.00");
  await becomes(() => focused(rep), "why");
});

/** Lets the visitor's browser write to the clipboard, or not. */
async function clipboard(rep, setting) {
  const [page, browser] = [await rep.context.newCDPSession(rep.page), await site.browser.newBrowserCDPSession()];
  const { browserContextId } = (await page.send("Target.getTargetInfo")).targetInfo;
  for (const name of ["clipboard-write", "clipboard-read"]) {
    await browser.send("Browser.setPermission", { permission: { name }, setting, origin: site.origin, browserContextId });
  }
}

journey(() => site, "Why: an explanation is copied as text, or shown where the browser refuses", "#/c/pricing.cost_plus", async (rep, { press }) => {
  const { page } = rep;
  const shown = page.locator(".copy textarea");
  await clipboard(rep, "granted");
  await press(button(rep, "Copy as text"));
  await becomes(() => page.locator(".copy [role=status]").innerText(), "Copied.");
  const text = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(text, /^Price = Unit variable cost × \(1 \+ Markup on cost\)\n= \$22\.50 × \(1 \+ 60%\)\n= \$36\.00/);
  assert.match(text, /Unit variable cost = \$22\.50/);
  await becomes(() => shown.count(), 0);
  await clipboard(rep, "denied");
  await press(button(rep, "Copy as text"));
  await shown.waitFor();
  await becomes(() => shown.inputValue(), text);
  await becomes(() => page.locator(".copy [role=status]").innerText(), "");
  // Another figure is asked about: the text of the last one would be wrong beside it.
  await press(rep.result("Break-even volume").getByRole("button"));
  await becomes(() => title(rep), "Break-even volume = 7,407.4");
  await becomes(() => shown.count(), 0);
});

journey(() => site, "What if: which sales bring the pay that is wanted, and what a cap does to that", "#/c/commission.plan", async (rep, { press, type, choose, take, undo }) => {
  const { page } = rep;
  const found = page.locator(".found");
  await type("on_target_earnings", "120,000");
  await type("base_share", "50");
  await type("quota", "800k");
  await type("sales", "920k");
  await becomes(rep.headline, "$133,500.00");
  await take("what_if");
  await choose(page.locator("#seek-over"), "Sales");
  await type(page.locator("#seek-goal"), "150k");
  await becomes(() => found.innerText(), /Sales = \$1,040,000\.00/);
  await press(found.getByRole("button", { name: "Use it" }));
  await becomes(rep.headline, "$150,000.00");
  await becomes(() => rep.field("sales").inputValue(), "1,040,000");
  await undo();
  await becomes(rep.headline, "$133,500.00");
  await becomes(() => rep.field("sales").inputValue(), "920,000", "one step");
  await becomes(() => page.locator(".saving").innerText(), /^Undone: Goal reached/);

  await press(page.locator("summary", { hasText: "Threshold and cap" }));
  await choose(rep.field("cap"), "On pay");
  await type("cap_pay", "70,000");
  await becomes(rep.headline, "$130,000.00");
  await becomes(() => found.innerText(), /No value of Sales between \$0\.00 and \$[\d,.]+ reaches \$150,000\.00\. The nearest is \$130,000\.00 at \$[\d,.]+\./);
  await press(found.getByRole("button", { name: "Use the nearest" }));
  await becomes(rep.headline, "$130,000.00");
  await type(page.locator("#seek-goal"), "many");
  await becomes(() => page.locator("#seek-goal-message").innerText(), "This cannot be read as a number.");
});

journey(() => site, "What if: how many deals the revenue target takes", "#/c/funnel.conversion", async (rep, { press, type, choose, take, undo }) => {
  const { page } = rep;
  await choose(page.locator("#question-subject"), "Revenue");
  await take("what_if");
  await choose(page.locator("#seek-over"), "Entered (Close)");
  await type(page.locator("#seek-goal"), "1m");
  await becomes(() => page.locator(".found").innerText(), /Entered \(Close\) = 80\b/);
  await press(page.locator(".found").getByRole("button", { name: "Use it" }));
  await becomes(() => rep.result("Revenue").innerText(), "$1,000,000.00");
  await becomes(() => rep.field("stages-count-4-").inputValue(), "80");
  await undo();
  await becomes(() => rep.field("stages-count-4-").inputValue(), "63");
});

journey(() => site, "What if: what moves the profit most, over one input and over two", "#/c/pricing.cost_plus", async (rep, { press, type, choose, take }) => {
  const { page } = rep;
  await choose(page.locator("#question-subject"), "Profit at the expected volume");
  await take("what_if");
  const bars = page.locator(".tornado .effects").first();
  const effects = async () => (await bars.locator("tbody td:last-child").allInnerTexts()).map(number);
  await becomes(async () => (await effects()).length > 2, true);
  const before = await effects();
  assert.deepEqual(before, [...before].sort((one, other) => other - one));
  await becomes(() => bars.locator("tr.shown").count(), 1);

  const curve = page.locator(".what-if figcaption").first();
  const names = await bars.locator("tbody th button").allInnerTexts();
  await becomes(() => curve.innerText(), `Profit at the expected volume over ${names[0]}`);
  await press(bars.locator("tbody th button").nth(1));
  await becomes(() => curve.innerText(), `Profit at the expected volume over ${names[1]}`);
  await becomes(() => bars.locator("tr.shown th").innerText(), new RegExp(`^${names[1]}`));
  await becomes(() => page.locator("#seek-over").evaluate((select) => select.selectedOptions[0].text), names[1]);

  await choose(page.locator("#tornado-share"), "± 25%");
  await becomes(async () => (await effects())[0] > 2 * before[0], true);

  await choose(page.locator("#two-way-down"), "Fixed cost");
  await type(page.locator("#two-way-line"), "50,000");
  const table = page.locator(".two-way-table");
  await becomes(() => table.locator("th").first().innerText(), `Fixed cost ↓ · ${names[1]} →`);
  await becomes(() => table.locator("td.now").allInnerTexts(), ["$62,000.00"]);
  const reach = async (cells) => (await table.locator(cells).allInnerTexts()).map((text) => number(text) >= 50_000);
  await becomes(async () => (await table.locator("td.short").count()) > 0, true);
  assert.ok((await reach("td.short")).every((reached) => !reached), "grey falls short");
  const rest = await reach("td:not(.short)");
  assert.ok(rest.length > 0 && rest.every(Boolean), "what is not grey reaches it");
  await table.locator(".edge-left, .edge-top").first().waitFor();
  await becomes(() => page.locator(".two-way .hint").last().innerText(), /\$50,000\.00/);
});

/** All that a simulation says. */
const simulated = (rep) => texts(rep, ".simulated dd, .simulated figcaption, .drivers tr").then((all) => all.join("\n"));
const drawn = (rep, draws) => rep.page.waitForSelector(`.simulated[data-draws="${draws}"]`);

journey(() => site, "Ranges: a range is typed, shaped in its sheet, and found again", "#/c/pricing.cost_plus", async (rep, { type, choose, open, take, press }) => {
  const { page } = rep;
  const said = () => rep.message("unit_cost").innerText();
  await type("unit_cost", "20 to 25");
  await becomes(said, "80% of cases between $20.00 and $25.00, normal");
  await open("unit_cost");
  await choose(page.locator("#range-shape"), "Low, likely, high: PERT");
  await type(page.getByLabel("Likely", { exact: true }), "22");
  await becomes(said, "$20.00, likely $22.00, to $25.00, PERT");
  await type(page.getByLabel("Likely", { exact: true }), "26");
  await becomes(() => page.locator(".range-form .wrong").innerText(), /the likely figure must lie between low and high/);
  await type(page.getByLabel("Likely", { exact: true }), "23");
  await becomes(said, "$20.00, likely $23.00, to $25.00, PERT");
  await choose(page.locator("#range-shape"), "Low to high, normal");
  await choose(page.locator("#range-coverage"), "95%");
  await becomes(said, "95% of cases between $20.00 and $25.00, normal");
  await becomes(() => page.evaluate(sticksOut), [0]);
  await page.keyboard.press("Escape");
  await becomes(() => page.locator("dialog[open]").count(), 0);
  await becomes(() => focused(rep), "field-unit_cost");
  await rep.saved("ranges");
  await rep.reload();
  await becomes(said, "95% of cases between $20.00 and $25.00, normal");
  await becomes(() => rep.field("unit_cost").inputValue(), "20 – 25");

  // From the panel: another input; the sheet is closed without a range, then opened for the same input again.
  await take("ranges");
  for (let time = 0; time < 2; time++) {
    await choose(page.locator("#ranges-add"), "Fixed cost");
    await becomes(() => page.locator("dialog.field-sheet[open] h2").allInnerTexts().then(String), "Fixed cost");
    await page.keyboard.press("Escape");
    await becomes(() => page.locator("dialog[open]").count(), 0);
  }
  await press(button(rep, "Make certain: Unit variable cost"));
  await becomes(() => rep.field("unit_cost").inputValue(), "22.5");
});

journey(() => site, "Ranges: the same seed gives the same figures, another seed others", "#/c/pricing.cost_plus", async (rep, { type, choose, take }) => {
  const { page } = rep;
  await type("unit_cost", "20 to 25");
  await take("ranges");
  await drawn(rep, 100_000);
  const first = await simulated(rep);
  assert.match(first, /Eight cases in ten lie between \$3[12]\.\d\d and \$(39|40)\.\d\d/);

  const seed = page.locator("#ranges-seed");
  const usual = await seed.inputValue();
  const setSeed = async (text) => {
    await type(seed, text);
    await page.keyboard.press("Tab");
    await page.waitForSelector(`.simulated[data-draws="100000"][data-seed="${text}"]`);
  };
  await setSeed("7");
  const other = await simulated(rep);
  assert.notEqual(other, first);
  await setSeed(usual);
  await becomes(() => simulated(rep), first, "the same seed");

  await type(page.locator("#ranges-target"), "36");
  await page.waitForSelector('[data-figure="ranges.chance"]');
  await drawn(rep, 100_000);
  const chance = await page.locator('[data-figure="ranges.chance"]').innerText();
  assert.match(chance, /^\d+(\.\d+)?% ± \d+(\.\d+)?%$/);
  assert.ok(Math.abs(parseFloat(chance) - 50) < 1, chance);
  await type(page.locator("#ranges-target"), "");

  await choose(page.locator("#ranges-draws"), "1,000,000");
  await drawn(rep, 1_000_000);
  await becomes(() => page.locator(".progress [role=status]").innerText(), "1,000,000 of 1,000,000 draws");
});

journey(() => site, "Ranges: two inputs that go together, until they no longer do", "#/c/pricing.cost_plus", async (rep, { type, choose, take, press }) => {
  const { page } = rep;
  await type("unit_cost", "20 to 25");
  await type("target_markup", "50 to 70");
  await take("ranges");
  await drawn(rep, 100_000);
  const apart = await simulated(rep);
  const spread = async () => number(await page.locator('[data-figure="ranges.p90"]').innerText()) - number(await page.locator('[data-figure="ranges.p10"]').innerText());
  const wide = await spread();
  await press(page.locator("summary", { hasText: "Inputs that go together" }));
  await choose(page.locator('[id="correlation.first"]'), "Unit variable cost");
  await choose(page.locator('[id="correlation.second"]'), "Markup on cost");
  await type(page.locator("#correlation-value"), "-80");
  await press(button(rep, "Set"));
  const line = page.locator(".correlations li");
  await becomes(() => line.allInnerTexts().then((all) => all.join().replace(/\s*×\s*/, "")), "Unit variable cost and Markup on cost: −80%");
  await drawn(rep, 100_000);
  assert.ok((await spread()) < wide, "what pulls apart spreads less");
  await press(line.getByRole("button"));
  await becomes(() => line.count(), 0);
  await drawn(rep, 100_000);
  await becomes(() => simulated(rep), apart);
  await rep.saved("ranges");
  await rep.reload();
  await take("ranges");
  await drawn(rep, 100_000);
  await becomes(() => simulated(rep), apart, "and after a reload");
});
