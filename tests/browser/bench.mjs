// Measures the build at hand: bytes of the first load, a key to its painted result, evaluations a second, simulations beside
// another tool's. It judges nothing: machines differ. `cargo xtask bench` builds what it measures; a word behind the file's
// name measures only that: `load`, `phone`, `keys`, `evaluations`, `simulations`, `page` or `kept`.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { crashes, links, modules, saving } from "./bench-kept.mjs";
import { MOMENTS, MOST_OF_ALL, before, ofAll } from "./bytes.mjs";
import { LANGUAGES, dist, start } from "./harness.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const target = process.env.CARGO_TARGET_DIR ?? join(root, "target");
const KEYS = 120;
const WARM = 20;
const DRAWS = 1_000_000;
/** A calculator, a field of it and a range for it: quick to draw, and with a schedule worked out for every draw. */
const UNCERTAIN = [
  ["pricing.cost_plus", "unit_cost", "20 to 25"],
  ["pricing.dynamic", "arrivals", "1 to 1.5"],
  ["commission.plan", "sales", "1000000 to 1500000"],
];

/** A table with its first column to the left and the others, figures, to the right. */
function table(title, head, rows) {
  const all = [head, ...rows].map((row) => row.map(String));
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column].length)));
  const line = (row) => row.map((text, column) => (column === 0 ? text.padEnd(widths[0]) : text.padStart(widths[column]))).join("  ").trimEnd();
  console.log(`\n${title}\n\n  ${[line(all[0]), widths.map((width) => "─".repeat(width)).join("──"), ...all.slice(1).map(line)].join("\n  ")}`);
}

const whole = (number) => Math.round(number).toLocaleString("en");
const tenth = (number) => number.toFixed(1);

/** What each moment of a first visit waits for, in each language, and all files together. */
async function bytes(site) {
  const rows = [];
  for (const [name, moment] of Object.entries(MOMENTS)) {
    const found = [];
    for (const language of LANGUAGES) found.push((await before(site, moment, { language })).bytes);
    rows.push([name, ...found.map(whole), whole(moment.bytes)]);
  }
  rows.push(["every file together, in all languages", whole(ofAll()), "", "", whole(MOST_OF_ALL)]);
  table("Bytes with Brotli 11 (`rooms.test.mjs` holds them)", ["", ...LANGUAGES, "at most"], rows);
}

/** The home page on a phone, as Lighthouse sees it: the median of its runs, and the load that each met. */
function phone() {
  if (!existsSync(join(root, "benches/lighthouse/node_modules"))) {
    console.log("\nThe home page on a phone: not measured, since Lighthouse's packages could not be fetched here.");
    return;
  }
  const printed = execFileSync("node", ["benches/lighthouse/measure.mjs", "5", dist], { encoding: "utf8", cwd: root });
  const runs = printed.trim().split("\n").map((line) => line.split(" ").map(Number));
  const median = (place) => quantile(runs.map((run) => run[place]).sort((a, b) => a - b), 0.5);
  const loads = runs.map((run) => tenth(run.at(-1))).join(", ");
  const row = [whole(median(0)), whole(median(1)), median(2).toFixed(3), ...[3, 4, 5].map((place) => whole(median(place)))];
  table(`The home page on a phone: Lighthouse, throttled, median of ${runs.length} (aim: performance 95, LCP 1,800 ms)`, ["performance", "LCP", "CLS", "TBT", "FCP", "Speed Index"], [row]);
  console.log(`  The machine's load at each run: ${loads}`);
}

/** What is typed into on a calculator's page, and what shows the result; the same on a bare page. */
const CALCULATOR = { field: "form .box input", shown: ".headline" };
const FLOOR = { field: "input", shown: "p" };

/** Milliseconds from each key to the end of the frame that shows its result. */
async function keysToPaint(visitor, { field, shown }, slower) {
  const { page } = visitor;
  const browser = await visitor.context.newCDPSession(page);
  await browser.send("Emulation.setCPUThrottlingRate", { rate: slower });
  await page.evaluate((shown) => {
    globalThis.times = [];
    globalThis.changes = 0;
    new MutationObserver(() => (globalThis.changes += 1)).observe(document.querySelector(shown), { subtree: true, childList: true, characterData: true });
    // The message comes after the frame's layout and paint, which the animation frame begins.
    const painted = new MessageChannel();
    let pressed = 0;
    painted.port1.onmessage = () => globalThis.times.push(performance.now() - pressed);
    addEventListener("keydown", (event) => {
      pressed = event.timeStamp;
      requestAnimationFrame(() => painted.port2.postMessage(0));
    }, { capture: true });
  }, shown);
  await page.locator(field).first().focus();
  await page.keyboard.press("End");
  for (let key = 0; key < KEYS + WARM; key++) {
    const before = await page.evaluate(() => globalThis.times.length);
    await page.keyboard.press(key % 2 === 0 ? "1" : "Backspace");
    await page.waitForFunction((before) => globalThis.times.length > before, before, { polling: 5 });
  }
  const { times, changes } = await page.evaluate(() => ({ times: globalThis.times, changes: globalThis.changes }));
  await browser.send("Emulation.setCPUThrottlingRate", { rate: 1 });
  if (changes === 0) throw new Error(`${page.url()}: the keys changed no result`);
  return times.slice(-KEYS).sort((a, b) => a - b);
}

