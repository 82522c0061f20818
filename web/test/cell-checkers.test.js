import assert from "node:assert/strict";
import test from "node:test";
import { importComponent } from "./support/components.js";

const { FormulaChecker, OutputChecker, TestChecker, inputValues, outputValues } =
  await importComponent("signalboxCellCheckers");

/** An engine that calls every text one token and one diagnostic. */
const decider = {
  checkFormula: (_expect, text) => ({
    tokens: [{ from: 0, to: text.length, kind: "field" }],
    diagnostics: [{ from: 0, to: 1, severity: "error", sentence: text }],
  }),
  checkTest: (decision, input, text) => ({ tokens: [], diagnostics: [{ sentence: `${decision} ${input} ${text}` }] }),
  complete: (_text, offset) => ({ from: offset - 1, to: offset + 1, items: [{ label: "Amount__c", kind: "field" }] }),
};
const labels = (answer) => answer.items.map((item) => item.label);

test("an output is a formula only behind an equals sign, and places count from the cell's begin", () => {
  const checker = new OutputChecker(decider, "Number", []);
  assert.deepEqual(checker.check("A + B"), { tokens: [], diagnostics: [] });
  const { tokens, diagnostics } = checker.check(" =Ab");
  assert.deepEqual(tokens, [{ from: 2, to: 4, kind: "field" }]);
  assert.equal(diagnostics[0].from, 2);
  const { from, to } = checker.complete("=A", 2, false);
  assert.deepEqual([from, to], [1, 3]);
});

test("an output offers the texts that begin like it, but not itself", () => {
  const checker = new OutputChecker(decider, "Text", ["Tier 1", "Tier 2", "Overflow"]);
  assert.deepEqual(labels(checker.complete("ti", 2, false)), ["Tier 1", "Tier 2"]);
  assert.deepEqual(labels(checker.complete("Tier 1", 6, false)), []);
  assert.deepEqual(labels(checker.complete("", 0, false)), []);
  assert.equal(checker.complete("", 0, true).items.length, 3);
});

test("a unary test offers values with and without their quotation mark, also behind a comma and in not(", () => {
  const checker = new TestChecker(decider, "queue", 1, ["High", "Critical"]);
  assert.deepEqual(labels(checker.complete("hi", 2, false)), ['"High"']);
  assert.deepEqual(labels(checker.complete('"High", "C', 10, false)), ['"Critical"']);
  assert.deepEqual(labels(checker.complete("not(h", 5, false)), ['"High"']);
  assert.equal(checker.complete("not(h", 5, false).from, 4);
  assert.deepEqual(labels(checker.complete("", 0, false)), []);
  assert.deepEqual(labels(checker.complete("bl", 2, false)), ["blank"]);
});

test("a completed text takes the closing quotation mark with it", () => {
  const checker = new TestChecker(decider, "queue", 1, ["High"]);
  const { from, to } = checker.complete('"Hi"', 3, false);
  assert.deepEqual([from, to], [0, 4]);
});

test("nothing is offered behind a text that has ended, or within one that has a comma", () => {
  const checker = new TestChecker(decider, "queue", 1, ["High", "Low"]);
  assert.deepEqual(labels(checker.complete('"High"', 6, false)), []);
  assert.deepEqual(labels(checker.complete('"High","Low"', 12, false)), []);
  assert.deepEqual(labels(checker.complete('"a, h', 5, false)), []);
});

test("a formula is completed behind a letter, not behind a number", () => {
  const checker = new FormulaChecker(decider);
  assert.deepEqual(labels(checker.complete("A", 1, false)), ["Amount__c"]);
  assert.deepEqual(labels(checker.complete("3 + ", 4, false)), []);
  assert.deepEqual(labels(checker.complete("3 + ", 4, true)), ["Amount__c"]);
  assert.deepEqual(labels(checker.complete('TEXT(S) = "', 11, false)), ["Amount__c"], "a value of a picklist");
});

test("the values of an input are those of the picklist, else those of the records", () => {
  const definition = {
    fields: {
      Severity__c: { type: "Picklist", values: ["Low", "High"] },
      Country__c: "Text",
      "Account.Tier__c": "Text",
    },
  };
  const records = [
    { fields: { Country__c: "FR", Account: { Tier__c: "Gold" } } },
    { fields: { Country__c: "DE" } },
    { fields: { Country__c: "FR", "Account.Tier__c": "Iron" } },
    { fields: null },
  ];
  assert.deepEqual(inputValues(definition, "TEXT( severity__c )", records), ["Low", "High"]);
  assert.deepEqual(inputValues(definition, "Country__c", records), ["DE", "FR"]);
  assert.deepEqual(inputValues(definition, "Account.Tier__c", records), ["Gold", "Iron"]);
  assert.deepEqual(inputValues(definition, "Country__c & 'x'", records), []);
  assert.deepEqual(inputValues(definition, "Unknown__c", records), []);
});

test("an output named queue offers the queues of the directory first", () => {
  const table = { rules: [{ then: ["B"] }, { then: ["=X"] }, null, { then: [""] }] };
  const directory = { queues: { A: {} } };
  assert.deepEqual(outputValues(table, { index: 0, text: "queue" }, directory), ["A", "B"]);
  assert.deepEqual(outputValues(table, { index: 0, text: "other" }, directory), ["B"]);
});

test("each checker says its text in plain English, an output only behind its sign", () => {
  const said = {
    formulaInEnglish: (text) => `formula ${text}`,
    testInEnglish: (decision, input, text) => `${decision} ${input} ${text}`,
  };
  assert.equal(new FormulaChecker(said).say("A"), "formula A");
  assert.equal(new TestChecker(said, "queue", 1, []).say("> 3"), "queue 1 > 3");
  assert.equal(new OutputChecker(said, "Text", []).say("=A"), "formula A");
  assert.equal(new OutputChecker(said, "Text", []).say("A"), "");
});

test("help in an output begins behind its sign, and its places count from the cell's begin", () => {
  const helping = {
    hover: (text, offset) => ({ from: offset, to: offset + 1, name: text }),
    signature: (text) => (text === "IF(" ? { from: 0, to: 3, parameter: { from: 3, to: 7 } } : null),
  };
  const checker = new OutputChecker(helping, "Text", []);
  assert.deepEqual(checker.hover(" =Ab", 3), { from: 3, to: 4, name: "Ab" });
  assert.deepEqual(checker.signature("=IF(", 4), { from: 1, to: 4, parameter: { from: 3, to: 7 } });
  assert.equal(checker.signature("=A", 2), null);
  assert.equal(checker.hover(" =Ab", 1), null);
  assert.equal(checker.hover("Ab", 1), null);
});
