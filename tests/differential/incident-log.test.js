// Milestones and what-if over a real incident log, which stays where it is: without it the test is skipped, as in
// the short form of the tests. The figures are reported, not expected; what is expected is that the two ways to compute them agree.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { NativeSession } from "../equality/native.js";

const log = new URL("../../../shared/data/incident-events.csv.gz", import.meta.url);
const skipped = !existsSync(log)
  ? "the log is not here"
  : process.env.SIGNALBOX_LONG
    ? false
    : "only in the long form of the tests";
const kEnd = "2018-01-01T00:00:00Z";
const kShareOfLimit = 0.75;

let engine;
before(() => (engine = new NativeSession()));
after(() => engine.free());

/** Incident number -> its rows in the order of the log. */
function readIncidents() {
  const [head, ...lines] = gunzipSync(readFileSync(log)).toString().trimEnd().split("\n");
  const names = head.split(",");
  const incidents = new Map();
  for (const line of lines) {
    const cells = line.split(",");
    const row = Object.fromEntries(names.map((name, i) => [name, cells[i]]));
    if (!incidents.has(row.number)) incidents.set(row.number, []);
    incidents.get(row.number).push(row);
  }
  return [...incidents.values()];
}

function historyOf(rows) {
  const last = rows.at(-1);
  const fields = ({ incident_state: state, priority }) => ({ State: state, Priority: Number(priority) });
  const dates = { Opened: last.opened_at || null, Resolved: last.resolved_at || null, Closed: last.closed_at || null };
  const later = rows.filter((row) => row.sys_updated_at > last.opened_at);
  const created = { at: last.opened_at, created: { ...fields(rows[0]), ...dates } };
  return {
    id: last.number,
    events: [created, ...later.map((row) => ({ at: row.sys_updated_at, changed: fields(row) }))],
  };
}

const definition = (stop, hours, target, escalations = []) => ({
  signalbox: 1,
  name: "incidents",
  object: "Incident",
  fields: { State: "Text", Priority: "Number", Opened: "DateTime", Resolved: "DateTime", Closed: "DateTime" },
  milestones: { M: { start: "Opened", stop, target, ...(hours && { hours }) } },
  escalations,
});
const directory = {
  signalbox: 1,
  skills: [],
  queues: { T2: { members: [] } },
  agents: {},
  businessHours: { Weekdays: { zone: "UTC", week: { "Mon-Fri": ["08:00-18:00"] } } },
};

const call = async (header, body) => JSON.parse(await engine.callText(header, JSON.stringify(body)));

/** The target in minutes with which the most records of one tier agree with their flag, and how many do. */
function bestTarget(records) {
  const sorted = [...records].sort((a, b) => a.elapsed - b.elapsed);
  let agree = sorted.filter(({ missed }) => missed).length;
  let best = { agree, target: 1 };
  sorted.forEach((record, i) => {
    agree += record.missed ? -1 : 1;
    const next = sorted[i + 1]?.elapsed ?? record.elapsed + 2;
    if (agree > best.agree && next > record.elapsed) best = { agree, target: Math.ceil((record.elapsed + next) / 2) };
  });
  return best;
}

/** Elapsed minutes of each closed incident under one stop and some hours. */
async function elapsedMinutes(stop, hours, histories) {
  const { program } = await call({ op: "compile" }, definition(stop, hours, "3000d"));
  const elapsed = [];
  for (const history of histories) {
    const answer = await call({ op: "milestones", program, directory: 1, at: kEnd }, history);
    elapsed.push(answer.cycles.M[0]?.elapsedMinutes ?? 0);
  }
  return elapsed;
}

async function bestPolicy(incidents, histories) {
  let best;
  for (const stop of ["Resolved", "Closed"]) {
    for (const hours of [undefined, "Weekdays"]) {
      const elapsed = await elapsedMinutes(stop, hours, histories);
      const tiers = new Map();
      incidents.forEach((rows, i) => {
        const { priority, made_sla: made } = rows.at(-1);
        if (!tiers.has(priority)) tiers.set(priority, []);
        tiers.get(priority).push({ elapsed: elapsed[i], missed: made === "false" });
      });
      const targets = [...tiers].map(([priority, records]) => [Number(priority), bestTarget(records)]);
      const agree = targets.reduce((sum, [, { agree: some }]) => sum + some, 0);
      if (!best || agree > best.agree) best = { stop, hours, elapsed, targets, agree };
    }
  }
  return best;
}

test("breaches and escalations over the incident log", { skip: skipped }, async (t) => {
  await call({ op: "directory" }, directory);
  const incidents = readIncidents();
  const histories = incidents.map(historyOf);
  const best = await bestPolicy(incidents, histories);
  const target = best.targets.reduce(
    (otherwise, [priority, { target: minutes }]) => `IF(Priority = ${priority}, ${minutes}, ${otherwise})`,
    "1",
  );
  const rule = { name: "75 %", milestone: "M", levels: [{ at: `${kShareOfLimit * 100}%`, do: [{ route: "T2" }] }] };
  const { program, diagnostics } = await call(
    { op: "compile" },
    definition(best.stop, best.hours, { formula: target }, [rule]),
  );
  assert.deepEqual(diagnostics, []);
  const body = histories.map((history) => JSON.stringify(history)).join("\n");
  const answer = await engine.callText({ op: "whatIf", program, directory: 1, at: kEnd }, body);
  const lines = answer
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  const sums = lines.pop();
  assert.equal(sums.records, incidents.length);
  assert.equal(sums.bad, 0);
  const missed = incidents.map((rows) => rows.at(-1).made_sla === "false");
  const breached = lines.map(({ breaches }) => breaches.length > 0);
  const agree = missed.filter((one, i) => one === breached[i]).length;
  const foreseen = lines.filter((line, i) => missed[i] && line.breaches[0]?.minutesBefore > 0);
  const fired = lines.filter((line, i) => missed[i] && line.fired.length > 0).length;
  const before_ = foreseen.map(({ breaches }) => breaches[0].minutesBefore).sort((a, b) => a - b);
  // A breach is escalated before it happens, unless the target was used up at once.
  for (const { breaches } of lines) for (const one of breaches) assert.ok(one.escalated !== null);
  t.diagnostic(
    `policy: stop ${best.stop}, hours ${best.hours ?? "calendar"}, targets in minutes ${JSON.stringify(best.targets.map(([p, { target: m }]) => [p, m]))}`,
  );
  t.diagnostic(
    `agreement with made_sla: ${agree} of ${incidents.length} (${((100 * agree) / incidents.length).toFixed(1)} %)`,
  );
  t.diagnostic(
    `misses in the log: ${missed.filter(Boolean).length}; a rule fired for ${fired} of them, before a computed breach for ${foreseen.length}`,
  );
  t.diagnostic(
    `minutes between escalation and breach: median ${before_[before_.length >> 1]}, least ${before_[0]}, most ${before_.at(-1)}`,
  );
  t.diagnostic(JSON.stringify(sums));
});
