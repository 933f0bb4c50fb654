// The tools over more than one figure or calculator: scenarios, links, the workbook, the history. Each journey once with the
// mouse at a desk, and once with nothing but the keyboard in a window of 360 px.
import assert from "node:assert/strict";
import { after, before } from "node:test";
import { focused, journey, sticksOut } from "./journey.mjs";
import { WORK, becomes, start } from "./harness.mjs";

let site;
before(async () => (site = await start()));
after(() => site.stop());

const button = (rep, name) => rep.page.getByRole("button", { name, exact: true });
/** The figure in a text, whatever its sign and unit. */
const number = (text) => Number(text.replace("−", "-").replace(/[^\d.-]/g, ""));
const texts = (rep, selector) => rep.page.locator(selector).allInnerTexts();
/** Waits until the browser keeps such a work. */
const stored = (rep, text) => becomes(() => rep.stored(WORK).then(String), text);
const cards = (rep) => texts(rep, ".card .value");
const open = (rep, press) => press(rep.page.locator(".ready article button").first());
const scenario = (rep) => rep.page.locator("#scenario-shown");
const shownScenario = (rep) => scenario(rep).evaluate((select) => select.selectedOptions[0].text);

journey(() => site, "Scenarios: one beside the base, compared and explained", "#/c/pricing.cost_plus", async (rep, { press, type, choose, take, undo }) => {
  const { page } = rep;
  const names = () => page.locator(".scenarios input.name").evaluateAll((all) => all.map((input) => input.value));
  await choose(page.locator("#question-subject"), "Profit at the expected volume");
  await take("compare");
  await press(button(rep, "Add: optimistic"));
  await becomes(() => shownScenario(rep), "Optimistic");
  await type("volume", "15,000");
  await type("unit_cost", "20");
  await becomes(() => rep.message("volume").innerText(), "base: 12,000");
  await becomes(() => rep.message("unit_cost").innerText(), "base: $22.50");
  await becomes(rep.headline, "$32.00");

  const differing = page.locator("table.side").first();
  const rows = (table) => table.locator("tbody tr").evaluateAll((all) => all.map((row) => [...row.cells].map((cell) => cell.innerText.trim().split(/\s*\n\s*/))));
  await becomes(() => rows(differing).then(JSON.stringify), JSON.stringify([[["Unit variable cost"], ["$22.50"], ["$20.00"]], [["Expected volume"], ["12,000"], ["15,000"]]]));
  const results = await rows(page.locator("table.side").nth(1));
  assert.deepEqual(results.find(([[name]]) => name === "Profit at the expected volume"), [["Profit at the expected volume"], ["$62,000.00"], ["$80,000.00", "+$18,000.00"]]);
  assert.deepEqual(results.find(([[name]]) => name === "Markup on cost"), [["Markup on cost"], ["60%"], ["60%"]]);

  for (const method of ["One after another", "Fairly over all orders"]) {
    await choose(page.locator("#causes-method"), method);
    const figures = (await page.locator(".parts-of-difference tbody td:last-child").allInnerTexts()).map(number);
    assert.equal(figures.length, 5);
    const [was, one, two, is, difference] = figures;
    assert.ok(Math.abs(one + two - difference) < 0.011 && Math.abs(was + difference - is) < 0.011, `${method}: ${figures}`);
    assert.deepEqual([was, is], [62_000, 80_000]);
  }
  await becomes(() => page.locator(".compare figcaption").first().innerText(), "Money: Base · Optimistic");
  await becomes(() => page.locator(".compare figure").first().innerText(), /Revenue · Base[^]*Revenue · Optimistic/);

  await choose(scenario(rep), "Base");
  await becomes(rep.headline, "$36.00");
  assert.deepEqual([await rep.field("volume").inputValue(), await rep.field("unit_cost").inputValue()], ["12,000", "22.5"]);

  await type(page.locator(".scenarios input.name").first(), "Best case");
  // A save draws the page again: what is half typed stays.
  await rep.saved();
  await becomes(() => page.locator(".scenarios input.name").first().inputValue(), "Best case");
  await page.keyboard.press("Tab");
  await becomes(() => scenario(rep).locator("option").allInnerTexts().then(String), "Base,Best case");
  await press(page.locator(".scenarios").getByRole("button", { name: "Copy", exact: true }));
  await becomes(() => names().then(String), "Best case,Copy of Best case");
  await becomes(() => shownScenario(rep), "Copy of Best case");
  await becomes(rep.headline, "$32.00");
  await press(button(rep, "Move up: Copy of Best case"));
  await becomes(() => names().then(String), "Copy of Best case,Best case");
  await press(button(rep, "Remove: Best case"));
  await becomes(() => names().then(String), "Copy of Best case");
  await undo();
  await becomes(() => names().then(String), "Copy of Best case,Best case");
  await becomes(() => page.locator(".saving").innerText(), "Undone: Scenario removed: Best case");

  await choose(scenario(rep), "Best case");
  await stored(rep, /"name":"Best case".*"scenario":/);
  await rep.reload();
  await becomes(() => shownScenario(rep), "Best case");
  assert.deepEqual([await rep.headline(), await rep.field("volume").inputValue()], ["$32.00", "15,000"]);
});

