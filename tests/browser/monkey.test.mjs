// Ten thousand random actions over the three languages: no error, no crash, no figure that is none, no growing heap.
// MONKEY_SEED=n plays the same actions again; MONKEY_ACTIONS=n does more or fewer.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { LANGUAGES, start } from "./harness.mjs";

const ALL = Number(process.env.MONKEY_ACTIONS ?? 10_000);
const SEED = Number(process.env.MONKEY_SEED ?? Date.now() % 1_000_000);
const BATCH = 100;
const CUT_SHORT = /^failed: .*ERR_ABORTED/;
const LEAK = 5 * 1024 * 1024;

let site;
before(async () => (site = await start()));
after(() => site.stop());

/** Run in the page before its own scripts: keeps hold of the page's wasm memory, to be measured; nothing is printed. */
function hold() {
  globalThis.print = () => {};
  for (const name of ["instantiate", "instantiateStreaming"]) {
    const usual = WebAssembly[name];
    WebAssembly[name] = async (...given) => {
      const made = await usual.apply(WebAssembly, given);
      globalThis.wasmMemory = (made.instance ?? made).exports.memory ?? globalThis.wasmMemory;
      return made;
    };
  }
}

/** Run in the page: so many actions, chosen by the seed among what can be seen and used. */
async function act([seed, count, routes]) {
  const random = () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const any = (list) => list[Math.floor(random() * list.length)];
  const TYPED = ["12", "0", "-5", "250%", "12.5%", "1.005", "1e18", "1e308", "9".repeat(80), "3万5", "85折", "１２３", "abc", "", " ", "1..2",
    "<img src=x onerror=alert(1)>", "\u202egnp.exe", "😀👨‍👩‍👧", "长".repeat(3_000), "百分之十", "1,234.50", "10 to 20", "=1+1", "\u0000"];
  const PASTED = ["1\t2\n3\t4", "a\tb\tc\n1,5\t2%\t￥3", "1\n".repeat(300), "\t\t\t", "<b>1</b>\t2", "1"];
  const KEYS = ["Escape", "Enter", "Tab", "ArrowDown", "ArrowUp", "ArrowLeft", "ArrowRight", "Home", "End", "PageDown", "Delete", " "];
  const CONTROLS = "button, input, select, textarea, summary, a[href^='#'], [role=slider], [role=tab], [role=option], [tabindex='0']";
  // What leads out of the app by design: all that is stored as it is, and the ways back from there.
  const LEAVING = ".device, .words, main.safe";
  const press = (on, key, more = {}) => {
    for (const kind of ["keydown", "keyup"]) on.dispatchEvent(new KeyboardEvent(kind, { key, bubbles: true, cancelable: true, ...more }));
  };
  const type = (input, text) => {
    const kind = input instanceof HTMLTextAreaElement ? HTMLTextAreaElement : HTMLInputElement;
    Object.getOwnPropertyDescriptor(kind.prototype, "value").set.call(input, text);
    input.dispatchEvent(new InputEvent("input", { bubbles: true, data: text, inputType: "insertText" }));
  };
  const paste = (on, text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    on.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  };
  const done = [];
  for (let action = 0; action < count; action++) {
    const top = document.querySelector("dialog[open]") ?? document;
    const usable = [...top.querySelectorAll(CONTROLS)].filter((one) => !one.disabled && one.type !== "file" && one.checkVisibility() && !one.closest(LEAVING));
    const focused = document.activeElement ?? document.body;
    const dice = random();
    const on = any(usable) ?? document.body;
    done.push(`${dice.toFixed(3)} ${on.tagName} ${on.id || on.className} ${(on.textContent ?? "").slice(0, 30)}`);
    if (dice < 0.03) location.hash = any(routes);
    else if (dice < 0.09) press(focused, any(["z", "z", "y"]), { ctrlKey: true });
    else if (dice < 0.11) press(focused, "ArrowDown", { altKey: true });
    else if (dice < 0.2) press(focused, any(KEYS));
    else if (on instanceof HTMLSelectElement) {
      on.focus();
      on.selectedIndex = Math.floor(random() * on.options.length);
      on.dispatchEvent(new Event("input", { bubbles: true }));
      on.dispatchEvent(new Event("change", { bubbles: true }));
    } else if (on instanceof HTMLTextAreaElement || (on instanceof HTMLInputElement && !["checkbox", "radio", "range"].includes(on.type))) {
      on.focus();
      if (random() < 0.15) paste(on, any(PASTED));
      else type(on, any(TYPED));
      if (random() < 0.3) press(on, "Enter");
      if (random() < 0.5) on.dispatchEvent(new Event("change", { bubbles: true }));
    } else if (on.type === "range") type(on, String(random() * 100));
    else {
      on.focus?.();
      on.click?.();
    }
    if (random() < 0.3) await new Promise((drawn) => requestAnimationFrame(drawn));
  }
  await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
  const shown = document.body.innerText.match(/.{0,60}(\bNaN\b|\bundefined\b|\bInfinity\b).{0,40}/g) ?? [];
  return { done, shown };
}

for (const [turn, language] of LANGUAGES.entries()) {
  test(`random actions in ${language}`, async (t) => {
    const visitor = await site.visit("#/", { language, before: hold });
    const { page, faults } = visitor;
    const routes = ["#/", "#/workbook", "#/settings", ...(await visitor.calculators()).map((id) => `#/c/${id}`)];
    const devtools = await page.context().newCDPSession(page);
    await devtools.send("Performance.enable");
    const batches = Math.ceil(ALL / LANGUAGES.length / BATCH);
    t.diagnostic(`seed ${SEED}, ${batches * BATCH} actions`);
    const heap = async () => {
      await page.keyboard.press("Escape");
      await visitor.go("#/");
      await devtools.send("HeapProfiler.collectGarbage");
      const { metrics } = await devtools.send("Performance.getMetrics");
      const wasm = await page.evaluate(() => globalThis.wasmMemory?.buffer.byteLength ?? 0);
      return { js: metrics.find((one) => one.name === "JSHeapUsedSize").value, wasm };
    };
    let early;
    for (let batch = 0; batch < batches; batch++) {
      // From the middle on nothing is loaded again: what leaks then, stays.
      if (batch === Math.ceil(batches / 2)) early = await heap();
      else if (batch < batches / 2 && batch % 5 === 4) await visitor.reload();
      if (batch % 3 === 2) await page.setViewportSize(batch % 2 ? { width: 360, height: 640 } : { width: 1280, height: 900 });
      const seed = SEED + turn * 100_000 + batch;
      const { done, shown } = await page.evaluate(act, [seed, BATCH, routes]);
      const trail = `seed ${SEED}, ${language}, batch ${batch}:\n${done.slice(-40).join("\n")}`;
      // A reload cuts short what was being fetched: that is the test's own doing.
      assert.deepEqual(faults.filter((fault) => !CUT_SHORT.test(fault)), [], trail);
      assert.deepEqual(shown, [], trail);
      await page.waitForSelector("main h1");
    }
    await visitor.go("#/c/pricing.cost_plus");
    const late = await heap();
    t.diagnostic(`heap ${early.js} to ${late.js} bytes; wasm memory ${early.wasm} to ${late.wasm} bytes`);
    assert.ok(late.js - early.js < LEAK, `the heap grew from ${early.js} to ${late.js}`);
    await visitor.leave({ but: CUT_SHORT });
  });
}
