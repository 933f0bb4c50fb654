// Every call that touches the store made to fail, one after the other; the tab killed at any moment of a save. Afterwards the
// whole old or the whole new work is there, never a mixture, and the page is never blank.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { PATIENCE, SETTINGS, WORK, becomes, drawn, settings, settled, start } from "./harness.mjs";

let site;
before(async () => (site = await start()));
after(() => site.stop());

const PRICE = "#/c/pricing.cost_plus";

/**
 * Run in the page before its own scripts: counts every call to the store, and lets the one with this number fail, or it and
 * all after it. Without a number it only counts.
 */
function saboteur({ fatal, lasting }) {
  globalThis.calls = 0;
  if (location.protocol === "about:" || sessionStorage.getItem("healed")) return;
  const fails = () => {
    const call = globalThis.calls++;
    if (fatal !== null && (lasting ? call >= fatal : call === fatal)) throw new DOMException("made to fail", "QuotaExceededError");
  };
  for (const name of ["getItem", "setItem", "removeItem", "key"]) {
    const real = Storage.prototype[name];
    Storage.prototype[name] = function (...given) {
      if (this === localStorage) fails();
      return real.apply(this, given);
    };
  }
  const { get } = Object.getOwnPropertyDescriptor(Storage.prototype, "length");
  Object.defineProperty(Storage.prototype, "length", {
    get() {
      if (this === localStorage) fails();
      return get.call(this);
    },
  });
}

