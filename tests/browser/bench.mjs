// Measures the build at hand: bytes of the first load, a key to its painted result, evaluations a second. It judges
// nothing: machines differ. `cargo xtask bench` builds what it measures.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants } from "node:zlib";
import { dist, start } from "./harness.mjs";

const target = join(dirname(fileURLToPath(import.meta.url)), "../../target");
const KEYS = 120;
const WARM = 20;

/** A table with its first column to the left and the others, figures, to the right. */
function table(title, head, rows) {
  const all = [head, ...rows].map((row) => row.map(String));
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column].length)));
  const line = (row) => row.map((text, column) => (column === 0 ? text.padEnd(widths[0]) : text.padStart(widths[column]))).join("  ").trimEnd();
  console.log(`\n${title}\n\n  ${[line(all[0]), widths.map((width) => "─".repeat(width)).join("──"), ...all.slice(1).map(line)].join("\n  ")}`);
}

const whole = (number) => Math.round(number).toLocaleString("en");
const tenth = (number) => number.toFixed(1);

/** The files that a first visit fetches, as sent and as a host with Brotli would send them. */
async function firstLoad(house) {
  const visitor = await house.visit(null, { locale: "en-US" });
  const seen = [];
  visitor.page.on("response", (response) => seen.push(new URL(response.url())));
  await visitor.go("#/");
  await visitor.page.waitForLoadState("networkidle");
  const files = [...new Set(seen.filter((url) => url.protocol === "http:").map((url) => url.href.slice(house.base.length) || "index.html"))];
  const sizes = files.map((file) => {
    const bytes = readFileSync(join(dist, file));
    const small = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 } });
    return [file, bytes.length, small.length];
  });
  sizes.sort((a, b) => b[2] - a[2]);
  const sum = (column) => sizes.reduce((all, row) => all + row[column], 0);
  const rows = [...sizes, [`${sizes.length} files`, sum(1), sum(2)]];
  table("First load, in bytes (aim: 300,000 with Brotli)", ["file", "plain", "Brotli 11"], rows.map(([file, plain, small]) => [file, whole(plain), whole(small)]));
  await visitor.leave();
}

/** Milliseconds from each key to the end of the frame that shows its result. */
async function keysToPaint(visitor, id, slower) {
  const { page } = visitor;
  await visitor.go(`#/c/${id}`);
  const browser = await visitor.context.newCDPSession(page);
  await browser.send("Emulation.setCPUThrottlingRate", { rate: slower });
  await page.evaluate(() => {
    globalThis.times = [];
    globalThis.changes = 0;
    new MutationObserver(() => (globalThis.changes += 1)).observe(document.querySelector(".answer, .headline"), { subtree: true, childList: true, characterData: true });
    // The message comes after the frame's layout and paint, which the animation frame begins.
    const painted = new MessageChannel();
    let pressed = 0;
    painted.port1.onmessage = () => globalThis.times.push(performance.now() - pressed);
    addEventListener("keydown", (event) => {
      pressed = event.timeStamp;
      requestAnimationFrame(() => painted.port2.postMessage(0));
    }, { capture: true });
  });
  await page.locator("form .box input").first().focus();
  await page.keyboard.press("End");
  for (let key = 0; key < KEYS + WARM; key++) {
    const before = await page.evaluate(() => globalThis.times.length);
    await page.keyboard.press(key % 2 === 0 ? "1" : "Backspace");
    await page.waitForFunction((before) => globalThis.times.length > before, before, { polling: 5 });
  }
  const { times, changes } = await page.evaluate(() => ({ times: globalThis.times, changes: globalThis.changes }));
  await browser.send("Emulation.setCPUThrottlingRate", { rate: 1 });
  if (changes === 0) throw new Error(`${id}: the keys changed no result`);
  return times.slice(-KEYS).sort((a, b) => a - b);
}

const quantile = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];

async function keys(house) {
  const rows = [];
  for (const slower of [1, 4]) {
    const visitor = await house.visit();
    for (const [place, id] of (await visitor.calculators()).entries()) {
      const times = await keysToPaint(visitor, id, slower);
      (rows[place] ??= [id]).push(tenth(quantile(times, 0.5)), tenth(quantile(times, 0.95)));
    }
    await visitor.leave();
  }
  table(`A key to its painted result, in ms, over ${KEYS} keys (aim: p95 of 16, and of 50 when slowed)`, ["calculator", "p50", "p95", "4× slower: p50", "p95"], rows);
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

async function evaluations(house) {
  const native = execFileSync(join(target, "speed/examples/evaluations"), { encoding: "utf8" }).trim().split("\n").map((line) => line.split(" "));
  const page = await (await house.browser.newContext()).newPage();
  const [fast, small] = [await inBrowser(page, "speed", native.length), await inBrowser(page, "release", native.length)];
  const rows = native.map(([id, rate, headline], place) => {
    for (const { headline: other } of [fast[place], small[place]]) {
      if (other !== Number(headline)) throw new Error(`${id}: ${other} in the browser, ${headline} natively`);
    }
    const times = (other) => `${(rate / other.rate).toFixed(2)}×`;
    return [id, whole(rate), whole(fast[place].rate), times(fast[place]), whole(small[place].rate), times(small[place])];
  });
  table("Input sets a second, every result, in blocks on one core (aim: wasm within 2× of native)", ["calculator", "native", "wasm for speed", "slower", "wasm as the page", "slower"], rows);
}

// Frames as fast as they can be drawn, or the wait for the screen's next one would be measured too.
const house = await start({ more: ["--disable-frame-rate-limit", "--disable-gpu-vsync"] });
await firstLoad(house);
await keys(house);
await evaluations(house);
await house.stop();
