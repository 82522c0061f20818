import assert from "node:assert/strict";
import test from "node:test";
import { importComponent } from "./support/components.js";

const words = await importComponent("signalboxWords");

test("instants are worded in UTC; what is no instant stays as it is", () => {
  assert.equal(words.instantWords("2026-01-31T08:00:00.000Z"), "31 Jan 2026, 08:00 UTC");
  assert.equal(words.instantWords("soon"), "soon");
  assert.equal(words.instantWords(null), "");
});

test("durations have at most two units, and no sign", () => {
  assert.equal(words.durationWords(1585), "1 d 2 h");
  assert.equal(words.durationWords(-45), "45 min");
  assert.equal(words.durationWords(0.2), "0 min");
  assert.equal(words.durationWords(1440), "1 d");
});

test("counts are grouped by thousands", () => {
  assert.equal(words.countWords(24918), "24,918");
  assert.equal(words.plural(1, "record"), "1 record");
  assert.equal(words.plural(1000000, "record"), "1,000,000 records");
});

test("a diagnostic's path leads to its cell", () => {
  const definition = {
    decisions: { "a/b": { inputs: ["X", "Y"], outputs: [{ name: "q" }], rules: [{ id: "r1" }, { id: "r2" }] } },
  };
  assert.deepEqual(words.placeOf(definition, "/decisions/a~1b/rules/1/when/1"), {
    words: "a/b · r2 · Y",
    table: "a/b",
    rule: 1,
    column: "input-1",
  });
  assert.equal(words.placeOf(definition, "/decisions/a~1b/inputs/0").rule, -1);
  assert.equal(words.placeOf(definition, "/decisions/a~1b/default/0").rule, 2);
  assert.equal(words.placeOf(definition, "/decisions/a~1b/rules/0/then/0").column, "output-0");
  assert.equal(words.placeOf(definition, "/routing/best/queue").table, undefined);
  assert.equal(words.placeOf(definition, "").words, "definition");
  assert.equal(words.placeOf(definition, "/decisions/none/rules/0").table, undefined);
});

test("each reason of exclusion is worded with its values", () => {
  assert.match(words.exclusionWords({ code: "skill-level", skill: "Payments", has: 1, needed: 3 }), /Payments.*1.*3/);
  assert.match(words.exclusionWords({ code: "capacity", open: 4, capacity: 4 }), /4 open of 4/);
  assert.match(words.exclusionWords({ code: "presence", presence: "Away" }), /Away/);
  assert.match(words.exclusionWords({ code: "skill-missing", skill: "German", needed: 1 }), /German/);
});
