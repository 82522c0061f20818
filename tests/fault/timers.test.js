// The server is killed while timers come due every few milliseconds: no escalation is lost, none happens twice.
import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";

import { start, temporaryFolder } from "../server/support/program.js";
import { seeded } from "./support/seeded.js";
import { checkRecord, dueOf, kShares, kTargetMs, opening, tell, watchedOptions } from "./support/watched.js";

const kKills = process.env.SIGNALBOX_LONG ? 100 : 10;
const kClients = 4;
const kMaxAnswersBeforeKill = 60;
const kMaxMsToKill = 20;
/** Starts the server and waits until it has carried out what came due while nobody served. */
async function startAndCatchUp(folder, options) {
  const begun = Date.now();
  const server = await start(folder, options);
  const isReady = () => /carried out \d+ timers that were due/.test(server.log());
  await new Promise((resolve, reject) => {
    const look = () => isReady() && resolve();
    server.child.stderr.on("data", look);
    server.child.on("close", () => reject(new Error(server.log())));
    look();
  });
  return Object.assign(server, { begun, ready: Date.now() });
}

/** Opens records, and changes some, on several connections until the server is killed, which happens after `limit` answers. The requests that were not answered. */
async function loadUntilKilled(server, records, random, limit) {
  const unanswered = [];
  let answers = 0;
  const client = async () => {
    for (;;) {
      const known = records.length > 0 && random() < 0.3 ? records[Math.floor(random() * records.length)] : undefined;
      const opened = Date.now() - Math.floor(random() * 300);
      const record = known ?? { id: `r${records.length}`, opened, changes: 0, isNew: true };
      if (!known) records.push(record);
      else if (known.isNew) continue; // Its beginning has not been answered.
      const body = known ? { changed: { Note: `${++known.changes}` } } : opening(opened);
      const request = { id: record.id, key: `${record.id}/${record.changes}`, body };
      try {
        const answer = await tell(server, request);
        assert.equal(answer.status, 201, answer.text);
        record.isNew = false;
      } catch (error) {
        if (error instanceof assert.AssertionError) throw error;
        unanswered.push(request); // The connection broke.
        return;
      }
      // Not at the answer itself: between two changes of the store it would hit nothing.
      if (++answers === limit) setTimeout(() => server.child.kill("SIGKILL"), random() * kMaxMsToKill);
    }
  };
  await Promise.all(Array.from({ length: kClients }, client));
  await server.ended;
  return unanswered;
}

test(`killed ${kKills} times while timers come due, the server fires every escalation once`, async (t) => {
  const seed = Number(process.env.SIGNALBOX_SEED ?? Math.floor(Math.random() * 2 ** 31));
  t.diagnostic(`seed ${seed} (SIGNALBOX_SEED)`);
  const random = seeded(seed);
  const folder = temporaryFolder(t);
  const options = watchedOptions(folder);
  const data = path.join(folder, "data");
  let server = await startAndCatchUp(data, options);
  t.after(() => server.stop("SIGKILL"));
  const records = [];
  const lives = [];
  let kills = 0;
  const restart = async () => {
    ++kills;
    lives.push([server.ready, Date.now()]);
    server.agent.destroy();
    server = await startAndCatchUp(data, options);
  };
  for (let checked = 0; kills < kKills; ) {
    const limit = 1 + Math.floor(random() * kMaxAnswersBeforeKill);
    const unanswered = await loadUntilKilled(server, records, random, limit);
    await restart();
    for (const request of unanswered) {
      const again = await tell(server, request);
      assert.ok(again.status === 200 || again.status === 201, again.text);
    }
    for (const record of records) record.isNew = false;
    for (const record of records.slice(checked)) await checkRecord(server, record, server.begun);
    while (checked < records.length && dueOf(records[checked].opened, 100) <= server.begun) ++checked;
  }
  // Time passes while it is killed with nothing to do but what comes due.
  const last = Math.max(...records.map(({ opened }) => opened)) + kTargetMs;
  while (server.begun <= last) {
    server.child.kill("SIGKILL");
    await server.ended;
    await restart();
  }
  const decisions = [];
  for (const record of records) decisions.push(...(await checkRecord(server, record, server.begun)));
  assert.equal(decisions.length, records.length * kShares.length);
  const isOf = ([from, to], instant) => from <= Date.parse(instant) && Date.parse(instant) <= to;
  const inTime = decisions.filter(({ due, at }) => lives.some((life) => isOf(life, due) && isOf(life, at)));
  assert.ok(inTime.length > 0, "some timers came due while the server was there");
  t.diagnostic(
    `${kills} kills, ${records.length} records, ${decisions.length} escalations: 0 lost, 0 twice; ` +
      `${inTime.length} carried out by the process that they came due in`,
  );
});
