// What dialogs of an editor ask about generated definitions: the native engine and the package answer in the same bytes.
import { test } from "node:test";
import assert from "node:assert/strict";
import { NativeSession } from "../equality/native.js";
import { importPackage } from "../equality/places.js";
import { generate } from "./generate.js";

const only = process.env.SIGNALBOX_SEED;
const counts = process.env.SIGNALBOX_LONG ? { wasm: 2000, js: 200 } : { wasm: 60, js: 10 };
const kBudget = 20_000;

/** Every message about one case, with its answer. */
async function conversation(engine, { definition, records, format, at: [at] }) {
  const said = [];
  const say = async (header, body) => {
    const answer = await engine.callText(header, body);
    said.push({ header, answer });
    return JSON.parse(answer);
  };
  const { program } = await say({ op: "compile" }, definition);
  if (program === undefined) return said;
  const decisions = Object.entries(JSON.parse(definition).decisions);
  const changed = JSON.parse(definition);
  changed.decisions[decisions[0][0]].rules.reverse();
  const { program: next } = await say({ op: "compile", from: program }, JSON.stringify(changed));
  const prepared = await say({ op: "records", program, format }, records);
  await say({ op: "analyse", program, budget: kBudget });
  if (next !== undefined) {
    await say({ op: "diff", old: program, new: next, records: prepared.records, at, budget: kBudget });
  }
  for (const [decision, { rules }] of decisions) {
    await say({ op: "examples.generate", program, decision, at });
    await say({ op: "table.export", decision }, definition);
    for (const { id } of rules.slice(0, 3)) {
      await say({ op: "change", program, decision, rule: id, at, budget: kBudget }, "{}");
    }
  }
  await say({ op: "dmn.export" }, definition);
  for (const handle of [program, next, prepared.records])
    if (handle !== undefined) await say({ op: "release", handle });
  return said;
}

for (const [kind, count] of Object.entries(counts)) {
  const seeds = only ? [Number(only)] : Array.from({ length: count }, (_, index) => index + 1);
  test(`${seeds.length} generated definitions are analysed natively and as ${kind} alike`, async (t) => {
    const { loadWorkbench } = await importPackage();
    const engines = [new NativeSession(), await loadWorkbench({ prefer: kind })];
    let answers = 0;
    try {
      for (const seed of seeds) {
        const testCase = generate(seed);
        const [expected, found] = await Promise.all(engines.map((engine) => conversation(engine, testCase)));
        for (const [index, { header, answer }] of expected.entries()) {
          const replay = `${JSON.stringify(header)}, replay with SIGNALBOX_SEED=${seed}`;
          assert.equal(found[index]?.answer, answer, replay);
        }
        answers += expected.length;
      }
    } finally {
      await engines[0].free();
    }
    t.diagnostic(`${answers} answers`);
    if (!only) assert.ok(answers > 5 * seeds.length);
  });
}
