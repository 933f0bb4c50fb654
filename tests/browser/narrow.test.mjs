// What finds too little room: names on charts, names in fields, tables wider than the page. Nothing is cut without a sign.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { PNG } from "pngjs";
import { becomes, LANGUAGES, start } from "./harness.mjs";

let site;
before(async () => (site = await start()));
after(() => site.stop());

const PHONE = { width: 360, height: 800 };
const LAPTOP = { width: 1280, height: 900 };

/** Run in the page before its own scripts: notes each text of a canvas since it was last cleared, with the corners of its box. */
function noteTexts() {
  globalThis.written = new Map();
  const { clearRect, fillText } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.clearRect = function (...where) {
    globalThis.written.set(this.canvas, []);
    return clearRect.apply(this, where);
  };
  CanvasRenderingContext2D.prototype.fillText = function (text, x, y) {
    const { actualBoundingBoxLeft: before, actualBoundingBoxRight: behind, actualBoundingBoxAscent: over, actualBoundingBoxDescent: under } = this.measureText(text);
    const corners = [[x - before, y - over], [x + behind, y - over], [x - before, y + under], [x + behind, y + under]];
    const placed = corners.map(([x, y]) => this.getTransform().transformPoint({ x, y }));
    globalThis.written.get(this.canvas)?.push({ text, xs: placed.map((at) => at.x), ys: placed.map((at) => at.y) });
    return fillText.call(this, text, x, y);
  };
}

/** Run in the page: the texts that reach over an edge of their canvas, and those of which too little is left to be known. */
function cutTexts() {
  const wrong = [];
  for (const [canvas, texts] of globalThis.written) {
    if (!canvas.isConnected) continue;
    for (const { text, xs, ys } of texts) {
      const outside = Math.min(...xs) < -1 || Math.max(...xs) > canvas.width + 1 || Math.min(...ys) < -1 || Math.max(...ys) > canvas.height + 1;
      if (outside || (text.endsWith("…") && text.length < 5)) wrong.push(text);
    }
  }
  return wrong;
}

test("every text of every chart stays on its canvas, however narrow", async () => {
  for (const [language, size] of [["en", PHONE], ["zh-Hans", PHONE], ["zh-Hant", PHONE], ["en", { width: 320, height: 800 }], ["en", LAPTOP]]) {
    const visitor = await site.visit("#/", { language, ...size, before: noteTexts });
    for (const id of await visitor.calculators()) {
      await visitor.go(`#/c/${id}`);
      await visitor.page.locator("figure.picture canvas").first().waitFor();
      await visitor.settled();
      const written = await visitor.page.evaluate(() => [...globalThis.written.values()].flat().length);
      assert.ok(written > 5, `${id}: ${written} texts`);
      assert.deepEqual(await visitor.page.evaluate(cutTexts), [], `${id} ${language} at ${size.width}`);
    }
    await visitor.leave();
  }
});

/** Run in the page: the fields and choices of a table whose text is longer than they are wide. */
function cutFields() {
  const ruler = document.createElement("canvas").getContext("2d");
  const cut = (field) => {
    const style = getComputedStyle(field);
    ruler.font = `${style.fontSize} ${style.fontFamily}`;
    const room = field.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    return ruler.measureText(field.selectedOptions?.[0].text ?? field.value).width > room;
  };
  // A phone has no room for the longest choices, which it shows in full where one is chosen.
  const asked = innerWidth > 400 ? ".rows input.name, .rows td select, .field select" : ".rows input.name, .rows td select";
  const fields = [...document.querySelectorAll(asked)].filter((field) => field.checkVisibility());
  return fields.filter(cut).map((field) => field.selectedOptions?.[0].text ?? field.value);
}

test("names and choices are shown in full", async () => {
  for (const language of LANGUAGES) {
    for (const size of [LAPTOP, PHONE]) {
      const visitor = await site.visit("#/", { language, ...size });
      for (const id of await visitor.calculators()) {
        await visitor.go(`#/c/${id}`);
        await visitor.unfold();
        assert.deepEqual(await visitor.page.evaluate(cutFields), [], `${id} ${language} at ${size.width}`);
      }
      await visitor.leave();
    }
  }
});

/** How dark the last pixels of a table are at an edge, beside the paper's. */
async function shade(region, edge) {
  const { data, width, height } = PNG.sync.read(await region.screenshot());
  const column = edge === "left" ? 1 : width - 2;
  const at = (x, y) => data[(y * width + x) * 4];
  const middle = [...Array(height).keys()].map((y) => Math.abs(at(column, y) - at(Math.floor(width / 2), 1)));
  return middle.filter((difference) => difference > 12).length / height;
}

test("a table wider than the page says so at its edge, has a name, is scrolled by keys, and keeps the names of its rows in sight", async () => {
  for (const theme of ["light", "dark"]) {
    for (const [id, size] of [["funnel.conversion", PHONE], ["funnel.conversion", LAPTOP], ["commission.plan", PHONE]]) {
      // All of the page is in sight, or a picture of a table would show what lies over it too.
      const visitor = await site.visit(`#/c/${id}`, { theme, ...size, height: 6000 });
      const { page } = visitor;
      await visitor.unfold();
      const wide = page.locator(".results .scroll");
      const over = await wide.evaluateAll((all) => all.findIndex((one) => one.scrollWidth > one.clientWidth + 40));
      assert.ok(over >= 0, `${id}: a table is wider than ${size.width}`);
      const region = wide.nth(over);
      assert.equal(await region.getAttribute("role"), "region");
      assert.ok(await region.getAttribute("aria-label"));
      await region.evaluate((one) => (one.style.maxHeight = "none"));
      const shaded = await shade(region, "right");
      assert.ok(shaded > 0.4, `${id} ${theme}: shaded at ${shaded} of its right edge`);
      await region.focus();
      await page.keyboard.press("ArrowRight");
      await becomes(() => region.evaluate((one) => one.scrollLeft > 0), true);
      await region.evaluate((one) => (one.scrollLeft = one.scrollWidth));
      const [start, name] = await region.evaluate((one) => [one, one.querySelector("tbody th")].map((part) => part.getBoundingClientRect().left));
      assert.ok(Math.abs(start - name) < 2, `${id}: the names of the rows stay`);
      await becomes(async () => (await shade(region, "right")) < 0.3, true, `${id} ${theme}: nothing more is said at the end`);
      await visitor.leave();
    }
  }
});
