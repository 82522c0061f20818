// What the engine answers about changes, examples and cases obeys its schemas, on the sample and on the definitions of the corpus.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { readCorpus } from "../equality/corpus.js";
import { NativeSession } from "../equality/native.js";
import { mistakes } from "./schemas.js";

const at = "2026-01-31T08:00:00Z";
const text = (path) => readFileSync(new URL(`../../web/sample/${path}`, import.meta.url), "utf8");

let engine;
before(() => (engine = new NativeSession()));
after(() => engine.free());

const ask = async (header, body = "") => JSON.parse(await engine.callText(header, body));

test("the change that each rule of the corpus needs, the examples and the cases are valid", async () => {
  const results = {};
  for (const { kind, definition } of readCorpus()) {
    if (kind === "diagnostics") continue;
    const { program } = await ask({ op: "compile" }, definition);
    const { report } = await ask({ op: "examples", program, at });
    assert.equal(mistakes("examples", report), "", JSON.stringify(report));
    for (const [decision, { rules }] of Object.entries(JSON.parse(definition).decisions ?? {})) {
      const { cases } = await ask({ op: "examples.generate", program, decision, at });
      assert.equal(mistakes("cases", cases), "", JSON.stringify(cases));
      for (const { id } of rules) {
        const { change } = await ask({ op: "change", program, decision, rule: id, at, budget: 100_000 }, "{}");
        assert.equal(mistakes("change", change), "", JSON.stringify(change));
        results[change.result] = (results[change.result] ?? 0) + 1;
      }
    }
  }
  assert.ok(results.wins > 5 && results.change > 20 && results.undecided > 2, JSON.stringify(results));
});

test("a change that is found for a record of the sample makes the rule win", async () => {
  const definition = JSON.parse(text("definition.json"));
  definition.steps.unshift({ id: "ask", decide: "queue" });
  const { program } = await ask({ op: "compile" }, JSON.stringify(definition));
  const { directory } = await ask({ op: "directory" }, text("directory.json"));
  let tried = 0;
  for (const record of JSON.parse(text("records.json")).slice(0, 20)) {
    for (const { id } of definition.decisions.queue.rules) {
      const header = { op: "change", program, directory, decision: "queue", rule: id, at };
      const { change } = await ask(header, JSON.stringify(record));
      assert.equal(mistakes("change", change), "", JSON.stringify(change));
      if (change.result !== "change") continue;
      const changed = structuredClone(record);
      for (const { field, to } of change.changes) {
        const [last, ...path] = field.split(".").reverse();
        let place = changed;
        for (const step of path.reverse()) place = place[step] ??= {};
        place[last] = to;
      }
      const decided = await ask({ op: "decide", program, directory, at, explain: true }, JSON.stringify(changed));
      assert.deepEqual(decided.explain.decisions.queue.winners, [id], change.sentence);
      tried++;
    }
  }
  assert.ok(tried > 50, `${tried} changes`);
});