/** A page of one field and one text, as the least that any page does at a key. */
async function barePage(site) {
  const visitor = await site.visit(null);
  const files = join(target, "floor/bound");
  const start = `<!doctype html><body><script type="module">import init from "./floor.js"; init({ module_or_path: "./floor_bg.wasm" });</script>`;
  const types = { ".js": "text/javascript", ".wasm": "application/wasm" };
  await visitor.page.route(/\/floor\//, (route) => {
    const name = new URL(route.request().url()).pathname.split("/").at(-1);
    if (name === "") return route.fulfill({ contentType: "text/html", body: start });
    return route.fulfill({ contentType: types[name.slice(name.lastIndexOf("."))], body: readFileSync(join(files, name)) });
  });
  await visitor.page.goto(`${site.base}floor/`);
  await visitor.page.waitForSelector("input");
  return visitor;
}

const quantile = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];

async function keys(site) {
  const rows = [["a bare page"]];
  const put = (row, times, floor) => row.push(tenth(quantile(times, 0.5)), tenth(quantile(times, 0.95)), tenth(quantile(times, 0.95) / floor));
  for (const slower of [1, 4]) {
    const bare = await barePage(site);
    const least = await keysToPaint(bare, FLOOR, slower);
    await bare.context.close();
    const floor = quantile(least, 0.95);
    put(rows[0], least, floor);
    const visitor = await site.visit();
    for (const [place, id] of (await visitor.calculators()).entries()) {
      await visitor.go(`#/c/${id}`);
      put((rows[place + 1] ??= [id]), await keysToPaint(visitor, CALCULATOR, slower), floor);
      // Another page's listeners would measure too.
      await visitor.reload();
    }
    await visitor.leave();
  }
  const head = ["p50", "p95", "of the floor"];
  table(`A key to its painted result, in ms, over ${KEYS} keys (aims: p95 of 2 times the floor, and of 3 times when slowed)`, ["calculator", ...head, ...head.map((text) => `slowed: ${text}`)], rows);
}

/** The loop of examples/evaluations.rs in the browser's own engine: input sets a second and headline of each calculator. */
async function inBrowser(page, folder, count) {
  const bytes = readFileSync(join(target, "wasm32-unknown-unknown", folder, "examples/evaluations.wasm")).toString("base64");
  return page.evaluate(async ([text, count]) => {
    const module = await WebAssembly.compile(Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)));
    // What the page would import is not reached by the loop.
    const imports = {};
    for (const { module: from, name } of WebAssembly.Module.imports(module)) (imports[from] ??= {})[name] = () => 0;
    const { compute, lanes } = (await WebAssembly.instantiate(module, imports)).exports;
    const time = (place, blocks) => {
      const begin = performance.now();
      compute(place, blocks);
      return performance.now() - begin;
    };
    return Array.from({ length: count }, (_, place) => {
      const headline = compute(place, 1);
      let blocks = 1;
      while (time(place, blocks) < 100) blocks *= 2;
      const best = Math.min(...Array.from({ length: 5 }, () => time(place, blocks)));
      return { headline, rate: (blocks * lanes() * 1000) / best };
    });
  }, [bytes, count]);
}

/** Milliseconds of the largest question that dynamic pricing takes: its figures, and its heat map's too; each at first and at best. */
async function largest(page) {
  const bytes = readFileSync(join(target, "wasm32-unknown-unknown/release/examples/evaluations.wasm")).toString("base64");
  return page.evaluate(async (text) => {
    const module = await WebAssembly.compile(Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)));
    const imports = {};
    for (const { module: from, name } of WebAssembly.Module.imports(module)) (imports[from] ??= {})[name] = () => 0;
    const { compute_largest } = (await WebAssembly.instantiate(module, imports)).exports;
    return [0, 1].map((withPolicy) => {
      const times = Array.from({ length: 10 }, () => {
        const begin = performance.now();
        compute_largest(withPolicy);
        return performance.now() - begin;
      });
      return [times[0], Math.min(...times)];
    });
  }, bytes);
}

