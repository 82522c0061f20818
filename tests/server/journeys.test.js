// Records that are followed over HTTP: events in, journeys out, what managers ask for, what is at risk, the outbox.
import assert from "node:assert/strict";
import fs from "node:fs";
import { test } from "node:test";

import { fixture, kFixtureOptions, kRecord, start, startFor, temporaryFolder } from "./support/program.js";

const kHourMs = 3_600_000;
const ago = (hours) => new Date(Date.now() - hours * kHourMs).toISOString();
const later = (instant, hours) => new Date(Date.parse(instant) + hours * kHourMs).toISOString();

/** Talks about one record of a server. */
function recordOf(server, id) {
  const post = (what, body, headers) => server.request("POST", `/v1/records/Case/${id}/${what}`, { body, headers });
  return {
    tell: (body, headers) => post("events", body, headers),
    override: (body) => post("overrides", body),
    pullBack: (body) => post("pull-backs", body),
    journey: async () => (await server.request("GET", `/v1/records/Case/${id}/journey`)).json,
  };
}

const created = (opened, more) => ({
  at: opened,
  created: { ...kRecord, CreatedDate: opened, Severity__c: "Low", ...more },
});

test("an event fires what is due, marks it late, and sets the next timer", async (t) => {
  const record = recordOf(await startFor(t), "500A");
  const opened = ago(3);
  const { status, json } = await record.tell(created(opened));
  assert.equal(status, 201);
  assert.equal(json.due, later(opened, 21.6));
  assert.deepEqual(
    json.decisions.map(({ rule, level, result, due }) => [rule, level, result, due]),
    [["Late", "10%", "fired", later(opened, 2.4)]],
  );
  assert.ok(json.decisions[0].lateMs > 0);
  assert.deepEqual(
    json.commands.map(({ command, key }) => [command, key]),
    [0, 1].map((i) => [["set", "notify"][i], `500A/Late/10%/${opened}/${i}`]),
  );
  const journey = await record.journey();
  assert.deepEqual(
    journey.entries.map(({ kind }) => kind),
    ["event", "decision", "event"],
  );
  assert.deepEqual(journey.entries[2].event.changed, { Severity__c: "High" });
  assert.equal(journey.commands.length, 2);
  assert.equal(journey.now.milestones.Resolution.state, "running");
});

test("a record that nothing comes due for waits for events alone", async (t) => {
  const record = recordOf(await startFor(t), "500A");
  const { json } = await record.tell(created(ago(1), { ClosedDate: ago(0.5) }));
  assert.equal(json.due, null);
});

test("an event is taken once however often it is sent", async (t) => {
  const record = recordOf(await startFor(t), "500A");
  const first = await record.tell(created(ago(1)), { "Idempotency-Key": "k" });
  const body = { changed: { Country__c: "FR" } };
  const change = await record.tell(body, { "Idempotency-Key": "l" });
  const again = await record.tell(body, { "Idempotency-Key": "l" });
  assert.deepEqual([first.status, change.status, again.status], [201, 201, 200]);
  assert.equal(again.headers["idempotency-replayed"], "true");
  const other = await record.tell({ changed: { Country__c: "IT" } }, { "Idempotency-Key": "l" });
  assert.equal(other.json.code, "idempotency-key-used");
  assert.equal((await record.journey()).entries.length, 2);
});

test("what does not fit the history is refused with its place, and nothing is kept", async (t) => {
  const record = recordOf(await startFor(t), "500A");
  const refusal = async (body) => {
    const { status, json } = await record.tell(body);
    return [status, json.code, json.place];
  };
  assert.deepEqual(await refusal({ changed: {} }), [422, "history-event", undefined]);
  assert.deepEqual(await refusal({}), [400, "missing-member", "/changed"]);
  assert.deepEqual(await refusal({ creatd: {} }), [400, "unknown-member", "/creatd"]);
  assert.deepEqual(await refusal({ at: "noon", created: {} }), [400, "instant", "/at"]);
  const tomorrow = new Date(Date.now() + 24 * kHourMs).toISOString();
  assert.deepEqual(await refusal({ at: tomorrow, created: {} }), [422, "event-in-the-future", "/at"]);
  assert.deepEqual(await refusal({ override: "Late" }), [400, "unknown-member", "/override"]);
  const { json } = await record.override({ rule: "Late", by: "maria", reason: "known" });
  assert.equal(json.code, "no-run");
  await record.tell(created(ago(1)));
  const wrong = await record.tell({ changed: 5 });
  assert.equal(wrong.status, 422);
  assert.equal(wrong.json.diagnostics[0].path, "/changed");
  assert.equal((await record.journey()).entries.length, 1);
});

test("a manager takes back what a rule did, and keeps another from firing, each once", async (t) => {
  const record = recordOf(await startFor(t), "500A");
  const opened = ago(3);
  await record.tell(created(opened));
  const because = { by: "maria", reason: "the customer agreed" };
  const back = await record.pullBack({ rule: "Late", ...because });
  assert.equal(back.status, 201);
  assert.deepEqual(back.json.commands[0].fields, { Severity__c: "Low" });
  assert.deepEqual(back.json.decisions[0].by, "maria");
  const kept = await record.override({ rule: "Later", level: "90%", ...because });
  assert.equal(kept.json.due, later(opened, 24), "only the breach is left");
  for (const request of [record.pullBack({ rule: "Late", ...because }), record.override({ rule: "No", ...because })]) {
    const { status, json } = await request;
    assert.deepEqual([status, json.code], [409, "nothing-to-change"]);
  }
  const silent = await record.override({ rule: "Later", by: "maria", reason: "" });
  assert.deepEqual([silent.status, silent.json.place], [400, "/reason"]);
});

