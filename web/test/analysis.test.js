// When the editor analyses which table, and what it says meanwhile, with a workbench that answers when it is told to.
import assert from "node:assert/strict";
import test from "node:test";
import { importComponent } from "./support/components.js";

const { Analysis, kBudget } = await importComponent("signalboxAnalysis");
const { StoppedError } = await importComponent("signalboxWorkbench");

const settled = () => new Promise((resolve) => setImmediate(resolve));

class FakeStore {
  table = "b";
  isStale = false;
  listeners = [];
  constructor(draft) {
    this.draft = draft;
  }
  get tableNames() {
    return Object.keys(this.draft.decisions);
  }
  subscribe(listener) {
    this.listeners.push(listener);
    return () => {};
  }
  async change(draft, isStale = false) {
    Object.assign(this, { draft, isStale });
    for (const listener of this.listeners) listener(new Set(["results"]));
    await settled();
  }
}

/** Answers are given by `answer`, in the order of the questions. */
class FakeWorkbench {
  asked = [];
  waiting = [];
  beside = true;
  runsBeside() {
    return Promise.resolve(this.beside);
  }
  analyse(text, decision, budget) {
    this.asked.push([decision, budget]);
    return new Promise((resolve, reject) => this.waiting.push({ resolve, reject }));
  }
  async answer(...codes) {
    const findings = codes.map((code) => ({ code }));
    const counts = Object.fromEntries(codes.map((code) => [code, 1]));
    this.waiting.shift().resolve({ ok: true, report: { findings, counts, steps: 7 } });
    await settled();
  }
  stop() {
    for (const { reject } of this.waiting.splice(0)) reject(new StoppedError());
  }
}

const table = (...ids) => ({ outputs: [], rules: ids.map((id) => ({ id })) });
const definition = (a, b) => ({ fields: {}, decisions: { a, b } });

function analysed(draft) {
  const store = new FakeStore(draft);
  const workbench = new FakeWorkbench();
  const pauses = [];
  const analysis = new Analysis(store, workbench, (work) => pauses.push(work));
  const afterPause = async () => {
    pauses.pop()();
    await settled();
  };
  return { store, workbench, analysis, afterPause };
}

test("nothing runs while a person types; then the table that is shown comes first", async () => {
  const draft = definition(table("x"), table("y"));
  const { store, workbench, analysis, afterPause } = analysed(draft);
  await store.change(draft);
  assert.equal(analysis.of("b").phase, "waiting");
  assert.deepEqual(workbench.asked, []);
  await afterPause();
  assert.equal(analysis.of("b").phase, "running");
  assert.equal(analysis.of("a").phase, "waiting");
  await workbench.answer("gap");
  await workbench.answer();
  assert.deepEqual(workbench.asked, [["b", kBudget], ["a", kBudget]]); // prettier-ignore
  assert.deepEqual([analysis.of("b").phase, analysis.of("b").counts], ["ready", { gap: 1 }]);
  assert.equal(analysis.of("b").steps, 7);
});

test("a change stops what runs, keeps old findings as old, and asks only about what changed", async () => {
  const a = table("x");
  const draft = definition(a, table("y"));
  const { store, workbench, analysis, afterPause } = analysed(draft);
  await store.change(draft);
  await afterPause();
  await workbench.answer("gap");
  await workbench.answer("overlap");
  await store.change(definition(a, table("y", "z")));
  assert.deepEqual([analysis.of("b").isOld, analysis.of("b").phase], [true, "waiting"]);
  assert.deepEqual([analysis.of("a").isOld, analysis.of("a").phase], [false, "ready"]);
  await afterPause();
  assert.deepEqual(workbench.asked.slice(2), [["b", kBudget]]);
  await store.change(draft);
  assert.deepEqual(workbench.waiting, [], "what ran is stopped");
  assert.deepEqual([analysis.of("b").isOld, analysis.of("b").counts], [false, { gap: 1 }], "it is as it was");
});

test("findings of a definition that does not compile any more are old, and none are sought", async () => {
  const draft = definition(table("x"), table("y"));
  const { store, workbench, analysis, afterPause } = analysed(draft);
  await store.change(draft);
  await afterPause();
  await workbench.answer("gap");
  await store.change(definition(table("x"), table("bad")), true);
  assert.equal(analysis.of("b").isOld, true);
  assert.equal(workbench.asked.length, 2);
});

test("more work is done for one table when somebody asks, and the others are not forgotten", async () => {
  const draft = definition(table("x"), table("y"));
  const { store, workbench, analysis, afterPause } = analysed(draft);
  await store.change(draft);
  await afterPause();
  await workbench.answer("undecided");
  analysis.lookFurther("b");
  await settled();
  assert.deepEqual(workbench.asked.at(-1), ["b", kBudget * 10]);
  await workbench.answer();
  assert.deepEqual(workbench.asked.at(-1), ["a", kBudget]);
  await workbench.answer();
  assert.deepEqual([analysis.of("a").phase, analysis.of("b").budget], ["ready", kBudget * 10]);
});

test("a large table sleeps where the page would stand still, and is never said to be fine", async () => {
  const draft = definition(table("x"), table(...Array.from({ length: 1001 }, (_, index) => `r${index}`)));
  const { store, workbench, analysis, afterPause } = analysed(draft);
  workbench.beside = false;
  await store.change(draft);
  await afterPause();
  assert.equal(analysis.of("b").phase, "asleep");
  assert.deepEqual(workbench.asked, [["a", kBudget]]);
  await workbench.answer();
  analysis.wake("b");
  await settled();
  await workbench.answer("gap");
  assert.deepEqual([analysis.of("b").phase, analysis.of("b").counts], ["ready", { gap: 1 }]);
});

test("a workbench that fails is told, and asking again tries again", async () => {
  const draft = definition(table("x"), table("y"));
  const { store, workbench, analysis, afterPause } = analysed(draft);
  await store.change(draft);
  await afterPause();
  workbench.waiting.shift().reject(new Error("No memory."));
  await settled();
  assert.deepEqual([analysis.of("b").phase, analysis.of("b").trouble], ["failed", "No memory."]);
  await workbench.answer();
  analysis.wake("b");
  await settled();
  await workbench.answer("gap");
  assert.equal(analysis.of("b").phase, "ready");
});