async function evaluations(site) {
  const native = execFileSync(join(target, "speed/examples/evaluations"), { encoding: "utf8" }).trim().split("\n").map((line) => line.split(" "));
  const page = await (await site.browser.newContext()).newPage();
  const [fast, small] = [await inBrowser(page, "speed", native.length), await inBrowser(page, "release", native.length)];
  const rows = native.map(([id, rate, headline], place) => {
    for (const { headline: other } of [fast[place], small[place]]) {
      if (other !== Number(headline)) throw new Error(`${id}: ${other} in the browser, ${headline} natively`);
    }
    const times = (other) => `${(rate / other.rate).toFixed(2)}×`;
    return [id, whole(rate), whole(fast[place].rate), times(fast[place]), whole(small[place].rate), times(small[place])];
  });
  table("Input sets a second, every result, in blocks on one core (aim: wasm within 2× of native)", ["calculator", "native", "wasm for speed", "slower", "wasm as the page", "slower"], rows);
  const largestRows = (await largest(page)).map((times, place) => [["its figures", "with every price of its heat map"][place], ...times.map(tenth)]);
  table("Dynamic pricing of 200 units over 200 periods with 15 prices, in ms (aim: its figures in 100)", ["what", "at first", "at best"], largestRows);
}

/** The two runs of examples/simulations.rs in the browser's own engine: milliseconds and figure of each, model by model. */
async function simulationsInBrowser(page, count) {
  const bytes = readFileSync(join(target, "wasm32-unknown-unknown/release/examples/simulations.wasm")).toString("base64");
  return page.evaluate(async ([text, count, draws]) => {
    const module = await WebAssembly.compile(Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)));
    const imports = {};
    for (const { module: from, name } of WebAssembly.Module.imports(module)) (imports[from] ??= {})[name] = () => 0;
    const { simulate_mean, simulate_summary } = (await WebAssembly.instantiate(module, imports)).exports;
    const timed = (run, model) => {
      const figure = run(model, draws);
      const times = Array.from({ length: 5 }, () => {
        const begin = performance.now();
        run(model, draws);
        return performance.now() - begin;
      });
      return { figure, time: Math.min(...times) };
    };
    return Array.from({ length: count }, (_, model) => [timed(simulate_mean, model), timed(simulate_summary, model)]);
  }, [bytes, count, DRAWS]);
}

/** Our simulation and the other tool's, of the same models, one after another so that none disturbs the next. */
async function simulations(site) {
  const lines = (file, ...more) => execFileSync(file, [...more, String(DRAWS)], { encoding: "utf8", cwd: root }).trim().split("\n").map((line) => line.split(" "));
  const native = lines(join(target, "speed/examples/simulations"));
  const page = await (await site.browser.newContext()).newPage();
  const inPage = await simulationsInBrowser(page, native.length);
  const peer = lines("node", "benches/peer/squiggle.mjs");
  const rows = native.flatMap(([id, ...figures], place) => {
    const [alone, all, mean, error, median] = figures.map(Number);
    const [other, ...others] = peer[place];
    const [otherAlone, otherAll, otherMean] = others.map(Number);
    assert.equal(other, id, "the models stand in the same order");
    const [here, hereAll] = inPage[place];
    if (here.figure !== mean || hereAll.figure !== median) throw new Error(`${id}: ${here.figure}, ${hereAll.figure} in the browser; ${mean}, ${median} natively`);
    // Both means err, alike and independently; five standard errors of their difference do not come by chance.
    const most = 5 * Math.SQRT2 * error;
    if (!(Math.abs(otherMean - mean) <= most)) throw new Error(`${id}: the mean is ${mean}, the other tool's ${otherMean}: more than ${most} apart`);
    const row = (what, ours, inWasm, theirs) => [`${id}, ${what}`, tenth(ours), tenth(inWasm), `${(inWasm / ours).toFixed(2)}×`, tenth(theirs), `${tenth(theirs / inWasm)}×`];
    return [row("mean", alone, here.time, otherAlone), row("quantiles", all, hereAll.time, otherAll)];
  });
  const head = ["model", "native", "wasm as the page", "slower", "Squiggle", "slower than wasm"];
  table(`${whole(DRAWS)} draws, in ms (aim: wasm within 2× of native, Squiggle 10× slower); with quantiles, ours has the histogram and the drivers too`, head, rows);
}