test("what is at risk comes soonest first, and only within the time", async (t) => {
  const server = await startFor(t);
  const opened = { a: ago(20), b: ago(21), c: ago(1) };
  for (const [id, instant] of Object.entries(opened)) await recordOf(server, id).tell(created(instant));
  const ask = async (query) =>
    (await server.request("GET", `/v1/at-risk?${query}`)).json.atRisk.map((one) => [
      one.recordId,
      one.rule ?? one.breach,
      one.at,
    ]);
  const soon = [
    ["b", "Later", later(opened.b, 21.6)],
    ["c", "Late", later(opened.c, 2.4)],
    ["a", "Later", later(opened.a, 21.6)],
  ];
  assert.deepEqual(await ask("within=2h"), soon);
  assert.deepEqual(await ask("within=2h&limit=2"), soon.slice(0, 2));
  assert.deepEqual((await ask("within=5h")).slice(3), [
    ["b", "Resolution", later(opened.b, 24)],
    ["a", "Resolution", later(opened.a, 24)],
  ]);
});

test("commands wait in the outbox until somebody says that they are done", async (t) => {
  const server = await startFor(t);
  await recordOf(server, "500A").tell(created(ago(3)));
  const waiting = async () => (await server.request("GET", "/v1/commands")).json.commands;
  const [first, second] = await waiting();
  assert.equal((await server.request("POST", `/v1/commands/${first.sequence}/done`)).status, 200);
  assert.deepEqual(await waiting(), [second]);
  assert.equal((await server.request("POST", `/v1/commands/${first.sequence}/done`)).status, 200);
});

test("a run keeps the version of its definition, a new directory is looked at again at once", async (t) => {
  const folder = temporaryFolder(t);
  const server = await start(folder);
  t.after(() => server.stop("SIGKILL"));
  const record = recordOf(server, "500A");
  const opened = ago(1);
  await record.tell(created(opened));
  const slower = JSON.parse(fs.readFileSync(fixture("definition.json"), "utf8"));
  slower.milestones.Resolution.target = "48h";
  await server.request("POST", "/v1/definitions/case-support/publish", { body: slower });
  const directory = `${fs.readFileSync(fixture("directory.json"), "utf8")} `;
  await server.request("POST", "/v1/directory/publish", { body: directory });
  const changed = await record.tell({ changed: { Country__c: "FR" } });
  assert.equal(changed.json.definition.version, 1);
  assert.equal(changed.json.due, later(opened, 2.4));
  const other = recordOf(server, "500B");
  assert.equal((await other.tell(created(opened))).json.definition.version, 2);
  assert.equal((await other.journey()).due, later(opened, 4.8));
  const { json } = await server.request("GET", "/v1/directory");
  assert.equal((await record.journey()).directory.hash, json.hash);
});

test("runs are there after a restart", async (t) => {
  const folder = temporaryFolder(t);
  const opened = ago(1);
  const before = await start(folder);
  t.after(() => before.stop("SIGKILL"));
  await recordOf(before, "500A").tell(created(opened));
  await before.stop();
  const after = await start(folder, kFixtureOptions);
  t.after(() => after.stop("SIGKILL"));
  const { due, revision } = await recordOf(after, "500A").journey();
  assert.deepEqual([due, revision], [later(opened, 2.4), 1]);
});

test("a run that does not fit a new directory goes on with the one before, and says so once", async (t) => {
  const folder = temporaryFolder(t);
  const server = await start(folder, []);
  t.after(() => server.stop("SIGKILL"));
  const publish = async (path, body) => {
    const { status, text } = await server.request("POST", `/v1/${path}/publish`, { body });
    assert.equal(status, 201, text);
  };
  const definition = JSON.parse(fs.readFileSync(fixture("definition.json"), "utf8"));
  const directory = JSON.parse(fs.readFileSync(fixture("directory.json"), "utf8"));
  const withHours = structuredClone(definition);
  withHours.milestones.Resolution.hours = "Office";
  await publish("directory", { ...directory, businessHours: { Office: { zone: "UTC", week: "24x7" } } });
  await publish("definitions/case-support", withHours);
  const record = recordOf(server, "500A");
  const opened = ago(1);
  await record.tell(created(opened));
  const { hash } = (await server.request("GET", "/v1/directory")).json;
  await publish("definitions/case-support", definition);
  await publish("directory", directory);
  for (let i = 0; i < 2; ++i) {
    const { status, json } = await record.tell({ changed: { Country__c: "FR" } });
    assert.equal(status, 201);
    assert.deepEqual([json.due, json.directory.hash], [later(opened, 2.4), hash]);
  }
  assert.equal((await record.journey()).now.milestones.Resolution.state, "running");
  const incidents = async () => (await record.journey()).entries.flatMap(({ incident }) => incident ?? []);
  const [incident, ...more] = await incidents();
  assert.deepEqual(more, []);
  assert.equal(incident.code, "definition-needs-directory");
  assert.equal(incident.diagnostics[0].code, "unknown-hours");
  await server.stop();
  const after = await start(folder, []);
  t.after(() => after.stop("SIGKILL"));
  const again = recordOf(after, "500A");
  assert.equal((await again.tell({ changed: { Country__c: "DE" } })).json.directory.hash, hash);
  const fitting = { ...directory, businessHours: { Office: { zone: "Europe/Berlin", week: "24x7" } } };
  const published = await after.request("POST", "/v1/directory/publish", { body: fitting });
  const { json } = await again.tell({ changed: { Country__c: "FR" } });
  assert.equal(json.directory.hash, published.json.hash ?? (await after.request("GET", "/v1/directory")).json.hash);
  assert.equal((await again.journey()).entries.filter(({ incident: one }) => one).length, 1);
});
