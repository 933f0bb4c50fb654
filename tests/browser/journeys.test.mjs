// A rep's whole task in each area, from a blank start: she finds the calculator, types her own numbers, reads the
// answer, asks where a figure comes from, goes away and comes back, and changes the language half-way.
import { after, before, test } from "node:test";
import { becomes, start } from "./harness.mjs";

let site;
before(async () => (site = await start()));
after(() => site.stop());

/** From the home page to a calculator, by its title. */
async function choose(rep, title) {
  await rep.page.getByRole("link", { name: title }).click();
  await rep.page.getByRole("heading", { level: 1, name: title }).waitFor();
}

/** Presses a figure among the results; its explanation gets the focus. */
async function ask(rep, name) {
  await rep.result(name).getByRole("button").click();
  await becomes(() => rep.page.evaluate(() => document.activeElement.id), "why");
}

const why = (rep) => rep.page.locator("#why");
/** Follows one of the inputs or steps that the explained figure depends on. */
const follow = (rep, name) => why(rep).locator(".rests").getByRole("button", { name, exact: true }).click();

/** The field in which she types, what is there, and where the caret is. */
const typingAt = (rep) => rep.page.evaluate(() => [document.activeElement.id, document.activeElement.value, document.activeElement.selectionStart]);

/** She goes away without a word and comes back by the same address. */
async function comesBack(rep, check) {
  const address = rep.page.url();
  await rep.page.goto("about:blank");
  await rep.page.goto(address);
  await rep.page.waitForSelector("[data-headline]");
  await check();
  await rep.reload();
  await check();
}

test("Price: which price earns 35 % of itself, and what must be sold for it", async () => {
  const rep = await site.visit("#/");
  await choose(rep, "Cost-plus pricing");

  await rep.type(rep.labelled("Unit variable cost"), "48");
  await rep.page.keyboard.press("Tab");
  await rep.page.keyboard.press("Control+a");
  await rep.page.keyboard.type("90k");
  await becomes(() => rep.message("fixed_cost").innerText(), "= $90,000.00");
  await rep.page.keyboard.press("Tab");
  await becomes(() => rep.field("fixed_cost").inputValue(), "90,000");
  await rep.page.keyboard.press("Control+a");
  await rep.page.keyboard.type("2000");
  await rep.labelled("Method").selectOption("Target contribution margin");
  await rep.type(rep.labelled("Contribution margin (of price)"), "35");

  const check = async () => {
    await becomes(rep.headline, "$73.85");
    await becomes(() => rep.result("Markup on cost").innerText(), "53.85%");
    await becomes(() => rep.result("Break-even volume").innerText(), "3,482.1");
  };
  await check();
  await becomes(() => rep.page.locator(".remarks").innerText(), /below break-even: at this price you lose money/);
  await becomes(() => rep.page.locator("figcaption").first().innerText(), /3,482\.1/);

  await ask(rep, "Break-even volume");
  await becomes(() => why(rep).innerText(), /Fixed cost ÷ Contribution per unit/);
  await becomes(() => why(rep).innerText(), /\$90,000\.00 ÷ \$25\.85 = 3,482\.1/);
  await follow(rep, "Contribution per unit");
  await becomes(() => why(rep).innerText(), /Price − Unit variable cost/);
  await follow(rep, "Unit variable cost");
  await becomes(() => rep.page.evaluate(() => document.activeElement.id), "field-unit_cost");

  await comesBack(rep, check);
  await becomes(() => rep.field("fixed_cost").inputValue(), "90,000");

  // Half a number is in the field when she changes the language.
  await rep.type("volume", "5,00");
  await rep.speak("简");
  await becomes(() => rep.page.locator("h1").innerText(), "成本加成定价");
  await becomes(() => typingAt(rep), ["field-volume", "5,00", 4]);
  await becomes(() => rep.result("盈亏平衡销量").innerText(), "3,482.1");
  await rep.page.keyboard.type("0");
  await becomes(() => rep.result("预计销量下的利润").innerText(), "$39,230.77");
  await rep.speak("繁");
  await becomes(() => rep.page.locator("html").getAttribute("lang"), "zh-Hant");
  await becomes(() => typingAt(rep), ["field-volume", "5,000", 5]);
  await becomes(rep.headline, "$73.85");
  await rep.leave();
});

