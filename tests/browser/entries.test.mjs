// What is typed wrong, doubtful, pasted, composed or taken back: the text stays the person's, the last good result stays
// in sight, and nothing is guessed silently.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { becomes, start } from "./harness.mjs";

let site;
before(async () => (site = await start()));
after(() => site.stop());

const PLAIN = "#/c/pricing.cost_plus";
const stale = (visitor) => visitor.page.locator(".headline.stale");
const value = (visitor, key) => visitor.field(key).inputValue();

test("a wrong entry keeps its text, says what is wrong beside the field and above the form, and keeps the last good result", async () => {
  const visitor = await site.visit(PLAIN);
  const { page } = visitor;
  await visitor.type("unit_cost", "twelve");
  await becomes(() => visitor.field("unit_cost").getAttribute("aria-invalid"), null, "no error while typing");
  await becomes(() => stale(visitor).count(), 1);
  await page.keyboard.press("Tab");

  const words = "Unit variable cost: this cannot be read as a number.";
  await becomes(() => visitor.message("unit_cost").innerText(), words);
  await becomes(() => value(visitor, "unit_cost"), "twelve");
  await becomes(() => visitor.field("unit_cost").getAttribute("aria-invalid"), "true");
  await becomes(() => visitor.field("unit_cost").getAttribute("aria-describedby"), "field-unit_cost-message");
  await becomes(() => visitor.headline(), "$36.00");
  await becomes(() => page.locator(".headline").innerText(), /Showing results for your last valid inputs/);

  assert.equal(await page.locator(".headline .note").getAttribute("role"), "status", "it is said once");
  const panels = [".facts", ".answer > .picture figcaption", ".ask h2", ".results h2"];
  for (const panel of panels) await becomes(() => page.locator(`${panel} > .last-valid`).allInnerTexts(), ["Last valid inputs"], panel);
  assert.equal(await page.locator(".answer [aria-live] .last-valid, .answer [role=status] .last-valid").count(), 0);

  await becomes(() => visitor.summary().getAttribute("role"), "alert");
  await visitor.summary().getByRole("link", { name: words }).click();
  await becomes(() => page.evaluate(() => document.activeElement.id), "field-unit_cost");
  assert.match(page.url(), /#\/c\/pricing\.cost_plus$/, "the address still names the place");

  await visitor.saved();
  await visitor.reload();
  await becomes(() => value(visitor, "unit_cost"), "twelve");
  await becomes(() => visitor.message("unit_cost").innerText(), words);
  await becomes(() => visitor.headline(), "$36.00");

  await visitor.type("unit_cost", "12");
  await becomes(visitor.headline, "$19.20");
  await becomes(() => stale(visitor).count(), 0);
  await becomes(() => page.locator(".last-valid").count(), 0);
  await becomes(() => visitor.summary().innerText(), "");
  await becomes(() => visitor.field("unit_cost").getAttribute("aria-invalid"), null);
  await visitor.leave();
});

test("each doubtful or impossible entry is refused in words of its own", async () => {
  const visitor = await site.visit(PLAIN);
  for (const [text, words] of [
    ["1,23", "Unit variable cost: is it $1.23 or $123.00? Please type it without the comma, or with a decimal point."],
    ["-5", "Unit variable cost must be between $0.00 and $1,000,000,000.00."],
    ["2bn", "Unit variable cost must be between $0.00 and $1,000,000,000.00."],
    ["", "Unit variable cost is needed."],
    ["inf", "Unit variable cost must be a finite number."],
    ["1e400", "Unit variable cost: this number is too large."],
    ["0x10", "Unit variable cost: please type a plain decimal number."],
    ["3兆", "Unit variable cost: 兆 means a million or a trillion, depending on the place. Please use 万 or 亿."],
  ]) {
    await visitor.type("unit_cost", text);
    await visitor.page.keyboard.press("Tab");
    await becomes(() => visitor.message("unit_cost").innerText(), words);
    await becomes(() => value(visitor, "unit_cost"), text);
    await becomes(() => visitor.summary().getByRole("link").innerText(), words);
    await becomes(() => visitor.headline(), "$36.00", `the first digits of ${text} count for nothing`);
  }
  await visitor.leave();
});

test("what was understood is echoed while typing, and stands plainly once the field is left", async () => {
  const visitor = await site.visit(PLAIN);
  for (const [field, typed, echo, plain] of [
    ["fixed_cost", "1.2k", "= $1,200.00", "1,200"],
    ["fixed_cost", "1亿2000万", "= $120,000,000.00", "120,000,000"],
    ["fixed_cost", "(0)", "", "0"],
    ["fixed_cost", "€80,000", "Read as typed; amounts are not converted.", "80,000"],
    ["fixed_cost", "3万5", "= $35,000.00 · Is that what you mean?", "35,000"],
    ["volume", "12 500", "= 12,500", "12,500"],
    ["target_markup", "百分之12.5", "= 12.5%", "12.5"],
  ]) {
    await visitor.type(field, typed);
    if (echo) await becomes(() => visitor.message(field).innerText(), echo);
    await becomes(() => value(visitor, field), typed, "never rewritten under the caret");
    await visitor.page.keyboard.press("Tab");
    await becomes(() => value(visitor, field), plain);
  }
  await visitor.leave();
});

test("figures as a Chinese speaker types them", async () => {
  const visitor = await site.visit(PLAIN, { language: "zh-Hans" });
  await visitor.type("fixed_cost", "3w");
  await becomes(() => visitor.message("fixed_cost").innerText(), "= ¥30,000.00");
  await visitor.go("#/c/commission.plan");
  await visitor.page.locator("summary", { hasText: "折扣" }).first().click();
  for (const [typed, plain] of [["9折", "10"], ["85折", "15"], ["八五折", "15"]]) {
    await visitor.type("discount", typed);
    await visitor.page.keyboard.press("Tab");
    await becomes(() => value(visitor, "discount"), plain);
  }
  await visitor.leave();
});

test("a paste brings full-width digits as numbers, and a megabyte to nothing", async () => {
  const visitor = await site.visit(PLAIN, { permissions: ["clipboard-read", "clipboard-write"] });
  const { page } = visitor;
  const paste = async (field, text) => {
    await page.evaluate((text) => navigator.clipboard.writeText(text), text);
    await visitor.field(field).focus();
    await page.keyboard.press("Control+a");
    await page.keyboard.press("Control+v");
  };
  await paste("volume", "１２，５００");
  await becomes(() => visitor.message("volume").innerText(), "= 12,500");
  await page.keyboard.press("Tab");
  await becomes(() => value(visitor, "volume"), "12,500");
  await paste("target_markup", " 50 ％\n");
  await becomes(visitor.headline, "$33.75");
  await paste("volume", "9".repeat(1_000_000));
  await page.keyboard.press("Tab");
  await becomes(() => visitor.message("volume").innerText(), "Expected volume: this text is too long for a number.");
  await becomes(visitor.headline, "$33.75");
  await visitor.leave();
});

test("a column from a spreadsheet is shown as understood, then fills the rows below as one step", async () => {
  const visitor = await site.visit("#/c/funnel.conversion", {});
  const { page } = visitor;
  const paste = (text) =>
    page.evaluate((text) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData("text/plain", text);
      document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
    }, text);
  const dialog = page.getByRole("dialog", { name: "Paste into the table" });
  const counts = () => page.locator("[id^='field-stages-count-'][type=text]").evaluateAll((fields) => fields.map((field) => field.value));
  const before = await counts();

  await page.locator("[id='field-stages-count-1-']").focus();
  await paste("1,500\n１２００\n3百\nmany\n1.2k\n600\n");
  await dialog.waitFor();
  await becomes(() => dialog.innerText(), /1,500\s+1,200\s+300\s+many\s.*cannot be read as a number\.\s+1,200\s+600/s);
  await visitor.axe("the preview of a paste");
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
  await becomes(() => counts(), before, "nothing is filled in before it is asked for");

  await paste("1,500\n１２００\n3百\nmany\n1.2k\n600\n");
  await dialog.getByRole("button", { name: "Fill in" }).click();
  await dialog.waitFor({ state: "hidden" });
  await becomes(counts, ["2,000", "1,500", "1,200", "300", "many", "1,200", "600"]);
  await page.keyboard.press("Control+z");
  await becomes(counts, before);

  await page.locator("[id='field-stages-count-0-']").focus();
  await paste("1\n".repeat(500_001));
  await becomes(() => dialog.innerText(), /one megabyte at most/);
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await becomes(counts, before);
  await visitor.leave();
});

