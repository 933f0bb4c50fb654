// What every browser test needs: the built page at a sub-path, Debian's Chromium, and no silent error. `firefox.mjs` is
// the same for Firefox.
import { createReadStream, existsSync, mkdirSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { dirname, extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual } from "node:util";
import { brotliCompressSync, constants } from "node:zlib";
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const here = dirname(fileURLToPath(import.meta.url));
export const dist = process.env.WORKBENCH_DIST ?? join(here, "../../dist");
const shots = join(here, "../../target/screenshots");
const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export const LANGUAGES = ["en", "zh-Hans", "zh-Hant"];
export const THEMES = ["light", "dark"];
/** Where the page keeps things: a promise to every later release, so it stands here too. */
export const WORK = "sales-workbench/work";
/** Where it keeps the other workbooks, and older states. */
export const OURS = "sales-workbench/";
export const SETTINGS = "sales-workbench/settings";
/** How long anything is waited for, in milliseconds. Only what fails waits so long: a busy machine takes its time. */
export const PATIENCE = 120_000;
const CURRENCIES = { en: "USD", "zh-Hans": "CNY", "zh-Hant": "TWD" };

const KINDS = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".txt": "text/plain; charset=utf-8", ".wasm": "application/wasm", ".svg": "image/svg+xml", ".png": "image/png", ".webmanifest": "application/manifest+json" };
const QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

/** How many bytes a host with Brotli sends of a file of the page. */
export const compressed = (file) => brotliCompressSync(readFileSync(join(dist, file)), { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 } }).length;

/** The built page, or what else lies in `from()`, in a folder of a host of its own; `stop` ends it. */
export function serve(base, from = () => dist) {
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(request.url.split("?")[0]));
    const folder = from();
    const file = join(folder, path.startsWith(base) ? path.slice(base.length) || "index.html" : "missing");
    if (!file.startsWith(folder) || !existsSync(file) || !statSync(file).isFile()) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { "content-type": KINDS[extname(file)] ?? "application/octet-stream" });
    createReadStream(file).pipe(response);
  });
  return new Promise((done) =>
    server.listen(0, "127.0.0.1", () => done({ origin: `http://127.0.0.1:${server.address().port}`, stop: () => (server.closeAllConnections(), server.close()) })),
  );
}

/** Starts a server and a browser, with `more` switches; `stop` ends both. The page must work in any folder: `base`. */
export async function start({ base = "/some/where/", more = [], from } = {}) {
  const { origin, stop } = await serve(base, from);
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: [...QUIET, ...more], timeout: PATIENCE });
  return houseOf({ origin, base: origin + base, browser, stop, newVisitor });
}

/** A server and a browser, whichever, and what a test asks of them. */
export function houseOf({ origin, base, browser, stop, newVisitor }) {
  return {
    origin,
    base,
    browser,
    /** A new visitor: her own empty storage. */
    async visit(route = "#/", options = {}) {
      const visitor = await newVisitor(browser, base, options);
      if (route !== null) await visitor.go(route);
      return visitor;
    },
    async stop() {
      await browser.close();
      stop();
    },
  };
}

