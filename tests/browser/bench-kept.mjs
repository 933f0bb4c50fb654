// Measures what is kept and shared: the length of links and the time to read them, the time to save beside 1, 10 and 200
// workbooks, the time from a crash to a page that works, and the bytes of each module that is loaded on demand.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import { WORK, becomes, dist } from "./harness.mjs";

const PRICE = "#/c/pricing.cost_plus";
const TIMES = 15;

const median = (all) => [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)];
const tenth = (number) => number.toFixed(1);
const whole = (number) => Math.round(number).toLocaleString("en");

/** The link that the page makes of the calculator on it, or of the workbook. */
async function linkOf(visitor) {
  if (await visitor.page.locator("#tab-share").count()) await visitor.page.locator("#tab-share").click();
  else await visitor.page.locator("section[aria-labelledby=share-title] summary").first().click();
  await visitor.page.locator("#share-link").waitFor();
  return visitor.page.locator("#share-link").inputValue();
}

/** Milliseconds from an address to the preview of what its link holds. */
async function reading(page, link) {
  const times = [];
  for (let time = 0; time <= TIMES; time++) {
    await page.evaluate(() => (location.hash = "#/"));
    await page.waitForSelector("main.home h1");
    const took = await page.evaluate(async (hash) => {
      const begun = performance.now();
      location.hash = hash;
      while (!document.querySelector("main.open:not([aria-busy=true]) h1")) await new Promise((done) => setTimeout(done, 0));
      return performance.now() - begun;
    }, link.slice(link.indexOf("#")));
    // The first one loads the module.
    if (time > 0) times.push(took);
  }
  return median(times);
}

export async function links(site, table) {
  const visitor = await site.visit(PRICE);
  await visitor.type("unit_cost", "30");
  const one = await linkOf(visitor);
  await visitor.go("#/workbook");
  await visitor.page.locator(".ready article button").first().click();
  await visitor.page.waitForTimeout(300);
  const all = await linkOf(visitor);
  const rows = [];
  for (const [what, link] of [["one calculator, one change", one], ["the ready workbook: price, funnel, pay", all]]) {
    const text = link.slice(link.indexOf("#"));
    rows.push([what, whole(text.length), tenth(await reading(visitor.page, link))]);
  }
  table("Links (aim: eight calculators in 1,000 characters)", ["what", "characters", "ms to the preview"], rows);
  await visitor.leave();
}

export async function saving(site, table) {
  const first = await site.visit(PRICE);
  await first.type("unit_cost", "30");
  await first.saved();
  const text = await first.stored(WORK);
  await first.leave();
  const rows = [];
  for (const count of [1, 10, 200]) {
    const others = Array.from({ length: count - 1 }, (_, place) => [`${WORK}/w${place}`, text + " ".repeat(20_000)]);
    const visitor = await site.visit(PRICE, { storage: { [WORK]: text, ...Object.fromEntries(others) } });
    const times = [];
    for (let time = 0; time < TIMES; time++) {
      await visitor.page.locator("#field-unit_cost").fill(String(31 + time));
      // Once it is drawn, and before the page saves by itself.
      times.push(
        await visitor.page.evaluate(async () => {
          await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)));
          const begun = performance.now();
          window.dispatchEvent(new Event("pagehide"));
          return performance.now() - begun;
        }),
      );
      await visitor.saved(`"unit_cost":${31 + time}`);
    }
    const listing = await visitor.page.evaluate(async (count) => {
      const begun = performance.now();
      location.hash = "#/workbooks";
      while (document.querySelectorAll("ul.books li").length < count) await new Promise((done) => setTimeout(done, 0));
      return performance.now() - begun;
    }, count);
    rows.push([whole(count), tenth(median(times)), tenth(listing)]);
    await visitor.leave();
  }
  table("Workbooks of 20 kB", ["workbooks", "ms to save one", "ms to list all (aim 100)"], rows);
}

export async function crashes(site, table) {
  const visitor = await site.visit(PRICE);
  await visitor.type("unit_cost", "30");
  await visitor.saved();
  const times = [];
  for (let time = 1; time <= TIMES; time++) {
    await visitor.page.evaluate(() => {
      sessionStorage.removeItem("sales-workbench/crashes");
      const real = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value");
      Object.defineProperty(HTMLInputElement.prototype, "value", {
        ...real,
        get() {
          Object.defineProperty(HTMLInputElement.prototype, "value", real);
          throw new Error("made to fall");
        },
      });
    });
    await visitor.page.locator("#field-unit_cost").pressSequentially("1").catch(() => {});
    await becomes(() => visitor.page.evaluate(() => globalThis.salesWorkbench.turn), time);
    await visitor.page.waitForFunction(() => document.querySelector(".word[data-word=recovered]"));
    times.push(await visitor.page.evaluate(() => globalThis.salesWorkbench.recoveredIn));
  }
  table("From a crash to a page that works (aim: 1,000 ms)", ["crashes", "median ms", "longest ms"], [[TIMES, whole(median(times)), whole(Math.max(...times))]]);
  await visitor.leave({ but: /page error|console/ });
}

export function modules(table) {
  const files = readdirSync(dist).filter((file) => /^(codec|spreadsheet)-.*\.(js|wasm)$/.test(file));
  const rows = files.map((file) => {
    const bytes = readFileSync(join(dist, file));
    const small = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 } });
    return [file, whole(bytes.length), whole(small.length)];
  });
  table("Modules loaded on demand, in bytes", ["file", "plain", "Brotli 11"], rows);
}