test("Funnel: how many leads two million in revenue asks for, and where the funnel leaks", async () => {
  const rep = await site.visit("#/");
  await choose(rep, "Funnel conversion");

  await rep.labelled("What you know").selectOption("A conversion rate for each stage");
  await rep.type(rep.labelled("Leads that enter"), "3k");
  const rate = "Conversion from the stage above, ";
  for (const [stage, percent] of [["Nurture", "40"], ["Qualify", "50%"], ["Opportunity", "40"], ["Close", "25"]]) {
    await rep.type(rep.labelled(rate + stage), percent);
  }
  await rep.type(rep.labelled("Average deal size"), "12,500");
  await rep.type(rep.labelled("Revenue target"), "2m");
  await becomes(rep.headline, "2%");
  await becomes(() => rep.result("Deals won").innerText(), "60");
  await becomes(() => rep.result("Revenue").innerText(), "$750,000.00");
  await becomes(() => rep.result("Leads for the target").innerText(), "8,000");

  // Her own name for a stage, and one stage less.
  await rep.type(rep.labelled("Stage 2"), "Demo held");
  await rep.page.getByRole("button", { name: "Remove: Qualify" }).click();
  const check = async () => {
    await becomes(rep.headline, "4%");
    await becomes(() => rep.result("Leads for the target").innerText(), "4,000");
    await becomes(() => rep.labelled("Stage 2").inputValue(), "Demo held");
    await rep.page.locator(".results th[scope=row]", { hasText: "Demo held" }).first().waitFor();
    await becomes(() => rep.page.locator(".results th[scope=row]", { hasText: "Qualify" }).count(), 0);
  };
  await check();

  await ask(rep, "Overall conversion (of entries)");
  await becomes(() => why(rep).innerText(), /40% × 40% × 25% = 4%/);

  await comesBack(rep, check);
  await rep.type("deal_size", "13.");
  await rep.speak("繁");
  await becomes(() => rep.page.locator("h1").innerText(), "漏斗轉換");
  await becomes(() => typingAt(rep), ["field-deal_size", "13.", 3]);
  await rep.page.keyboard.type("5k");
  await becomes(() => rep.message("deal_size").innerText(), /13,500/);
  await becomes(rep.headline, "4%");
  await rep.speak("EN");
  await becomes(() => rep.result("Revenue").innerText(), "$1,620,000.00");
  await becomes(() => rep.labelled("Stage 2").inputValue(), "Demo held");
  await rep.leave();
});

test("Pay: what 115 % of quota pays, what the next deal brings, and what a cap would take", async () => {
  const rep = await site.visit("#/");
  await choose(rep, "Commission plan");

  await rep.type(rep.labelled("On-target earnings (OTE)"), "120,000");
  await rep.type(rep.labelled("Base share of OTE"), "50");
  await rep.type(rep.labelled("Quota"), "800k");
  await rep.type(rep.labelled("Sales"), "920k");
  await rep.page.getByRole("button", { name: "Remove: Tier 3" }).click();
  await rep.type(rep.labelled("Multiplier, or payout at a point, Tier 2"), "150");
  await becomes(rep.headline, "$133,500.00");
  await becomes(() => rep.result("Attainment (of quota)").innerText(), "115%");
  await becomes(() => rep.result("Pay from the next deal").innerText(), "$4,500.00");

  await rep.page.locator("summary", { hasText: "Threshold and cap" }).click();
  await rep.labelled("Cap").selectOption("On pay");
  await rep.type(rep.labelled("Most commission in the period"), "70,000");
  const check = async () => {
    await becomes(rep.headline, "$130,000.00");
    await becomes(() => rep.page.locator(".remarks").innerText(), /The cap withholds \$3,500\.00/);
    await becomes(() => rep.result("Pay from the next deal").innerText(), "$0.00");
  };
  await check();

  await ask(rep, "Attainment (of quota)");
  await becomes(() => why(rep).innerText(), /\$920,000\.00 ÷ \$800,000\.00 = 115%/);
  await follow(rep, "Quota");
  await becomes(() => rep.page.evaluate(() => document.activeElement.id), "field-quota");

  await comesBack(rep, check);
  await rep.type("sales", "92万");
  await rep.speak("简");
  await becomes(() => rep.page.locator("html").getAttribute("lang"), "zh-Hans");
  await becomes(() => typingAt(rep), ["field-sales", "92万", 3]);
  await rep.page.keyboard.press("Tab");
  await becomes(() => rep.field("sales").inputValue(), "920,000");
  await becomes(rep.headline, "$130,000.00");
  await rep.type("sales", "100w");
  await becomes(() => rep.message("sales").innerText(), /1,000,000/);
  await rep.leave();
});

