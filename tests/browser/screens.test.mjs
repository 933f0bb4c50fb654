// Every page on a phone, zoomed, enlarged, in the dark, without motion and by keyboard alone.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { LANGUAGES, becomes, start } from "./harness.mjs";

let site;
before(async () => (site = await start()));
after(() => site.stop());

const PHONE = { width: 360, height: 740, hasTouch: true, isMobile: true };

/** Calls back on every page of a visitor, everything unfolded. */
async function onEveryPage(visitor, check) {
  for (const route of ["#/", "#/settings", "#/workbook", ...(await visitor.calculators()).map((id) => `#/c/${id}`)]) {
    await visitor.go(route);
    await visitor.unfold();
    await check(route);
  }
}

/** What stands out of the window to the side, other than inside a table that scrolls by itself. */
function sticksOut() {
  const width = document.documentElement.clientWidth;
  const out = [...document.querySelectorAll("body *")].filter((element) => {
    const box = element.getBoundingClientRect();
    return box.width > 0 && (box.right > width + 1 || box.left < -1) && !element.closest(".scroll, .singles, .unseen");
  });
  return [document.scrollingElement.scrollWidth - width, ...out.slice(0, 8).map((element) => `${element.tagName}.${element.className} ${element.textContent.slice(0, 30)}`)];
}

for (const language of LANGUAGES) {
  test(`nothing scrolls sideways on a phone but tables, ${language}`, async () => {
    const visitor = await site.visit("#/", { ...PHONE, language });
    await onEveryPage(visitor, (route) => becomes(() => visitor.page.evaluate(sticksOut), [0], route));
    await visitor.leave();
  });
}

test("nor at a zoom of 400 %, nor with letters of twice the size", async () => {
  const zoomed = await site.visit("#/", { width: 320, height: 256 });
  await onEveryPage(zoomed, (route) => becomes(() => zoomed.page.evaluate(sticksOut), [0], `${route} at 320 px`));
  await zoomed.leave();
  for (const width of [1280, 640]) {
    const large = await site.visit("#/", { width });
    const browser = await large.context.newCDPSession(large.page);
    // As set in the browser: media queries count in the larger letters too.
    await browser.send("Page.setFontSizes", { fontSizes: { standard: 32 } });
    await onEveryPage(large, (route) => becomes(() => large.page.evaluate(sticksOut), [0], `${route} at ${width} px with large letters`));
    await large.leave();
  }
});

test("nor with the largest figures there can be", async () => {
  const visitor = await site.visit("#/", PHONE);
  const { page } = visitor;
  for (const id of await visitor.calculators()) {
    await visitor.go(`#/c/${id}`);
    // Fields of money take a trillion, prices a thousand million; what a field refuses, it leaves as it was.
    for (const field of await page.locator("form > section .field .box:has(.unit) input").all()) {
      for (const most of ["1e9", "1e12"]) await field.fill(most);
    }
    await page.locator(".results .figure").first().click();
    await visitor.unfold();
    await becomes(() => page.evaluate(sticksOut), [0], id);
  }
  await visitor.leave();
});

/** Everything that can be pressed and is smaller than it must be. */
function tooSmall([least, leastInText]) {
  const small = [];
  for (const element of document.querySelectorAll("a, button, input, select, summary, textarea, [tabindex='0']")) {
    const target = element.closest(".box, .switch label") ?? element;
    const box = target.getBoundingClientRect();
    if (box.width === 0 || element.closest(".skip")) continue;
    const wanted = element.matches(".crumb a, p .link") ? leastInText : least;
    if (box.height < wanted - 0.5 || box.width < wanted - 0.5) {
      small.push(`${element.tagName}.${element.className} ${element.id} "${(element.textContent || element.ariaLabel || "").slice(0, 30)}" ${box.width}×${box.height}`);
    }
  }
  return small;
}

test("targets measure 44 px on touch, 24 px at least", async () => {
  const phone = await site.visit("#/", PHONE);
  await onEveryPage(phone, (route) => becomes(() => phone.page.evaluate(tooSmall, [44, 24]), [], route));
  await phone.leave();
  const desk = await site.visit("#/");
  await onEveryPage(desk, (route) => becomes(() => desk.page.evaluate(tooSmall, [24, 24]), [], route));
  await desk.leave();
});

