// Dialogs under a hand that is quicker than the browser's word of their closing, which comes in a later turn: what was opened
// again by then stays open.
import { after, before, test } from "node:test";
import { becomes, start } from "./harness.mjs";

let site;
before(async () => (site = await start()));
after(() => site.stop());

/** The dialog over the page, by its heading. */
const shown = (visitor) => visitor.page.locator("dialog[open] h2").allInnerTexts().then(String);

/**
 * Run in the page: closes the dialog as Escape does, and opens another in the same turn. Waits until the word of the closing has come,
 * and all that follows from it is drawn.
 */
async function closeAndOpen(open) {
  const dialog = document.querySelector("dialog[open]");
  const told = new Promise((done) => dialog.addEventListener("close", done, { once: true }));
  dialog.close();
  if (open.paste) {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", open.paste);
    document.getElementById(open.at).dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  } else if (open.at) {
    document.getElementById(open.at).dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowDown", altKey: true, bubbles: true, cancelable: true }));
  } else {
    document.querySelector(open.press).click();
  }
  await told;
  for (let turn = 0; turn < 20; turn++) await new Promise((done) => setTimeout(done));
}

test("the sheet of a field, of the same and of another one, which starts again", async () => {
  const visitor = await site.visit("#/c/pricing.cost_plus");
  const { page } = visitor;
  await visitor.field("unit_cost").focus();
  await page.keyboard.press("Alt+ArrowDown");
  await becomes(() => shown(visitor), "Unit variable cost");
  await page.locator("#range-shape").selectOption({ index: 3 });
  await page.locator('[id="range.likely"]').fill("99");
  await becomes(async () => (await page.locator(".range-form .wrong").innerText()) !== "", true);
  for (const [key, name] of [["unit_cost", "Unit variable cost"], ["fixed_cost", "Fixed cost"], ["fixed_cost", "Fixed cost"], ["unit_cost", "Unit variable cost"]]) {
    await page.evaluate(closeAndOpen, { at: `field-${key}` });
    await becomes(() => shown(visitor), name);
    await becomes(() => page.locator(".range-form .wrong").count(), 0, "what was typed into the last one is gone");
  }
  await page.locator("dialog[open]").getByRole("button", { name: "Close" }).click();
  await becomes(() => shown(visitor), "");
  await visitor.leave();
});

test("the preview of a paste", async () => {
  const visitor = await site.visit("#/c/funnel.conversion");
  const { page } = visitor;
  const paste = { at: "field-stages-count-0-", paste: "12\n13\n" };
  await visitor.field("stages-count-0-").focus();
  await page.evaluate(({ paste }) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", paste);
    document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  }, paste);
  await becomes(() => shown(visitor), "Paste into the table");
  for (let time = 0; time < 2; time++) {
    await page.evaluate(closeAndOpen, paste);
    await becomes(() => shown(visitor), "Paste into the table");
  }
  await page.getByRole("dialog").getByRole("button", { name: "Fill in" }).click();
  await becomes(() => visitor.field("stages-count-1-").inputValue(), "13");
  await visitor.leave();
});

test("the import of a file", async () => {
  const visitor = await site.visit("#/c/funnel.conversion");
  const { page } = visitor;
  await page.locator("button.import").first().click();
  await becomes(async () => (await shown(visitor)) !== "", true);
  const title = await shown(visitor);
  for (let time = 0; time < 2; time++) {
    await page.evaluate(closeAndOpen, { press: "button.import" });
    await becomes(() => shown(visitor), title);
  }
  await page.keyboard.press("Escape");
  await becomes(() => shown(visitor), "");
  await becomes(() => page.locator("dialog.importing").count(), 0);
  await visitor.leave();
});

test("the keyboard stays where a quick hand has put it on a page that was just drawn", async () => {
  const visitor = await site.visit("#/");
  const { page } = visitor;
  // The page's own word of the new place comes in one turn, and the hand in the same.
  await page.evaluate(() => {
    addEventListener("hashchange", () => queueMicrotask(function look() {
      const field = document.getElementById("field-unit_cost");
      if (field) field.focus();
      else setTimeout(look);
    }));
    location.hash = "#/c/pricing.cost_plus";
  });
  await becomes(() => page.evaluate(() => document.activeElement.id), "field-unit_cost");
  await visitor.settled();
  await becomes(() => page.evaluate(() => document.activeElement.id), "field-unit_cost");
  await visitor.leave();
});
