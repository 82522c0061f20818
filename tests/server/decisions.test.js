import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import fs from "node:fs";
import { test } from "node:test";

import { fixture, kAt, kFixtureOptions, kRecord, run, start, startFor, temporaryFolder } from "./support/program.js";

const sha256 = (text) => createHash("sha256").update(text).digest("hex");
const body = (id, more = {}) => ({ record: { Id: id, ...kRecord }, at: kAt, ...more });
const decide = (server, id, options = {}) =>
  server.request("POST", `/v1/records/Case/${id}/decisions`, { body: body(id), ...options });

/** The member `decision` of an entry, byte for byte. */
const decisionBytes = (text) => text.slice(text.indexOf('"decision":') + 11, text.lastIndexOf(',"previousHash"'));

/** The hash that openapi.yaml promises for an entry with its record. */
function entryHash(text) {
  const entry = JSON.parse(text);
  const record = text.slice(text.indexOf('"record":') + 9, text.indexOf(',"decision":'));
  const parts = [
    entry.previousHash,
    entry.sequence,
    entry.id,
    entry.committed,
    entry.object,
    entry.recordId,
    entry.at,
    entry.explain,
  ];
  const { name, version, hash } = entry.definition;
  parts.push(
    name,
    version,
    hash,
    entry.directory.hash,
    entry.roster?.hash ?? null,
    sha256(record),
    sha256(decisionBytes(text)),
    entry.engine,
  );
  return sha256(JSON.stringify(parts));
}

test("a preview, the log and the command line give the same bytes, and a preview keeps nothing", async (t) => {
  const server = await startFor(t);
  const preview = await server.request("POST", "/v1/decide", { body: body("500A", { explain: true }) });
  assert.equal(preview.status, 200);
  const none = await server.request("GET", "/v1/records/Case/500A/decisions");
  assert.deepEqual(none.json, { decisions: [], next: null });

  const logged = await decide(server, "500A", { body: body("500A", { explain: true }) });
  assert.equal(logged.status, 201);
  assert.equal(decisionBytes(logged.text), preview.text);
  const files = ["--directory", fixture("directory.json"), "--roster", fixture("roster.json")];
  const words = ["decide", fixture("definition.json"), ...files, "--records", "-", "--at", kAt, "--explain", "--quiet"];
  const { out } = await run(words, JSON.stringify(body("500A").record));
  assert.equal(out, `${preview.text}\n`);
});

test("a preview takes a definition that is not published, and refuses it with its diagnostics when it is wrong", async (t) => {
  const server = await startFor(t);
  const definition = JSON.parse(fs.readFileSync(fixture("definition.json"), "utf8"));
  definition.decisions.queue.rules[1].then = ["General", 9];
  const changed = await server.request("POST", "/v1/decide", { body: body("1", { definition }) });
  assert.equal(changed.json.outcome.queue, "General");
  definition.decisions.queue.inputs[0] = "Contry__c";
  const wrong = await server.request("POST", "/v1/decide", { body: body("1", { definition }) });
  assert.equal(wrong.status, 422);
  assert.equal(wrong.json.code, "invalid-definition");
  assert.equal(wrong.json.diagnostics[0].code, "unknown-field");
});

test("an entry can be read again, with its record byte for byte, and its hash can be recomputed", async (t) => {
  const server = await startFor(t);
  const record = '{ "Id" : "500A",\t"Country__c":"DE", "Product__c":"P\\u0061yments" }';
  const posted = await decide(server, "500A", { body: `{"record":${record},"at":"${kAt}"}` });
  assert.equal(posted.status, 201);
  const entry = await server.request("GET", posted.headers.location);
  assert.ok(entry.text.includes(`"record":${record},`));
  assert.equal(entry.json.hash, entryHash(entry.text));
  assert.equal(entry.json.previousHash, "0".repeat(64));
  const next = await decide(server, "500B");
  assert.equal(next.json.previousHash, entry.json.hash);
  assert.equal(next.json.sequence, 2);
});