test("on a phone the headline stays in sight while typing, and covers no field", async () => {
  const visitor = await site.visit("#/", PHONE);
  const { page } = visitor;
  for (const id of await visitor.calculators()) {
    await visitor.go(`#/c/${id}`);
    await visitor.unfold();
    for (const field of await page.locator("form .box input").all()) {
      await field.focus();
      const name = `${id} ${await field.getAttribute("id")}`;
      const seen = () =>
        field.evaluate((element) => {
          const [figure, own] = [document.querySelector("[data-headline]"), element].map((one) => one.getBoundingClientRect());
          return { headline: figure.top >= 0 && figure.bottom <= innerHeight, field: own.top >= figure.bottom - 1 && own.bottom <= innerHeight };
        });
      await becomes(seen, { headline: true, field: true }, `${name}: both are in sight`);
    }
  }
  await visitor.leave();
});

test("a whole task on a phone, by touch", async () => {
  const visitor = await site.visit("#/", PHONE);
  const { page } = visitor;
  await page.getByRole("link", { name: "Cost-plus pricing" }).tap();
  await visitor.field("unit_cost").tap();
  await page.keyboard.press("Control+a");
  await page.keyboard.type("30");
  await becomes(visitor.headline, "$48.00");
  await visitor.result("Break-even volume").getByRole("button").tap();
  await becomes(() => page.locator("#why h3").innerText(), /Break-even volume = 5,555\.6/);
  await page.locator(".rests").getByRole("button", { name: "Fixed cost" }).tap();
  await becomes(() => page.evaluate(() => document.activeElement.id), "field-fixed_cost");
  await visitor.shot("phone");
  await visitor.leave();
});

test("the dark theme is dark, by choice or as the device says, charts and all", async () => {
  const bright = () => document.defaultView.getComputedStyle(document.documentElement).backgroundColor.match(/\d+/g).reduce((sum, part) => sum + Number(part), 0) / 3;
  for (const [device, chosen, dark] of [["light", "dark", true], ["dark", "system", true], ["dark", "light", false], ["light", "system", false]]) {
    const settings = JSON.stringify({ version: 1, language: "en", theme: chosen, currency: "USD", compact: "never" });
    const visitor = await site.visit("#/c/pricing.cost_plus", { theme: device, storage: { "sales-workbench/settings": settings } });
    await becomes(() => visitor.page.evaluate(bright).then((light) => light < 64), dark, `${chosen} on a ${device} device`);
    await becomes(async () => (await visitor.page.evaluate(painted))[0].brightest > 128, true);
    if (dark) await visitor.shot(`dark-${chosen}`);
    await visitor.leave();
  }
});

/** What is painted on each canvas: the part of its width and height with any colour on it, and how bright that gets. */
function painted() {
  return [...document.querySelectorAll("figure.picture canvas")].map((canvas) => {
    const { width, height } = canvas;
    const copy = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
    copy.drawImage(canvas, 0, 0);
    const { data } = copy.getImageData(0, 0, width, height);
    let [left, right, top, bottom, coloured, brightest] = [width, 0, height, 0, 0, 0];
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const at = (y * width + x) * 4;
        if (data[at + 3] < 128) continue;
        const [most, least] = [Math.max(data[at], data[at + 1], data[at + 2]), Math.min(data[at], data[at + 1], data[at + 2])];
        brightest = Math.max(brightest, least);
        // Series are colours; axes and words are greys.
        if (most - least < 60) continue;
        coloured += 1;
        [left, right, top, bottom] = [Math.min(left, x), Math.max(right, x), Math.min(top, y), Math.max(bottom, y)];
      }
    }
    return {
      title: canvas.closest("figure").querySelector("figcaption").textContent,
      sharp: Math.abs(width - canvas.clientWidth * devicePixelRatio) < 2,
      coloured,
      wide: Math.max(0, right - left) / width,
      high: Math.max(0, bottom - top) / height,
      brightest,
    };
  });
}

