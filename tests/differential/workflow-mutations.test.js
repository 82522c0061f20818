// Runs and events that nobody wrote: each is refused with its places, or taken; then what comes back is a run again.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { NativeSession } from "../equality/native.js";
import { mutated, Random, World } from "./random-workflow.js";

const only = process.env.SIGNALBOX_SEED;
const count = process.env.SIGNALBOX_LONG ? 1000 : 60;
const seeds = only ? [Number(only)] : Array.from({ length: count }, (_, index) => index + 1);
const kMutations = 25;
const kBegin = Date.parse("2026-03-20T09:00:00Z");
// The workflow of the fuzzer: every kind of step.
const source = readFileSync(new URL("../fuzz/workflow_fuzz.cc", import.meta.url), "utf8");
const definition = /R"json\((.*?)\)json"/s.exec(source)[1];

let engine;
before(() => (engine = new NativeSession()));
after(() => engine.free());
const call = async (header, body = "") => JSON.parse(await engine.callText(header, body));

async function prepare() {
  const { program } = await call({ op: "compile" }, definition);
  const { workflow } = await call({ op: "workflow.open", program });
  const people = { queues: { Q: { members: ["a"] } }, agents: { a: { name: "A", capacity: 9 } } };
  const { directory } = await call({ op: "directory" }, JSON.stringify({ signalbox: 1, skills: [], ...people }));
  return { op: "workflow.advance", workflow, directory };
}

/** Some steps of a journey. */
async function* bodies(header, seed) {
  const random = new Random(seed);
  const world = new World(random, kBegin);
  const record = { A: 3, B: "b", L: "u;v", D: "2026-03-20T09:00:00Z", P: 5 };
  world.add(kBegin, { recordCreated: { record, inputs: { i: "x" } } });
  let answer = { run: null, wake: null };
  for (let i = 0; i < kMutations; ++i) {
    const event = world.next(answer.wake);
    if (!event) return;
    const body = { run: answer.run, id: "R", event };
    yield { body, random };
    answer = await call(header, JSON.stringify(body));
    assert.ok(answer.ok, JSON.stringify(answer));
    world.take(answer.commands);
    if (random.chance(0.5)) world.disturb(answer.run);
  }
}

test(`mutated runs and events of ${seeds.length} journeys`, async (t) => {
  const header = await prepare();
  const sums = { taken: 0, refused: 0 };
  for (const seed of seeds) {
    for await (const { body, random } of bodies(header, seed)) {
      const text = JSON.stringify(mutated(body, random));
      const answer = await call(header, text);
      const where = `SIGNALBOX_SEED=${seed}: ${text}`;
      ++sums[answer.ok ? "taken" : "refused"];
      if (!answer.ok) {
        assert.ok(answer.diagnostics.length > 0, where);
        continue;
      }
      const again = JSON.stringify({ run: answer.run, event: { at: "2026-04-01T09:00:00Z", timerDue: true } });
      const next = await call(header, again);
      assert.ok(next.ok, `${where}\n${again}\n${JSON.stringify(next)}`);
    }
  }
  t.diagnostic(JSON.stringify(sums));
  if (!only) assert.ok(sums.taken > 0 && sums.refused > 0);
});