/** A rep's minute: she finds her figures, changes two of them, begins a second workbook and comes back to the first. */
async function minute(page) {
  const type = async (key, text) => {
    const field = page.locator(`#field-${key}`);
    await field.fill(text);
    await field.press("Tab");
    await page.evaluate(settled);
  };
  await page.waitForSelector("main[data-calculator] h1");
  await type("unit_cost", "40");
  await type("volume", "9000");
  await page.goto(page.url().replace(/#.*/, "#/workbooks"));
  await page.locator("main.workbooks h1").waitFor();
  await page.locator(".workbooks > .buttons button").first().click();
  await page.evaluate(drawn);
}

/** What the first workbook holds once nothing fails any longer: its two figures. */
async function found(page, base) {
  await page.evaluate(() => sessionStorage.setItem("healed", "yes"));
  await page.goto("about:blank");
  await page.goto(`${base}#/workbooks`);
  await page.waitForSelector("main.workbooks h1");
  const text = await page.evaluate((key) => localStorage.getItem(key), WORK);
  const inputs = JSON.parse(text).workbook.calculators["pricing.cost_plus"].inputs;
  await becomes(() => page.locator(".recovery").count(), 0);
  return [inputs.unit_cost ?? null, inputs.volume ?? null];
}

test("any one call to the store fails, or it and every call after it: the whole old or the whole new work is found", async () => {
  const first = await site.visit(PRICE);
  await first.type("unit_cost", "30");
  await first.saved('"unit_cost":30');
  const old = await first.stored(WORK);
  await first.leave();

  const run = async (fatal, lasting) => {
    const context = await site.browser.newContext({ viewport: { width: 1280, height: 900 } });
    await context.addInitScript(([key, text, settingsKey, kept]) => {
      if (location.protocol === "about:" || localStorage.getItem(key) !== null) return;
      localStorage.setItem(key, text);
      localStorage.setItem(settingsKey, kept);
    }, [WORK, old, SETTINGS, settings("en", "light")]);
    await context.addInitScript(saboteur, { fatal, lasting });
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE);
    const faults = [];
    page.on("pageerror", (error) => faults.push(error.message));
    page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
    try {
      await page.goto(site.base + PRICE);
      await minute(page);
      const calls = await page.evaluate(() => globalThis.calls);
      const after = await found(page, site.base);
      return { calls, after, faults };
    } finally {
      await context.close();
    }
  };

  const whole = await run(null, false);
  assert.deepEqual(whole.after, [40, 9000]);
  const allowed = [[30, null], [40, null], [40, 9000]].map(String);
  const tries = Array.from({ length: whole.calls }, (_, fatal) => [fatal, false]);
  // All that follows fails too: every eighth beginning is enough, since the first of a row decides.
  for (let fatal = 0; fatal < whole.calls; fatal += 8) tries.push([fatal, true]);
  let injected = 0;
  const next = async () => {
    for (let one = tries.shift(); one; one = tries.shift()) {
      const { after, faults } = await run(...one);
      assert.ok(allowed.includes(String(after)), `call ${one}: ${after}`);
      assert.deepEqual(faults, [], `call ${one}`);
      injected++;
    }
  };
  await Promise.all([next(), next(), next()]);
  console.log(`# calls to the store in a rep's minute: ${whole.calls}; faults injected: ${injected}`);
  assert.ok(whole.calls > 50, `${whole.calls}`);
});

/** Where a page writes down what happens to a field, in the store: that outlives the tab, and keeps its order beside the saves. */
const TYPED = "test/typed";
const SEEN = "test/seen";

/**
 * Run in the page: writes down each text of the field before the app hears of it, and again once it has been on the screen for 300 ms
 * by the page's own clock: a busy machine is slow in both. Calls `done` so long after the key of this number.
 */
function witness({ field, typed, seen, key, after }) {
  const texts = [];
  const write = (name, text) => localStorage.setItem(name, text);
  addEventListener(
    "input",
    (event) => {
      if (event.target.id !== field) return;
      const text = event.target.value;
      texts.push(text);
      write(typed, JSON.stringify(texts));
      requestAnimationFrame(() => setTimeout(write, 300, seen, text));
      if (texts.length === key) requestAnimationFrame(() => setTimeout(() => globalThis.done(), after));
    },
    true,
  );
}

test("a tab killed at any moment loses at most the last 300 ms", async () => {
  let [kills, sure] = [0, 0];
  const run = async ([key, after]) => {
    const rep = await site.visit(PRICE);
    const { page } = rep;
    const at = `${after} ms after key ${key}`;
    await rep.type("unit_cost", "30");
    await page.keyboard.press("Tab");
    await rep.saved('"unit_cost":30');
    const moment = new Promise((done) => page.exposeFunction("done", done));
    await page.waitForFunction(() => globalThis.done);
    await page.evaluate(witness, { field: "field-volume", typed: TYPED, seen: SEEN, key, after });
    await page.locator("#field-volume").click();
    await page.keyboard.press("Control+a");
    const crashed = page.waitForEvent("crash");
    const writing = page.keyboard.type("123456789", { delay: 60 }).catch(() => {});
    await moment;
    const devices = await rep.context.newCDPSession(page);
    devices.send("Page.crash").catch(() => {});
    await crashed;
    await writing;
    const again = await rep.another(PRICE);
    const volume = Number((await again.field("volume").inputValue()).replaceAll(",", ""));
    await becomes(() => again.field("unit_cost").inputValue(), "30", at);
    const typed = [12_000, ...JSON.parse((await again.stored(TYPED)) ?? "[]").map(Number)];
    assert.ok(typed.includes(volume), `${at}: ${volume} was found, ${typed} was typed`);
    const seen = Number((await again.stored(SEEN)) ?? typed[0]);
    assert.ok(typed.indexOf(volume) >= typed.indexOf(seen), `${at}: ${volume} was found, ${seen} had been on the screen for 300 ms`);
    kills++;
    if (seen !== typed[0]) sure++;
    await rep.context.close();
  };
  // After each of eight keys at once, before it is saved, and when it must have been.
  const moments = Array.from({ length: 24 }, (_, place) => [1 + (place % 8), [0, 150, 310][Math.floor(place / 8)]]);
  const next = async () => {
    for (let moment = moments.shift(); moment !== undefined; moment = moments.shift()) await run(moment);
  };
  await Promise.all([next(), next()]);
  console.log(`# tabs killed: ${kills}; in ${sure} of them something had stood for 300 ms`);
  assert.ok(sure >= 8, "each third kill came when something had to be kept");
});

test("a store that heals is written to again, and says so", async () => {
  const rep = await site.visit(PRICE, {
    before: () => {
      const real = Storage.prototype.setItem;
      Storage.prototype.setItem = function (...given) {
        if (this === localStorage && globalThis.broken) throw new DOMException("made to fail", "QuotaExceededError");
        return real.apply(this, given);
      };
    },
  });
  await rep.type("unit_cost", "30");
  await rep.saved('"unit_cost":30');
  await rep.page.evaluate(() => (globalThis.broken = true));
  await rep.type("volume", "9000");
  await rep.page.locator(".conflict").waitFor();
  await becomes(() => rep.page.locator(".conflict").innerText(), /safe only while this page is open/);
  await rep.page.evaluate(() => (globalThis.broken = false));
  await rep.type("volume", "9001");
  await rep.saved('"volume":9001');
  await becomes(() => rep.page.locator(".conflict").count(), 0);
  await rep.leave();
});