journey(() => site, "Links: a deal is worth what the price says, until the link is cut", "#/c/funnel.conversion", async (rep, { press, choose, open, type, go }) => {
  const { page } = rep;
  const linked = page.locator(".entry.linked");
  await open("deal_size");
  await choose(page.locator("#link-source"), "Cost-plus pricing: Price = ");
  await press(page.locator("dialog[open]").getByRole("button", { name: "Close" }));
  await becomes(() => linked.locator("output").innerText(), "$36.00");
  await becomes(() => linked.locator("button").first().innerText(), "← Cost-plus pricing: Price");
  await becomes(() => rep.result("Revenue").innerText(), "$2,268.00");

  await press(linked.locator("button").first());
  await page.waitForSelector('main[data-calculator="pricing.cost_plus"]');
  await becomes(() => page.locator("#why h3").innerText(), "Price = $36.00");
  await type("unit_cost", "30");
  await becomes(rep.headline, "$48.00");
  await go("Funnel conversion", "funnel.conversion");
  await becomes(() => linked.locator("output").innerText(), "$48.00");
  await becomes(() => rep.result("Revenue").innerText(), "$3,024.00");

  await press(linked.getByRole("button", { name: "cut" }));
  await becomes(() => rep.field("deal_size").inputValue(), "48");
  await becomes(() => rep.result("Revenue").innerText(), "$3,024.00");
  await go("Cost-plus pricing", "pricing.cost_plus");
  await type("unit_cost", "10");
  await becomes(rep.headline, "$16.00");
  await go("Funnel conversion", "funnel.conversion");
  await becomes(() => rep.field("deal_size").inputValue(), "48");
});

journey(() => site, "Links: a circle is refused by name, and a fault above is told below with its cause", "#/workbook", async (rep, { press, choose, open: sheet, type, go }) => {
  const { page } = rep;
  await open(rep, press);
  await go("Cost-plus pricing", "pricing.cost_plus");
  await sheet("fixed_cost");
  await choose(page.locator("#link-source"), "Commission plan: Total pay = ");
  await becomes(
    () => page.locator(".link-form [role=alert]").innerText(),
    "This figure would rest on itself: Cost-plus pricing: Fixed cost ← Commission plan: Sales ← Funnel conversion: Average deal size ← Price change and discount: Price today ← Cost-plus pricing: Fixed cost.",
  );
  await becomes(() => page.evaluate(sticksOut), [0]);
  await becomes(() => page.locator("#link-source").evaluate((select) => select.selectedOptions[0].text), "Nothing: typed here");
  await page.keyboard.press("Escape");
  await becomes(() => page.locator("dialog[open]").count(), 0);
  await becomes(() => rep.field("fixed_cost").inputValue(), "180,000");

  await choose(rep.field("method"), "Target profit");
  await type("target_profit", "-1m");
  await becomes(rep.headline, "–");
  const cause = "The wanted result would need a price below zero.";
  await go("Commission plan", "commission.plan");
  await becomes(rep.headline, "–");
  await becomes(() => page.locator(".entry.linked .message").innerText(), new RegExp(`^Sales is fed by Funnel conversion: Revenue, which has no usable figure\\. ${cause}`));
  await go("Workbook", "workbook");
  await becomes(() => page.locator('.card[data-calculator="commission.plan"] .cause').innerText(), `Sales is fed by Funnel conversion: Revenue, which has no usable figure. ${cause}`);
  await becomes(() => page.locator('.card[data-calculator="pricing.cost_plus"] .cause').innerText(), cause);
});

journey(() => site, "Workbook: ten points of discount, and whom they cost what", "#/", async (rep, { press, type, undo, go }) => {
  const { page } = rep;
  await go("Workbook", "workbook");
  await becomes(() => page.locator(".empty").count(), 1);
  await open(rep, press);
  const all = ["$12,500.00", "0%", "3.15%", "$39,609.38"];
  await becomes(() => cards(rep).then(String), String(all));
  await becomes(() => focused(rep), "main");
  const feeds = await texts(rep, ".feeds li");
  assert.equal(feeds.length, 4);
  assert.match(feeds.join("\n"), /Funnel conversion: Revenue\s+\$787,500\.00\s+→\s+Commission plan: Sales/);

  const impact = (name) => page.locator(".impacts tr", { has: page.locator("th", { hasText: new RegExp(`^${name}$`) }) }).locator("td").allInnerTexts().then(String);
  await becomes(() => page.locator("#impact-field").evaluate((select) => select.selectedOptions[0].text), /Price change \(of today's price\)/);
  await becomes(() => page.locator("#impact-figure").inputValue(), "-10");
  await becomes(() => impact("Effect on profit at today's volume"), "$0.00,−$78,750.00,−$78,750.00,");
  await becomes(() => impact("Total pay"), "$39,609.38,$37,265.63,−$2,343.75,−5.92%");
  await type(page.locator("#impact-figure"), "-20");
  await becomes(() => impact("Effect on profit at today's volume"), "$0.00,−$157,500.00,−$157,500.00,");
  await becomes(() => impact("Total pay"), "$39,609.38,$35,625.00,−$3,984.38,−10.06%");
  await becomes(() => cards(rep), all, "only supposed");
  await undo();
  await becomes(() => page.locator("#impact-figure").inputValue(), "-10");
  await becomes(() => impact("Total pay"), "$39,609.38,$37,265.63,−$2,343.75,−5.92%");
  await type(page.locator("#impact-figure"), "-200");
  await becomes(() => page.locator("#impact-figure-message").innerText(), /must be between/);
  await undo();

  await press(button(rep, "Begin an empty workbook"));
  await becomes(() => page.locator(".empty").count(), 1);
  await becomes(() => cards(rep), []);
  await undo();
  await becomes(() => cards(rep).then(String), String(all));
  await stored(rep, /price_change/);
  await rep.reload();
  await becomes(() => cards(rep).then(String), String(all));
});

/** Lets the worker draw one block of 256 a turn, of 25 ms by its clock, and rest between two: a million take over a minute on any machine. */
function unhurried(rep) {
  const slowly = () => {
    const later = self.setTimeout;
    let now = 0;
    Date.now = () => (now += 20);
    self.setTimeout = (run, wait = 0, ...given) => later(run, wait + 20, ...given);
  };
  return rep.context.route("**/worker-*.js", async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, body: `(${slowly})();\n${await answer.text()}` });
  });
}