test("nothing is read before an input method has finished", async () => {
  const visitor = await site.visit(PLAIN);
  const keys = await visitor.context.newCDPSession(visitor.page);
  await visitor.type("fixed_cost", "13500");
  await becomes(() => visitor.result("Break-even volume").innerText(), "1,000");
  await visitor.page.keyboard.press("Control+a");
  await keys.send("Input.imeSetComposition", { text: "san", selectionStart: 3, selectionEnd: 3 });
  await keys.send("Input.imeSetComposition", { text: "三万", selectionStart: 2, selectionEnd: 2 });
  await becomes(() => value(visitor, "fixed_cost"), "三万");
  await becomes(() => visitor.result("Break-even volume").innerText(), "1,000");
  await becomes(() => stale(visitor).count(), 0);
  await keys.send("Input.insertText", { text: "三万" });
  await becomes(() => visitor.message("fixed_cost").innerText(), "= $30,000.00");
  await becomes(() => visitor.result("Break-even volume").innerText(), "2,222.2");
  await visitor.leave();
});

test("the arrow keys step, and the wheel over a focused field scrolls the page", async () => {
  const visitor = await site.visit(PLAIN);
  const { page } = visitor;
  await visitor.field("volume").focus();
  await page.keyboard.press("ArrowUp");
  await becomes(() => value(visitor, "volume"), "13,000");
  await page.keyboard.press("PageDown");
  await becomes(() => value(visitor, "volume"), "3,000");
  await visitor.type("volume", "7");
  await page.keyboard.press("ArrowDown");
  await becomes(() => value(visitor, "volume"), "6");
  await page.keyboard.press("PageDown");
  await becomes(() => value(visitor, "volume"), "6", "not beyond its limit");
  await visitor.field("volume").hover();
  await page.mouse.wheel(0, 200);
  await becomes(() => page.evaluate(() => scrollY > 0), true);
  await becomes(() => value(visitor, "volume"), "6");
  await visitor.leave();
});

