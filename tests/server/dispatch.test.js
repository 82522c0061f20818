// The command line: work given out event by event, later words about agents, and somebody who is taken for free.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { fixture, kAt, kRecord, run, temporaryFolder } from "./support/program.js";

const kDocuments = ["--directory", fixture("directory.json"), "--roster", fixture("roster.json")];
const kDispatch = ["dispatch", fixture("definition.json"), ...kDocuments];
const arrive = (at, item) => ({ at, arrive: { item, record: { Id: item, ...kRecord } } });
const kEvents = [
  arrive("2026-01-31T08:00:00Z", "1"),
  arrive("2026-01-31T08:01:00Z", "2"),
  { at: "2026-01-31T08:02:00Z", finish: { item: "1" } },
];
const asLines = (events) => events.map((event) => `${JSON.stringify(event)}\n`).join("");

const answers = (out) => out.trimEnd().split("\n").map(JSON.parse);

test("dispatch says event by event what the host must do, and at the end how evenly it was spread", async () => {
  const { code, out, err } = await run([...kDispatch, "-", "--report"], JSON.stringify(kEvents));
  assert.equal(err, "");
  assert.equal(code, 0);
  const [first, second, third, report] = answers(out);
  assert.equal(first.commands[0].do, "assign");
  assert.equal(first.commands[0].item, "1");
  assert.equal(second.commands.length, 1);
  assert.deepEqual(third, { at: "2026-01-31T08:02:00.000Z", commands: [], waiting: 0, wake: null });
  assert.equal(
    report.agents.reduce((sum, { assigned }) => sum + assigned, 0),
    2,
  );
});

test("dispatch takes lines as it takes an array, from several files, as one stream", async (t) => {
  const folder = temporaryFolder(t);
  const files = [kEvents.slice(0, 1), kEvents.slice(1)].map((events, number) => {
    const file = path.join(folder, `${number}.jsonl`);
    fs.writeFileSync(file, `\n${asLines(events)}\n`);
    return file;
  });
  const whole = await run([...kDispatch, "-"], JSON.stringify(kEvents));
  const parts = await run([...kDispatch, ...files]);
  assert.equal(parts.err, "");
  assert.equal(parts.out, whole.out);
});

test("dispatch shows the commands as a table", async () => {
  const { out } = await run([...kDispatch, "-", "--table"], asLines(kEvents));
  assert.match(out, /^At +Do +Item +Agent +Queue +Until\n2026-01-31T08:00:00.000Z +assign +1 +\w+ +\S.*-\n/);
});

test("dispatch names the line of a mistake, and applies nothing of that file", async () => {
  const events = `${asLines(kEvents.slice(0, 2))}\n{"at":"2026-01-31T08:02:00Z","finish":{"itm":"1"}}\n`;
  const { code, out, err } = await run([...kDispatch, "-"], events);
  assert.equal(code, 1);
  assert.equal(out, "");
  assert.match(err, /^-:4:\d+: error: .*`itm`/);
  assert.match(err, /none of its events was applied/);
});

test("dispatch names the column of a mistake, in the first line as in the others", async () => {
  const { err } = await run([...kDispatch, "-"], '{"at":"x"}\n  {"at":"y"}\n');
  assert.deepEqual(err.match(/^-:\d+:\d+/gm), ["-:1:7", "-:2:9"]);
  const array = await run([...kDispatch, "-"], '[{"at":"x"}]');
  assert.match(array.err, /^-:1:8: /);
});

test("dispatch answers a long time in several lines, and nothing is lost", async (t) => {
  const file = path.join(temporaryFolder(t), "definition.json");
  const definition = JSON.parse(fs.readFileSync(fixture("definition.json"), "utf8"));
  for (const policy of Object.values(definition.routing)) {
    policy.next = { reservation: "1m" };
    delete policy.otherwise; // where it would wait for good
  }
  fs.writeFileSync(file, JSON.stringify(definition));
  const events = [arrive("2026-01-31T08:00:00Z", "1"), { at: "2026-02-08T08:00:00Z", withdraw: { item: "1" } }];
  const { out, err } = await run(["dispatch", file, ...kDocuments, "-"], asLines(events));
  assert.equal(err, "");
  const lines = answers(out);
  assert.deepEqual(
    lines.map(({ more }) => more),
    [undefined, true, undefined],
  );
  const commands = lines.flatMap((line) => line.commands);
  assert.equal(commands.filter((command) => command.do === "expire").length, 8 * 24 * 60);
  assert.deepEqual([lines[2].waiting, lines[2].wake], [0, null]);
});

test("dispatch refuses a window that is no duration", async () => {
  const { code, err } = await run([...kDispatch, "-", "--fair-window", "often"], "[]");
  assert.equal(code, 2);
  assert.match(err, /`--fair-window often` is no duration/);
});

const decide = (...more) =>
  run(
    ["decide", fixture("definition.json"), ...kDocuments, "--at", kAt, "--records", "-", "--quiet", ...more],
    JSON.stringify({ Id: "1", ...kRecord }),
  );
const agentOf = ({ out }) => JSON.parse(out).outcome.agent;

test("a later word about agents comes on top of the roster, once", async (t) => {
  const file = path.join(temporaryFolder(t), "update.json");
  const before = agentOf(await decide());
  const update = (sequence, presence) =>
    fs.writeFileSync(file, JSON.stringify({ signalbox: 1, sequence, agents: { [before]: { presence } } }));
  update(1, "Away");
  assert.notEqual(agentOf(await decide("--roster-update", file)), before);
  assert.notEqual(agentOf(await decide("--roster-update", file, "--roster-update", file)), before);
  update(1.5, "Away");
  const wrong = await decide("--roster-update", file);
  assert.equal(wrong.code, 1);
  assert.match(wrong.err, /update\.json:1:\d+: error: /);
});

test("decide takes somebody for free", async (t) => {
  const file = path.join(temporaryFolder(t), "update.json");
  const best = agentOf(await decide());
  const away = { signalbox: 1, sequence: 1, agents: { [best]: { presence: "Offline", open: 99 } } };
  fs.writeFileSync(file, JSON.stringify(away));
  assert.notEqual(agentOf(await decide("--roster-update", file)), best);
  assert.equal(agentOf(await decide("--roster-update", file, "--free", best)), best);
  const unknown = await decide("--free", "zoe");
  assert.equal(unknown.code, 2);
  assert.match(unknown.err, /no agent `zoe`/);
});
