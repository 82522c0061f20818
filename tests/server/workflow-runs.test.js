// Runs of workflows over HTTP: begun, told, answered, carried on by timers, mended by people, and played again.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";

import { mistakes } from "../schema/schemas.js";
import { fixture, run as runProgram, start, startFor, storeOptions, temporaryFolder } from "./support/program.js";

const kOptions = [
  ...["--definition", fixture("refund.json")],
  ...["--directory", fixture("directory.json")],
  ...["--roster", fixture("roster.json")],
];
const kRecord = { Id: "500A", Subject: "Refund", Amount: 12.5, Checked: false };

/** Talks about one run of a server. */
function runOf(server, id) {
  const post = (what, body, headers) => server.request("POST", `/v1/runs/${id}/${what}`, { body, headers });
  return {
    id,
    tell: (body, headers) => post("events", body, headers),
    answer: (body) => post("answers", body),
    end: (incident, action, body, headers) =>
      post(`incidents/${incident}/${action}`, { by: "maria", reason: "known", ...body }, headers),
    view: async () => (await server.request("GET", `/v1/runs/${id}`)).json,
    journey: async () => (await server.request("GET", `/v1/runs/${id}/journey?limit=200`)).json.entries,
    verify: async () => (await server.request("POST", `/v1/runs/${id}/verify`)).json,
  };
}

const begin = (server, id = "500A", body = {}, headers = {}) =>
  server.request("POST", `/v1/records/Case/${id}/runs`, { body: { record: { ...kRecord, Id: id }, ...body }, headers });

async function begun(server, id, body) {
  const { status, json, text } = await begin(server, id, body);
  assert.equal(status, 201, text);
  return Object.assign(runOf(server, json.run), { first: json });
}

const keyOf = (json, step) => json.commands.find((command) => command.step === step).key;

