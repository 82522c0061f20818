import assert from "node:assert/strict";
import test from "node:test";
import { importComponent } from "./support/components.js";

const { applyEdit, edits, freshRuleId, outputText, parseOutput, renameCommand, tableOf } =
  await importComponent("signalboxEdits");

const definition = () => ({
  name: "d",
  decisions: {
    queue: {
      hit: "first",
      inputs: ["Country__c", "Amount__c"],
      outputs: [
        { name: "queue", type: "Text" },
        { name: "priority", type: "Number" },
      ],
      rules: [
        { id: "a", when: ['"DE"', "-"], then: ["DACH", 1], note: "why" },
        { id: "b", when: ["-", "> 5"], then: ["Big", 2] },
        { id: "c", when: ["-", "-"], then: ["Rest", 3] },
      ],
    },
  },
});
const table = (document) => tableOf(document, "queue");
const rules = (document) => document.decisions.queue.rules;

/** The outer member stands before the inner one, as in the document. */
const kRenaming = [
  { path: "/decisions/queue", member: true, old: "queue", new: "line" },
  { path: "/decisions/queue/hit", member: true, old: "hit", new: "a/b" },
  { path: "/decisions/queue/inputs/0", old: "Country__c", new: "Land__c" },
];

const commands = {
  "edit of a test": (d) => edits.test(d, table(d), 1, 1, ">= 6"),
  "edit of an output": (d) => edits.output(d, table(d), 0, 1, 9),
  "edit of a missing default": (d) => edits.defaultOutput(d, table(d), 0, "General"),
  "edit of an input": (d) => edits.input(d, table(d), 0, "UPPER(Country__c)"),
  "renaming of a rule": (d) => edits.ruleId(d, table(d), 2, "rest"),
  "edit of a note": (d) => edits.note(d, table(d), 0, "because"),
  "new note": (d) => edits.note(d, table(d), 1, "because"),
  "removal of a note": (d) => edits.note(d, table(d), 0, " "),
  "change of the hit policy": (d) => edits.hit(d, table(d), "unique"),
  "insertion of a rule": (d) => edits.insertRule(d, table(d), 1),
  "duplication of a rule": (d) => edits.duplicateRule(d, table(d), 0),
  "deletion of a rule": (d) => edits.deleteRule(d, table(d), 1),
  "move of a rule down": (d) => edits.moveRule(d, table(d), 0, 2),
  "renaming of a field": (d) => renameCommand(d, kRenaming),
  "move of a rule up": (d) => edits.moveRule(d, table(d), 2, 0),
};

for (const [name, build] of Object.entries(commands)) {
  test(`${name}: the inverse restores the very document, order of members included`, () => {
    const before = definition();
    const text = JSON.stringify(before);
    const command = build(before);
    const after = applyEdit(before, command.edit);
    assert.notEqual(JSON.stringify(after), text);
    assert.equal(JSON.stringify(before), text, "the document itself has been changed");
    assert.equal(JSON.stringify(applyEdit(after, command.inverse)), text);
  });
}

test("a renaming changes texts and names of members, which keep their places", () => {
  const before = definition();
  const after = applyEdit(before, renameCommand(before, kRenaming).edit);
  assert.deepEqual(Object.keys(after.decisions), ["line"]);
  assert.deepEqual(Object.keys(after.decisions.line), ["a/b", "inputs", "outputs", "rules"]);
  assert.deepEqual(after.decisions.line.inputs, ["Land__c", "Amount__c"]);
});

test("what did not change is shared", () => {
  const before = definition();
  const after = applyEdit(before, edits.test(before, table(before), 1, 1, "-").edit);
  assert.equal(rules(after)[0], rules(before)[0]);
  assert.notEqual(rules(after)[1], rules(before)[1]);
});

test("an emptied test matches anything", () => {
  const before = definition();
  const after = applyEdit(before, edits.test(before, table(before), 0, 0, "  ").edit);
  assert.equal(rules(after)[0].when[0], "-");
});

test("a moved rule stands where it was moved to", () => {
  const before = definition();
  const after = applyEdit(before, edits.moveRule(before, table(before), 0, 2).edit);
  assert.deepEqual(
    rules(after).map((rule) => rule.id),
    ["b", "c", "a"],
  );
});

test("a new rule has an id that no other rule has, whatever its case", () => {
  assert.equal(freshRuleId([{ id: "x" }, { id: "RULE-3" }]), "rule-4");
  assert.equal(freshRuleId([]), "rule-1");
});

test("a rule list is edited as one column of formulas", () => {
  const list = {
    decisions: { p: { outputs: [{ name: "x", type: "Number" }], rules: [{ id: "a", when: "TRUE", then: [1] }] } },
  };
  const found = tableOf(list, "p");
  assert.equal(found.isRuleList, true);
  const after = applyEdit(list, edits.test(list, found, 0, 0, "IsClosed").edit);
  assert.equal(after.decisions.p.rules[0].when, "IsClosed");
});

test("a table of the wrong shape is shown as far as it goes", () => {
  const found = tableOf({ decisions: { queue: { inputs: 7, rules: "no" } } }, "queue");
  assert.deepEqual([found.inputs, found.outputs, found.rules], [[], [], []]);
  assert.equal(tableOf({ decisions: { queue: 3 } }, "queue"), null);
  assert.equal(tableOf(null, "queue"), null);
});

test("typed outputs become literals of the output's type, or formulas", () => {
  assert.equal(parseOutput(" 12 ", "Number"), 12);
  assert.equal(parseOutput("-.5", "Percent"), -0.5);
  assert.equal(parseOutput("TRUE", "Checkbox"), true);
  assert.equal(parseOutput("12", "Text"), "12");
  assert.equal(parseOutput(" = Amount__c * 2", "Number"), "= Amount__c * 2");
  assert.equal(parseOutput("twelve", "Number"), "twelve");
  assert.equal(parseOutput("", "Number"), null);
  assert.equal(parseOutput("", "Text"), "");
});

test("outputs are shown as they are typed", () => {
  for (const [value, type] of [
    [12, "Number"],
    [true, "Checkbox"],
    ["DACH", "Text"],
    ["=A & B", "Text"],
  ])
    assert.deepEqual(parseOutput(outputText(value), type), value);
});
