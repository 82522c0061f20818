// The command line: which past records would have escalated.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { run, temporaryFolder } from "./support/program.js";

const definition = {
  signalbox: 1,
  name: "n",
  object: "Case",
  fields: { Opened: "DateTime", Closed: "DateTime" },
  milestones: { Resolution: { start: "Opened", stop: "Closed", target: "4h" } },
  escalations: [{ name: "R", milestone: "Resolution", levels: [{ at: "75%", do: [{ notify: { to: "owner" } }] }] }],
};
const directory = { signalbox: 1, skills: [], queues: {}, agents: {} };
const history = (id, closed) => ({
  id,
  events: [
    { at: "2026-03-02T10:00:00Z", created: { Opened: "2026-03-02T10:00:00Z" } },
    { at: closed, changed: { Closed: closed } },
  ],
});

function files(t) {
  const folder = temporaryFolder(t);
  const write = (name, text) => {
    fs.writeFileSync(path.join(folder, name), text);
    return path.join(folder, name);
  };
  return {
    definition: write("definition.json", JSON.stringify(definition)),
    directory: write("directory.json", JSON.stringify(directory)),
  };
}

test("what-if says which histories escalate, and how long before their breach", async (t) => {
  const { definition: file, directory: hours } = files(t);
  const words = ["what-if", file, "--directory", hours, "--histories", "-", "--at", "2026-04-01T00:00:00Z"];
  const input = [history("quick", "2026-03-02T12:00:00Z"), history("slow", "2026-03-02T15:00:00Z"), { id: "bad" }];
  const { code, out } = await run(words, input.map((one) => JSON.stringify(one)).join("\n"));
  assert.equal(code, 0);
  const [quick, slow, bad, sums] = out
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  assert.deepEqual(quick, { id: "quick", fired: [], breaches: [] });
  assert.deepEqual(slow.fired, [{ rule: "R", level: "75%", at: "2026-03-02T13:00:00.000Z" }]);
  assert.equal(slow.breaches[0].minutesBefore, 60);
  assert.equal(bad.ok, false);
  assert.deepEqual(sums, {
    ok: true,
    records: 3,
    bad: 1,
    escalated: 1,
    firings: 1,
    breaches: 1,
    escalatedBeforeBreach: 1,
  });
});

test("what-if compares two policies: what is due, breached and escalated at another instant", async (t) => {
  const { definition: file, directory: hours } = files(t);
  const changed = { ...definition, milestones: { Resolution: { ...definition.milestones.Resolution, target: "3h" } } };
  changed.escalations = [{ ...definition.escalations[0], levels: [...definition.escalations[0].levels] }];
  changed.escalations[0].levels.push({ at: "breach", do: [{ notify: { to: "manager" } }] });
  const next = path.join(path.dirname(file), "next.json");
  fs.writeFileSync(next, JSON.stringify(changed));
  const words = ["what-if", next, "--old", file, "--directory", hours, "--histories", "-"];
  const input = [history("quick", "2026-03-02T11:00:00Z"), history("slow", "2026-03-02T15:00:00Z"), { id: "bad" }];
  const { code, out } = await run(
    [...words, "--at", "2026-04-01T00:00:00Z"],
    input.map((one) => JSON.stringify(one)).join("\n"),
  );
  assert.equal(code, 0);
  const [quick, slow, bad, sums] = out
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  const at = (time) => `2026-03-02T${time}:00.000Z`;
  const due = { milestone: "Resolution", number: 1, before: at("14:00"), after: at("13:00"), minutes: -60 };
  assert.deepEqual(quick, { id: "quick", moves: [{ what: "due", ...due }] });
  assert.deepEqual(slow.moves, [
    { what: "due", ...due },
    { what: "breach", ...due },
    { what: "escalation", rule: "R", level: "75%", number: 1, before: at("13:00"), after: at("12:15"), minutes: -45 },
    { what: "escalation", rule: "R", level: "breach", number: 1, before: null, after: at("13:00") },
  ]);
  assert.equal(bad.ok, false);
  const sum = (before, after, earlier, added) => ({ before, after, earlier, later: 0, added, removed: 0 });
  assert.deepEqual(sums, {
    ok: true,
    records: 3,
    bad: 1,
    changed: 2,
    due: sum(2, 2, 2, 0),
    breaches: sum(1, 1, 1, 0),
    escalations: sum(1, 2, 1, 1),
  });
});

test("what-if needs a directory and histories", async (t) => {
  const { code, err } = await run(["what-if", files(t).definition]);
  assert.equal(code, 2);
  assert.match(err, /`signalbox what-if` needs `--directory FILE` and `--histories FILE`/);
});