test("one typed value is one step back, over fields, choices, rows and examples; and all the way forth again", async () => {
  const visitor = await site.visit("#/c/funnel.conversion");
  const { page } = visitor;
  const shown = () => page.locator(".inputs").evaluate((form) => [...form.querySelectorAll("input, select")].map((field) => `${field.id}=${field.value}`).join("\n"));
  const steps = [
    () => visitor.type("deal_size", "20,000"),
    () => visitor.type("target", "3m"),
    () => visitor.field("basis").selectOption("rates"),
    () => visitor.type("stages-rate-1-", "61.5"),
    () => page.getByRole("button", { name: "Add: Stage" }).click(),
    () => visitor.type("stages-name-5-", "Renewal"),
    () => page.getByRole("button", { name: "Move up: Renewal" }).click(),
    () => page.getByRole("button", { name: "Remove: Qualify" }).click(),
    () => page.getByRole("button", { name: "Open this example" }).first().click(),
    () => page.getByRole("button", { name: "Back to the preset" }).click(),
  ];
  const settled = async () => {
    // Leaving the field gives its plain form.
    await page.evaluate(() => document.activeElement.blur());
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    return shown();
  };
  const seen = [await settled()];
  for (const step of steps) {
    await step();
    seen.push(await settled());
    assert.notEqual(seen.at(-1), seen.at(-2));
  }
  for (const wanted of seen.slice(0, -1).reverse()) {
    await page.keyboard.press("Control+z");
    await becomes(shown, wanted);
  }
  await becomes(() => page.getByRole("button", { name: /^Undo/ }).isDisabled(), true);
  for (const wanted of seen.slice(1)) {
    await page.getByRole("button", { name: /^Redo/ }).click();
    await becomes(shown, wanted);
  }
  await becomes(() => page.getByRole("button", { name: /^Redo/ }).isDisabled(), true);
  await page.keyboard.press("Control+z");
  await page.keyboard.press("Control+Shift+z");
  await becomes(shown, seen.at(-1));
  await visitor.leave();
});

