// The bytes that a page waits for before a moment: what the browser has fetched by then, as a host with Brotli would send it.
import { readdirSync } from "node:fs";
import { compressed, dist } from "./harness.mjs";

/** The moments that have a budget: where, what is there then, and at most so many bytes, Brotli 11, in any language. */
export const MOMENTS = {
  "home, ready for a click": { route: "#/", there: "main.home a[data-calculator]", bytes: 200_000 },
  "a calculator, first figures": { route: "#/c/pricing.cost_plus", there: "main [data-headline]", bytes: 290_000 },
  "a calculator, all painted": { route: "#/c/pricing.cost_plus", there: "main .results td", bytes: 380_000 },
};

/** The most bytes of every file together, in all languages. */
export const MOST_OF_ALL = 1_250_000;

export const ofAll = () => readdirSync(dist).reduce((sum, file) => sum + compressed(file), 0);

/** The files that were fetched before a moment, and their bytes. */
export async function before(site, { route, there }, options) {
  const visitor = await site.visit(null, options);
  await visitor.page.addInitScript((selector) => {
    const look = () => {
      if (globalThis.before || !document.querySelector(selector)?.textContent.trim()) return;
      globalThis.before = performance.getEntriesByType("resource").map((entry) => entry.name);
    };
    new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true });
  }, there);
  await visitor.page.goto(site.base + route);
  await visitor.page.waitForFunction(() => globalThis.before);
  const fetched = await visitor.page.evaluate(() => globalThis.before);
  await visitor.leave();
  const own = fetched.filter((url) => url.startsWith(site.base)).map((url) => url.slice(site.base.length).split("?")[0]);
  const files = [...new Set([...own, "index.html"])];
  return { files, bytes: files.reduce((all, file) => all + compressed(file), 0) };
}
