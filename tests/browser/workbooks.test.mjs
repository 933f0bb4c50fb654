// Several workbooks: kept side by side, in and out of files, in two tabs at once, with nothing lost whatever happens.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { focused, journey } from "./journey.mjs";
import { WORK, becomes, start } from "./harness.mjs";

let site;
before(async () => (site = await start()));
after(() => site.stop());

const PRICE = "#/c/pricing.cost_plus";
const FUNNEL = "#/c/funnel.conversion";
const button = (rep, name) => rep.page.getByRole("button", { name, exact: true });
const names = (rep) => rep.page.locator("ul.books").first().locator("input.name").evaluateAll((all) => all.map((input) => input.value).join("|"));
const said = (rep) => rep.page.locator(".saving").innerText();
const notice = (rep) => rep.page.locator(".conflict");

journey(() => site, "Workbooks: a second one, named, copied, deleted and restored", PRICE, async (rep, { press, type }) => {
  const { page } = rep;
  await type("unit_cost", "30");
  await page.keyboard.press("Tab");
  await rep.saved();
  await rep.go("#/workbooks");
  await becomes(() => names(rep), "Untitled workbook");
  await type(page.locator(".books input.name").first(), "Müller <b>GmbH</b> 季度");
  await page.keyboard.press("Tab");
  await becomes(() => names(rep), "Müller <b>GmbH</b> 季度");
  await rep.saved("Müller <b>GmbH</b> 季度");

  await press(button(rep, "New workbook"));
  await becomes(() => names(rep), "Untitled workbook|Müller <b>GmbH</b> 季度");
  await rep.go(PRICE);
  await becomes(rep.headline, "$36.00", "the new one is empty");
  await type("unit_cost", "50");
  await page.keyboard.press("Tab");
  await becomes(rep.headline, "$80.00");
  await becomes(() => said(rep), /^Saved \d/);
  await rep.reload();
  await becomes(() => rep.headline(), "$80.00", "a tab comes back to its own workbook");

  await rep.go("#/workbooks");
  await press(button(rep, "Open: Müller <b>GmbH</b> 季度"));
  await rep.go(PRICE);
  await becomes(rep.headline, "$48.00");
  await rep.go("#/workbooks");
  await press(button(rep, "Duplicate: Müller <b>GmbH</b> 季度"));
  await becomes(() => names(rep).then((all) => all.split("|").sort().join("|")), "Müller <b>GmbH</b> 季度|Müller <b>GmbH</b> 季度 (copy)|Untitled workbook");
  await press(button(rep, "Delete: Müller <b>GmbH</b> 季度"));
  await becomes(() => page.locator(".order-outcome").innerText(), /^Müller <b>GmbH<\/b> 季度 was deleted\. +Undo$/);
  await press(button(rep, "Undo"));
  await becomes(() => names(rep).then((all) => all.split("|").length), 3);
  await press(button(rep, "Delete: Müller <b>GmbH</b> 季度"));
  await press(button(rep, "Delete for good: Müller <b>GmbH</b> 季度"));
  await becomes(() => names(rep).then((all) => all.split("|").sort().join("|")), "Müller <b>GmbH</b> 季度 (copy)|Untitled workbook");
  // What was on the screen is gone: the one that changed last is there instead.
  await rep.go(PRICE);
  await becomes(rep.headline, "$48.00");
});

journey(() => site, "Workbooks: an older state is looked at and brought back, and that can be undone", PRICE, async (rep, { press, type, undo }) => {
  const { page } = rep;
  await type("unit_cost", "30");
  await page.keyboard.press("Tab");
  await rep.saved('"unit_cost":30');
  // The next visit begins with the state that it found.
  await rep.reload();
  await type("unit_cost", "50");
  await page.keyboard.press("Tab");
  await rep.saved('"unit_cost":50');
  await rep.go("#/workbooks");
  await press(page.locator("ol.books").getByRole("button", { name: /^Look/ }).first());
  await becomes(() => page.locator(".looked tbody tr").first().innerText(), /Unit variable cost\s+\$50\.00\s+\$30\.00/);
  await press(page.locator("ol.books").getByRole("button", { name: /^Go back to this/ }).first());
  await rep.saved('"unit_cost":30');
  await rep.go(PRICE);
  await becomes(rep.headline, "$48.00");
  await undo();
  await becomes(rep.headline, "$80.00");
});

