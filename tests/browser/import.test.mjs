// Tables brought from real files: every encoding, whatever the name says, looked at before anything is filled in, by keyboard
// alone, while the page goes on painting.
import assert from "node:assert/strict";
import { mkdtempSync, openSync, closeSync, readFileSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { after, before, test } from "node:test";
import { becomes, start } from "./harness.mjs";

const FUNNEL = "#/c/funnel.conversion";
const files = join(dirname(fileURLToPath(import.meta.url)), "../files");
const file = (name) => join(files, name);

let site;
before(async () => (site = await start()));
after(() => site.stop());

const dialog = (visitor) => visitor.page.getByRole("dialog");
const value = (visitor, key) => visitor.field(key).inputValue();
const counts = (visitor) => visitor.page.locator('[id^="field-stages-count-"]:is(input)').evaluateAll((all) => all.map((one) => one.value));

/** Opens the dialog of the first table, and gives it a file. */
async function bring(visitor, path, button = /^(Import…|导入…|匯入…)$/) {
  await visitor.page.getByRole("button", { name: button }).first().click();
  await visitor.page.locator("#import-file").setInputFiles(path);
}

const fill = (visitor) => dialog(visitor).getByRole("button", { name: /^(Fill in|填入)/ });

test("a table in any of the encodings arrives with its words and figures, in one step that can be undone", async () => {
  for (const [name, encoding, language] of [
    ["stages-utf8.csv", "utf-8", "en"],
    ["stages-utf8-mark.csv", "utf-8", "zh-Hans"],
    ["stages-utf16le.csv", "utf-16le", "en"],
    ["stages-utf16be.csv", "utf-16be", "zh-Hant"],
    ["stages-gb18030.csv", "gb18030", "zh-Hant"],
    ["stages-big5.csv", "big5", "zh-Hans"],
  ]) {
    const visitor = await site.visit(FUNNEL, { language });
    const before = await counts(visitor);
    await bring(visitor, file(name));
    await fill(visitor).waitFor();
    await becomes(() => visitor.page.locator("#import-encoding").inputValue(), encoding, name);
    await becomes(() => counts(visitor), before, "nothing is changed before it is asked for");
    await becomes(() => fill(visitor).isEnabled(), true);
    await fill(visitor).click();
    await becomes(() => counts(visitor), ["12,000", "4,800", "1,200", "300"]);
    await becomes(() => value(visitor, "stages-name-3-"), "成交");
    await becomes(() => value(visitor, "stages-cost-2-"), "8,000");
    await becomes(() => dialog(visitor).count(), 0);
    await visitor.page.keyboard.press("Control+z");
    await becomes(() => counts(visitor), before);
    await visitor.leave();
  }
});

test("another encoding, delimiter or decimal mark can be chosen, and what is understood follows", async () => {
  const visitor = await site.visit(FUNNEL);
  const { page } = visitor;
  await bring(visitor, file("stages-decimal-comma.csv"));
  await fill(visitor).waitFor();
  await becomes(() => page.locator("#import-delimiter").inputValue(), "semicolon");
  await becomes(() => page.locator("#import-mark").inputValue(), "comma");
  const first = dialog(visitor).locator("tbody tr").first();
  await becomes(async () => (await first.innerText()).includes("1,234"), true);
  await page.locator("#import-mark").selectOption("point");
  await becomes(async () => (await dialog(visitor).innerText()).includes("is it $0.50 or $5.00?"), true);
  await becomes(async () => (await dialog(visitor).locator(".problems li").count()) > 0, true);
  await page.locator("#import-delimiter").selectOption("tab");
  await becomes(async () => (await dialog(visitor).innerText()).includes("Lead;1.234;0,5;"), true);
  await page.locator("#import-delimiter").selectOption("semicolon");
  await becomes(() => page.locator("#import-mark").inputValue(), "comma");
  await fill(visitor).click();
  await becomes(() => counts(visitor), ["1,234", "300"]);
  await becomes(() => value(visitor, "stages-benchmark-1-"), "12.5");
  await visitor.leave();
});

test("what is wrong is listed by line, and kept as typed and flagged in the form", async () => {
  const visitor = await site.visit(FUNNEL);
  await bring(visitor, file("stages-faults.csv"));
  await fill(visitor).waitFor();
  const problems = (await dialog(visitor).locator(".problems li").allInnerTexts()).join("\n");
  for (const words of [
    /Line 5 has 3 cells/,
    /Line 8: a quote opens and never closes/,
    /Line 4, Count: Entered: this cannot be read as a number/,
    /Line 5, Count: Entered must be between/,
    /Line 5, Cost: ￥6 is in another currency/,
    /Line 6, Cost: The spreadsheet has an error here: #DIV\/0!/,
    /Line 7, Count: 2026\/1\/2 is a date/,
  ]) {
    assert.match(problems, words);
  }
  await becomes(() => dialog(visitor).innerText(), /Not taken: Notes\./);
  await visitor.axe("the dialog with problems");
  await fill(visitor).click();
  await becomes(() => value(visitor, "stages-count-0-"), "many");
  await becomes(() => visitor.field("stages-count-0-").getAttribute("aria-invalid"), "true");
  await becomes(() => value(visitor, "stages-count-1-"), "-5");
  await visitor.leave();
});

test("a picture, nothing, and no table are told by what they hold, and nothing is changed", async () => {
  const visitor = await site.visit(FUNNEL);
  const before = await counts(visitor);
  for (const [name, words] of [
    ["picture.csv", /This is a picture, whatever its name says/],
    ["empty.csv", /The file is empty/],
  ]) {
    await bring(visitor, file(name));
    await becomes(async () => words.test(await dialog(visitor).innerText()), true);
    await becomes(() => fill(visitor).count(), 0);
    await visitor.page.keyboard.press("Escape");
    await becomes(() => dialog(visitor).count(), 0);
  }
  await becomes(() => counts(visitor), before);
  await becomes(() => visitor.page.getByRole("button", { name: "Undo" }).isEnabled(), false);
  await visitor.leave();
});

test("JSON fills a table, and names with values fill the single inputs", async () => {
  const visitor = await site.visit(FUNNEL);
  await bring(visitor, file("stages.json"));
  await fill(visitor).click();
  await becomes(() => counts(visitor), ["2,500", "100"]);
  await becomes(() => value(visitor, "stages-benchmark-1-"), "4", "shares in JSON are fractions");
  await visitor.go("#/c/pricing.cost_plus");
  await bring(visitor, file("inputs.csv"), "Import inputs…");
  await becomes(async () => /No input is called “Zebra”/.test(await dialog(visitor).innerText()), true);
  await fill(visitor).click();
  await becomes(() => value(visitor, "unit_cost"), "12.5");
  await visitor.leave();
});

test("by keyboard alone, at 360 px: a column is sent elsewhere, and the keyboard comes back to the button", async () => {
  const visitor = await site.visit(FUNNEL, { width: 360, height: 740 });
  const { page } = visitor;
  const button = page.getByRole("button", { name: "Import…" });
  await button.focus();
  await page.keyboard.press("Enter");
  await dialog(visitor).waitFor();
  await becomes(() => page.evaluate(() => document.activeElement.closest("dialog") !== null), true);
  await page.locator("#import-file").setInputFiles(file("stages-utf8.csv"));
  await page.locator("#import-column-1").focus();
  await page.keyboard.press("Home");
  await becomes(() => page.locator("#import-column-1").inputValue(), "");
  await becomes(async () => /Not taken: 进入数量/.test(await dialog(visitor).innerText()), true);
  assert.ok(await page.evaluate(() => document.querySelector("dialog[open]").scrollWidth <= document.querySelector("dialog[open]").clientWidth + 1));
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  await visitor.axe("the dialog at 360 px");
  await page.locator("#import-rows").focus();
  await page.keyboard.press("End");
  await becomes(() => page.locator("#import-rows").inputValue(), "append");
  await fill(visitor).focus();
  await page.keyboard.press("Enter");
  await becomes(async () => (await counts(visitor)).length, 9);
  await becomes(() => page.evaluate(() => document.activeElement.textContent), "Import…");
  await visitor.leave();
});

test("a file dropped on a table opens the dialog with it", async () => {
  const visitor = await site.visit(FUNNEL);
  const text = readFileSync(file("stages-utf8.csv"), "utf8");
  const transfer = await visitor.page.evaluateHandle((text) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([text], "stages.csv"));
    return transfer;
  }, text);
  await visitor.page.locator(".rows").first().dispatchEvent("drop", { dataTransfer: transfer });
  await fill(visitor).waitFor();
  await becomes(() => dialog(visitor).innerText(), /stages\.csv/);
  await dialog(visitor).getByRole("button", { name: "Leave" }).click();
  await becomes(() => dialog(visitor).count(), 0);
  await visitor.leave();
});