test("every chart is painted over its whole plane, at the device's own pixels, and again after a change of size", async () => {
  for (const [width, deviceScaleFactor] of [[1280, 1], [360, 3], [1000, 1.5]]) {
    const visitor = await site.visit("#/", { width, deviceScaleFactor });
    for (const id of await visitor.calculators()) {
      await visitor.go(`#/c/${id}`);
      const complete = async () => (await visitor.page.evaluate(painted)).filter((chart) => !(chart.sharp && chart.coloured > 50 && chart.wide > 0.2 && chart.high > 0.05)).map((chart) => `${id} at ${width}: ${JSON.stringify(chart)}`).join("\n");
      await becomes(complete, "");
      if (deviceScaleFactor === 1) {
        await visitor.page.setViewportSize({ width: 700, height: 900 });
        await becomes(complete, "");
        await visitor.page.setViewportSize({ width, height: 900 });
      }
    }
    await visitor.leave();
  }
});

test("nothing moves where less motion is asked for", async () => {
  const visitor = await site.visit("#/", { reducedMotion: "reduce" });
  await onEveryPage(visitor, async (route) => {
    const moving = await visitor.page.evaluate(() =>
      [...document.querySelectorAll("*")].filter((element) => {
        const style = getComputedStyle(element);
        return style.transitionDuration.split(",").some((time) => parseFloat(time) > 0) || style.animationName !== "none" || style.scrollBehavior === "smooth";
      }).length,
    );
    assert.equal(moving, 0, route);
  });
  await visitor.leave();
});

/** Where the keyboard is, whether it can be seen there, and whether something lies over it. */
function focus() {
  const element = document.activeElement;
  if (element === document.body) return null;
  const ring = element.closest(".box") ?? element;
  const style = getComputedStyle(ring);
  const box = element.getBoundingClientRect();
  // Its beginning must be free; of what is larger than the window, some of it.
  const from = box.height > innerHeight ? Math.max(box.top, 0) : box.top;
  const [x, y] = [box.left + Math.min(box.width, 40) / 2, from + Math.min(box.bottom - from, 40) / 2];
  const top = document.elementFromPoint(x, y);
  return {
    name: `${element.tagName} ${element.id || element.textContent.slice(0, 40) || element.ariaLabel}`,
    ringed: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    uncovered: element.contains(top) || (top !== null && ring.contains(top)) || top?.contains(element) === true,
  };
}

