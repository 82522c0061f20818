import assert from "node:assert/strict";
import fs from "node:fs";
import test from "node:test";
import { importComponent } from "./support/components.js";

const { documentKind, fieldsOf, formatDefinition, parseDefinition, readRecords, subjectOf } =
  await importComponent("signalboxDocuments");
const sample = (name) => fs.readFileSync(new URL(`../sample/${name}.json`, import.meta.url), "utf8");

test("a saved definition reads back as the same definition, with its members in the same order", () => {
  const definition = parseDefinition(sample("definition"));
  assert.equal(JSON.stringify(parseDefinition(formatDefinition(definition))), JSON.stringify(definition));
});

test("a rule that fits stands on one line, so that a change of a rule is a change of a line", () => {
  const rule = { id: "dach", when: ['"DE"', "-"], then: ["DACH Payments", 2] };
  const lines = formatDefinition({ decisions: { queue: { rules: [rule, rule] } } }).split("\n");
  assert.equal(lines.filter((line) => line.includes('"dach"')).length, 2);
});

test("formatting breaks no value: empty lists, texts with line breaks, deep nesting", () => {
  const value = { a: [], b: {}, c: 'line\nbreak \u2028 "quoted"', d: [[[[{ e: "x".repeat(200) }]]]], f: null, g: -0.5 };
  assert.deepEqual(JSON.parse(formatDefinition(value)), value);
});

test("documents are told apart by what they hold", () => {
  for (const name of ["definition", "directory", "roster", "records"])
    assert.equal(documentKind(sample(name)).kind, name, name);
  assert.equal(documentKind('{"Id":"1"}\n{"Id":"2"}\n').kind, "records");
  assert.equal(documentKind("Id,Subject\n1,Hello\n").kind, "records");
});

test("a broken document says where it is broken", () => {
  const { kind, error } = documentKind('{\n  "a": 1,\n  oops\n}');
  assert.equal(kind, "broken");
  assert.match(error, /line 3/);
  assert.equal(documentKind("<html>").kind, "broken");
  assert.equal(documentKind("").kind, "broken");
});

test("records are read from an array, from one object, from JSON lines and from CSV", () => {
  assert.equal(readRecords('[{"Id":"1"},{"Id":"2"}]').length, 2);
  assert.equal(readRecords('{"Id":"1"}').length, 1);
  assert.deepEqual(readRecords('{"Id":"1"}\nbroken\n{"Id":"3"}\n'), [{ Id: "1" }, {}, { Id: "3" }]);
  assert.deepEqual(readRecords('\ufeffId,Subject,Note\r\n1,"a, ""b""\nc",\r\n2,d,e'), [
    { Id: "1", Subject: 'a, "b"\nc', Note: null },
    { Id: "2", Subject: "d", Note: "e" },
  ]);
});

test("an unclosed quotation of a CSV file ends with the file", () => {
  assert.deepEqual(readRecords('Id,Subject\n1,"open'), [{ Id: "1", Subject: "open" }]);
});

test("a record names itself in each of its shapes", () => {
  assert.equal(subjectOf({ Id: "1", Subject: "Hello" }), "Hello");
  assert.equal(subjectOf({ apiName: "Case", id: "1", fields: { Subject: { value: "Hi", displayValue: "Ho" } } }), "Hi");
  assert.equal(subjectOf({ attributes: { type: "Case" }, NAME: "Named" }), "Named");
  assert.equal(subjectOf({ Id: "1" }), "");
  assert.equal(subjectOf(null), "");
  assert.deepEqual(fieldsOf([1]), {});
});
