// What every browser test stands on: the built page at a sub-path, Debian's Chromium, and no silent error.
import { createReadStream, existsSync, mkdirSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { dirname, extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const here = dirname(fileURLToPath(import.meta.url));
const dist = process.env.WORKBENCH_DIST ?? join(here, "../../dist");
const shots = join(here, "../../target/screenshots");
/** The page must work in any folder of any host. */
const BASE = "/some/where/";
const axeSource = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

const KINDS = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".txt": "text/plain; charset=utf-8", ".wasm": "application/wasm" };

function serve() {
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(request.url.split("?")[0]));
    const file = join(dist, path.startsWith(BASE) ? path.slice(BASE.length) || "index.html" : "missing");
    if (!file.startsWith(dist) || !existsSync(file) || !statSync(file).isFile()) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { "content-type": KINDS[extname(file)] ?? "application/octet-stream" });
    createReadStream(file).pipe(response);
  });
  return new Promise((done) => server.listen(0, "127.0.0.1", () => done(server)));
}

/** Starts a server and a browser; `stop` ends both. */
export async function start() {
  const server = await serve();
  const origin = `http://127.0.0.1:${server.address().port}`;
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
  return {
    origin,
    base: origin + BASE,
    browser,
    /** A new visitor: her own empty storage. */
    async visit(route = "#/", options = {}) {
      const visitor = await newVisitor(browser, origin, options);
      await visitor.go(route);
      return visitor;
    },
    async stop() {
      await browser.close();
      server.close();
    },
  };
}

async function newVisitor(browser, origin, { language = "en", theme = "light", width = 1280, height = 900, locale, storage, reducedMotion } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, locale: locale ?? "en-US", colorScheme: theme === "dark" ? "dark" : "light", reducedMotion });
  const faults = [];
  await context.addInitScript(
    ([settings, more]) => {
      if (settings && !localStorage.getItem("sales-workbench/settings")) localStorage.setItem("sales-workbench/settings", settings);
      for (const [key, value] of Object.entries(more ?? {})) if (!localStorage.getItem(key)) localStorage.setItem(key, value);
    },
    [locale ? null : JSON.stringify({ version: 1, language, theme, currency: { en: "USD", "zh-Hans": "CNY", "zh-Hant": "TWD" }[language], compact: "never" }), storage],
  );
  const page = await context.newPage();
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) faults.push(`console ${message.type()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => faults.push(`page error: ${error.message}`));
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(origin) && !url.startsWith("data:") && !url.startsWith("blob:")) faults.push(`left the origin: ${url}`);
  });
  return {
    page,
    faults,
    async go(route) {
      await page.goto(origin + BASE + route);
      await page.waitForSelector("#main h1");
    },
    /** The headline figure as shown. */
    headline: () => page.locator("[data-headline]").innerText(),
    field: (name) => page.locator(`#field-${name}`),
    async type(name, text) {
      await page.locator(`#field-${name}`).fill(text);
    },
    async axe(where) {
      // Evaluated by the driver, since the page's policy admits no foreign script.
      await page.evaluate(readFileSync(axeSource, "utf8"));
      const found = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
      const lines = found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => `${n.target} ${n.failureSummary}`).join(" | ").slice(0, 600)}`);
      assert.deepEqual(lines, [], `axe at ${where}`);
    },
    async shot(name) {
      mkdirSync(shots, { recursive: true });
      await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true });
    },
    /** Ends the visit; anything that went wrong on the way fails the test. */
    async leave() {
      await context.close();
      assert.deepEqual(faults, []);
    },
  };
}