for (const [width, height] of [[1280, 900], [320, 256]]) test(`the keyboard alone reaches everything in order, always in sight, at ${width} × ${height}`, async () => {
  const visitor = await site.visit("#/", { width, height });
  const { page } = visitor;
  await onEveryPage(visitor, async (route) => {
    const expected = await page.evaluate(() => {
      const all = [...document.querySelectorAll("a[href], button:not(:disabled), input, select, textarea, summary, [tabindex='0']")];
      return all.filter((element) => element.checkVisibility() && element.tabIndex >= 0).length;
    });
    await page.locator(".skip").focus();
    const seen = [];
    for (let step = 0; step < expected; step++) {
      if (step > 0) await page.keyboard.press("Tab");
      const at = await page.evaluate(focus);
      assert.ok(at, `${route}: the keyboard is lost after ${seen.at(-1)}, ${step} of ${expected}`);
      assert.ok(at.ringed, `${route}: no ring at ${at.name}`);
      assert.ok(at.uncovered, `${route}: covered at ${at.name}`);
      seen.push(at.name);
    }
    const place = await page.evaluate(() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")].filter((element) => element.checkVisibility() && !element.disabled && element.tabIndex >= 0).indexOf(document.activeElement));
    assert.equal(place, expected - 1, `${route}: ends at the last`);
    // What Tab passes over has keys of its own: of the tabs all but the chosen one, of a field the button of its sheet.
    const passed = await page.evaluate(() => [...document.querySelectorAll("button:not(:disabled), a[href], input, select, summary")].filter((element) => element.checkVisibility() && element.tabIndex < 0 && !element.matches("[role=tab], .box .more")).map((element) => element.outerHTML.slice(0, 80)));
    assert.deepEqual(passed, [], route);
    if ((await page.locator("[role=tab]").count()) === 0) return;
    await page.locator("[role=tab][aria-selected=true]").focus();
    const tabs = await page.locator("[role=tab]").evaluateAll((all) => all.map((tab) => tab.id));
    for (const id of [...tabs.slice(1), tabs[0]]) {
      await page.keyboard.press("ArrowRight");
      await becomes(() => page.evaluate(() => document.activeElement.id), id);
    }
  });
  await visitor.leave();
});

test("a whole task by keyboard alone", async () => {
  const visitor = await site.visit();
  const { page } = visitor;
  const press = async (...keys) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  const at = () => page.evaluate(() => document.activeElement.id);
  const tabTo = async (id) => {
    for (let step = 0; step < 100 && (await at()) !== id; step++) await press("Tab");
    await becomes(() => at(), id);
  };
  await press("Tab");
  await becomes(() => page.evaluate(() => document.activeElement.textContent), "Skip to the content");
  await press("Enter");
  await becomes(at, "main");
  await press("Tab");
  await becomes(() => page.evaluate(() => document.activeElement.textContent), /Cost-plus pricing/);
  await press("Enter");
  await page.waitForSelector("main[data-calculator]");
  await tabTo("field-unit_cost");
  await page.keyboard.type("30");
  await press("Tab");
  await becomes(() => at(), "field-fixed_cost");
  await page.keyboard.type("80k");
  await tabTo("field-method");
  // As a person chooses from a list: by its first letter. Several are one word only within a second, which no busy machine promises.
  await page.keyboard.type("T");
  await becomes(() => visitor.field("method").inputValue(), "margin");
  await press("Tab");
  await becomes(at, "field-target_margin");
  await page.keyboard.type("25");
  await becomes(visitor.headline, "$40.00");
  await press("Tab", "Tab");
  await becomes(() => page.evaluate(() => document.activeElement.textContent), "Import inputs…");
  await press("Tab");
  await becomes(() => page.evaluate(() => document.activeElement.closest("dl.supporting") !== null), true);
  await press("Tab", "Tab");
  await becomes(() => page.evaluate(() => document.activeElement.textContent), "8,000");
  await press("Enter");
  await becomes(at, "why");
  await press("Tab");
  await becomes(() => page.evaluate(() => document.activeElement.textContent), "Fixed cost");
  await press("Enter");
  await becomes(at, "field-fixed_cost");
  await press("Control+z", "Control+z");
  await becomes(() => visitor.field("fixed_cost").inputValue(), "80,000");
  await visitor.leave();
});

test("Ctrl+K goes anywhere, ? shows the keys, Escape closes and gives the keyboard back", async () => {
  const visitor = await site.visit("#/c/pricing.cost_plus");
  const { page } = visitor;
  const dialog = page.locator("#palette");
  const at = () => page.evaluate(() => document.activeElement.id);
  await visitor.type("unit_cost", "30?");
  await becomes(() => dialog.getAttribute("open"), null, "a letter like any other inside a field");
  await visitor.type("unit_cost", "30");
  await page.keyboard.press("Control+k");
  await becomes(at, "palette-text");
  await page.keyboard.type("funn");
  await page.keyboard.press("Control+z");
  await page.keyboard.press("Escape");
  await becomes(at, "field-unit_cost");
  await becomes(() => visitor.headline(), "$48.00", "what is typed there is no step of the work");
  await page.keyboard.press("Control+k");
  await page.keyboard.type("funn");
  await page.keyboard.press("Enter");
  await page.waitForSelector('main[data-calculator="funnel.conversion"]');
  await becomes(at, "main");
  await page.keyboard.press("?");
  await dialog.getByText("Shift Ctrl Z").waitFor();
  await page.keyboard.press("Tab");
  await becomes(() => page.evaluate(() => document.querySelector("#palette").contains(document.activeElement)), true, "the keyboard stays in the dialog");
  await page.keyboard.press("Escape");
  await becomes(at, "main");
  await visitor.leave();
});

test("on paper the answer is in black on white, without what can only be pressed", async () => {
  const visitor = await site.visit("#/c/pricing.cost_plus", { theme: "dark" });
  await visitor.page.emulateMedia({ media: "print" });
  const shown = (selector) => visitor.page.locator(selector).first().isVisible();
  await becomes(() => shown("[data-headline]"), true);
  await becomes(() => shown(".bar .tools"), false);
  await becomes(() => shown(".examples button"), false);
  await visitor.leave();
});