journey(() => site, "Workbook: along a whole chain a million draws take a while; she types meanwhile, or stops them", "#/workbook", async (rep, { type, choose, take, press, go }) => {
  const { page } = rep;
  const status = () => page.locator(".progress [role=status]").innerText();
  const underWay = /^(?!1,000,000 of)[1-9][\d,]* of 1,000,000 draws$/;
  await unhurried(rep);
  await open(rep, press);
  await go("Cost-plus pricing", "pricing.cost_plus");
  await type("unit_cost", "7000 to 8000");
  await go("Commission plan", "commission.plan");
  await take("ranges");
  await choose(page.locator("#ranges-draws"), "1,000,000");
  await becomes(status, underWay);
  await type("quota", "710k");
  await type("quota", "700k");
  await becomes(() => rep.field("quota").inputValue(), "700k");
  await becomes(() => rep.result("Attainment (of quota)").innerText(), "112.5%");
  // No key waited for the draws: they are still under way.
  await becomes(status, underWay);
  await press(button(rep, "Stop"));
  await becomes(status, /^Stopped after [\d,]+ of 1,000,000 draws$/);
  const stopped = await status();
  await becomes(() => button(rep, "Stop").isDisabled(), true);
  // What was on its way changes nothing any more.
  await rep.settled();
  await becomes(() => status(), stopped);
  assert.ok(number(stopped.split(" of ")[0]) < 1_000_000);
});

journey(() => site, "History: back over several steps at once, and forth again, across a reload", "#/c/pricing.cost_plus", async (rep, { press, type, choose }) => {
  const { page } = rep;
  const steps = page.locator("#history .steps li");
  const list = () => steps.allInnerTexts().then((all) => all.join("\n").replace(/[ \u00a0]+/g, " "));
  const shown = async () => [await rep.headline(), await rep.field("unit_cost").inputValue(), await rep.field("volume").inputValue()].join();
  const cost = "Changed: Unit variable cost · Cost-plus pricing $22.50 → $30.00";
  const volume = "Changed: Expected volume · Cost-plus pricing 12,000 → 5,000";
  const method = "Changed: Method · Cost-plus pricing Markup on cost → Target contribution margin";
  await press(button(rep, "What was done"));
  await becomes(() => page.locator("#history").innerText(), /Nothing has been changed yet\./);
  await page.keyboard.press("Escape");
  await type("unit_cost", "30");
  await type("volume", "5,000");
  await choose(rep.field("method"), "Target contribution margin");
  await becomes(shown, "$50.00,30,5,000");
  await press(button(rep, "What was done"));
  await becomes(list, ["Now", method, volume, cost].join("\n"));
  await becomes(() => page.evaluate(sticksOut), [0]);
  await press(steps.last().getByRole("button"));
  await becomes(list, [method, volume, cost, "Now"].join("\n"));
  await becomes(() => page.locator(".saving").textContent(), "Undone: Changed: Unit variable cost · Cost-plus pricing");
  await becomes(() => page.evaluate(() => document.querySelector("#history").contains(document.activeElement)), true, "the keyboard stays in the list");
  await page.keyboard.press("Escape");
  await becomes(shown, "$36.00,22.5,12,000");

  await rep.settled();
  await rep.reload();
  await becomes(shown, "$36.00,22.5,12,000");
  await press(button(rep, "What was done"));
  await becomes(list, [method, volume, cost, "Now"].join("\n"));
  await press(steps.nth(1).getByRole("button"));
  await becomes(list, [method, "Now", volume, cost].join("\n"));
  await becomes(() => page.locator(".saving").textContent(), "Done again: Changed: Expected volume · Cost-plus pricing");
  await press(page.locator("#history").getByRole("button", { name: "Close" }));
  await becomes(shown, "$48.00,30,5,000");
});
