// What is shared as files and on paper: real downloads read back, and the sheets a printer would get.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import jsqr from "jsqr";
import { PNG } from "pngjs";
import { sticksOut } from "./journey.mjs";
import { LANGUAGES, THEMES, becomes, start } from "./harness.mjs";

let site;
before(async () => (site = await start()));
after(() => site.stop());

/** When the last ten downloads came. */
const came = [];

/** Presses a button and gives back the file that comes: its name and its bytes. */
async function download(page, button) {
  // Chromium silently drops the eleventh download of a second; nobody presses that fast.
  const wait = came.length < 10 ? 0 : came.shift() + 1_050 - performance.now();
  if (wait > 0) await new Promise((done) => setTimeout(done, wait));
  const [file] = await Promise.all([page.waitForEvent("download"), button.click()]);
  came.push(performance.now());
  return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
}

/** The rows of a CSV file, by a reader of RFC 4180. */
function rows(text) {
  assert.ok(text.startsWith("\ufeff"), "Excel is told that it is UTF-8");
  const found = [[]];
  for (const [, comma, quoted, plain, end] of text.slice(1).matchAll(/(^|,|(?<=\r\n))(?:"((?:[^"]|"")*)"|([^",\r\n]*))(\r\n)?/gy)) {
    found.at(-1).push(quoted?.replaceAll('""', '"') ?? plain);
    if (end) found.push([]);
  }
  return found.filter((row) => row.length > 1);
}

/** What is in a text area, which ends its lines in its own way. */
async function written(area) {
  return (await area.inputValue()).replaceAll("\n", "\r\n");
}

/** A figure as it is shown, to be compared with the one in a file: `$1,234.50`, `12.5%`, `−3`. */
function shown(text) {
  const figure = Number(text.replace("−", "-").replace(/[^0-9.-]/g, ""));
  return text.includes("%") ? figure / 100 : figure;
}

/** Whether a file's figure is the one that is shown rounded. */
function agrees(text, figure) {
  const decimals = text.match(/\.(\d+)/)?.[1].length ?? 0;
  const half = 0.5 * 10 ** -decimals * (text.includes("%") ? 0.01 : 1);
  return Math.abs(shown(text) - Number(figure)) <= half * 1.000001;
}

async function handOn(visitor, id) {
  await visitor.go(`#/c/${id}`);
  await visitor.page.locator("#tab-share").click();
  await visitor.unfold();
}

test("every single result of every calculator is in its file as on the screen", async () => {
  const visitor = await site.visit("#/");
  const { page } = visitor;
  for (const id of await visitor.calculators()) {
    await handOn(visitor, id);
    const file = await download(page, page.locator(".files .saves button").first());
    const singles = rows(file.bytes.toString()).filter(([group, , row]) => group === "All results" && row === "");
    const found = new Map(singles.map(([, name, , figure]) => [name, figure]));
    const results = await page.locator(".results .singles tr").evaluateAll((all) => all.map((row) => [...row.children].map((cell) => cell.textContent.trim())));
    assert.ok(results.length > 0);
    for (const [name, text] of results) {
      const figure = found.get(name);
      if (text === "–") assert.equal(figure, "", `${id} ${name}`);
      else if (Number.isNaN(Number(figure))) assert.equal(figure, text, `${id} ${name}`);
      else assert.ok(agrees(text, figure), `${id} ${name}: ${text} on the screen, ${figure} in the file`);
    }
    await page.getByText("Handed to your browser").waitFor();
  }
  await visitor.leave();
});

test("each table is a file of its own under a name of its own, Han kept", async () => {
  const visitor = await site.visit("#/", { language: "zh-Hans" });
  const { page } = visitor;
  await handOn(visitor, "commission.plan");
  const buttons = page.locator(".files .fold .saves button");
  const names = new Set();
  for (let place = 0; place < (await buttons.count()); place++) {
    const file = await download(page, buttons.nth(place));
    const found = rows(file.bytes.toString());
    assert.ok(found.length > 1 && found.every((row) => row.length === found[0].length), file.name);
    assert.match(file.name, /^[^/\\:*?"<>|]*\p{Script=Han}[^/\\:*?"<>|]*\.csv$/u);
    names.add(file.name);
  }
  assert.equal(names.size, await buttons.count());
  await visitor.leave();
});

