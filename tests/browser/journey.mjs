// One way of doing the same steps with the mouse or with keys, and a journey in both ways: once with the mouse at a desk, once
// with nothing but the keyboard in a window of 360 px.
import { test } from "node:test";
import { becomes, drawn } from "./harness.mjs";

const WAYS = [["with the mouse", false, {}], ["by keyboard alone, at 360 px", true, { width: 360, height: 740 }]];

/** A journey in both ways: the visitor, and the driver of her steps. `site` gives the running page once it has started. */
export function journey(site, name, route, run) {
  for (const [how, keys, options] of WAYS) {
    test(`${name}, ${how}`, async () => {
      const rep = await site().visit(route, options);
      await run(rep, driver(rep, keys));
      await becomes(() => rep.page.evaluate(sticksOut), [0], "nothing scrolls sideways");
      await rep.leave();
    });
  }
}

/** What stands out of the window to the side, other than inside a table that scrolls by itself. */
export function sticksOut() {
  const width = document.documentElement.clientWidth;
  const out = [...document.querySelectorAll("body *")].filter((element) => {
    const box = element.getBoundingClientRect();
    return box.width > 0 && (box.right > width + 1 || box.left < -1) && !element.closest(".scroll, .singles, .unseen");
  });
  return [document.scrollingElement.scrollWidth - width, ...out.slice(0, 8).map((element) => `${element.tagName}.${element.className}`)];
}

/** The same steps with the mouse or with keys; what the keyboard reaches must lie in sight and uncovered. */
export function driver(rep, keys) {
  const { page } = rep;
  const reach = async (to) => {
    await to.waitFor();
    for (let step = 0; step < 400; step++) {
      const key = await to.evaluate((element) => {
        const at = document.activeElement;
        if (at === element) return null;
        return at.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING ? "Tab" : "Shift+Tab";
      });
      if (key === null) break;
      await page.keyboard.press(key);
    }
    const seen = () =>
      to.evaluate((element) => {
        const box = element.getClientRects()[0];
        const top = document.elementFromPoint(box.left + Math.min(box.width, 40) / 2, box.top + Math.min(box.height, 40) / 2);
        return [element === document.activeElement, top !== null && (element.contains(top) || top.contains(element))];
      });
    await becomes(seen, [true, true], `${to}: reached by Tab, and uncovered there`);
  };
  const press = async (to, key = "Enter") => {
    if (keys) {
      await reach(to);
      await page.keyboard.press(key);
    } else {
      await to.click();
    }
    await page.evaluate(drawn);
  };
  return {
    press,
    reach,
    /** Replaces what is in a field, and stays in it. */
    async type(field, text) {
      const input = typeof field === "string" ? page.locator(`#field-${field}`) : field;
      if (!keys) return rep.type(input, text);
      await reach(input);
      await page.keyboard.press("Control+a");
      await (text === "" ? page.keyboard.press("Delete") : page.keyboard.type(text));
      await page.evaluate(drawn);
    },
    /** Chooses the first option that begins with a text. */
    async choose(select, text) {
      let place = -1;
      const find = async () => (place = (await select.locator("option").allInnerTexts()).findIndex((option) => option.startsWith(text))) >= 0;
      await becomes(find, true, text);
      if (keys) {
        await reach(select);
        const from = await select.evaluate((element) => element.selectedIndex);
        // The list is opened, gone through, and an option taken: one change.
        await page.keyboard.press("Alt+ArrowDown");
        for (let at = from; at < place; at++) await page.keyboard.press("ArrowDown");
        for (let at = from; at > place; at--) await page.keyboard.press("ArrowUp");
        await page.keyboard.press("Enter");
      } else {
        await select.selectOption({ index: place });
      }
      await page.evaluate(drawn);
    },
    async take(tab) {
      if (!keys) return page.locator(`#tab-${tab}`).click();
      await reach(page.locator("[role=tab][aria-selected=true]"));
      for (let step = 0; step < 4 && (await focused(rep)) !== `tab-${tab}`; step++) {
        const now = await focused(rep);
        await page.keyboard.press("ArrowRight");
        await becomes(async () => (await focused(rep)) !== now, true);
      }
      await becomes(() => focused(rep), `tab-${tab}`);
    },
    /** The sheet of a field. */
    async open(key) {
      if (keys) {
        await reach(rep.field(key));
        await page.keyboard.press("Alt+ArrowDown");
      } else {
        await rep.field(key).hover();
        await rep.field(key).locator("xpath=following-sibling::button").click();
      }
      await page.locator("dialog.field-sheet[open]").waitFor();
    },
    /** To another page: by its name, or over the page that lists them. */
    async go(name, id) {
      const there = page.locator(id === "workbook" ? "main.workbook" : `main[data-calculator="${id}"]`);
      if (keys) {
        await page.keyboard.press("Control+k");
        await page.locator("#palette[open]").waitFor();
        await page.keyboard.type(name);
        await page.keyboard.press("Enter");
      } else if (id === "workbook") {
        await page.locator(".bar").getByRole("link", { name }).click();
      } else {
        await page.locator(".brand").click();
        await page.locator("main.home").getByRole("link", { name }).click();
      }
      await there.waitFor();
      await becomes(() => focused(rep), "main");
    },
    async undo() {
      await (keys ? page.keyboard.press("Control+z") : page.getByRole("button", { name: "Undo (Ctrl+Z)" }).click());
      await page.evaluate(drawn);
    },
  };
}

export const focused = (rep) => rep.page.evaluate(() => document.activeElement.id);