test("Market: where to sell first, and whether the judgements behind it hold together", async () => {
  const rep = await site.visit("#/");
  await choose(rep, "Opportunity score");

  await rep.type(rep.labelled("Opportunity 1"), "Hospitals");
  for (const row of ["Local government", "Profitability", "Entry barriers", "Risk"]) {
    await rep.page.getByRole("button", { name: `Remove: ${row}` }).click();
  }
  const weights = [["Market size", "50"], ["Growth potential", "30"], ["Competition", "20"]];
  for (const [factor, percent] of weights) await rep.type(rep.labelled(`Weight (of all weights), ${factor}`), percent);
  const scores = { Hospitals: [8, 6, 4], "Logistics firms": [5, 9, 7], "Online shops": [9, 4, 8] };
  for (const [opportunity, given] of Object.entries(scores)) {
    for (const [place, score] of given.entries()) await rep.type(rep.labelled(`${opportunity}, ${weights[place][0]}`), String(score));
  }
  const check = async () => {
    await becomes(rep.headline, "Hospitals");
    await becomes(() => rep.page.locator(".meaning").innerText(), /Hospitals scores 0\.6889, 0\.1 more than Online shops/);
    await becomes(() => rep.page.locator("figcaption").first().innerText(), /Hospitals/);
  };
  await check();

  await ask(rep, "Its weighted score");
  await becomes(() => why(rep).locator("h3").innerText(), /Its weighted score = 0\.6889/);
  await follow(rep, "Weighted score (Hospitals)");
  await becomes(() => why(rep).locator("h3").innerText(), /Weighted score \(Hospitals\) = 0\.6889/);
  await comesBack(rep, check);

  // One pair at a time instead: first at odds with herself, then consistent.
  await rep.labelled("Where the weights come from").selectOption("Pairwise comparison (AHP)");
  const judge = async (judgements) => {
    for (const [pair, times] of Object.entries(judgements)) await rep.type(rep.labelled(pair), times);
  };
  await judge({ "Market size, Growth potential": "9", "Growth potential, Competition": "9", "Market size, Competition": "1" });
  await becomes(() => rep.page.locator(".remarks").innerText(), /The judgements contradict one another/);
  await judge({ "Market size, Growth potential": "2", "Growth potential, Competition": "2", "Market size, Competition": "4" });
  await becomes(() => rep.result("Consistency ratio (CR)").innerText(), "0");
  await becomes(() => rep.page.locator(".remarks").innerText().then((text) => text.includes("contradict")), false);
  await becomes(() => rep.result("Largest weight").innerText(), "57.14%");

  await rep.type("scores-0-", "7.");
  await rep.speak("简");
  await becomes(() => rep.page.locator("html").getAttribute("lang"), "zh-Hans");
  await becomes(() => typingAt(rep), ["field-scores-0-", "7.", 2]);
  await rep.page.keyboard.type("5");
  await becomes(rep.headline, "Hospitals");
  await rep.page.keyboard.press("Tab");
  await becomes(() => rep.field("scores-0-").inputValue(), "7.5");
  await rep.leave();
});