test("a picture leaves as pixels, as lines and as figures", async () => {
  for (const language of LANGUAGES) {
    const visitor = await site.visit("#/", { language, theme: "dark" });
    const { page } = visitor;
    for (const id of await visitor.calculators()) {
      await visitor.go(`#/c/${id}`);
      await visitor.unfold();
      const pictures = page.locator(".answer > .picture:not(.empty)");
      for (let place = 0; place < (await pictures.count()); place++) {
        const picture = pictures.nth(place);
        const title = await picture.locator("figcaption").innerText();
        const button = (kind) => picture.getByRole("button", { name: `${kind}: ` });
        const svg = (await download(page, button("SVG"))).bytes.toString();
        const read = await page.evaluate((text) => {
          const parsed = new DOMParser().parseFromString(text, "image/svg+xml");
          const root = parsed.documentElement;
          const shown = document.body.appendChild(document.importNode(root, true));
          const edge = shown.getBoundingClientRect();
          const boxes = [...shown.querySelectorAll("text")].map((one) => [one.textContent, one.getBoundingClientRect()]);
          shown.remove();
          return {
            outside: boxes.filter(([, box]) => box.left < edge.left - 1 || box.right > edge.right + 1).map(([words]) => words),
            fault: parsed.querySelector("parsererror")?.textContent,
            title: root.querySelector("title")?.textContent,
            texts: [...root.querySelectorAll("text")].map((one) => one.textContent).join(" "),
            size: [root.getAttribute("width"), root.getAttribute("height")].map(Number),
            foreign: root.querySelectorAll("[style], style, script, foreignObject, image, [href]").length,
            ground: root.querySelector("rect").getAttribute("fill"),
          };
        }, svg);
        assert.equal(read.fault, undefined, `${id} ${title}`);
        assert.deepEqual([read.title, read.foreign, read.ground], [title, 0, "#ffffff"]);
        assert.deepEqual(read.outside, [], `${id} ${title}: no text runs past an edge`);
        const heading = await page.locator("h1").innerText();
        assert.ok(read.texts.includes(heading) && /\d{4}-\d\d-\d\d/.test(read.texts), `${id}: the picture says where it is from`);
        const png = (await download(page, button("PNG"))).bytes;
        assert.equal(png.subarray(1, 4).toString(), "PNG");
        assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], read.size.map((side) => Math.floor(side * 2)), `${id} ${title}`);
        const figures = rows((await download(page, button("CSV"))).bytes.toString());
        const listed = await picture.locator("table tbody tr").count();
        assert.ok(figures.length - 1 >= listed, `${id} ${title}: ${figures.length - 1} rows in the file, ${listed} on the page`);
      }
    }
    await visitor.leave();
  }
});

test("where nothing may be downloaded, the content can be selected", async () => {
  const before = () => {
    URL.createObjectURL = () => {
      throw new DOMException("not allowed", "SecurityError");
    };
  };
  const visitor = await site.visit("#/", { before, width: 360, height: 740 });
  const { page } = visitor;
  await handOn(visitor, "pricing.cost_plus");
  await page.locator(".files .saves button").first().click();
  const area = page.locator(".files").getByRole("textbox", { name: /does not let this page save files/ });
  assert.ok(rows(await written(area)).length > 5);
  await area.focus();
  const selected = await area.evaluate((element) => element.value.slice(element.selectionStart, element.selectionEnd) === element.value);
  assert.ok(selected, "all of it is selected at once");
  const picture = page.locator(".answer > .picture").first();
  await picture.getByRole("button", { name: "PNG: " }).click();
  const figures = picture.getByRole("textbox", { name: /does not let this page save pictures/ });
  assert.ok(rows(await written(figures)).length > 1);
  await becomes(() => page.evaluate(sticksOut), [0]);
  await visitor.axe("a denied download");
  await visitor.leave();
});

test("the report marks what is the person's own and shows the figures of the page", async () => {
  const visitor = await site.visit("#/c/pricing.cost_plus");
  const { page } = visitor;
  await visitor.type("unit_cost", "27.35");
  const headline = "$43.76";
  await becomes(visitor.headline, headline);
  await page.locator("#tab-share").click();
  await page.getByRole("link", { name: "Report to print" }).click();
  await page.locator("main.report").waitFor();
  await becomes(() => page.locator(".report-answer .value").innerText(), headline);
  const own = page.locator(".report-inputs td", { has: page.locator(".own") });
  await becomes(() => own.innerText(), "● $27.35");
  await becomes(() => page.locator(".report-source").innerText(), /Base · USD · \d{4}-\d\d-\d\d/);
  await page.evaluate(() => (globalThis.print = () => document.body.setAttribute("data-printed", "")));
  await page.getByRole("button", { name: "Print", exact: true }).click();
  await page.locator("body[data-printed]").waitFor();
  await visitor.leave();
});