/** A calculator with its question about ranges, all but the last key of a range in a field, and nothing uncertain yet. */
async function beforeRange(site, id, field, range) {
  const visitor = await site.visit(`#/c/${id}`);
  await visitor.page.locator("#tab-ranges").click();
  await visitor.type(field, range.slice(0, -1));
  await visitor.page.waitForSelector(".simulated", { state: "detached" });
  return visitor;
}

/** Milliseconds from the key that completes a range to the end of the frame that shows the first summary. */
async function rangeToSummary({ page }, key) {
  await page.evaluate(() => {
    globalThis.shown = new Promise((done) =>
      addEventListener("keydown", ({ timeStamp }) => {
        const painted = new MessageChannel();
        painted.port1.onmessage = () => done(performance.now() - timeStamp);
        const watch = new MutationObserver(() => {
          if (document.querySelector(".simulated[data-draws]") === null) return;
          watch.disconnect();
          requestAnimationFrame(() => painted.port2.postMessage(0));
        });
        watch.observe(document.querySelector("main"), { subtree: true, childList: true });
      }, { capture: true, once: true }),
    );
  });
  await page.keyboard.press(key);
  return page.evaluate(() => globalThis.shown);
}

async function ranges(site) {
  const rows = [];
  for (const [id, field, range] of UNCERTAIN) {
    const key = range.at(-1);
    const [first, later] = [[], []];
    for (let visit = 0; visit < 5; visit++) {
      const visitor = await beforeRange(site, id, field, range);
      first.push(await rangeToSummary(visitor, key));
      for (let time = 0; time < 10; time++) {
        await visitor.page.keyboard.press("Backspace");
        await visitor.page.waitForSelector(".simulated", { state: "detached" });
        later.push(await rangeToSummary(visitor, key));
      }
      await visitor.leave();
    }
    const sorted = [first, later].map((times) => times.sort((a, b) => a - b));
    rows.push([`${id}, ${range}`, ...sorted.flatMap((times) => [tenth(quantile(times, 0.5)), tenth(quantile(times, 0.95))])]);
  }
  table("The last key of a range to its first summary painted, in ms (aim: 100)", ["calculator", "worker starts: p50", "p95", "worker runs: p50", "p95"], rows);
}

/** The frames that the page begins in a second while all draws run beside it, and how far they came meanwhile. */
async function frames(site) {
  const rows = [];
  for (const [id, field, range] of UNCERTAIN) {
    const visitor = await beforeRange(site, id, field, range);
    await visitor.page.keyboard.press(range.at(-1));
    await visitor.page.waitForSelector(".simulated[data-draws='100000']", { timeout: 60_000 });
    const seen = await visitor.page.evaluate(async () => {
      const draws = document.querySelector("#ranges-draws");
      const progress = () => document.querySelector(".progress progress");
      draws.selectedIndex = 2;
      draws.dispatchEvent(new Event("change", { bubbles: true }));
      const frame = () => new Promise((done) => requestAnimationFrame(done));
      const begin = await frame();
      let [last, longest, count] = [begin, 0, 0];
      // Nothing is measured once all is drawn.
      while (last < begin + 1_000 && document.querySelector(".simulated[data-draws='1000000']") === null) {
        const now = await frame();
        longest = Math.max(longest, now - last);
        [last, count] = [now, count + 1];
      }
      return { span: last - begin, longest, count, done: Number(progress().getAttribute("value")) };
    });
    rows.push([`${id}, ${range}`, tenth((seen.count * 1000) / seen.span), tenth(seen.longest), whole(seen.span), whole(seen.done)]);
    await visitor.leave();
  }
  table(`Frames while ${whole(DRAWS)} draws run (aim: 60 a second)`, ["calculator", "frames a second", "longest, in ms", "over ms", "draws by then"], rows);
}

const wanted = process.argv.slice(2);
const asked = (what) => wanted.length === 0 || wanted.includes(what);
// Frames as fast as they can be drawn, or the wait for the screen's next one would be measured too.
const site = await start({ more: ["--disable-frame-rate-limit", "--disable-gpu-vsync"] });
if (asked("load")) await bytes(site);
if (asked("phone")) phone();
if (asked("keys")) await keys(site);
if (asked("evaluations")) await evaluations(site);
if (asked("simulations")) await simulations(site);
if (asked("page")) await ranges(site);
if (asked("kept")) {
  modules(table);
  await links(site, table);
  await saving(site, table);
  await crashes(site, table);
}
await site.stop();
// And frames as a screen shows them, where they are counted.
if (asked("page")) {
  const screen = await start();
  await frames(screen);
  await screen.stop();
}