test("verify decides once more from what the entry is pinned to, whatever has been published since", async (t) => {
  const folder = temporaryFolder(t);
  let server = await start(folder);
  const before = await decide(server, "500A");
  const definition = JSON.parse(fs.readFileSync(fixture("definition.json"), "utf8"));
  definition.decisions.queue.default = ["Tier 2", 7];
  definition.decisions.queue.rules = [];
  const published = await server.request("POST", "/v1/definitions/case-support/publish", { body: definition });
  assert.equal(published.status, 201, published.text);
  const roster = { signalbox: 1, agents: { ana: { presence: "Offline" } } };
  assert.equal((await server.request("POST", "/v1/roster/publish", { body: roster })).status, 201);
  const after = await decide(server, "500A");
  assert.notEqual(after.json.decision.outcome.queue, before.json.decision.outcome.queue);
  assert.equal(after.json.definition.version, 2);
  await server.stop();

  server = await start(folder, []); // Nothing is in memory now.
  t.after(() => server.stop("SIGKILL"));
  for (const entry of [before, after]) {
    const verified = await server.request("POST", `/v1/decisions/${entry.json.id}/verify`);
    assert.equal(verified.json.equal, true);
    assert.equal(verified.json.hashFits, true);
    assert.equal(verified.json.engine.equal, true);
    assert.equal(verified.json.decision.now, sha256(decisionBytes(entry.text)));
  }
  const log = await server.request("POST", "/v1/log/verify");
  assert.deepEqual(log.json, { ok: true, entries: 2, head: after.json.hash, brokenSequence: null });
});

test("the same key and request give the same entry again; another request with the key is refused", async (t) => {
  const server = await startFor(t);
  const headers = { "Idempotency-Key": "event-7" };
  const first = await decide(server, "500A", { headers });
  const second = await decide(server, "500A", { headers });
  assert.equal(first.status, 201);
  assert.equal(second.status, 200);
  assert.equal(second.headers["idempotency-replayed"], "true");
  assert.equal(second.text, first.text);
  const other = await decide(server, "500A", { headers, body: body("500A", { explain: true }) });
  assert.equal(other.status, 422);
  assert.equal(other.json.code, "idempotency-key-used");
  const elsewhere = await decide(server, "500B", { headers });
  assert.equal(elsewhere.status, 201);
});

test("equal requests with one key at the same moment make one entry", async (t) => {
  const server = await startFor(t);
  const answers = await Promise.all(
    Array.from({ length: 40 }, () => decide(server, "500A", { headers: { "Idempotency-Key": "one" } })),
  );
  assert.deepEqual(new Set(answers.map((answer) => answer.json.id)).size, 1);
  assert.equal(answers.filter((answer) => answer.status === 201).length, 1);
  assert.equal((await server.request("POST", "/v1/log/verify")).json.entries, 1);
});

test("pages follow each other by cursor, newest first, without gaps or repetitions", async (t) => {
  const server = await startFor(t);
  const ids = [];
  for (let i = 0; i < 7; ++i) {
    ids.unshift((await decide(server, "500A")).json.id);
    await decide(server, "500B");
  }
  const seen = [];
  let cursor = "";
  do {
    const page = await server.request("GET", `/v1/records/Case/500A/decisions?limit=3${cursor}`);
    assert.ok(page.json.decisions.length <= 3);
    seen.push(...page.json.decisions.map((entry) => entry.id));
    cursor = page.json.next && `&cursor=${page.json.next}`;
  } while (cursor);
  assert.deepEqual(seen, ids);
  const wrong = await server.request("GET", "/v1/records/Case/500A/decisions?cursor=x");
  assert.deepEqual([wrong.status, wrong.json.code, wrong.json.place], [400, "cursor", "cursor"]);
});

