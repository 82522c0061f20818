// What a finding offers to do, and how findings are worded.
import assert from "node:assert/strict";
import test from "node:test";
import { importComponent } from "./support/components.js";

const { canBecomeExample, canBecomeRule, exampleOfFinding, ruleForFinding } =
  await importComponent("signalboxFindingEdits");
const { applyEdit } = await importComponent("signalboxEdits");
const { headline, inOrder, isOfBudget, marksOf, piecesOf, rowOf } = await importComponent("signalboxFindingWords");

const definition = {
  fields: {},
  decisions: {
    queue: {
      inputs: ["Country__c", "TEXT(Severity__c)"],
      outputs: [{ name: "queue", type: "Text" }],
      rules: [
        { id: "de", when: ['"DE"', "-"], then: ["A"] },
        { id: "rest", when: ["-", "-"], then: ["B"] },
      ],
    },
  },
};
const gap = {
  code: "left-to-catch-all",
  severity: "info",
  path: "/decisions/queue",
  sentence: 'No row is written for `"Low"`.',
  rows: [],
  region: [{ input: "Severity__c", test: '"Low"' }],
  witness: { record: { Severity__c: "Low" } },
};

test("the rule for a gap tests what the region says, before a rule that takes everything", () => {
  assert.equal(canBecomeRule(definition, "queue", gap), true);
  const command = ruleForFinding(definition, "queue", gap);
  const done = applyEdit(definition, command.edit);
  assert.deepEqual(done.decisions.queue.rules[1], { id: "rule-3", when: ["-", '"Low"'], then: [""] });
  assert.deepEqual(command.place, { table: "queue", rule: 1, column: "output-0" });
  assert.deepEqual(applyEdit(done, command.inverse), definition);
});

test("no rule is offered for what no rule of the table could say", () => {
  assert.equal(canBecomeRule(definition, "queue", { ...gap, code: "masked-row" }), false);
  assert.equal(canBecomeRule(definition, "queue", { ...gap, region: [{ input: "$Now", test: "1" }] }), false);
  const list = { decisions: { queue: { outputs: [], rules: [{ when: "true", then: [] }] } } };
  assert.equal(canBecomeRule(list, "queue", { ...gap, region: [] }), false);
});

test("an example holds the record, the instant and what wins now, and can be taken back", () => {
  const finding = { ...gap, code: "masked-row", rows: [{ index: 0, id: "de" }] };
  const command = exampleOfFinding(definition, "queue", finding, ["rest"], "2026-01-01T00:00:00Z");
  const done = applyEdit(definition, command.edit);
  assert.deepEqual(done.examples, [
    {
      name: "queue, masked-row: de",
      record: { Severity__c: "Low" },
      at: "2026-01-01T00:00:00Z",
      expect: { decisions: { queue: { rules: ["rest"] } } },
    },
  ]);
  assert.deepEqual(applyEdit(done, command.inverse), definition);
  const second = exampleOfFinding(done, "queue", finding, [], null);
  assert.equal(applyEdit(done, second.edit).examples.length, 2);
  assert.equal("at" in applyEdit(done, second.edit).examples[1], false);
  assert.equal(canBecomeExample({ witness: { record: {}, inputs: [1] } }), false, "no record is known to do that");
  assert.equal(canBecomeExample({}), false);
});

test("what is undecided is never worded as no finding", () => {
  const open = { code: "undecided", severity: "info", path: "/decisions/queue", sentence: "Not within the budget." };
  const analysis = { phase: "ready", isOld: false, steps: 10, budget: 2000, trouble: "" };
  const words = headline({ ...analysis, findings: [open], counts: { undecided: 1 } }, 2);
  assert.equal(words, "1 open question (10 of at most 2,000 rows looked at)");
  assert.match(headline({ ...analysis, findings: [], counts: {} }, 2), /^No findings, and no question left open/);
  for (const phase of ["none", "waiting", "running", "failed", "asleep"])
    assert.doesNotMatch(headline({ ...analysis, phase, findings: [], counts: {} }, 2), /No findings/);
  assert.doesNotMatch(headline({ ...analysis, isOld: true, findings: [], counts: {} }, 2), /No findings/);
  assert.equal(isOfBudget(open), true);
  assert.equal(isOfBudget({ ...open, sentence: "It depends on formulas." }), false);
});

test("the worst comes first, and undecided questions before notes", () => {
  const of = (code, severity) => ({ code, severity });
  const list = [of("idle-input", "info"), of("undecided", "info"), of("gap", "warning"), of("overlap", "error")];
  assert.deepEqual(inOrder(list).map(({ code }) => code), ["overlap", "gap", "undecided", "idle-input"]); // prettier-ignore
});

test("a rule is marked by the worst that is found about it", () => {
  const at = (severity, path, sentence) => ({ code: "x", severity, path, sentence });
  const marks = marksOf([
    at("info", "/decisions/queue/rules/1", "A."),
    at("warning", "/decisions/queue/rules/1/when/0", "B."),
    at("info", "/decisions/queue", "C."),
  ]);
  assert.deepEqual([...marks], [[1, { severity: "warning", sentences: "B.\nA.", count: 2, words: ", 2 findings" }]]);
});

test("a finding shows its record, or the values of the inputs where no record is known", () => {
  const pairs = (finding) => rowOf(definition, "queue", finding, 0).witness.map(({ name, value }) => [name, value]);
  assert.deepEqual(pairs(gap), [["Severity__c", "Low"]]);
  assert.deepEqual(pairs({ ...gap, witness: { record: {}, inputs: ["DE", null] } }), [["Country__c", "DE"]]);
  assert.deepEqual(
    piecesOf("Take `a`.").map(({ text, className }) => [text, className]),
    [["Take ", ""], ["a", "code"], [".", ""]],
  ); // prettier-ignore
});