/** Waits until the run is as the test wants it; the server carries it on by itself. */
async function until(run, holds) {
  for (;;) {
    const view = await run.view();
    if (holds(view)) return view;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

test("a run begins, is answered, told, and ends", async (t) => {
  const server = await startFor(t, kOptions);
  const run = await begun(server, "500A", { inputs: { campaign: "spring" } });
  assert.equal(run.first.status, "waiting");
  assert.deepEqual(
    run.first.commands.map(({ command, step }) => [command, step]),
    [
      ["set", "begin"],
      ["call", "erp"],
    ],
  );
  const answered = await run.answer({ key: keyOf(run.first, "erp"), result: { document: "4711" } });
  assert.equal(answered.status, 201, answered.text);
  assert.equal(answered.json.commands.at(-1).text, "Refunded by 4711");
  const ended = await run.tell({ recordUpdated: { changed: { Checked: true } } });
  assert.equal(ended.json.status, "completed");
  assert.ok(ended.json.ended);
  const view = await run.view();
  assert.equal(mistakes("run", view.state), "");
  assert.deepEqual(view.state.record.Status, "Closed");
  const call = view.commands.find(({ command }) => command.command === "call");
  assert.deepEqual([call.awaited, call.outcome], [true, "answered"]);
  const entries = await run.journey();
  assert.equal(entries.length, 3);
  for (const [i, entry] of entries.entries()) {
    assert.equal(mistakes("event", entry.event), "");
    assert.equal(entry.previousHash, i === 0 ? "0".repeat(64) : entries[i - 1].hash);
  }
  assert.equal(view.head, entries[2].hash);
  assert.deepEqual(await run.verify(), {
    run: run.id,
    equal: true,
    entries: 3,
    engine: { then: entries[2].engine, now: entries[2].engine },
    difference: null,
  });
});

test("a record is in one open run of a workflow at a time, and may begin again after its end", async (t) => {
  const server = await startFor(t, kOptions);
  const run = await begun(server, "500A");
  const again = await begin(server, "500A");
  assert.deepEqual([again.status, again.json.code], [409, "run-open"]);
  await run.tell({ cancel: { by: "maria", reason: "wrong record" } });
  const next = await begun(server, "500A");
  assert.notEqual(next.id, run.id);
  const list = async (query) => (await server.request("GET", query)).json;
  const ids = (page) => page.runs.map((one) => one.run);
  assert.deepEqual(ids(await list("/v1/records/Case/500A/runs")), [run.id, next.id]);
  assert.deepEqual(ids(await list("/v1/runs?status=cancelled")), [run.id]);
  assert.deepEqual(ids(await list("/v1/runs?definition=refund&status=waiting")), [next.id]);
  assert.deepEqual(ids(await list("/v1/runs?definition=none")), []);
  const page = await list("/v1/runs?limit=1");
  assert.deepEqual([ids(page), page.next], [[run.id], run.id]);
  assert.deepEqual(ids(await list(`/v1/runs?after=${page.next}`)), [next.id]);
});

test("equal requests count once; a key of another request is refused", async (t) => {
  const server = await startFor(t, kOptions);
  const first = await begin(server, "500A", {}, { "Idempotency-Key": "s" });
  const again = await begin(server, "500A", {}, { "Idempotency-Key": "s" });
  assert.deepEqual([first.status, again.status, again.json.run], [201, 200, first.json.run]);
  assert.equal(again.headers["idempotency-replayed"], "true");
  assert.deepEqual(again.json.commands, first.json.commands);
  const other = await begin(server, "500A", { at: "2026-01-01T00:00:00Z" }, { "Idempotency-Key": "s" });
  assert.equal(other.json.code, "idempotency-key-used");
  const run = runOf(server, first.json.run);
  const event = { recordUpdated: { changed: { Subject: "x" } } };
  const told = [await run.tell(event, { "Idempotency-Key": "e" }), await run.tell(event, { "Idempotency-Key": "e" })];
  assert.deepEqual(
    told.map(({ status }) => status),
    [201, 200],
  );
  assert.deepEqual(told[1].json.trace, told[0].json.trace);
  const key = keyOf(first.json, "erp");
  const answers = [
    await run.answer({ key, result: { document: "1" } }),
    await run.answer({ key, result: { document: "1" } }),
    await run.answer({ key, result: { document: "2" } }),
  ];
  assert.deepEqual(
    answers.map(({ status, json }) => [status, json.code]),
    [
      [201, undefined],
      [200, undefined],
      [409, "answered-already"],
    ],
  );
  assert.equal((await run.journey()).length, 3);
});

test("what cannot be read, is not there or lies ahead is refused with its place, and nothing is kept", async (t) => {
  const server = await startFor(t, kOptions);
  const run = await begun(server, "500A");
  const refusal = async (answer) => {
    const { status, json } = await answer;
    return [status, json.code, json.place];
  };
  assert.deepEqual(await refusal(runOf(server, "none").tell({ cancel: { by: "m", reason: "r" } })), [
    404,
    "no-run",
    undefined,
  ]);
  assert.deepEqual(await refusal(run.tell({})), [400, "missing-member", "/recordUpdated"]);
  assert.deepEqual(await refusal(run.tell({ timerDue: true })), [400, "unknown-member", "/timerDue"]);
  assert.deepEqual(await refusal(run.tell({ cancel: {} })), [422, "missing-member", "/cancel"]);
  const later = new Date(Date.now() + 86_400_000).toISOString();
  assert.deepEqual(await refusal(run.tell({ at: later, recordUpdated: { changed: {} } })), [
    422,
    "event-from-future",
    undefined,
  ]);
  assert.deepEqual(await refusal(run.answer({ key: "no", result: {} })), [404, "no-command", "/key"]);
  assert.deepEqual(await refusal(run.answer({ key: "no" })), [400, "missing-member", "/result"]);
  assert.deepEqual(await refusal(begin(server, "500B", { definition: "none" })), [404, "no-definition", "/definition"]);
  assert.deepEqual(await refusal(begin(server, "500B", { record: 5 })), [422, "wrong-type", "/recordCreated/record"]);
  const other = begin(server, "500B", { record: { Id: "500C" } });
  assert.deepEqual(await refusal(other), [422, "record-id", "/record/Id"]);
  assert.deepEqual(await refusal(run.end(7, "retry")), [404, "no-incident", undefined]);
  assert.deepEqual(await refusal(run.end(7, "forget")), [400, "incident-action", "path"]);
  assert.equal((await run.journey()).length, 1);
});

test("late, doubled and unexpected events are logged and change nothing", async (t) => {
  const server = await startFor(t, kOptions);
  const run = await begun(server, "500A");
  const kinds = async (body) => (await run.tell(body)).json.trace.map(({ what }) => what);
  assert.ok((await kinds({ id: "e", recordUpdated: { changed: {} }, at: "2020-01-01T00:00:00Z" })).includes("late"));
  assert.deepEqual(await kinds({ id: "e", recordUpdated: { changed: {} } }), ["doubled"]);
  assert.ok((await kinds({ humanAnswer: { step: "tell", by: "m", answer: "x" } })).includes("not-awaited"));
  await run.tell({ cancel: { by: "maria", reason: "enough" } });
  assert.deepEqual(await kinds({ recordUpdated: { changed: {} } }), ["ended"]);
  assert.equal((await run.journey()).length, 6);
  assert.equal((await run.verify()).equal, true);
});

/** Lets the call of a run fail until it waits for a person. */
async function failing(server, error) {
  // An hour ago, so that the second try is due at once.
  const at = new Date(Date.now() - 3_600_000).toISOString();
  const run = await begun(server, "500A", { at });
  await run.answer({ at, key: keyOf(run.first, "erp"), error });
  const isOpen = ({ outcome, awaited }) => awaited && !outcome;
  const { commands } = await until(run, (view) => view.commands.some(isOpen));
  await run.answer({ key: commands.find(isOpen).command.key, result: { document: 7 } });
  return run;
}

test("a step that fails is tried again by the timer, then waits for a person, who retries it", async (t) => {
  const server = await startFor(t, kOptions);
  const run = await failing(server, { code: "http-503" });
  const { status, incidents } = await run.view();
  assert.equal(status, "incident");
  assert.deepEqual(
    incidents.map(({ incident, step, code }) => [incident, step, code]),
    [["1", "erp", "bad-answer"]],
  );
  assert.ok((await run.journey()).some(({ actor }) => actor === "timer"));
  const listed = (await server.request("GET", "/v1/incidents")).json.incidents;
  assert.deepEqual(listed, incidents);
  assert.deepEqual((await server.request("GET", `/v1/runs/${run.id}/incidents/1`)).json, incidents[0]);
  const repaired = await run.end(1, "repair", { changed: { Amount: 13 } }, { "Idempotency-Key": "r" });
  assert.equal(repaired.status, 201, repaired.text);
  assert.deepEqual(repaired.json.commands[0].with, { amount: 13 });
  const again = await run.end(1, "repair", { changed: { Amount: 13 } }, { "Idempotency-Key": "r" });
  assert.equal(again.status, 200);
  assert.deepEqual((await server.request("GET", "/v1/incidents")).json.incidents, []);
  await run.answer({ key: keyOf(repaired.json, "erp"), result: { document: "8" } });
  assert.equal((await run.view()).state.record.Document, "8");
  assert.equal((await run.verify()).equal, true);
});

test("incidents are listed, shown and ended on the command line", async (t) => {
  const server = await startFor(t, kOptions);
  const cli = (...words) => runProgram(["incidents", ...words, "--server", server.url]);
  assert.equal((await cli()).out, "Nothing waits for a person.\n");
  const run = await failing(server, { code: "gone", sentence: "It is gone." });
  assert.match((await cli()).out, new RegExp(`${run.id}  1  erp  bad-answer: `));
  assert.match((await cli("show", run.id, "1")).out, /record {2}\{.*"Amount":12.5/);
  const unnamed = await cli("skip", run.id, "1");
  assert.deepEqual([unnamed.code, unnamed.err], [2, "signalbox: `--by` is required: it goes to the log.\n"]);
  const skipped = await cli("skip", run.id, "1", "--by", "maria", "--reason", "booked by hand");
  assert.deepEqual([skipped.code, skipped.out], [0, `The run ${run.id} is waiting.\n`], skipped.err);
  const gone = await cli("skip", run.id, "1", "--by", "maria", "--reason", "again");
  assert.deepEqual([gone.code, gone.err], [1, "signalbox: The run has no open incident `1`.\n"]);
  const nobody = await runProgram(["incidents", "--server", "http://127.0.0.1:1"]);
  assert.equal(nobody.code, 3);
});

test("commands wait to be fetched; those that are awaited are answered, not said to be done", async (t) => {
  const server = await startFor(t, kOptions);
  const run = await begun(server, "500A");
  const waiting = async () => (await server.request("GET", "/v1/outbox")).json.commands;
  const [set, call] = await waiting();
  const done = (sequence) => server.request("POST", `/v1/outbox/${sequence}/done`);
  assert.equal((await done(set.sequence)).status, 200);
  assert.equal((await done(set.sequence)).status, 200);
  assert.equal((await done(call.sequence)).json.code, "answer-awaited");
  assert.deepEqual(await waiting(), [call]);
  await run.tell({ cancel: { by: "maria", reason: "enough" } });
  assert.deepEqual(
    (await waiting()).map(({ command }) => command.command),
    [],
  );
  const { commands } = await run.view();
  assert.deepEqual(
    commands.map(({ outcome }) => outcome),
    ["fetched", "withdrawn"],
  );
});

test("a run keeps its version, and is there after a restart; its replay is equal on the command line", async (t) => {
  const folder = temporaryFolder(t);
  const before = await start(folder, kOptions);
  t.after(() => before.stop("SIGKILL"));
  const run = await begun(before, "500A");
  const changed = JSON.parse(fs.readFileSync(fixture("refund.json"), "utf8"));
  changed.steps.find(({ id }) => id === "tell").notify.text = "Other";
  await before.request("POST", "/v1/definitions/refund/publish", { body: changed });
  await before.request("POST", "/v1/directory/publish", {
    body: `${fs.readFileSync(fixture("directory.json"), "utf8")} `,
  });
  const answered = await run.answer({ key: keyOf(run.first, "erp"), result: { document: "4711" } });
  assert.equal(answered.json.definition.version, 1);
  assert.equal(answered.json.commands.at(-1).text, "Refunded by 4711");
  const online = await runProgram(["replay", run.id, "--server", before.url]);
  assert.deepEqual([online.code, online.err], [0, ""]);
  assert.match(online.out, /comes out byte for byte: 2 entries/);
  await before.stop();
  const offline = await runProgram(["replay", run.id, ...storeOptions(folder), "--json"]);
  assert.deepEqual([offline.code, JSON.parse(offline.out).equal], [0, true], offline.err);
  assert.equal((await runProgram(["replay", "none", ...storeOptions(folder)])).code, 1);
  const after = await start(folder, []);
  t.after(() => after.stop("SIGKILL"));
  const ended = await runOf(after, run.id).tell({ recordUpdated: { changed: { Checked: true } } });
  assert.equal(ended.json.status, "completed");
});

const inFolder = { skip: process.env.SIGNALBOX_TEST_POSTGRES ? "it edits the file" : false };

test("a replay names the first entry that does not fit", inFolder, async (t) => {
  const folder = temporaryFolder(t);
  const server = await start(folder, kOptions);
  t.after(() => server.stop("SIGKILL"));
  const run = await begun(server, "500A");
  for (const text of ["x", "y"]) await run.tell({ recordUpdated: { changed: { Subject: text } } });
  await server.stop();
  const replayed = async (sql) => {
    const copy = temporaryFolder(t);
    fs.cpSync(folder, copy, { recursive: true });
    execFileSync("sqlite3", [path.join(copy, "signalbox.db"), sql]);
    const { code, out } = await runProgram(["replay", run.id, "--data", copy, "--json"]);
    const { difference } = JSON.parse(out);
    return [code, difference?.sequence, difference?.part];
  };
  const event = "UPDATE workflow_entries SET event = CAST(replace(event, 'x', 'z') AS BLOB) WHERE sequence = 2";
  assert.deepEqual(await replayed("SELECT 1"), [0, undefined, undefined]);
  assert.deepEqual(await replayed(event), [1, 2, "hash"]);
  assert.deepEqual(await replayed("DELETE FROM workflow_entries WHERE sequence = 1"), [1, 2, "hash"]);
  assert.deepEqual(await replayed("DELETE FROM workflow_entries WHERE sequence = 3"), [1, 3, "run"]);
  assert.deepEqual(await replayed("UPDATE workflow_runs SET state = CAST(replace(state, '\"y\"', '\"z\"') AS BLOB)"), [
    1,
    3,
    "run",
  ]);
});

test("of many events at once each is taken once, or refused with the time to wait", async (t) => {
  const server = await startFor(t, kOptions);
  const run = await begun(server, "500A");
  const texts = Array.from({ length: 200 }, (_, i) => `text ${i}`);
  const answers = await Promise.all(texts.map((Subject) => run.tell({ recordUpdated: { changed: { Subject } } })));
  for (const { status, json, headers } of answers) {
    if (status !== 201) assert.deepEqual([status, json.code, headers["retry-after"]], [429, "busy", "1"]);
  }
  const taken = texts.filter((_, i) => answers[i].status === 201);
  const entries = [];
  for (let after = ""; ; ) {
    const page = (await server.request("GET", `/v1/runs/${run.id}/journey?limit=200${after}`)).json;
    entries.push(...page.entries);
    if (!page.next) break;
    after = `&after=${page.next}`;
  }
  const told = entries.slice(1).map(({ event }) => event.recordUpdated.changed.Subject);
  assert.deepEqual(told.toSorted(), taken.toSorted());
  assert.equal((await run.verify()).equal, true);
});
