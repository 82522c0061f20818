// The rows of tests/corpus/workflows: what each kind of step does with events, the rules of docs/workflow.md about runs,
// and what is wrong with a definition. `expect` names what matters; commands are `name key-behind-the-run`.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { NativeSession } from "../equality/native.js";
import { mistakes } from "../schema/schemas.js";

const folder = new URL("../corpus/workflows/", import.meta.url);
const rows = readdirSync(folder).flatMap((file) =>
  readFileSync(new URL(file, folder), "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => ({ file, ...JSON.parse(line) })),
);
const kRun = "R";
const kBegin = "2026-01-05T09:00:00Z";
const kMany = 1001;

let engine;
before(() => (engine = new NativeSession()));
after(() => engine.free());

const call = async (header, body) => JSON.parse(await engine.callText(header, body ? JSON.stringify(body) : ""));
const findings = (diagnostics) => diagnostics.map(({ code, path }) => `${code} ${path}`);
const behindRun = (key) => (key.startsWith(`${kRun}/`) && !key.includes("%") ? key.slice(kRun.length + 1) : key);

const definitionOf = ({ fields, extra, steps }) => ({
  signalbox: 1,
  name: "n",
  object: "Case",
  fields,
  ...extra,
  steps,
});

function directoryOf({ agents = [], hours = {} }) {
  const known = Object.fromEntries(agents.map((id) => [id, { name: id, capacity: 9 }]));
  return { signalbox: 1, skills: [], queues: { Q: { members: agents } }, agents: known, businessHours: hours };
}

/** The first event, with its instant, and with the long texts that a row only describes. */
function eventsOf({ events, at = kBegin, repeat = {}, times = kMany }) {
  const long = Object.fromEntries(Object.entries(repeat).map(([field, text]) => [field, text.repeat(times)]));
  return events.map((event) => {
    if (!event.recordCreated) return { at, ...event };
    const record = { ...event.recordCreated.record, ...long };
    return { at, ...event, recordCreated: { ...event.recordCreated, record } };
  });
}

/** `{"steps.a.x": 1}` as `{steps: {a: {x: 1}}}`. */
function nested(flat) {
  const tree = {};
  for (const [path, value] of Object.entries(flat)) {
    const names = path.split(".");
    const last = names.pop();
    names.reduce((node, name) => (node[name] ??= {}), tree)[last] = value;
  }
  return tree;
}

async function openWorkflow(definition) {
  const { program } = await call({ op: "compile" }, definition);
  return (await call({ op: "workflow.open", program })).workflow;
}

/**
 * Sends all events. Each answer must come twice with the same bytes, and a run must be what its document says. `migrate` goes to the
 * version `next`, in which the run goes on, unless it is refused.
 */
async function drive(row) {
  const { directory } = await call({ op: "directory" }, directoryOf(row));
  let workflow = await openWorkflow(definitionOf(row));
  const journey = { commands: [], trace: [], refusals: [] };
  let run = null;
  for (const event of eventsOf(row)) {
    assert.equal(mistakes("event", event), "", JSON.stringify(event));
    const body = JSON.stringify({ run, id: kRun, event });
    const version = event.migrate ? await openWorkflow(definitionOf({ ...row, ...row.next })) : workflow;
    const header = { op: "workflow.advance", workflow: version, directory };
    const text = await engine.callText(header, body);
    assert.equal(await engine.callText(header, body), text);
    const answer = JSON.parse(text);
    if (event.migrate && !answer.ok) {
      journey.refusals.push(answer.error.code);
      continue;
    }
    assert.equal(answer.ok, true, text);
    workflow = version;
    assert.equal(mistakes("run", answer.run), "", text);
    journey.commands.push(...answer.commands.map(({ command, key }) => `${command} ${behindRun(key)}`));
    journey.trace.push(...answer.trace.map(({ what }) => what));
    journey.wake = answer.wake;
    ({ run } = answer);
  }
  const stepOf = (token) => run.tokens.find(({ id }) => id === token).step;
  const tokens = run.tokens.map(({ step, state }) => `${step} ${state}`);
  const incidents = run.incidents.map(({ token, code }) => `${stepOf(token)} ${code}`);
  return { ...journey, status: run.status, record: run.record, data: nested(run.data), tokens, incidents };
}

/** The part of `found` that `expected` speaks of. */
function asked(found, expected) {
  if (expected === null || typeof expected !== "object" || Array.isArray(expected)) return found;
  return Object.fromEntries(Object.keys(expected).map((key) => [key, asked(found?.[key], expected[key])]));
}

for (const row of rows) {
  test(`${row.file}: ${row.name}`, async () => {
    if (row.expect) {
      assert.equal(mistakes("definition", definitionOf(row)), "");
      assert.deepEqual(asked(await drive(row), row.expect), row.expect);
      return;
    }
    const compiled = await call({ op: "compile" }, definitionOf(row));
    const opened =
      compiled.ok && !row.compile ? await call({ op: "workflow.open", program: compiled.program }) : compiled;
    assert.equal(opened.ok, false);
    assert.deepEqual(findings(opened.diagnostics), row.findings);
    if (row.suggestion) assert.equal(opened.diagnostics[0].suggestion, row.suggestion);
  });
}
