// What the browser keeps between visits, and every way in which that can fail: nothing is lost, nothing is wrong, and the
// page never stays blank.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { SETTINGS, WORK, becomes, start } from "./harness.mjs";

let site;
before(async () => (site = await start()));
after(() => site.stop());

const PRICE = "#/c/pricing.cost_plus";
const ASIDE = "sales-workbench/set-aside/0";
const HISTORY = "sales-workbench/history";
const said = (visitor) => visitor.page.locator(".saving").innerText();

/** What this release writes after a unit cost of 30 was typed: a headline of $48.00. */
async function savedText() {
  const visitor = await site.visit(PRICE);
  await visitor.type("unit_cost", "30");
  await visitor.saved('"unit_cost":30');
  const text = await visitor.stored(WORK);
  await visitor.leave();
  return text;
}

test("work and settings are found again", async () => {
  const visitor = await site.visit(PRICE);
  const { page } = visitor;
  await visitor.type("unit_cost", "30");
  await visitor.go("#/settings");
  await page.locator("#setting-currency").selectOption("EUR");
  await page.locator("#setting-theme").selectOption("dark");
  await page.locator("#setting-language").selectOption("繁體中文");
  await becomes(() => page.locator("h1").innerText(), "設定");
  await visitor.saved('"unit_cost":30');
  await visitor.reload();
  await becomes(() => page.locator("html").getAttribute("data-theme"), "dark");
  await becomes(() => page.locator("#setting-currency").inputValue(), "EUR");
  await visitor.go(PRICE);
  await becomes(visitor.headline, "€48.00");
  await becomes(() => visitor.field("unit_cost").inputValue(), "30");
  // Chosen by hand here before, so the list must follow what is chosen elsewhere.
  await visitor.go("#/settings");
  await page.locator("#setting-language").selectOption("English");
  await becomes(() => page.locator("h1").innerText(), "Settings");
  await visitor.speak("简");
  await becomes(() => page.locator("#setting-language").inputValue(), "zh-Hans");
  await visitor.leave();
});

test("the first visit speaks the browser's language", async () => {
  for (const [locale, title, currency] of [["en-GB", "Sales workbench", "USD"], ["zh-CN", "销售工作台", "CNY"], ["zh-TW", "銷售工作檯", "TWD"], ["zh-HK", "銷售工作檯", "TWD"], ["fr-FR", "Sales workbench", "USD"]]) {
    const visitor = await site.visit("#/", { locale });
    await becomes(() => visitor.page.locator("h1").innerText(), title, locale);
    await visitor.go("#/settings");
    await becomes(() => visitor.page.locator("#setting-currency").inputValue(), currency, locale);
    await visitor.leave();
  }
});

test("what was typed a moment before the page is left, hidden or reloaded is kept", async () => {
  const visitor = await site.visit(PRICE);
  const { page } = visitor;
  await visitor.type("unit_cost", "30");
  await page.reload();
  await becomes(visitor.headline, "$48.00");
  await visitor.type("unit_cost", "40");
  await page.evaluate(() => {
    // As when a phone changes to another app: no unload follows.
    Object.defineProperty(document, "visibilityState", { value: "hidden" });
    document.dispatchEvent(new Event("visibilitychange"));
  });
  await becomes(() => visitor.stored(WORK), /"unit_cost":40/);
  await visitor.leave();
});

test("a crash of the tab costs nothing that was saved", async () => {
  const visitor = await site.visit(PRICE);
  await visitor.type("unit_cost", "30");
  await visitor.saved('"unit_cost":30');
  const devices = await visitor.context.newCDPSession(visitor.page);
  const crashed = visitor.page.waitForEvent("crash");
  devices.send("Page.crash").catch(() => {});
  await crashed;
  const again = await visitor.another(PRICE);
  await becomes(again.headline, "$48.00");
  await visitor.leave();
});

test("two tabs keep each other's work, and undo stays their own", async () => {
  const first = await site.visit("#/c/pricing.cost_plus");
  const second = await first.another("#/c/funnel.conversion");
  await first.type("unit_cost", "30");
  await first.page.keyboard.press("Tab");
  await first.saved('"unit_cost":30');
  await second.type("target", "500000");
  await second.page.keyboard.press("Tab");
  await second.saved('"target":500000');
  await first.type("volume", "9000");
  await first.page.keyboard.press("Tab");
  await first.saved('"volume":9000');
  const third = await first.another("#/c/funnel.conversion");
  await becomes(() => third.field("target").inputValue(), "500,000");
  await third.go("#/c/pricing.cost_plus");
  await becomes(async () => [await third.field("unit_cost").inputValue(), await third.field("volume").inputValue()], ["30", "9,000"]);
  await first.page.keyboard.press("Control+z");
  await becomes(() => first.field("volume").inputValue(), "12,000");
  await becomes(() => third.field("volume").inputValue(), "12,000");
  await becomes(() => second.field("target").inputValue(), "500,000");
  await first.leave();
});

