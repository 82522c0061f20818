// The workbench through the typed methods of the package, on both forms, beside an engine that has none of its operations.
import { before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { kAt, kDefinition, kDirectory, kRecords, importPackage } from "./fixture.js";

/** The fixture with a country less. */
const kChanged = structuredClone(kDefinition);
kChanged.decisions.queue.rules[0].when = ['"DE"'];

for (const kind of ["wasm", "js"]) {
  describe(`the workbench as ${kind}`, () => {
    /** @type {import("../src/engine.js").Workbench} */
    let workbench;
    before(async () => (workbench = await (await importPackage()).loadWorkbench({ prefer: kind })));

    test("says which form it is", () => {
      assert.equal(workbench.kind, kind);
      assert.equal(workbench.version().engine, workbench.engineVersion);
    });

    test("analyses a definition", () => {
      const { program } = workbench.compile(kDefinition);
      const { decisions } = workbench.analyse({ program });
      assert.deepEqual(
        decisions.map(({ decision }) => decision),
        ["queue"],
      );
      assert.equal(workbench.release(program).ok, true);
    });

    test("says for which inputs and records two versions differ", () => {
      const { program: old } = workbench.compile(kDefinition);
      const { program: changed } = workbench.compile(kChanged);
      const { directory } = workbench.loadDirectory(kDirectory);
      const { records } = workbench.prepareRecords(kRecords, { program: old });
      const answer = workbench.diff({ old, new: changed, records, directory, at: kAt });
      assert.equal(answer.decisions[0].result, "changed");
      assert.deepEqual(answer.records.changed, 1);
    });

    test("says what would make a rule win", () => {
      const { program } = workbench.compile(kDefinition);
      const [{ id }] = kDefinition.decisions.queue.rules;
      const { change } = workbench.smallestChange("{}", { program, decision: "queue", rule: id, at: kAt });
      assert.equal(change.rule, id);
      assert.match(change.sentence, /\.$/);
    });

    test("generates examples that show each test", () => {
      const { program } = workbench.compile(kDefinition);
      const { cases } = workbench.generateExamples({ program, decision: "queue", at: kAt });
      assert.ok(cases.examples.length >= 2);
    });

    test("brings tables and models out and in again", () => {
      const { csv } = workbench.exportTable(kDefinition, { decision: "queue" });
      const again = workbench.importTable({ definition: kDefinition, csv });
      assert.deepEqual([again.ok, again.decision], [true, "queue"]);
      assert.match(workbench.exportModel(kDefinition).xml, /<decisionTable/);
      const attributes = { name: "empty", namespace: "urn:example" };
      const ns = "https://www.omg.org/spec/DMN/20191111/MODEL/";
      const model = { name: "definitions", ns, attributes, text: "", children: [] };
      assert.equal(typeof workbench.importModel(model).ok, "boolean");
    });
  });
}

test("neither module of WebAssembly has the other's operations, and says so", async () => {
  const { loadEngine, loadWorkbench } = await importPackage();
  const engine = await loadEngine();
  const workbench = await loadWorkbench();
  const { program } = engine.compile(kDefinition);
  assert.equal(engine.call({ op: "analyse", program }).error.code, "unknown-op");
  assert.equal(workbench.call({ op: "decide", program: 1 }, "{}").error.code, "unknown-op");
});