test("the code on a printed report opens the same figures", async () => {
  const visitor = await site.visit("#/c/pricing.cost_plus", { theme: "dark", deviceScaleFactor: 2 });
  const { page } = visitor;
  await visitor.type("unit_cost", "27.35");
  await page.keyboard.press("Tab");
  const headline = "$43.76";
  await becomes(visitor.headline, headline);
  await visitor.saved("27.35");
  await visitor.go("#/report/pricing.cost_plus");
  await page.locator(".printed-code svg").waitFor();
  await page.emulateMedia({ media: "print" });
  const { data, width, height } = PNG.sync.read(await page.locator(".printed-code svg").screenshot());
  const address = jsqr(new Uint8ClampedArray(data), width, height)?.data;
  assert.ok(address?.startsWith(site.base), `a link to this page: ${address}`);
  const reader = await site.visit(new URL(address).hash);
  await reader.page.getByText(headline).first().waitFor();
  await reader.leave();
  await visitor.leave();
});

/** A visitor whose workbook holds every calculator. */
async function everything(options) {
  const visitor = await site.visit("#/", options);
  for (const id of await visitor.calculators()) {
    await visitor.go(`#/c/${id}`);
    await visitor.page.locator(".examples article button").first().click();
  }
  return visitor;
}

/** The size of each page of a PDF, in points. */
function sheets(pdf) {
  return [...pdf.toString("latin1").matchAll(/\/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)\s*\]/g)].map(([, ...size]) => size.map((side) => Math.round(Number(side))));
}

/** Run in the page as printed: what is wider than its sheet, what is dark, what can only be pressed. */
function unfit() {
  const room = document.querySelector("main").getBoundingClientRect();
  const visible = [...document.querySelectorAll("main *")].filter((element) => element.getBoundingClientRect().width > 0);
  const wide = visible.filter((element) => element.getBoundingClientRect().right > room.right + 1 && !element.closest("svg"));
  const dark = visible.filter((element) => {
    const [red, green, blue, alpha = 1] = getComputedStyle(element).backgroundColor.match(/[\d.]+/g).map(Number);
    return alpha > 0 && red + green + blue < 380;
  });
  const pressed = visible.filter((element) => element.closest("button:not(.figure), select"));
  return [wide, dark, pressed].map((all) => all.slice(0, 5).map((element) => `${element.tagName}.${element.className} ${element.textContent.slice(0, 40)}`));
}

test("the report prints light, whole and on the paper that is chosen, one calculator or all", async () => {
  for (const theme of THEMES) {
    const visitor = await everything({ theme });
    const { page } = visitor;
    for (const [route, least] of [["#/report/pricing.cost_plus", 1], ["#/report", 20]]) {
      await visitor.go(route);
      for (const [paper, size, width] of [["A4", [595, 842], 680], ["Letter", [612, 792], 703]]) {
        await page.locator("#report-paper").selectOption({ label: paper });
        await page.locator(`main.report.${paper.toLowerCase()}`).waitFor();
        const found = sheets(await page.pdf({ preferCSSPageSize: true, printBackground: true }));
        assert.ok(found.length >= least, `${route} ${paper}: ${found.length} pages`);
        assert.deepEqual([...new Set(found.map(String))], [String(size)], `${route} ${paper}: every page is of it`);
        // The room between the margins, in pixels.
        await page.setViewportSize({ width, height: 900 });
        await page.emulateMedia({ media: "print" });
        await becomes(() => page.evaluate(unfit), [[], [], []], `${route} ${paper} ${theme}`);
        await page.emulateMedia({ media: null });
        await page.setViewportSize({ width: 1280, height: 900 });
      }
    }
    await visitor.leave();
  }
});

for (const language of LANGUAGES) {
  test(`no violation in a report, which fits a phone, ${language}`, async () => {
    const visitor = await everything({ language, theme: "dark" });
    const { page } = visitor;
    for (const route of ["#/report", "#/report/market.score"]) {
      await visitor.go(route);
      await visitor.axe(`${route} ${language}`);
      await page.setViewportSize({ width: 360, height: 740 });
      await becomes(() => page.evaluate(sticksOut), [0], `${route} ${language}`);
      await page.setViewportSize({ width: 1280, height: 900 });
    }
    await visitor.leave();
  });
}
