// The same seed gives the same digits natively, in Chromium and in Firefox: the native ones are in
// tests/cases/simulated_digits.json, where `tests/digits.rs` holds the native build to them.
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { becomes, start as chromium } from "./harness.mjs";
import { start as firefox } from "./firefox.mjs";

const cases = JSON.parse(readFileSync(new URL("../cases/simulated_digits.json", import.meta.url)));
/** The element of a field: `stages.count[0]` is in `field-stages-count-0-`. */
const element = (field) => field.replace(/[.[\]]/g, "-");

for (const [name, start] of Object.entries({ chromium, firefox })) {
  test(`the digits of a simulation in ${name}`, async () => {
    const site = await start();
    try {
      for (const { calculator, typed, exact } of cases) {
        const visitor = await site.visit(`#/c/${calculator}`);
        for (const [field, text] of Object.entries(typed)) await visitor.type(element(field), text);
        await visitor.page.keyboard.press("Tab");
        await visitor.page.evaluate(() => document.querySelector("#tab-ranges").click());
        await becomes(() => visitor.page.evaluate(() => document.querySelector("#ranges-draws") !== null), true);
        await visitor.page.evaluate(() => {
          const draws = document.querySelector("#ranges-draws");
          draws.selectedIndex = 0;
          draws.dispatchEvent(new Event("change", { bubbles: true }));
        });
        const found = () =>
          visitor.page.evaluate(() => {
            const simulated = document.querySelector(".simulated");
            return simulated?.dataset.draws === "10000" ? simulated.dataset.exact : "";
          });
        await becomes(found, exact);
        await visitor.leave();
      }
    } finally {
      await site.stop();
    }
  });
}