test("concurrent decisions share commits and form one chain", async (t) => {
  const server = await startFor(t);
  const answers = await Promise.all(Array.from({ length: 300 }, (_, i) => decide(server, `500${i}`)));
  const entries = answers.map((answer) => answer.json).sort((a, b) => a.sequence - b.sequence);
  entries.forEach((entry, i) => {
    assert.equal(entry.sequence, i + 1);
    if (i > 0) assert.equal(entry.previousHash, entries[i - 1].hash);
  });
  const { text } = await server.request("GET", "/metrics");
  const commits = Number(/^signalbox_commit_entries_count (\d+)$/m.exec(text)[1]);
  assert.ok(commits < 300, `${commits} commits for 300 decisions`);
  assert.match(text, /^signalbox_decisions_total 300$/m);
});

test("without a directory or a definition a decision is refused with what to do next", async (t) => {
  const server = await startFor(t, []);
  const nothing = await decide(server, "1");
  assert.deepEqual([nothing.status, nothing.json.code], [409, "no-directory"]);
  assert.match(nothing.json.detail, /POST \/v1\/directory\/publish/);
  await server.request("POST", "/v1/directory/publish", { body: fs.readFileSync(fixture("directory.json")) });
  const still = await decide(server, "1");
  assert.deepEqual([still.status, still.json.code], [409, "no-definition"]);
});

test("a record is decided by the definition of its object, or by the one that is named", async (t) => {
  const server = await startFor(t);
  const other = await server.request("POST", "/v1/records/Lead/1/decisions", { body: body("1") });
  assert.deepEqual([other.status, other.json.code], [404, "no-definition"]);
  const second = { ...JSON.parse(fs.readFileSync(fixture("definition.json"), "utf8")), name: "second" };
  assert.equal((await server.request("POST", "/v1/definitions/second/publish", { body: second })).status, 201);
  const unclear = await decide(server, "1");
  assert.deepEqual(
    [unclear.status, unclear.json.code, unclear.json.place],
    [409, "several-definitions", "/definition"],
  );
  const named = await decide(server, "1", { body: body("1", { definition: "second" }) });
  assert.equal(named.json.definition.name, "second");
  const absent = await decide(server, "1", { body: body("1", { definition: "third" }) });
  assert.equal(absent.status, 404);
});

test("the server starts with files, and starts again without new versions when they are the same", async (t) => {
  const folder = temporaryFolder(t);
  for (let i = 0; i < 2; ++i) {
    const server = await start(folder, kFixtureOptions);
    const { json } = await server.request("GET", "/v1/definitions/case-support/versions");
    assert.deepEqual(
      json.versions.map(({ version }) => version),
      [1],
    );
    assert.deepEqual(await server.stop(), { code: 0, signal: null });
  }
});

const isShared = process.env.SIGNALBOX_TEST_POSTGRES !== undefined;

test(
  "a second process on the same folder is refused, and a wrong file stops the start",
  { skip: isShared },
  async (t) => {
    const folder = temporaryFolder(t);
    const server = await start(folder);
    t.after(() => server.stop("SIGKILL"));
    const second = await run(["serve", "--data", folder, "--listen", "127.0.0.1:0"]);
    assert.equal(second.code, 3);
    assert.match(second.err, /in use by another process/);
    const wrong = await run([
      "serve",
      "--data",
      temporaryFolder(t),
      "--listen",
      "127.0.0.1:0",
      "--definition",
      fixture("directory.json"),
    ]);
    assert.equal(wrong.code, 1);
    assert.match(wrong.err, /error: .*\[[a-z-]+\]/);
    const taken = await run(["serve", "--data", temporaryFolder(t), "--listen", `127.0.0.1:${server.port}`]);
    assert.equal(taken.code, 3);
    assert.match(taken.err, /Cannot listen/);
  },
);

test("SIGTERM lets the requests in flight finish", async (t) => {
  const server = await startFor(t);
  const answers = Array.from({ length: 100 }, (_, i) => decide(server, `500${i}`));
  await answers[0];
  server.child.kill("SIGTERM");
  const settled = await Promise.allSettled(answers);
  assert.deepEqual(await server.ended, { code: 0, signal: null });
  // Whoever got an answer got a whole one; who came too late was not answered at all.
  for (const { status, value } of settled) if (status === "fulfilled") assert.equal(value.status, 201);
});
