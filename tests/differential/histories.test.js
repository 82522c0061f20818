// The rows of tests/corpus/histories: milestones from history as Salesforce, Zendesk and Jira publish them, the rules of
// docs/escalation.md, and what is refused. `expect` names the members that matter; arrays are compared whole. A step of
// `escalate` may first add events that come `late`; `state` is that of the first step.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { NativeSession } from "../equality/native.js";
import { mistakes } from "../schema/schemas.js";

const folder = new URL("../corpus/histories/", import.meta.url);
const rows = readdirSync(folder).flatMap((file) =>
  readFileSync(new URL(file, folder), "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => ({ file, ...JSON.parse(line) })),
);

let engine;
before(() => (engine = new NativeSession()));
after(() => engine.free());

const call = async (header, body) => JSON.parse(await engine.callText(header, JSON.stringify(body)));

/** The part of `found` that `expected` speaks of. */
function asked(found, expected) {
  if (Array.isArray(expected)) {
    if (!Array.isArray(found) || found.length !== expected.length) return found;
    return expected.map((one, i) => asked(found[i], one));
  }
  if (expected === null || typeof expected !== "object" || found === null || typeof found !== "object") return found;
  return Object.fromEntries(Object.keys(expected).map((key) => [key, asked(found[key], expected[key])]));
}

const findings = (diagnostics) => diagnostics.map(({ code, path }) => `${code} ${path}`);

async function prepare({ definition, hours }) {
  const { program, diagnostics } = await call({ op: "compile" }, definition);
  const directory = { signalbox: 1, skills: [], queues: { Q: { members: [] } }, agents: {}, businessHours: hours };
  return { program, diagnostics, directory: (await call({ op: "directory" }, directory)).directory };
}

async function expectEscalations({ history, state = null, escalate }, program, directory) {
  const add = (events) => {
    const all = [...history.events, ...events].sort((a, b) => instant(a) - instant(b));
    history = { ...history, events: all };
  };
  for (const { at, until, late = [], expect } of escalate) {
    add(late);
    const body = { history, state };
    assert.equal(mistakes("escalation", body), "", JSON.stringify(body));
    const answer = await call({ op: "escalate", program, directory, at, until }, body);
    assert.equal(answer.ok, true, JSON.stringify(answer));
    assert.deepEqual(asked(answer, expect), expect, `at ${at}`);
    ({ state } = answer);
    assert.equal(mistakes("escalation", { history, state }), "", JSON.stringify(state));
    add(answer.events);
  }
}
const instant = ({ at }) => new Date(at).getTime();

for (const row of rows) {
  test(`${row.file}: ${row.name}`, async () => {
    const { program, diagnostics, directory } = await prepare(row);
    if (row.findings) {
      assert.deepEqual(findings(diagnostics), row.findings);
      if (!program) return;
    }
    assert.equal(mistakes("definition", row.definition), "");
    const answer = await call({ op: "milestones", program, directory, at: row.at }, row.history);
    if (row.refused) {
      assert.deepEqual(findings(answer.diagnostics), row.refused);
      return;
    }
    assert.equal(answer.ok, true, JSON.stringify(answer));
    if (row.expect) assert.deepEqual(asked(answer, row.expect), row.expect);
    if (row.escalate) await expectEscalations(row, program, directory);
    if (row.whatIf) {
      const lines = await engine.callText(
        { op: "whatIf", program, directory, at: row.at },
        JSON.stringify(row.history),
      );
      const [found] = lines
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line));
      assert.deepEqual(asked(found, row.whatIf), row.whatIf);
    }
  });
}