test("a damaged text is quarantined, shown in the settings, and everything works", async () => {
  const text = await savedText();
  const damaged = [
    "", " ", "null", "[]", "{}", "1e999", "\"text\"", "[".repeat(100_000), "\u0000", "not ours at all",
    text.slice(0, 1), text.slice(0, 40), text.slice(0, -1), `${text}}`,
    text.replace(/(?<="unit_cost":)30/, "31"), text.replace(/(?<="check":".)./, (digit) => (digit === "0" ? "1" : "0")),
    text.replace('"version":1', '"version":0x1'),
  ];
  for (const found of damaged) {
    const visitor = await site.visit(PRICE, { storage: { [WORK]: found } });
    const name = JSON.stringify(found.slice(0, 120));
    await becomes(() => visitor.headline(), "$36.00", name);
    await becomes(() => said(visitor), /Some saved entries could not be read/, name);
    await becomes(() => visitor.stored(ASIDE), found, name);
    await visitor.type("unit_cost", "40");
    await visitor.saved('"unit_cost":40');
    await becomes(visitor.headline, "$64.00");
    await visitor.go("#/settings");
    await becomes(() => visitor.page.locator(".aside textarea").inputValue(), found, name);
    await visitor.leave();
  }
});

test("a field that no longer fits is given up alone, listed, and its text kept", async () => {
  const visitor = await site.visit(PRICE);
  await visitor.type("unit_cost", "30");
  await visitor.type("volume", "5,000");
  await visitor.saved('"volume":5000');
  const text = await visitor.stored(WORK);
  const found = resealed(text.replace('"unit_cost":30.0', '"unit_cost":"thirty"'));
  await visitor.leave();
  const later = await site.visit(PRICE, { storage: { [WORK]: found } });
  await becomes(() => later.field("unit_cost").inputValue(), "22.5");
  await becomes(() => later.field("volume").inputValue(), "5,000");
  await becomes(() => said(later), /Some saved entries could not be read/);
  await becomes(() => later.stored(ASIDE), found);
  await later.go("#/settings");
  await becomes(() => later.page.locator(".aside").innerText(), /pricing\.cost_plus: unit_cost/);
  await later.leave();
});

test("what this release does not know is written back as it was", async () => {
  const strange = '"forecast.future":{"version":3,"inputs":{"season":[1,2.5]}}';
  const found = resealed((await savedText()).replace('"calculators":{', `"calculators":{${strange},`));
  const visitor = await site.visit(PRICE, { storage: { [WORK]: found } });
  await becomes(() => visitor.headline(), "$48.00");
  await visitor.type("unit_cost", "40");
  await visitor.saved('"unit_cost":40');
  assert.ok((await visitor.stored(WORK)).includes(strange));
  await visitor.leave();
});

test("the work of a newer release is left alone", async () => {
  const found = (await savedText()).replace('"version":3', '"version":4');
  const visitor = await site.visit(PRICE, { storage: { [WORK]: found } });
  await becomes(() => said(visitor), /read-only: a newer release saved here/);
  await visitor.type("unit_cost", "40");
  await becomes(visitor.headline, "$64.00");
  await visitor.settled();
  await becomes(() => said(visitor), /read-only/);
  await visitor.reload();
  await becomes(() => visitor.stored(WORK), found);
  await visitor.leave();
});

test("settings that cannot be read are as usual", async () => {
  for (const found of ["", "null", "[]", "{", '{"language":7,"theme":{}}', '{"language":"tlh","currency":"XXX","compact":"no","theme":"pink"}']) {
    const visitor = await site.visit(PRICE, { storage: { [SETTINGS]: found } });
    await becomes(() => visitor.headline(), "$36.00", found);
    await becomes(() => visitor.page.locator("html").getAttribute("lang"), "en", found);
    await visitor.leave();
  }
});

test("without storage all works in memory, and the page says so", async () => {
  const ways = [
    function absent() {
      Object.defineProperty(window, "localStorage", { get: () => null });
    },
    function blocked() {
      Object.defineProperty(window, "localStorage", { get: () => { throw new DOMException("blocked", "SecurityError"); } });
    },
    function broken() {
      for (const method of ["getItem", "setItem"]) Storage.prototype[method] = () => { throw new DOMException("broken", "UnknownError"); };
    },
  ];
  for (const before of ways) {
    const visitor = await site.visit(PRICE, { before, locale: "en-US" });
    await becomes(() => said(visitor), /Not saved here/, before.name);
    await visitor.type("unit_cost", "30");
    await becomes(visitor.headline, "$48.00");
    await visitor.speak("简");
    await becomes(() => visitor.page.locator("h1").innerText(), "成本加成定价");
    await becomes(() => said(visitor), /未保存/);
    await visitor.page.keyboard.press("Control+z");
    await becomes(() => visitor.field("unit_cost").inputValue(), "22.5");
    await visitor.leave();
  }
});

test("a full store keeps the old copy whole, the page says so, and saves again once there is room", async () => {
  const visitor = await site.visit(PRICE);
  const { page } = visitor;
  await visitor.type("unit_cost", "30");
  // The field is left first: leaving it is a change of its own, which would be saved in the midst.
  await page.keyboard.press("Tab");
  await visitor.saved('"inputs":{"unit_cost":30.0}}');
  const old = await visitor.stored(WORK);
  await page.evaluate(() => {
    // Another app of the same origin takes all the room there is.
    for (let size = 4_000_000; size >= 1; size = Math.floor(size / 2)) {
      for (let key = 0; ; key++) {
        try {
          localStorage.setItem(`other-app/${size}/${key}`, "x".repeat(size));
        } catch {
          break;
        }
      }
    }
  });
  await visitor.type("fixed_cost", "123,456.78");
  await becomes(() => said(visitor), /Not saved here: the browser's storage is full/);
  await becomes(() => visitor.stored(WORK), old);
  await becomes(() => visitor.result("Total cost").innerText(), "$483,456.78");
  const others = await page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("other-app/")));
  assert.ok(others.length > 0, "another app's keys are not ours to delete");
  await page.evaluate((keys) => keys.forEach((key) => localStorage.removeItem(key)), others);
  await visitor.type("volume", "12,001");
  await visitor.saved('"volume":12001');
  await visitor.reload();
  await becomes(() => visitor.field("fixed_cost").inputValue(), "123,456.78");
  await visitor.leave();
});

test("a write that fails, whichever it is, leaves the whole old or the whole new work", async () => {
  for (let fatal = 0; fatal < 4; fatal++) {
    const visitor = await site.visit(PRICE, {
      beforeWith: fatal,
      before: (fatal) => {
        if (sessionStorage.getItem("healed")) return;
        const write = Storage.prototype.setItem;
        globalThis.writes = 0;
        Storage.prototype.setItem = function (key, text) {
          if (key.startsWith("sales-workbench/work") && globalThis.writes++ >= fatal) throw new DOMException("full", "QuotaExceededError");
          return write.call(this, key, text);
        };
      },
    });
    const costs = ["30", "40", "50"];
    for (const [place, cost] of costs.entries()) {
      // In one go: between two keys a save may come, and what stood there then is the whole work too.
      await visitor.field("unit_cost").fill(cost);
      await visitor.page.waitForFunction((place) => globalThis.writes > place, place);
      await visitor.settled();
    }
    await becomes(() => visitor.page.evaluate(() => globalThis.writes), costs.length, "each is written once, or fails to be");
    await visitor.page.evaluate(() => sessionStorage.setItem("healed", "yes"));
    await visitor.reload();
    await becomes(() => visitor.field("unit_cost").inputValue(), ["22.5", ...costs][fatal]);
    await visitor.leave();
  }
});

test("only our own keys are touched", async () => {
  const visitor = await site.visit(PRICE, { storage: { "other-app": "theirs", work: "also theirs" } });
  await visitor.type("unit_cost", "30");
  await visitor.saved('"unit_cost":30');
  const keys = await visitor.page.evaluate(() => Object.keys(localStorage).sort());
  assert.deepEqual(keys, ["other-app", HISTORY, SETTINGS, WORK, "work"].sort());
  await becomes(() => visitor.stored("other-app"), "theirs");
  await visitor.leave();
});

/** A saved text with the check of what it now says: FNV-1a over all that is said of the workbook and in it. */
function resealed(text) {
  const body = text.slice(text.indexOf('"about":') + '"about":'.length, -1);
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(body)) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  return text.replace(/"check":"[0-9a-f]+"/, `"check":"${hash.toString(16).padStart(16, "0")}"`);
}
