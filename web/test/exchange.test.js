// What of a file is imported, and into what, with an engine that answers as told.
import assert from "node:assert/strict";
import test from "node:test";
import { importComponent } from "./support/components.js";

const { exchangeKind, exportFrom, importInto, mergeDecisions, readExchange, xmlTree } =
  await importComponent("signalboxExchange");

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
  const table = '"decision queue, hit first",when: A\r\n';
  assert.match((await readExchange(workbench({}), table, null)).trouble[0], /Open the definition first/);
  const refusal = workbench({ ok: false, diagnostics: [{ path: "B2", line: 2, sentence: "No number." }] });
  assert.deepEqual((await readExchange(refusal, table, "{}")).trouble, ["B2, line 2: No number."]);
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

test("an import is one change with an inverse", async () => {
  const open = { blanks: "blank", fields: {}, decisions: {} };
  const incoming = { blanks: "blank", fields: {}, decisions: { q: 1 } };
  const answer = { ok: true, decision: "q", definition: incoming, diagnostics: [] };
  const into = store(open);
  assert.equal(await importInto(into, workbench(answer), '"decision q, hit first"\r\n', "q.csv", ""), true);
  assert.equal(into.done.length, 1);
  assert.deepEqual(into.done[0].inverse, { kind: "set", path: [], value: open });
  assert.deepEqual(into.said, []);
});

test("a refused import changes nothing", async () => {
  const into = store({ decisions: {} });
  const refusal = workbench({ ok: false, diagnostics: [], error: { sentence: "No." } });
  assert.equal(await importInto(into, refusal, '"decision q, hit first"\r\n', "q.csv", ""), false);
  assert.deepEqual(into.done, []);
  assert.deepEqual(into.said, ["q.csv could not be imported", "No."]);
});

test("an export names its file, and says what stayed behind", async () => {
  const warning = { path: "/routing", sentence: "No place." };
  const from = store({ name: "my rules" });
  const answer = { ok: true, xml: "<x/>", diagnostics: [warning] };
  assert.deepEqual(await exportFrom(from, workbench(answer), "dmn"), {
    name: "my-rules.dmn",
    text: "<x/>",
    type: "application/xml",
  });
  assert.deepEqual(from.said, ["The model says less than the definition", "/routing: No place."]);
  assert.equal((await exportFrom(store({}), workbench({ ok: true, csv: "a\r\n" }), "csv")).name, "q.csv");
});

test("a workbench that cannot be loaded is reported, and nothing changes", async () => {
  const none = { async ask() { throw new Error("WebAssembly build: 404"); } }; // prettier-ignore
  const open = store({ decisions: {} });
  assert.equal(await importInto(open, none, '"decision q, hit first"\r\n', "q.csv", ""), false);
  assert.equal(await exportFrom(open, none, "dmn"), null);
  assert.deepEqual(open.done, []);
  assert.deepEqual(open.said, [
    "q.csv could not be imported",
    "WebAssembly build: 404",
    "The definition could not be exported",
    "WebAssembly build: 404",
  ]);
});
