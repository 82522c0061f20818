// XLSX out and in again, and workbooks of strangers.
import assert from "node:assert/strict";
import test from "node:test";
import { strToU8, zipSync } from "fflate";
import { readSheets, writeSheets } from "../spreadsheet/spreadsheet.js";
import { kMaxFileBytes, unpack } from "../spreadsheet/unpack.js";

const rowsOf = async (bytes) => (await readSheets(bytes)).map(({ rows }) => rows);
const head = ["decision q, hit first", "when: A"];

test("every text is a text again, whatever it begins with", async () => {
  const texts = [
    "=1+1",
    "+49",
    "-",
    "@x",
    "007",
    " lead ",
    "ünï 🎉 中",
    "<&>\"'",
    "_x0041_",
    "\u0007",
    "a\r\nb\tc",
    "'q",
  ];
  const rows = [head, ...texts.map((text) => [text, text])];
  const bytes = writeSheets([{ name: "q", rows }]);
  assert.deepEqual(await rowsOf(bytes), [rows]);
  const xml = unpack(bytes)["xl/worksheets/sheet1.xml"];
  assert.doesNotMatch(xml, /<f>|<f /, "no formula of the spreadsheet");
  assert.equal([...xml.matchAll(/t="inlineStr"/g)].length, rows.length * 2);
});

test("numbers, truth values and dates are such cells where they are exact, else texts", async () => {
  const header = [
    "decision q, hit first",
    "then: n (Number)",
    "then: c (Checkbox)",
    "then: d (Date)",
    'then: t (Text: "1")',
  ];
  const rows = [
    header,
    ["a", "12.5", "true", "2026-02-28", "1"],
    ["b", "-3", "false", "1900-03-01", "true"],
    ["c", "0.12345678901234567890", "= A > 1", "1900-02-28", "2026-02-28"],
    ["d", "", "", "", ""],
  ];
  assert.deepEqual(await rowsOf(writeSheets([{ name: "q", rows }])), [
    [
      header,
      ["a", 12.5, true, "2026-02-28", "1"],
      ["b", -3, false, "1900-03-01", "true"],
      ["c", "0.12345678901234567890", "= A > 1", "1900-02-28", "2026-02-28"],
      ["d", null, null, null, null],
    ],
  ]);
});

test("equal tables give equal bytes, and each its own sheet name", async () => {
  const tables = ["a/b", "A b", "x".repeat(40), "x".repeat(50), "'", ""].map((name) => ({ name, rows: [head] }));
  assert.deepEqual(writeSheets(tables), writeSheets(tables));
  const names = (await readSheets(writeSheets(tables))).map(({ name }) => name);
  assert.deepEqual(names, ["a b", "A b 2", "x".repeat(31), `${"x".repeat(29)} 2`, "Table", "Table 2"]);
});

test("what no spreadsheet holds is not written", () => {
  const rows = [head, ["a", "x".repeat(32_768)]];
  assert.throws(() => writeSheets([{ name: "q", rows }]), /q, B2: a spreadsheet's cell holds at most 32767/);
});

/** A workbook of one sheet with this content. */
function workbook(sheet, more = {}) {
  const parts = {
    "xl/workbook.xml": '<workbook xmlns:r="r"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels":
      '<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
    "xl/worksheets/sheet1.xml": `<worksheet>${sheet}</worksheet>`,
    ...more,
  };
  return zipSync(Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, strToU8(text)])));
}
const cells = (...each) => `<sheetData><row r="1">${each.join("")}</row></sheetData>`;
const cell = (address, value, more = "") => `<c r="${address}"${more}>${value}</c>`;

test("a formula counts as what it gave, and none is computed", async () => {
  const sheet = cells(cell("A1", "<f>1+1</f><v>2</v>"), cell("B1", "<f>X()</f><v>a</v>", ' t="str"'));
  assert.deepEqual(await rowsOf(workbook(sheet)), [[[2, "a"]]]);
});

test("what has no one meaning in a table is told with its cell", async () => {
  const sheet = `${cells(cell("A1", "<v>#NAME?</v>", ' t="e"'))}<mergeCells><mergeCell ref="A1:B2"/></mergeCells>`;
  const [{ troubles }] = await readSheets(workbook(sheet));
  assert.match(troubles[0], /^S!A1:B2: Merged cells/);
  assert.match(troubles[1], /^S!A1: The spreadsheet has failed/);
});

test("no room is made for cells that are far away", async () => {
  await assert.rejects(readSheets(workbook(cells(cell("XFD1", "<v>1</v>")))), /S: 16384 columns, at most 1000/);
  await assert.rejects(readSheets(workbook(`<sheetData><row r="1048576"></row></sheetData>`)), /1048576 rows/);
  const wide = `<sheetData><row r="1">${cell("ALL1", "<v>1</v>")}</row><row r="99999">${cell("A99999", "<v>1</v>")}</row></sheetData>`;
  await assert.rejects(readSheets(workbook(wide)), /more than 5000000 cells/);
  const said = `<dimension ref="A1:XFD1048576"/>${cells(cell("A1", "<v>1</v>"))}`;
  assert.deepEqual(await rowsOf(workbook(said)), [[[1]]]);
});

test("what is no workbook is refused with the reason", async () => {
  const good = workbook(cells(cell("A1", "<v>1</v>")));
  const refused = (bytes, reason) => assert.rejects(readSheets(bytes), reason);
  await refused(new Uint8Array(), /no XLSX workbook/);
  await refused(strToU8("decision,hit"), /no XLSX workbook/);
  await refused(Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1), /older workbook/);
  await refused(strToU8("PK\u0003\u0004"), /no sheet|damaged/);
  await refused(zipSync({ "a.xml": strToU8("<a/>") }), /no sheet/);
  await refused(good.slice(0, good.length / 2), /./);
  await refused(new Uint8Array(kMaxFileBytes + 1), /larger than 32 MiB/);
  await refused(workbook("<sheetData><row", {}), /./);
  await refused(workbook(cells(), { "xl/styles.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a/>' }), /DOCTYPE/);
});

test("an archive that unpacks to more than it may is left off, whatever it says of its sizes", async () => {
  const large = new Uint8Array(100 * 1024 * 1024).fill(32);
  const bomb = zipSync({ "xl/workbook.xml": [large, { level: 9 }] });
  assert.ok(bomb.length < 200_000);
  await assert.rejects(readSheets(bomb), /unpacks to more than 96 MiB/);
  // The sizes of the header and of the directory say that it is small.
  const view = new DataView(bomb.buffer, bomb.byteOffset);
  view.setUint32(22, 10, true);
  const directory = bomb.findLastIndex((byte, at) => byte === 0x50 && bomb[at + 1] === 0x4b && bomb[at + 2] === 1);
  view.setUint32(directory + 24, 10, true);
  await assert.rejects(readSheets(bomb), /unpacks to more than 96 MiB/);
  const many = Object.fromEntries(Array.from({ length: 1001 }, (_, index) => [`p${index}.xml`, strToU8("")]));
  await assert.rejects(readSheets(zipSync(many)), /more than 1000 parts/);
});
