// What every browser test stands on: the built page at a sub-path, Debian's Chromium, and no silent error. `firefox.mjs` is
// the same for Firefox.
import { createReadStream, existsSync, mkdirSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { dirname, extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
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
const CURRENCIES = { en: "USD", "zh-Hans": "CNY", "zh-Hant": "TWD" };

const KINDS = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".txt": "text/plain; charset=utf-8", ".wasm": "application/wasm", ".svg": "image/svg+xml", ".png": "image/png", ".webmanifest": "application/manifest+json" };
const QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

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
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: [...QUIET, ...more] });
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

/** What stands on the screen once a place is reached. */
export function landmark(route) {
  const place = route.replace(/^#?\/?/, "");
  if (place.startsWith("c/")) return `main[data-calculator="${place.slice(2)}"]`;
  if (place.startsWith("report")) return "main.report";
  if (place === "workbooks") return "main.shelf";
  if (/^(open|embed)\//.test(place)) return `main.${place.split("/")[0]}`;
  return ["settings", "workbook"].includes(place) ? `main.${place}` : "main.home";
}

/** The settings of somebody who has chosen, as the page keeps them. */
export function settings(language, theme) {
  return JSON.stringify({ version: 1, language, theme, currency: CURRENCIES[language], compact: "never" });
}

/** Run in the page before its own scripts: texts found in the store on arrival, by key. */
export function furnish(kept) {
  if (location.protocol === "about:") return;
  for (const [key, text] of Object.entries(kept)) if (localStorage.getItem(key) === null) localStorage.setItem(key, text);
}

/** Run in the page: opens all that is folded, and waits until nothing more is drawn. */
export async function unfold() {
  document.querySelectorAll("details").forEach((details) => (details.open = true));
  for (let [same, count, frame] = [0, -1, 0]; same < 5 && frame < 200; frame++) {
    await new Promise((done) => requestAnimationFrame(done));
    const now = document.getElementsByTagName("*").length;
    [same, count] = [now === count ? same + 1 : 0, now];
  }
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
  page.setDefaultTimeout(10_000);
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

function visitorOn(page, { context, base, faults }) {
  return {
    page,
    context,
    faults,
    async go(route) {
      await page.goto(base + route);
      await page.waitForSelector(`${landmark(route)} h1`);
    },
    async reload() {
      const route = new URL(page.url()).hash;
      await page.reload();
      await page.waitForSelector(`${landmark(route)} h1`);
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
    /** A field by what stands above it. */
    labelled: (label) => page.getByRole("form").getByLabel(label, { exact: true }),
    /** Replaces what stands in a field, key by key, and stays in it. */
    async type(field, text) {
      const input = typeof field === "string" ? page.locator(`#field-${field}`) : field;
      await input.click();
      await page.keyboard.press("Control+a");
      await (text === "" ? page.keyboard.press("Delete") : page.keyboard.type(text));
    },
    /** A result's figure in the answer or the table of all results, by its name. */
    result: (name) => page.locator("dt, th[scope=row]").filter({ hasText: exactly(name) }).locator("xpath=following-sibling::*[1]").first(),
    message: (key) => page.locator(`#field-${key}-message`),
    summary: () => page.locator(".inputs .summary"),
    /** Waits until the page says that all is saved, and what is saved has this text in it. */
    saved: (text = "") =>
      page.waitForFunction(
        ([key, text]) => /^(Saved|已保存|已儲存)/.test(document.querySelector(".saving").textContent) && localStorage.getItem(key)?.includes(text),
        [WORK, text],
      ),
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
    async leave({ but } = {}) {
      await context.close();
      assert.deepEqual(but ? faults.filter((fault) => !but.test(fault)) : faults, []);
    },
  };
}

function exactly(text) {
  return new RegExp(`^\\s*${text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}\\s*$`);
}

/** Waits until `read` gives what is wanted: the page answers in the next frame, not in the same tick. */
export async function becomes(read, wanted) {
  const end = Date.now() + 5_000;
  let found = await read();
  while (!same(found, wanted) && Date.now() < end) {
    await new Promise((done) => setTimeout(done, 20));
    found = await read();
  }
  if (wanted instanceof RegExp) assert.match(found, wanted);
  else assert.deepEqual(found, wanted);
}

function same(found, wanted) {
  return wanted instanceof RegExp ? wanted.test(found) : found === wanted;
}
