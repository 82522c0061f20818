// What of a file is imported, and into what, with an engine that answers as told.
import assert from "node:assert/strict";
import test from "node:test";
import { importComponent } from "./support/components.js";

const { exchangeKind, exportFrom, importInto, isWorkbook, mergeDecisions, readExchange, readWorkbook } =
  await importComponent("signalboxExchange");
const { xmlTree } = await importComponent("signalboxModelXml");

const workbench = (answer) => ({ calls: [], async ask(...message) { this.calls.push(message); return answer; } }); // prettier-ignore

test("models and tables are told from the documents of Signalbox", () => {
  assert.equal(exchangeKind('<?xml version="1.0"?><definitions/>'), "model");
  assert.equal(exchangeKind('\n<dmn:definitions xmlns:dmn="x"/>'), "model");
  assert.equal(exchangeKind('<!DOCTYPE definitions SYSTEM "x"><definitions/>'), "model", "to be refused as one");
  assert.equal(exchangeKind("<html></html>"), null);
  assert.equal(exchangeKind('"decision queue, hit first",when: A\r\n'), "table");
  assert.equal(exchangeKind('\uFEFF"decision queue, hit first",when: A\r\n'), "table");
  assert.equal(exchangeKind("Id,decision\n1,2\n"), null);
  assert.equal(exchangeKind('{"signalbox":1}'), null);
});

test("a DOCTYPE, deep nesting and large files are refused before any parser sees them", () => {
  assert.throws(() => xmlTree('<!DOCTYPE d [<!ENTITY a "ha">]><d>&a;</d>'), /DOCTYPE/);
  assert.throws(() => xmlTree('<!doctype d SYSTEM "http://localhost:1/x"><d/>'), /DOCTYPE/);
  assert.throws(() => xmlTree("<a>".repeat(31) + "</a>".repeat(31)), /nested more than 30/);
  assert.throws(() => xmlTree(" ".repeat(32 * 1024 * 1024 + 1)), /larger than/);
});

test("a table without a definition is sent back, and what the engine refuses is told with its place", async () => {
  const sheet = '"decision queue, hit first",when: A\r\n';
  assert.match((await readExchange(workbench({}), sheet, null)).trouble[0], /Open the definition first/);
  const refusal = workbench({ ok: false, diagnostics: [{ path: "B2", line: 2, sentence: "No number." }] });
  assert.deepEqual((await readExchange(refusal, sheet, "{}")).trouble, ["B2, line 2: No number."]);
  assert.deepEqual(refusal.calls[0][0], { op: "table.import" });
});

test("decisions are replaced or added, with the fields and steps that they need", () => {
  const open = { name: "x", fields: { a: "Text" }, decisions: { p: 1, q: 2 }, steps: [{ id: "p", decide: "p" }] };
  const incoming = {
    fields: { A: "Number", b: "Text" },
    decisions: { q: 3, r: 4 },
    steps: [
      { id: "q", decide: "q" },
      { id: "r", decide: "r" },
    ],
  };
  assert.deepEqual(mergeDecisions(open, incoming, ["q", "r"]), {
    name: "x",
    fields: { a: "Text", b: "Text" },
    decisions: { p: 1, q: 3, r: 4 },
    steps: [
      { id: "p", decide: "p" },
      { id: "r", decide: "r" },
    ],
  });
});

/** As much of the store as an import or export asks. */
const store = (definition) => ({
  decider: {},
  definition,
  definitionText: JSON.stringify(definition),
  table: "q",
  done: [],
  said: [],
  execute(command) { this.done.push(command); }, // prettier-ignore
  goTo() {},
  report(title, lines) { this.said.push(title, ...lines); return false; }, // prettier-ignore
});

const table = '"decision q, hit first"\r\n';
const reading =
  (bench, text = table) =>
  (definition) =>
    readExchange(bench, text, definition);

test("an import is one change with an inverse", async () => {
  const open = { blanks: "blank", fields: {}, decisions: {} };
  const incoming = { blanks: "blank", fields: {}, decisions: { q: { rules: [{}] } } };
  const answer = { ok: true, decision: "q", definition: incoming, diagnostics: [] };
  const into = store(open);
  assert.equal(await importInto(into, reading(workbench(answer)), "q.csv", ""), "Imported q (1 rule)");
  assert.equal(into.done.length, 1);
  assert.deepEqual(into.done[0].inverse, { kind: "set", path: [], value: open });
  assert.deepEqual(into.said, []);
});

test("a refused import changes nothing", async () => {
  const into = store({ decisions: {} });
  const refusal = workbench({ ok: false, diagnostics: [], error: { sentence: "No." } });
  assert.equal(await importInto(into, reading(refusal), "q.csv", ""), null);
  assert.deepEqual(into.done, []);
  assert.deepEqual(into.said, ["q.csv could not be imported", "No."]);
});

const sheet = (name, first, troubles = []) => ({ name, rows: [[first]], troubles });
const spreadsheet = (...sheets) => ({ readSheets: async () => sheets });