test("every page of workbooks is accessible, in three languages and both themes, and fits 360 px", async () => {
  for (const [language, theme, width] of [["en", "light", 1280], ["zh-Hans", "dark", 360], ["zh-Hant", "light", 360]]) {
    const rep = await site.visit(PRICE, { language, theme, width });
    await rep.type("unit_cost", "30");
    await rep.saved();
    await rep.go("#/workbooks");
    await rep.page.locator(".workbooks > .buttons button").first().click();
    await rep.page.locator(".books li").last().getByRole("button").last().click();
    await rep.page.locator("section[aria-labelledby=removed-title]").waitFor();
    await rep.axe(`workbooks, ${language} ${theme} ${width}`);
    await becomes(() => rep.page.evaluate(() => document.scrollingElement.scrollWidth - document.documentElement.clientWidth), 0);
    await rep.leave();
  }
});

test("two tabs with different workbooks keep both", async () => {
  const first = await site.visit(PRICE);
  await first.type("unit_cost", "30");
  await first.saved();
  const second = await first.another("#/workbooks");
  await button(second, "New workbook").click();
  await second.go(PRICE);
  await second.type("unit_cost", "50");
  await becomes(second.headline, "$80.00");
  await first.type("volume", "9000");
  await first.page.keyboard.press("Tab");
  await first.saved('"volume":9000');
  await becomes(() => said(second), /^Saved/);
  await first.reload();
  await second.reload();
  assert.deepEqual([await first.headline(), await second.headline()], ["$48.00", "$80.00"]);
  await becomes(() => first.field("volume").inputValue(), "9,000");
  await first.leave();
});

/** Run in the page before its own scripts: a tab that is asleep hears nothing from the store. */
function canSleep() {
  window.addEventListener("storage", (event) => globalThis.asleep && event.stopImmediatePropagation(), true);
}

/** Two tabs on one workbook that changed the same calculator, neither having heard of the other. */
async function clash() {
  const mine = await site.visit(PRICE, { before: canSleep });
  await mine.type("unit_cost", "30");
  await mine.page.keyboard.press("Tab");
  await mine.saved('"unit_cost":30');
  const theirs = await mine.another(PRICE);
  await mine.page.evaluate(() => (globalThis.asleep = true));
  await theirs.type("unit_cost", "40");
  await theirs.page.keyboard.press("Tab");
  await mine.type("unit_cost", "50");
  await becomes(mine.headline, "$80.00");
  await becomes(theirs.headline, "$64.00");
  await becomes(async () => (await notice(mine).count()) + (await notice(theirs).count()) > 0, true);
  const [asked, other] = (await notice(mine).count()) > 0 ? [mine, theirs] : [theirs, mine];
  return { asked, other, figure: await asked.headline(), stored: await other.headline() };
}

test("the same part changed in two tabs: both are kept, if that is wanted", async () => {
  const { asked, figure, stored } = await clash();
  await becomes(() => notice(asked).innerText(), /Nothing is lost/);
  await becomes(() => said(asked), /^Changed in another tab/);
  await button(asked, "Keep both").click();
  await notice(asked).waitFor({ state: "detached" });
  await becomes(() => asked.headline(), figure);
  await asked.go("#/workbooks");
  await becomes(() => names(asked), "Untitled workbook (mine)|Untitled workbook");
  await button(asked, "Open: Untitled workbook").click();
  await asked.go(PRICE);
  await becomes(asked.headline, stored);
  await asked.leave();
});

test("the same part changed in two tabs: mine is kept, theirs is an older state", async () => {
  const { asked, other, figure, stored } = await clash();
  await button(asked, "Keep mine").click();
  await notice(asked).waitFor({ state: "detached" });
  await becomes(() => said(asked), /^Saved/);
  await becomes(() => asked.headline(), figure);
  // The other tab has nothing unsaved: it takes over what was chosen.
  await becomes(other.headline, figure);
  await asked.go("#/workbooks");
  await asked.page.getByRole("button", { name: /^Go back to this/ }).first().click();
  await asked.go(PRICE);
  await becomes(asked.headline, stored);
  await asked.leave();
});

test("the same part changed in two tabs: theirs is kept, mine is an older state", async () => {
  const { asked, figure, stored } = await clash();
  await button(asked, "Keep theirs").click();
  await notice(asked).waitFor({ state: "detached" });
  await becomes(asked.headline, stored);
  await asked.go("#/workbooks");
  await asked.page.getByRole("button", { name: /^Go back to this/ }).first().click();
  await asked.go(PRICE);
  await becomes(asked.headline, figure);
  await asked.leave();
});

test("a tab that slept takes over what was done meanwhile before it writes anything", async () => {
  const sleeper = await site.visit(PRICE, { before: canSleep });
  await sleeper.type("unit_cost", "30");
  await sleeper.page.keyboard.press("Tab");
  await sleeper.saved('"unit_cost":30');
  const other = await sleeper.another(PRICE);
  await sleeper.page.evaluate(() => (globalThis.asleep = true));
  await other.type("unit_cost", "40");
  await other.page.keyboard.press("Tab");
  await other.saved('"unit_cost":40');
  await becomes(() => sleeper.headline(), "$48.00", "it has not heard");
  await sleeper.page.evaluate(() => window.dispatchEvent(new Event("focus")));
  await becomes(sleeper.headline, "$64.00");
  await sleeper.leave();
});

