import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";

import { kAt, kRecord, start, temporaryFolder } from "../server/support/program.js";
import { seeded } from "./support/seeded.js";

const kKills = process.env.SIGNALBOX_LONG ? 100 : 10;
const kClients = 16;
const kMaxAnswersBeforeKill = 400;
const kVerifiedEachTime = 20;

const sha256 = (text) => createHash("sha256").update(text).digest("hex");

const decide = (server, { id, body, headers }) =>
  server.request("POST", `/v1/records/Case/${id}/decisions`, { body, headers });

/** Decides records on many connections until the server is killed, which happens after `limit` answers. The answered entries, and the requests that were not answered. */
async function loadUntilKilled(server, random, limit) {
  const answered = [];
  const unanswered = [];
  const client = async (name) => {
    for (let i = 0; ; ++i) {
      const id = `${name}-${i}`;
      const record = {
        Id: id,
        ...kRecord,
        Country__c: random() < 0.5 ? "DE" : "FR",
        Notes: "x".repeat(Math.floor(random() * 2000)),
      };
      const request = { id, body: { record, at: kAt }, headers: { "Idempotency-Key": `key-${id}` } };
      let answer;
      try {
        answer = await decide(server, request);
      } catch {
        unanswered.push(request); // The connection broke.
        return;
      }
      assert.equal(answer.status, 201, answer.text);
      answered.push(answer.json);
      if (answered.length === limit) server.child.kill("SIGKILL");
    }
  };
  const round = sha256(String(random())).slice(0, 12);
  await Promise.all(Array.from({ length: kClients }, (_, i) => client(`${round}-${i}`)));
  await server.ended;
  return { answered, unanswered };
}

/** Whoever was not answered asks again with the same key: there is one decision then, whether it was committed before the kill or not. */
async function checkRepeated(server, unanswered) {
  for (const request of unanswered) {
    const again = await decide(server, request);
    assert.ok(again.status === 200 || again.status === 201, again.text);
    const { json } = await server.request("GET", `/v1/records/Case/${request.id}/decisions`);
    assert.deepEqual(
      json.decisions.map(({ id }) => id),
      [again.json.id],
    );
  }
}

/** Every answered decision is in the log as it was answered. */
async function checkAnswered(server, answered) {
  const missing = [];
  for (const entry of answered) {
    const kept = await server.request("GET", `/v1/decisions/${entry.id}`);
    if (kept.status !== 200 || kept.json.hash !== entry.hash) missing.push(entry.id);
  }
  assert.deepEqual(missing, [], "answered decisions that are not in the log");
}

async function checkVerified(server, answered, random) {
  for (let i = 0; i < Math.min(kVerifiedEachTime, answered.length); ++i) {
    const entry = answered[Math.floor(random() * answered.length)];
    const { json } = await server.request("POST", `/v1/decisions/${entry.id}/verify`);
    assert.deepEqual([json.equal, json.hashFits], [true, true], entry.id);
  }
}

test(`killed ${kKills} times under load, the server has every decision that it answered`, async (t) => {
  const seed = Number(process.env.SIGNALBOX_SEED ?? Math.floor(Math.random() * 2 ** 31));
  t.diagnostic(`seed ${seed} (SIGNALBOX_SEED)`);
  const random = seeded(seed);
  const folder = temporaryFolder(t);
  let server = await start(folder);
  t.after(() => server.stop("SIGKILL"));
  let total = 0;
  for (let kill = 0; kill < kKills; ++kill) {
    const { answered, unanswered } = await loadUntilKilled(
      server,
      random,
      1 + Math.floor(random() * kMaxAnswersBeforeKill),
    );
    server.agent.destroy();
    server = await start(folder);
    await checkAnswered(server, answered);
    const log = await server.request("POST", "/v1/log/verify");
    assert.equal(log.json.ok, true, log.text);
    assert.ok(log.json.entries >= total + answered.length);
    await checkVerified(server, answered, random);
    await checkRepeated(server, unanswered);
    total = log.json.entries;
  }
  t.diagnostic(`${total} decisions in the log, 0 answered ones missing`);
});