test("every sheet that holds a table comes in, each into what the former has given", async () => {
  const definitions = [{ decisions: { a: {} } }, { decisions: { a: {}, b: {} } }];
  const bench = {
    calls: [],
    async ask(header, body) {
      this.calls.push([header.sheet, JSON.parse(body).definition]);
      const definition = definitions[this.calls.length - 1];
      return { ok: true, decision: Object.keys(definition.decisions).at(-1), definition, diagnostics: [] };
    },
  };
  const sheets = [sheet("A", "decision a, hit first"), sheet("Notes", "x", ["bad"]), sheet("B", "decision b, hit any")];
  const read = await readWorkbook(bench, spreadsheet(...sheets), new Uint8Array(), "{}");
  assert.deepEqual(bench.calls, [["A", {}], ["B", definitions[0]]]); // prettier-ignore
  assert.deepEqual([read.names, read.definition], [["a", "b"], definitions[1]]); // prettier-ignore
});

test("one bad sheet keeps the whole workbook out, and all that is wrong is told", async () => {
  const bench = {
    async ask({ sheet: name }) {
      return name === "A"
        ? { ok: true, decision: "a", definition: {}, diagnostics: [] }
        : { ok: false, diagnostics: [{ path: `${name}!B3`, sentence: "No number." }] };
    },
  };
  const [a, b, c] = ["A", "B", "C"].map((name) => sheet(name, "decision x, hit first"));
  const bytes = new Uint8Array();
  const refused = await readWorkbook(bench, spreadsheet(a, b, c), bytes, "{}");
  assert.deepEqual(refused, { trouble: ["B!B3: No number.", "C!B3: No number."] });
  const merged = await readWorkbook(bench, spreadsheet(a, { ...b, troubles: ["B!A1:B2: Merged."] }), bytes, "{}");
  assert.deepEqual(merged, { trouble: ["B!A1:B2: Merged."] });
  const none = await readWorkbook(bench, spreadsheet(sheet("Notes", "x")), bytes, "{}");
  assert.match(none.trouble[0], /No sheet begins with[^]*Notes/);
  const broken = { readSheets: async () => { throw new Error("Damaged."); } }; // prettier-ignore
  assert.deepEqual(await readWorkbook(bench, broken, bytes, "{}"), { trouble: ["Damaged."] });
  assert.match((await readWorkbook(bench, spreadsheet(a), bytes, null)).trouble[0], /Open the definition first/);
});

test("a workbook is told by its name or by its bytes", () => {
  assert.equal(isWorkbook("a.XLSX", new Uint8Array()), true, "to be refused as one");
  assert.equal(isWorkbook("a", Uint8Array.of(0x50, 0x4b, 3, 4)), true);
  assert.equal(isWorkbook("a.csv", Uint8Array.of(0x50, 0x4b, 0x2c, 0x41)), false);
});

const noSpreadsheet = async () => assert.fail("asked for");

test("an export names its file, and says what stayed behind", async () => {
  const warning = { path: "/routing", sentence: "No place." };
  const from = store({ name: "my rules" });
  const bench = workbench({ ok: true, xml: "<x/>", diagnostics: [warning] });
  assert.deepEqual(await exportFrom(from, bench, { format: "dmn", tables: ["q"] }, noSpreadsheet), {
    name: "my-rules.dmn",
    data: "<x/>",
    type: "application/xml",
  });
  assert.deepEqual(from.said, ["The model says less than the definition", "/routing: No place."]);
  const csv = workbench({ ok: true, csv: "a\r\n" });
  assert.equal((await exportFrom(store({}), csv, { format: "csv", tables: ["q"] }, noSpreadsheet)).name, "q.csv");
});

test("a workbook has a sheet for each table that is wanted", async () => {
  const written = [];
  const load = async () => ({ writeSheets: (tables) => written.push(...tables) && Uint8Array.of(1) });
  const bench = workbench({ ok: true, rows: [["decision"]], csv: "", diagnostics: [] });
  const file = await exportFrom(store({ name: "rules" }), bench, { format: "xlsx", tables: ["p", "q"] }, load);
  assert.equal(file.name, "rules.xlsx");
  assert.deepEqual(
    written.map(({ name, rows }) => [name, rows]),
    [["p", [["decision"]]], ["q", [["decision"]]]],
  ); // prettier-ignore
});

test("a workbench that cannot be loaded is reported, and nothing changes", async () => {
  const none = { async ask() { throw new Error("WebAssembly build: 404"); } }; // prettier-ignore
  const open = store({ decisions: {} });
  assert.equal(await importInto(open, reading(none), "q.csv", ""), null);
  assert.equal(await exportFrom(open, none, { format: "dmn", tables: [] }, noSpreadsheet), null);
  assert.deepEqual(open.done, []);
  assert.deepEqual(open.said, [
    "q.csv could not be imported",
    "WebAssembly build: 404",
    "The definition could not be exported",
    "WebAssembly build: 404",
  ]);
});