test("deleted in one tab, open in the other: it is said, and saved as a new one", async () => {
  const here = await site.visit(PRICE);
  await here.type("unit_cost", "30");
  await here.page.keyboard.press("Tab");
  await here.saved();
  const there = await here.another("#/workbooks");
  await button(there, "Delete: Untitled workbook").click();
  await notice(here).waitFor();
  await becomes(() => notice(here).innerText(), /Another tab deleted this workbook/);
  await here.type("volume", "9000");
  await here.settled();
  assert.doesNotMatch(await here.stored(WORK), /9000/, "nothing is written behind her back");
  await button(here, "Save as a new workbook").click();
  await becomes(() => said(here), /^Saved/);
  await here.reload();
  assert.deepEqual([await here.headline(), await here.field("volume").inputValue()], ["$48.00", "9,000"]);
  await here.leave();
});

test("the site's data cleared while the page is open: it is said, and written back", async () => {
  const rep = await site.visit(PRICE);
  await rep.type("unit_cost", "30");
  await rep.saved();
  await rep.page.evaluate(() => localStorage.clear());
  await rep.type("volume", "9000");
  await notice(rep).waitFor();
  await becomes(() => notice(rep).innerText(), /was cleared/);
  assert.deepEqual([await rep.headline(), await rep.field("volume").inputValue()], ["$48.00", "9000"]);
  await button(rep, "Write it back").click();
  await rep.saved('"volume":9000');
  await becomes(() => rep.stored(WORK), /"unit_cost":30/);
  await rep.leave();
});

test("a newer release beside this tab: it stops writing, and says so", async () => {
  const rep = await site.visit(PRICE);
  await rep.type("unit_cost", "30");
  await rep.saved();
  const newer = (await rep.stored(WORK)).replace('"version":3', '"version":4').replace(/"check":"./, '"check":"z');
  const other = await rep.another(PRICE);
  await other.page.evaluate(([key, text]) => localStorage.setItem(key, text), [WORK, newer]);
  await becomes(() => said(rep), /a newer release saved here/);
  await rep.type("volume", "9000");
  await rep.settled();
  await becomes(() => rep.stored(WORK), newer);
  await rep.leave();
});

test("garbage told by the store, and locks that do not exist, change nothing", async () => {
  const rep = await site.visit(PRICE, { before: () => Object.defineProperty(navigator, "locks", { value: undefined }) });
  await rep.type("unit_cost", "30");
  await rep.saved();
  const kept = await rep.stored(WORK);
  await rep.page.evaluate((key) => {
    for (const [name, value] of [[key, "garbage"], [key, null], ["other-app", "{}"], [null, null], [`${key}/`, "x"], ["sales-workbench/", ""]]) {
      window.dispatchEvent(new StorageEvent("storage", { key: name, newValue: value, storageArea: localStorage }));
    }
    window.dispatchEvent(new Event("storage"));
  }, WORK);
  await rep.settled();
  await becomes(() => rep.headline(), "$48.00");
  await becomes(() => rep.stored(WORK), kept);
  await becomes(() => notice(rep).count(), 0);
  await rep.leave();
});

test("workbooks go into a file and come back from it: known ones are told, bad ones are listed, and it is one step to undo", async () => {
  const rep = await site.visit(PRICE);
  const { page } = rep;
  await rep.type("unit_cost", "30");
  await rep.saved();
  await rep.go("#/workbooks");
  await button(rep, "New workbook").click();
  await becomes(() => names(rep).then((all) => all.split("|").length), 2);
  const download = async (press) => {
    const [file] = await Promise.all([page.waitForEvent("download"), press()]);
    return [file.suggestedFilename(), readFileSync(await file.path(), "utf8")];
  };
  const [name, text] = await download(() => button(rep, "Save all as one file").click());
  assert.match(name, /^sales-workbench.*\.json$/);
  assert.equal(JSON.parse(text).workbooks.length, 2);
  const [, again] = await download(() => button(rep, "Save all as one file").click());
  const contents = (file) => JSON.parse(file).workbooks.map((one) => JSON.stringify(one.workbook)).sort();
  assert.deepEqual(contents(again), contents(text));

  const folder = mkdtempSync(join(tmpdir(), "workbench-"));
  const give = async (name, text) => {
    writeFileSync(join(folder, name), text);
    await page.locator("input[type=file]").setInputFiles(join(folder, name));
  };
  await give("same.json", text);
  await becomes(() => page.locator(".order-outcome").innerText(), /Workbooks added: 0\.\s+Already here: 2\./);

  // Fifty of which three are bad.
  const one = JSON.parse(text).workbooks.find((one) => JSON.stringify(one).includes("unit_cost"));
  const fifty = { format: "sales-workbench-backup", version: 1, workbooks: Array.from({ length: 50 }, (_, place) => named(one, `Deal ${place}`, place)) };
  fifty.workbooks[3].check = "0000000000000000";
  fifty.workbooks[17] = { nothing: "of ours" };
  fifty.workbooks[49].version = 99;
  await give("fifty.json", JSON.stringify(fifty));
  await becomes(() => page.locator(".order-outcome").innerText(), /Workbooks added: 47\./);
  await becomes(() => page.locator(".order-outcome li").allInnerTexts(), ["Workbook 4 of the file is damaged and was left out.", "Workbook 18 of the file is damaged and was left out.", "Workbook 50 of the file was written by a newer release and was left out."]);
  await becomes(() => names(rep).then((all) => all.split("|").length), 49);
  await button(rep, "Undo").click();
  await becomes(() => names(rep).then((all) => all.split("|").length), 2);

  for (const [file, text, answer] of [["empty.json", "", /no workbook of ours/], ["table.json", "name,value\n1,2", /no workbook of ours/], ["picture.json", "\u0089PNG\r\n\u001a\n", /no workbook of ours/]]) {
    await give(file, text);
    await becomes(() => page.locator(".order-outcome").innerText(), answer);
  }
  await becomes(() => names(rep).then((all) => all.split("|").length), 2);
  assert.notEqual(await focused(rep), null);
  await rep.leave();
});

/** A workbook of a file under another name and with a figure of its own, with the check of what it now says. */
function named(one, name, place) {
  const workbook = structuredClone(one.workbook);
  workbook.calculators["pricing.cost_plus"].inputs.volume = 1000 + place;
  const body = `${JSON.stringify({ ...one.about, name })},"workbook":${JSON.stringify(workbook)}`;
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(body)) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  return { format: one.format, version: one.version, check: hash.toString(16).padStart(16, "0"), about: { ...one.about, name }, workbook };
}