/** What is on the screen once a place is reached. */
export function landmark(route) {
  const place = route.replace(/^#?\/?/, "");
  if (place.startsWith("c/")) return `main[data-calculator="${place.slice(2)}"]`;
  if (place.startsWith("report")) return "main.report";
  if (place === "workbooks") return "main.workbooks";
  if (/^(open|embed)\//.test(place)) return `main.${place.split("/")[0]}`;
  return ["settings", "workbook"].includes(place) ? `main.${place}` : "main.home";
}

/** The settings of somebody who has chosen, as the page keeps them. */
export function settings(language, theme) {
  return JSON.stringify({ version: 1, language, theme, currency: CURRENCIES[language], compact: "never" });
}

/** Run in the page before its own scripts: texts found in the store on arrival, by key. */
export function furnish(kept) {
  // A page of the browser's own, such as one for an address that leads nowhere, has no store.
  if (origin === "null") return;
  for (const [key, text] of Object.entries(kept)) if (localStorage.getItem(key) === null) localStorage.setItem(key, text);
}

/** Run in the page: opens all that is folded once every part is loaded, and waits until the page knows it and nothing more is drawn. */
export async function unfold() {
  while (document.querySelector("[aria-busy=true]")) await new Promise((done) => setTimeout(done, 10));
  const closed = [...document.querySelectorAll("details:not([open])")];
  const told = closed.map((details) => new Promise((done) => details.addEventListener("toggle", done, { once: true })));
  closed.forEach((details) => (details.open = true));
  await Promise.all(told);
  for (let [same, count, frame] = [0, -1, 0]; same < 5 && frame < 2_000; frame++) {
    await new Promise((done) => requestAnimationFrame(done));
    const now = document.getElementsByTagName("*").length;
    [same, count] = [now === count ? same + 1 : 0, now];
  }
}

/**
 * Run in the page: waits until it has done what it puts off, at most 200 ms after a change: by its own timers, which come in order
 * however busy the machine is.
 */
export function settled() {
  return new Promise((done) => setTimeout(done, 300));
}

/** Run in the page: lets it finish drawing, which it does in several turns where one would take too long. */
export async function drawn() {
  for (let turn = 0; turn < 5; turn++) await new Promise((done) => setTimeout(done));
}

/** Run in the page: lets it paint what follows from a figure, which comes a frame or two after it while somebody types. */
export async function painted() {
  for (let turn = 0; turn < 4; turn++) {
    await new Promise((done) => requestAnimationFrame(done));
    await new Promise((done) => setTimeout(done));
  }
}

/** A request that was cut short by leaving the page that made it. */
const CUT_SHORT = /^failed: .*(ERR_ABORTED|NS_BINDING_ABORTED)/;

/** What a worker was fetching when the panel that it computes for was left: passed by with the arrow keys, for one. */
const LEFT_WITH_ITS_WORKER = /^failed: .*\/\w+-[0-9a-f]{16}\.(js|wasm) (net::ERR_ABORTED|NS_BINDING_ABORTED)/;

/** Ends a visit by `close`: what went wrong until then, unless it was the test's own doing, fails the test. */
export async function ended(faults, close, but) {
  const before = faults.length;
  await close();
  const isCut = (fault, place) => (place >= before && CUT_SHORT.test(fault)) || LEFT_WITH_ITS_WORKER.test(fault);
  const all = faults.filter((fault, place) => !isCut(fault, place));
  assert.deepEqual(but ? all.filter((fault) => !but.test(fault)) : all, []);
}

/**
 * @param storage texts found in the store on arrival, by key; kept through reloads
 * @param before a function run in the page before anything else, with `beforeWith` as its argument
 * @param more for the browser: `serviceWorkers: "allow"` where the page may work offline
 */
async function newVisitor(browser, base, options) {
  const { language = "en", theme = "light", width = 1280, height = 900, locale, storage = {}, before, beforeWith, ...more } = options;
  const context = await browser.newContext({ viewport: { width, height }, locale: locale ?? "en-US", colorScheme: theme, serviceWorkers: "block", ...more });
  await context.addInitScript(furnish, locale ? storage : { [SETTINGS]: settings(language, theme), ...storage });
  if (before) await context.addInitScript(before, beforeWith);
  const faults = [];
  const page = await watched(context, base, faults);
  return visitorOn(page, { context, base, faults });
}

/** A page whose every error, warning, failed request and request to elsewhere is written down. */
async function watched(context, base, faults) {
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  page.on("console", (message) => {
    // Only the tests of what works offline let the service worker in, with `serviceWorkers: "allow"`.
    if (message.text() === "Service Worker registration blocked by Playwright") return;
    if (["error", "warning"].includes(message.type())) faults.push(`console ${message.type()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => faults.push(`page error: ${error.message}`));
  page.on("requestfailed", (request) => faults.push(`failed: ${request.url()} ${request.failure()?.errorText}`));
  page.on("response", (response) => {
    if (response.status() >= 400) faults.push(`${response.status()}: ${response.url()}`);
  });
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(new URL(base).origin) && !url.startsWith("data:") && !url.startsWith("blob:")) faults.push(`left the origin: ${url}`);
  });
  return page;
}

/** Waits until every part of the page is there, or, where a test holds one back, for a while. */
async function whole(page) {
  await page.waitForFunction(() => !document.querySelector("[aria-busy=true]"), null, { timeout: 10_000 }).catch(() => {});
}

function visitorOn(page, { context, base, faults }) {
  return {
    page,
    context,
    faults,
    async go(route) {
      await page.goto(base + route);
      await page.waitForSelector(`${landmark(route)} h1`);
      await whole(page);
      await page.evaluate(drawn);
    },
    async reload() {
      const route = new URL(page.url()).hash;
      await page.reload();
      await page.waitForSelector(`${landmark(route)} h1`);
      await whole(page);
      await page.evaluate(drawn);
    },
    /** A second tab of the same visitor, or the first after a crash. */
    async another(route) {
      const second = visitorOn(await watched(context, base, faults), { context, base, faults });
      await second.go(route);
      return second;
    },
    /** The ids of all calculators, as the home page lists them. */
    async calculators() {
      await this.go("#/");
      return page.locator("main [data-calculator]").evaluateAll((links) => links.map((link) => link.dataset.calculator));
    },
    /** The headline figure as shown. */
    headline: () => page.locator("[data-headline]").innerText(),
    /** A field by the key of its input: `unit_cost`, `stages-count-0-` for the first row of a column. */
    field: (key) => page.locator(`#field-${key}`),
    /** A field by what is above it. */
    labelled: (label) => page.getByRole("form").getByLabel(label, { exact: true }),
    /** Replaces what is in a field, key by key, and stays in it. */
    async type(field, text) {
      const input = typeof field === "string" ? page.locator(`#field-${field}`) : field;
      await input.click();
      await page.keyboard.press("Control+a");
      await (text === "" ? page.keyboard.press("Delete") : page.keyboard.type(text));
      await page.evaluate(drawn);
    },
    /** A result's figure in the answer or the table of all results, by its name. */
    result: (name) => page.locator("dt, th[scope=row]").filter({ hasText: exactly(name) }).locator("xpath=following-sibling::*[1]").first(),
    message: (key) => page.locator(`#field-${key}-message`),
    summary: () => page.locator(".inputs .summary"),
    /** Waits until the page has saved what it has to save. */
    settled: () => page.evaluate(settled),
    /** Waits until all is saved, the page says so, and what is saved has this text in it. */
    async saved(text = "") {
      await page.evaluate(settled);
      await page.waitForFunction(
        ([key, text]) => /^(Saved|已保存|已儲存)/.test(document.querySelector(".saving").textContent) && localStorage.getItem(key)?.includes(text),
        [WORK, text],
      );
    },
    stored: (key) => page.evaluate((key) => localStorage.getItem(key), key),
    speak: (name) => page.locator(".languages").getByRole("button", { name, exact: true }).click(),
    /** Opens all that is folded, some of which is drawn only then. */
    unfold: () => page.evaluate(unfold),
    async axe(where) {
      // Evaluated by the driver, since the page's policy admits no foreign script.
      if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(axeSource);
      const found = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
      const lines = found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => `${n.target} ${n.failureSummary}`).join(" | ").slice(0, 600)}`);
      assert.deepEqual(lines, [], `axe at ${where}`);
    },
    async shot(name) {
      mkdirSync(shots, { recursive: true });
      await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true });
    },
    /** Ends the visit; anything that went wrong on the way fails the test, unless it was the test's own doing. */
    leave: ({ but } = {}) => ended(faults, () => context.close(), but),
  };
}

function exactly(text) {
  return new RegExp(`^\\s*${text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}\\s*$`);
}

/** Waits until `read` gives what is wanted: the page answers in a later turn, not in the same tick. */
export async function becomes(read, wanted, message) {
  const end = performance.now() + PATIENCE;
  let found = await read();
  while (!same(found, wanted) && performance.now() < end) {
    await new Promise((done) => setTimeout(done, 20));
    found = await read();
  }
  if (wanted instanceof RegExp) assert.match(found, wanted, message);
  else assert.deepEqual(found, wanted, message);
}

function same(found, wanted) {
  return wanted instanceof RegExp ? wanted.test(found) : isDeepStrictEqual(found, wanted);
}
