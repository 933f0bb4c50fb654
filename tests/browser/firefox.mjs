// The same ground as in harness.mjs for Debian's Firefox, driven over WebDriver BiDi, the standard that needs no driver of
// its own. By Puppeteer, because Playwright drives only a Firefox that it has built itself. A visitor answers to the names
// she has there, with selectors where Playwright has locators, so one test can go through both browsers.
import puppeteer from "puppeteer-core";
import { PATIENCE, SETTINGS, drawn, ended, furnish, houseOf, landmark, serve, settings, unfold } from "./harness.mjs";

/** Without a screen Firefox takes itself to have no pointer, and its scroll bars take width: a desk like Chromium's instead. */
const DESK = { "ui.primaryPointerCapabilities": 6, "ui.allPointerCapabilities": 6, "ui.useOverlayScrollbars": 1 };

/** Starts a server and a Firefox, with `more` preferences of about:config; `stop` ends both. */
export async function start({ base = "/some/where/", more = {}, from } = {}) {
  const { origin, stop } = await serve(base, from);
  const browser = await puppeteer.launch({
    browser: "firefox",
    executablePath: process.env.FIREFOX ?? "/usr/bin/firefox-esr",
    extraPrefsFirefox: { ...DESK, ...more },
    timeout: PATIENCE,
    protocolTimeout: PATIENCE,
  });
  return houseOf({ origin, base: origin + base, browser, stop, newVisitor });
}

/**
 * @param storage texts found in the store on arrival, by key; kept through reloads
 * @param before a function run in the page before anything else, with `beforeWith` as its argument
 */
async function newVisitor(browser, base, options) {
  const { language = "en", theme = "light", width = 1280, height = 900, storage = {}, before, beforeWith } = options;
  const context = await browser.createBrowserContext();
  const faults = [];
  const page = await watched(context, base, faults);
  await page.setViewport({ width, height });
  await page.evaluateOnNewDocument(furnish, { [SETTINGS]: settings(language, theme), ...storage });
  if (before) await page.evaluateOnNewDocument(before, beforeWith);
  return visitorOn(page, { context, base, faults });
}

/** A page whose every error, warning, failed request and request to elsewhere is written down. */
async function watched(context, base, faults) {
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  page.on("console", (message) => {
    if (["error", "warn", "assert"].includes(message.type())) faults.push(`console ${message.type()}: ${message.text()}`);
  });
  // What breaks the page's own policy, too.
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
  /** What a selector leads to, once it is on the page; its text, by default. */
  const read = (selector, of = (element) => element.innerText) => page.waitForSelector(selector).then((element) => element.evaluate(of));
  return {
    page,
    context,
    faults,
    async go(route) {
      await page.goto(base + route);
      await page.waitForSelector(`${landmark(route)} h1`);
      await page.evaluate(drawn);
    },
    async reload() {
      const route = new URL(page.url()).hash;
      await page.reload();
      await page.waitForSelector(`${landmark(route)} h1`);
      await page.evaluate(drawn);
    },
    /** The ids of all calculators, as the home page lists them. */
    async calculators() {
      await this.go("#/");
      return page.$$eval("main [data-calculator]", (links) => links.map((link) => link.dataset.calculator));
    },
    /** Runs a function in the page, with these arguments, and waits for what it gives. */
    evaluate: (run, ...given) => page.evaluate(run, ...given),
    /** Waits until there is such an element. */
    waitFor: (selector) => page.waitForSelector(selector),
    read,
    /** The headline figure as shown. */
    headline: () => read("[data-headline]"),
    /** What is in a field, by the key of its input. */
    value: (key) => read(`#field-${key}`, (field) => field.value),
    /** Clicks in the middle of an element once it can be clicked: in sight, at rest and not disabled. */
    click: (selector) => page.locator(selector).click(),
    /** Replaces what is in a field, key by key, and stays in it. */
    async type(key, text) {
      await page.locator(`#field-${key}`).click();
      await page.keyboard.down("Control");
      await page.keyboard.press("a");
      await page.keyboard.up("Control");
      await (text === "" ? page.keyboard.press("Delete") : page.keyboard.type(text));
      await page.evaluate(drawn);
    },
    stored: (key) => page.evaluate((key) => localStorage.getItem(key), key),
    unfold: () => page.evaluate(unfold),
    /** Ends the visit; anything that went wrong on the way fails the test, unless it was the test's own doing. */
    leave: ({ but } = {}) => ended(faults, () => context.close(), but),
  };
}