test("two hundred workbooks are listed, and the meter is right", async () => {
  const first = await site.visit(PRICE);
  await first.type("unit_cost", "30");
  await first.saved();
  const text = await first.stored(WORK);
  const kept = Object.fromEntries(Array.from({ length: 200 }, (_, place) => [`${WORK}/w${place}`, text.replace('"about":{', `"about":{"name":"Deal ${place}",`) + " ".repeat(20_000)]));
  await first.leave();
  const rep = await site.visit("#/workbooks", { storage: { [WORK]: text, ...kept } });
  await becomes(() => rep.page.locator("ul.books").first().locator("li").count(), 201);
  const size = await rep.page.evaluate(() => Object.entries(localStorage).reduce((sum, [key, text]) => sum + key.length + text.length, 0));
  await becomes(() => rep.page.locator("meter").getAttribute("value").then(Number), size);
  await rep.leave();
});

test("a promise of the browser is asked for, and each answer is told", async () => {
  for (const [answer, text] of [["true", /keeps this until you delete it/], ["false", /may delete this/], ["refused", /may delete this/], ["absent", /may delete this/]]) {
    const rep = await site.visit("#/workbooks", {
      beforeWith: answer,
      before: (answer) => {
        const give = () => (answer === "refused" ? Promise.reject(new Error("no")) : Promise.resolve(answer === "true"));
        Object.defineProperty(navigator, "storage", { value: answer === "absent" ? undefined : { persist: give, persisted: () => Promise.resolve(false) } });
      },
    });
    await becomes(() => rep.page.locator(".room").innerText(), /may delete this/);
    await button(rep, "Ask the browser to keep it").click();
    await becomes(() => rep.page.locator(".room").innerText(), text);
    await rep.leave();
  }
});

test("after ten changes without a file the person is reminded of one, until she has it", async () => {
  const rep = await site.visit(PRICE);
  for (let change = 1; change <= 10; change++) {
    await rep.type("unit_cost", String(20 + change));
    await rep.saved(`"unit_cost":${20 + change}`);
  }
  await becomes(() => said(rep), /no file yet/);
  await rep.page.locator(".saving a").click();
  await Promise.all([rep.page.waitForEvent("download"), rep.page.getByRole("button", { name: /^Save as a file/ }).first().click()]);
  await becomes(() => said(rep), /^Saved [\d:]+.[AP]M$/);
  await rep.reload();
  await becomes(() => said(rep), /^Saved [\d:]+.[AP]M$/);
  await rep.leave();
});
