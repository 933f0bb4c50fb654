// A spreadsheet file handed out by the page, and bombs handed to the module that reads them.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { crc32, deflateRawSync, inflateRawSync } from "node:zlib";
import { becomes, start } from "./harness.mjs";

let site;
before(async () => (site = await start()));
after(() => site.stop());

/** The parts of an archive by name, read by its list at the end. */
function parts(bytes) {
  const end = bytes.lastIndexOf("PK\x05\x06", undefined, "latin1");
  let at = bytes.readUInt32LE(end + 16);
  const found = new Map();
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [method, size] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 20)];
    const [name, more, comment] = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset));
    const start = bytes.readUInt32LE(at + 42);
    const data = start + 30 + bytes.readUInt16LE(start + 26) + bytes.readUInt16LE(start + 28);
    const packed = bytes.subarray(data, data + size);
    found.set(bytes.toString("utf8", at + 46, at + 46 + name), method === 8 ? inflateRawSync(packed) : packed);
    at += 46 + name + more + comment;
  }
  return found;
}

/** An archive of one part that unpacks to so many spaces. */
function bomb(size) {
  const plain = Buffer.alloc(size, " ");
  const [packed, name] = [deflateRawSync(plain), Buffer.from("xl/sharedStrings.xml")];
  const about = Buffer.alloc(26);
  about.writeUInt16LE(20, 0);
  about.writeUInt16LE(8, 4);
  about.writeUInt32LE(crc32 ? crc32(plain) : 0, 10);
  about.writeUInt32LE(packed.length, 14);
  about.writeUInt32LE(size, 18);
  about.writeUInt16LE(name.length, 22);
  const first = Buffer.concat([Buffer.from("PK\x03\x04", "latin1"), about, name, packed]);
  const listed = Buffer.concat([Buffer.from("PK\x01\x02\x14\x00", "latin1"), about, Buffer.alloc(14), name]);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(first.length, 16);
  return Buffer.concat([first, listed, end]);
}

/** What the module answers that reads spreadsheets, in a worker of the page's own making. */
const read = (rep, bytes) =>
  rep.page.evaluate(
    (given) =>
      new Promise((resolve) => {
        const worker = globalThis.salesWorkbench.module("spreadsheet");
        worker.onmessage = ({ data }) => resolve(data);
        worker.postMessage({ name: "read", given: [Uint8Array.from(atob(given), (c) => c.charCodeAt(0))] });
      }),
    bytes.toString("base64"),
  );

test("a calculator becomes a workbook of live formulas, which the module reads again", async () => {
  const rep = await site.visit("#/c/pricing.cost_plus");
  await rep.type("unit_cost", "25");
  await becomes(rep.headline, "$40.00");
  await rep.page.locator("#tab-share").click();
  const waiting = rep.page.waitForEvent("download");
  await rep.page.getByRole("button", { name: "Excel workbook of this calculator (.xlsx)" }).click();
  const file = await waiting;
  assert.match(file.suggestedFilename(), /^Cost-plus pricing - \d{4}-\d\d-\d\d\.xlsx$/);
  const bytes = await readFile(await file.path());
  const inside = parts(bytes);
  assert.ok(inside.has("xl/worksheets/sheet1.xml") && inside.has("xl/worksheets/sheet2.xml"));
  assert.match(inside.get("xl/workbook.xml").toString(), /name="Contents".*fullCalcOnLoad="1"/s);
  assert.match(inside.get("xl/worksheets/sheet2.xml").toString(), /<f>[^<]*\$B\$/);
  const sheets = JSON.parse((await read(rep, bytes)).value);
  assert.deepEqual(sheets.map((sheet) => sheet.name), ["Contents", "Cost-plus pricing"]);
  assert.ok(sheets[1].rows.flat().some((cell) => cell.number === 25));
  await rep.leave();
});

test("a bomb is refused with its reason, and the page lives on", async () => {
  const rep = await site.visit("#/c/pricing.cost_plus");
  await becomes(() => read(rep, bomb(65 * 1024 * 1024)), { refused: "too_large" });
  await becomes(() => read(rep, Buffer.from("a,b\n1,2\n")), { refused: "not_a_spreadsheet" });
  await rep.type("unit_cost", "25");
  await becomes(rep.headline, "$40.00");
  await rep.leave();
});
