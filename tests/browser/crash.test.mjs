// The page falls over, in every way that can be brought about from outside: it stands again within a second, without a reload,
// with the last figures; and where it falls again, there is a way out with everything in hand.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { WORK, becomes, start } from "./harness.mjs";

let house;
before(async () => (house = await start()));
after(() => house.stop());

const PRICE = "#/c/pricing.cost_plus";
/** What the page's own fall leaves in the console is meant. */
const MEANT = /page error|console error/;

/** Ways to fall, each run in the page; the next thing the person does brings it about. */
const WAYS = {
  "in a handler": () => {
    const real = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value");
    Object.defineProperty(HTMLInputElement.prototype, "value", {
      ...real,
      get() {
        Object.defineProperty(HTMLInputElement.prototype, "value", real);
        throw new Error("made to fall");
      },
    });
  },
  "in drawing": () => {
    const real = Object.getOwnPropertyDescriptor(Node.prototype, "nodeValue");
    Object.defineProperty(Node.prototype, "nodeValue", {
      ...real,
      set() {
        Object.defineProperty(Node.prototype, "nodeValue", real);
        throw new Error("made to fall");
      },
    });
  },
  "where an extension has wrapped every text": () => {
    const walker = document.createTreeWalker(document.getElementById("app"), NodeFilter.SHOW_TEXT);
    const texts = [];
    while (walker.nextNode()) texts.push(walker.currentNode);
    for (const text of texts) {
      const font = document.createElement("font");
      text.replaceWith(font);
      font.append(text);
    }
    document.querySelectorAll("#app table tbody").forEach((body) => body.replaceChildren());
  },
};

for (const [name, way] of Object.entries(WAYS)) {
  test(`the page falls ${name}: it stands again with the last figures, without a reload`, async () => {
    const rep = await house.visit(PRICE);
    const { page } = rep;
    await rep.type("unit_cost", "30");
    await page.keyboard.press("Tab");
    await rep.saved('"unit_cost":30');
    await page.evaluate(() => (globalThis.sameDocument = true));
    await page.evaluate(way);
    await page.locator("#field-unit_cost").fill("40").catch(() => {});
    await page.waitForTimeout(600);
    if (name.startsWith("where")) {
      // Nothing that a page can do keeps others from changing it: it either bears that or begins again.
      await rep.speak("简").catch(() => {});
      await rep.speak("EN").catch(() => {});
    } else {
      await page.locator("body > .recovered").waitFor();
    }
    await page.waitForSelector('main[data-calculator="pricing.cost_plus"] h1');
    assert.equal(await page.evaluate(() => globalThis.sameDocument), true, "no reload");
    await becomes(rep.headline, /^\$(48|64)\.00$/);
    // It works on, saves, and what lived before does nothing any longer.
    await rep.type("unit_cost", "50");
    await page.keyboard.press("Tab");
    await becomes(rep.headline, "$80.00");
    await rep.saved('"unit_cost":50');
    await page.keyboard.press("Control+z");
    await becomes(() => rep.field("unit_cost").inputValue(), /^(30|40)$/);
    await page.waitForTimeout(300);
    await rep.reload();
    await becomes(rep.headline, /^\$(48|64)\.00$/);
    await rep.leave({ but: MEANT });
  });
}

/** Lets the page fall as often as it begins. */
function alwaysFalling() {
  const real = Document.prototype.createElement;
  Document.prototype.createElement = function (name, ...more) {
    if (name === "header" && globalThis.falling !== false) throw new Error("made to fall");
    return real.call(this, name, ...more);
  };
  const ns = Document.prototype.createElementNS;
  Document.prototype.createElementNS = function (space, name, ...more) {
    if (name === "header" && globalThis.falling !== false) throw new Error("made to fall");
    return ns.call(this, space, name, ...more);
  };
}

