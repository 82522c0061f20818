import assert from "node:assert/strict";
import test from "node:test";
import { importComponent } from "./support/components.js";

const { hoverLines, hoverWords, signatureParts, signatureWords } = await importComponent("signalboxCellHelp");

const call = {
  function: "IF",
  signature: "IF(logical_test, value_if_true, value_if_false)",
  sentence: "One of two values.",
  argument: 1,
  parameter: { from: 17, to: 30 },
  takes: "Text",
};

test("a field is explained by its type, label and values", () => {
  const hover = { kind: "field", name: "Severity__c", type: "Picklist", label: "Severity", values: ["Low", "High"] };
  assert.deepEqual(
    hoverLines(hover).map(({ text }) => text),
    ["Severity__c", "Picklist, Severity", "Values: Low, High"],
  );
  assert.equal(hoverWords(hover), "Severity__c. Picklist, Severity. Values: Low, High");
});

test("many values are counted", () => {
  const values = Array.from({ length: 15 }, (_, index) => `v${index}`);
  assert.match(hoverWords({ kind: "field", name: "A", type: "Picklist", values }), /v11 and 3 more$/);
});

test("a function is explained by its signature and its sentence", () => {
  const hover = { kind: "function", name: "IF", signature: call.signature, sentence: call.sentence };
  assert.equal(hoverWords(hover), `${call.signature}. Function. One of two values`);
});

test("the argument that comes next is told apart", () => {
  assert.deepEqual(signatureParts(call), {
    before: "IF(logical_test, ",
    argument: "value_if_true",
    after: ", value_if_false)",
  });
  assert.equal(signatureWords(call), "IF, argument 2: value_if_true, takes Text");
});

test("an argument too many has no part of the signature", () => {
  const beyond = { function: "TODAY", signature: "TODAY()", sentence: "", argument: 0 };
  assert.deepEqual(signatureParts(beyond), { before: "TODAY()", argument: "", after: "" });
  assert.equal(signatureWords(beyond), "TODAY, argument 1");
});