test("undo reaches the entry being typed", async () => {
  const visitor = await site.visit(PLAIN);
  await visitor.type("unit_cost", "3o");
  await visitor.page.keyboard.press("Control+z");
  await becomes(() => value(visitor, "unit_cost"), "22.5");
  await becomes(visitor.headline, "$36.00");
  await becomes(() => stale(visitor).count(), 0);
  await visitor.page.keyboard.press("Control+Shift+z");
  await becomes(() => value(visitor, "unit_cost"), "3o");
  await visitor.leave();
});

test("a figure that cannot be has a dash and its cause", async () => {
  const visitor = await site.visit(PLAIN);
  await visitor.field("method").selectOption("profit");
  await visitor.type("volume", "0");
  await becomes(visitor.headline, "–");
  await becomes(() => visitor.page.locator(".meaning").innerText(), /Enter a volume above zero/);
  await visitor.result("Profit on sales").getByRole("button").click();
  await becomes(() => visitor.page.locator("#why").innerText(), /Why there is no figure/);
  assert.doesNotMatch(await visitor.page.locator("main").innerText(), /NaN|Infinity|undefined/);
  await visitor.leave();
});

test("a name is only ever text", async () => {
  const visitor = await site.visit("#/c/funnel.conversion");
  const name = `<img src=x onerror="document.title='lost'"> & "co" {won}`;
  await visitor.type("stages-name-1-", name);
  await visitor.page.keyboard.press("Tab");
  await visitor.page.locator(".results th[scope=row]", { hasText: name }).first().waitFor();
  await becomes(() => visitor.page.locator("main img").count(), 0);
  await visitor.type("stages-name-1-", "a\u202eb" + "長".repeat(200));
  await becomes(async () => (await value(visitor, "stages-name-1-")).length, 80);
  await visitor.saved();
  await visitor.leave();
});

test("in every calculator each number refuses letters, keeps the last good answer, and is put right by one undo", async () => {
  const visitor = await site.visit();
  const { page } = visitor;
  for (const id of await visitor.calculators()) {
    await visitor.go(`#/c/${id}`);
    await visitor.unfold();
    const [headline, main] = [await visitor.headline(), page.locator("main")];
    const numbers = await page.locator("form .box input").evaluateAll((fields) => fields.map((field) => [field.id, field.value]));
    assert.ok(numbers.length > 0);
    for (const [field, before] of numbers) {
      const input = page.locator(`[id="${field}"]`);
      await input.fill("abc");
      await input.blur();
      await page.locator(`[id="${field}"][aria-invalid=true]`).waitFor();
      await becomes(() => input.inputValue(), "abc", `${id} ${field}`);
      await becomes(() => visitor.headline(), headline, `${id} ${field}`);
      await becomes(() => main.locator(".summary li").count(), 1, `${id} ${field}`);
      await page.keyboard.press("Control+z");
      await becomes(() => input.inputValue(), before);
      await becomes(() => main.locator(".summary li").count(), 0);
    }
  }
  await visitor.leave();
});