test("a million rows are counted while the page goes on painting, and the reading can be stopped", async () => {
  const folder = mkdtempSync(join(tmpdir(), "rows-"));
  const path = join(folder, "million.csv");
  const out = openSync(path, "w");
  writeSync(out, "Stage,Count,Cost\n");
  for (let part = 0; part < 100; part++) writeSync(out, Array.from({ length: 9_999 }, (_, row) => `Row ${part}/${row},${row},1\n`).join(""));
  closeSync(out);
  try {
    const visitor = await site.visit(FUNNEL);
    const { page } = visitor;
    await page.getByRole("button", { name: "Import…" }).first().click();
    await page.evaluate(() => {
      globalThis.frames_ = 0;
      globalThis.steps_ = new Set();
      const frame = () => {
        globalThis.frames_ += 1;
        const progress = document.querySelector("dialog progress");
        if (progress) globalThis.steps_.add(progress.value);
        requestAnimationFrame(frame);
      };
      requestAnimationFrame(frame);
    });
    await page.locator("#import-file").setInputFiles(path);
    await fill(visitor).waitFor();
    const { frames, steps } = await page.evaluate(() => ({ frames: globalThis.frames_, steps: globalThis.steps_.size }));
    console.log(`# a million rows: ${frames} frames, ${steps} of them with another progress`);
    assert.ok(steps > 10, `the page painted the progress ${steps} times`);
    await becomes(() => dialog(visitor).innerText(), /The file has 999,901\./);
    await becomes(() => dialog(visitor).innerText(), /The table holds 12 rows at most: 999,888 rows are left out\./);

    // From some piece on it waits until she has stopped the reading: however quick the machine is, there is something to stop.
    await page.evaluate(() => {
      const real = Blob.prototype.arrayBuffer;
      const stopped = new Promise((done) => (globalThis.stopped_ = done));
      let pieces = 0;
      Blob.prototype.arrayBuffer = async function () {
        if (++pieces > 20) await stopped;
        return real.call(this);
      };
    });
    await page.locator("#import-file").setInputFiles([]);
    await page.locator("#import-file").setInputFiles(path);
    await dialog(visitor).getByRole("button", { name: "Stop" }).click();
    await page.evaluate(() => globalThis.stopped_());
    await becomes(async () => /Stopped\. Nothing was changed\./.test(await dialog(visitor).innerText()), true);
    await page.keyboard.press("Escape");
    await becomes(() => page.getByRole("button", { name: "Undo" }).isEnabled(), false);
    await visitor.leave();
  } finally {
    rmSync(folder, { recursive: true });
  }
});
