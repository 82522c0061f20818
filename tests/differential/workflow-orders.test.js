// Random workflows under random orders of events: nothing is stuck in silence, no key is given twice, equal bytes twice,
// and a host that never sent a timer ends where one that sent them all does.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { NativeSession } from "../equality/native.js";
import { mistakes } from "../schema/schemas.js";
import { Random, RandomWorkflow, World } from "./random-workflow.js";

const only = process.env.SIGNALBOX_SEED;
const count = process.env.SIGNALBOX_LONG ? 3000 : 200;
const seeds = only ? [Number(only)] : Array.from({ length: count }, (_, index) => index + 1);
const kBegin = Date.parse("2026-03-20T09:00:00Z");
const kEvents = 60;
const kEnds = ["completed", "failed", "cancelled"];

let engine;
before(() => (engine = new NativeSession()));
after(() => engine.free());
const call = async (header, body = "") => JSON.parse(await engine.callText(header, body));

/** What a branch that waits waits for; undefined: nothing would ever move it. */
function awaits(token, run, kinds) {
  if (token.state === "incident") return run.incidents.find((incident) => incident.token === token.id);
  if (token.state === "blocks") return run.tokens.find(({ parent }) => parent === token.id);
  if (token.state === "retrying") return token.due;
  return token.due ?? token.deadline ?? (["wait", "resolve"].includes(kinds[token.step]) ? "an event" : token.key);
}

function kindsOf(steps, kinds = {}) {
  for (const step of steps) {
    const names = ["id", "when", "timeout", "retry", "catch", "compensate", "next"];
    const [kind] = Object.keys(step).filter((name) => !names.includes(name));
    kinds[step.id] = kind;
    const { branches = [], do: body = [], catch: mending = [] } = typeof step[kind] === "object" ? step[kind] : {};
    for (const block of [...branches, body, mending]) if (Array.isArray(block)) kindsOf(block, kinds);
  }
  return kinds;
}

async function open(definition) {
  const compiled = await call({ op: "compile" }, JSON.stringify(definition));
  assert.ok(compiled.ok, JSON.stringify(compiled));
  const opened = await call({ op: "workflow.open", program: compiled.program });
  return { program: compiled.program, opened };
}

/** Sends one event, twice; equal bytes. */
async function send(header, run, event) {
  const body = JSON.stringify({ run, id: "R", event });
  const text = await engine.callText(header, body);
  assert.equal(await engine.callText(header, body), text, "equal bytes twice");
  const answer = JSON.parse(text);
  assert.ok(answer.ok, `${body} ${text}`);
  return answer;
}

function expectAlive(answer, event, kinds) {
  const { run, wake } = answer;
  if (kEnds.includes(run.status)) {
    assert.deepEqual([run.tokens, run.incidents, wake], [[], [], null]);
    return;
  }
  assert.ok(run.tokens.length > 0, `nothing under way, yet not ended: ${JSON.stringify(answer)}`);
  for (const token of run.tokens) assert.ok(awaits(token, run, kinds), `stuck: ${JSON.stringify(token)}`);
  if (wake !== null) assert.ok(wake > run.at, `the timer ${wake} was due before ${run.at}`);
  assert.ok(run.at >= new Date(event.at).toISOString());
}

/** The run without what counts events. */
const essence = ({ events: _, at: __, ...run }) => run;

async function journey(seed, header, definition) {
  const random = new Random(seed * 7919);
  const kinds = kindsOf(definition.steps);
  const world = new World(random, kBegin);
  const keys = new Set();
  const sent = [];
  let answer = { run: null, wake: null };
  world.add(kBegin, {
    recordCreated: { record: { A: random.below(10), B: random.of([null, "x"]), L: random.of(["", "a", "a;b;c"]) } },
  });
  for (let i = 0; i < kEvents; ++i) {
    const event = world.next(answer.wake);
    if (!event) break;
    sent.push(event);
    answer = await send(header, answer.run, event);
    expectAlive(answer, event, kinds);
    for (const { key } of answer.commands) {
      assert.ok(!keys.has(key), `the key ${key} was given twice`);
      keys.add(key);
    }
    world.take(answer.commands);
    if (random.chance(0.3)) world.disturb(answer.run);
  }
  assert.equal(mistakes("run", answer.run), "");
  return { sent, run: answer.run };
}

/** The same without any timer but a last one. */
async function withoutTimers(header, sent) {
  const last = sent.at(-1).at;
  let run = null;
  for (const event of sent.filter(({ timerDue }) => !timerDue)) ({ run } = await send(header, run, event));
  return (await send(header, run, { at: last, timerDue: true })).run;
}

test(`${seeds.length} random workflows, each under a random order of events`, async (t) => {
  const { directory } = await call(
    { op: "directory" },
    JSON.stringify({ signalbox: 1, skills: [], queues: {}, agents: {} }),
  );
  const ends = {};
  for (const seed of seeds) {
    const definition = new RandomWorkflow(new Random(seed)).definition();
    assert.equal(mistakes("definition", definition), "", `SIGNALBOX_SEED=${seed}`);
    const { program, opened } = await open(definition);
    try {
      if (!opened.ok) {
        ends.refused = (ends.refused ?? 0) + 1;
        continue;
      }
      const header = { op: "workflow.advance", workflow: opened.workflow, directory };
      const { sent, run } = await journey(seed, header, definition);
      ends[run.status] = (ends[run.status] ?? 0) + 1;
      assert.deepEqual(essence(await withoutTimers(header, sent)), essence(run));
      await call({ op: "release", handle: opened.workflow });
    } catch (error) {
      error.message = `SIGNALBOX_SEED=${seed}: ${error.message}`;
      throw error;
    }
    await call({ op: "release", handle: program });
  }
  t.diagnostic(JSON.stringify(ends));
  if (!only) {
    assert.ok((ends.refused ?? 0) < seeds.length / 4, "most definitions are right");
    for (const status of ["completed", "waiting", "incident"]) assert.ok(ends[status] > 0, `some runs are ${status}`);
  }
});
