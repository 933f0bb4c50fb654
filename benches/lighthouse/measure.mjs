// What somebody with a middling phone waits for: Lighthouse's mobile run of the home page with its throttling applied, the page served with
// Brotli as a static host would. Prints a line a run: the score for performance, then LCP, CLS, TBT, FCP and Speed Index
// (milliseconds, but CLS), and the machine's load.
//
//     npm ci --prefix benches/lighthouse --ignore-scripts
//     node benches/lighthouse/measure.mjs [RUNS, 5 if not given] [DIST, dist if not given]
import { readFileSync, readdirSync } from "node:fs";
import { createServer } from "node:http";
import { loadavg } from "node:os";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants } from "node:zlib";
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

const [runs = "5", dist = join(dirname(fileURLToPath(import.meta.url)), "../../dist")] = process.argv.slice(2);
const KINDS = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".txt": "text/plain; charset=utf-8", ".wasm": "application/wasm", ".svg": "image/svg+xml", ".png": "image/png", ".webmanifest": "application/manifest+json" };
/** The files that keep their names; all others are kept by the browser for ever (`hosting/`). */
const FRESH = ["index.html", "service.js", "retire.js"];
const AUDITS = ["largest-contentful-paint", "cumulative-layout-shift", "total-blocking-time", "first-contentful-paint", "speed-index"];

/** A file as it travels. */
function travelling(name) {
  const bytes = readFileSync(join(dist, name));
  const isPacked = extname(name) === ".png";
  const body = isPacked ? bytes : brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 } });
  const head = {
    "content-type": KINDS[extname(name)] ?? "application/octet-stream",
    "content-length": body.length,
    "cache-control": FRESH.includes(name) ? "no-cache" : "public, max-age=31536000, immutable",
    ...(isPacked ? {} : { "content-encoding": "br" }),
  };
  return [name, { head, body }];
}

const files = new Map(readdirSync(dist).map(travelling));
const server = createServer((request, response) => {
  const file = files.get(new URL(request.url, "http://host").pathname.slice(1) || "index.html");
  if (!file) return response.writeHead(404).end();
  response.writeHead(200, file.head).end(file.body);
});
await new Promise((done) => server.listen(0, "127.0.0.1", done));
const settings = { onlyCategories: ["performance"], throttlingMethod: "devtools", disableFullPageScreenshot: true, locale: "en-US" };
for (let run = 0; run < Number(runs); run++) {
  const chrome = await launch({ chromePath: process.env.CHROMIUM ?? "/usr/bin/chromium", chromeFlags: ["--headless=new", "--no-sandbox", "--disable-gpu"] });
  const load = loadavg()[0];
  const { lhr } = await lighthouse(`http://127.0.0.1:${server.address().port}/`, { port: chrome.port, logLevel: "error" }, { extends: "lighthouse:default", settings });
  if (lhr.runtimeError) throw new Error(lhr.runtimeError.message);
  console.log([lhr.categories.performance.score * 100, ...AUDITS.map((audit) => lhr.audits[audit].numericValue), load].join(" "));
  await chrome.kill();
}
server.close();