test("the page falls as often as it begins: no circle, but everything in hand, and ways out", async () => {
  const first = await house.visit(PRICE);
  await first.type("unit_cost", "30");
  await first.saved('"unit_cost":30');
  const kept = await first.stored(WORK);
  await first.leave();
  for (const [language, again, empty] of [["en", "Try again", "Start with an empty workbook (nothing is deleted)"], ["zh-Hans", "重试", "以空白工作簿启动（不会删除任何内容）"], ["zh-Hant", "再試一次", "以空白活頁簿啟動（不會刪除任何內容）"]]) {
    const rep = await house.visit(null, { language, storage: { [WORK]: kept }, before: alwaysFalling });
    const { page } = rep;
    await page.goto(house.base + PRICE);
    const fallen = page.locator("main.fallen");
    await fallen.waitFor();
    assert.match(await fallen.innerText(), new RegExp(`sales-workbench/work · ${kept.length}`));
    await rep.axe(`safe mode, ${language}`);
    const [file] = await Promise.all([page.waitForEvent("download"), fallen.getByRole("button").first().click()]);
    const everything = JSON.parse(readFileSync(await file.path(), "utf8"));
    assert.equal(everything[WORK], kept, "byte for byte");
    await fallen.evaluate((element) => (element.dataset.before = "yes"));
    await page.getByRole("button", { name: again }).click();
    await page.locator("main.fallen:not([data-before])").waitFor();
    await page.evaluate(() => (globalThis.falling = false));
    await page.getByRole("button", { name: empty }).click();
    await page.waitForSelector("main[data-calculator] h1");
    assert.notEqual(await rep.headline(), "$48.00", "an empty workbook");
    assert.equal(await rep.stored(WORK), kept, "nothing is deleted");
    await page.goto(`${house.base}#/workbooks`);
    await becomes(() => page.locator(".books input.name").count(), 1);
    await page.locator(".books").getByRole("button").first().click();
    await page.goto(house.base + PRICE);
    await becomes(() => rep.field("unit_cost").inputValue(), "30");
    await rep.leave({ but: MEANT });
  }
});

test("memory cannot grow: there is a way out, and the work is whole", async () => {
  // Room enough to begin, too little for the largest calculator.
  const small = await start({ more: ["--js-flags=--wasm-max-mem-pages=30"] });
  const rep = await small.visit(PRICE);
  const { page } = rep;
  await rep.type("unit_cost", "30");
  await page.keyboard.press("Tab");
  await rep.saved('"unit_cost":30');
  const kept = await rep.stored(WORK);
  await page.evaluate(() => (location.hash = "#/c/market.score"));
  const fallen = page.locator("main.fallen");
  await fallen.waitFor();
  const [file] = await Promise.all([page.waitForEvent("download"), fallen.getByRole("button").first().click()]);
  assert.equal(JSON.parse(readFileSync(await file.path(), "utf8"))[WORK], kept);
  await page.evaluate((route) => (location.hash = route), PRICE);
  await page.getByRole("button", { name: "Try again" }).click();
  await becomes(rep.headline, "$48.00");
  await rep.leave({ but: MEANT });
  await small.stop();
});

test("what the page cannot begin without is named, in three languages", async () => {
  const broken = async (language, spoil, wanted) => {
    const rep = await house.visit(null, { language });
    await spoil(rep.page);
    await rep.page.goto(house.base + PRICE);
    await rep.page.locator("main.fallen").waitFor();
    assert.match(await rep.page.locator("main.fallen").locator("[role=alert]").innerText(), wanted);
    assert.equal(await rep.page.locator("main.fallen p").count(), 3);
    await rep.axe(`fallen, ${language}`);
    await rep.leave({ but: /page error|console error|failed|404|500/ });
  };
  await broken("en", (page) => page.route("**/*.wasm", (route) => route.abort()), /^A file of the page could not be loaded/);
  await broken("zh-Hans", (page) => page.route("**/*.wasm", (route) => route.fulfill({ status: 404 })), /^页面的某个文件未能加载/);
  await broken("zh-Hant", (page) => page.route("**/*.wasm", (route) => route.fulfill({ status: 200, contentType: "text/html", body: "<p>not found</p>" })), /WebAssembly|無法載入|未能載入/);
  await broken("en", (page) => page.addInitScript(() => delete globalThis.WebAssembly), /too old/);
  await broken("en", (page) => page.addInitScript(() => {
    WebAssembly.compileStreaming = WebAssembly.compile = () => Promise.reject(new WebAssembly.CompileError("Refused to compile: blocked by policy"));
  }), /does not allow WebAssembly/);
});

test("a module sent under another type is heard out", async () => {
  const rep = await house.visit(null);
  await rep.page.route("**/*.wasm", async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, headers: { ...answer.headers(), "content-type": "application/octet-stream" } });
  });
  await rep.go(PRICE);
  assert.equal(await rep.headline(), "$36.00");
  await rep.leave();
});
