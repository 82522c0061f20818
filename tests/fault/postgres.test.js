// Several servers on one PostgreSQL are killed one after the other, and PostgreSQL is restarted, while events come in and timers come due.
import assert from "node:assert/strict";
import { test } from "node:test";

import { serve, temporaryFolder } from "../server/support/program.js";
import { startPostgres } from "../server/support/postgres.js";
import { seeded } from "./support/seeded.js";
import { checkRecord, kShares, opening, tell, watchedOptions } from "./support/watched.js";

const isLong = process.env.SIGNALBOX_LONG !== undefined;
const kServers = isLong ? 3 : 2;
const kRuns = isLong ? 2000 : 120;
const kLoadMs = isLong ? 60_000 : 3000;
const kMsBetweenKills = isLong ? 1000 : 500;
const kClients = 8;
const kBreaks = isLong ? 500 : 30;

const passed = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Servers of which one at a time is killed, at random, and started again. */
class Cluster {
  constructor(options, random) {
    Object.assign(this, { options, random, kills: 0, servers: [] });
  }

  any() {
    return this.servers[Math.floor(this.random() * this.servers.length)];
  }

  async start(count) {
    this.servers.push(await serve(this.options));
    const more = Array.from({ length: count - 1 }, () => serve(this.options.slice(0, 2)));
    this.servers.push(...(await Promise.all(more)));
  }

  async killAny() {
    const place = Math.floor(this.random() * this.servers.length);
    const [killed] = this.servers.splice(place, 1);
    await killed.stop("SIGKILL");
    ++this.kills;
    this.servers.push(await serve(this.options.slice(0, 2)));
  }

  /** Sends until somebody answers: the same key may be sent however often. */
  async ask(send) {
    for (;;) {
      try {
        const answer = await send(this.any());
        if (answer.status < 300) return answer;
        assert.equal(answer.status, 503, answer.text);
      } catch (error) {
        if (error instanceof assert.AssertionError) throw error;
      }
      await passed(20); // Whoever was asked is gone, or the database is.
    }
  }
}

/** One client: opens records in its share of the time, and changes and decides some. */
async function drive(cluster, random, records, decided, until) {
  const pauseMs = (kLoadMs * kClients) / kRuns;
  while (records.length < kRuns || Date.now() < until) {
    const begun = Date.now();
    if (records.length < kRuns) {
      const record = { id: `r${records.length}`, opened: Date.now() - Math.floor(random() * 300), changes: 0 };
      records.push(record);
      await cluster.ask((server) => tell(server, { id: record.id, key: "open", body: opening(record.opened) }));
      record.isKnown = true;
    }
    const known = records[Math.floor(random() * records.length)];
    if (known.isKnown) {
      const key = `change-${++known.changes}`;
      await cluster.ask((server) => tell(server, { id: known.id, key, body: { changed: { Note: key } } }));
      const { json } = await cluster.ask((server) =>
        server.request("POST", `/v1/records/Case/${known.id}/decisions`, {
          body: { record: { Id: known.id, Note: key }, at: "2026-01-31T08:00:00.000Z" },
          headers: { "Idempotency-Key": key },
        }),
      );
      decided.push(json);
    }
    await passed(Math.max(0, pauseMs - (Date.now() - begun)));
  }
}

test(`${kServers} servers on one PostgreSQL, killed one after the other, lose nothing and do nothing twice`, async (t) => {
  const seed = Number(process.env.SIGNALBOX_SEED ?? Math.floor(Math.random() * 2 ** 31));
  t.diagnostic(`seed ${seed} (SIGNALBOX_SEED)`);
  const random = seeded(seed);
  const postgres = await startPostgres(t, isLong ? [] : undefined);
  const url = postgres.database();
  const cluster = new Cluster(["--database", url, ...watchedOptions(temporaryFolder(t))], random);
  t.after(() => Promise.all(cluster.servers.map((server) => server.stop("SIGKILL"))));
  await cluster.start(kServers);
  const records = [];
  const decided = [];
  const until = Date.now() + kLoadMs;
  const load = Promise.all(Array.from({ length: kClients }, () => drive(cluster, random, records, decided, until)));
  let isRestarted = false;
  for (let left = kLoadMs; left > 0; left -= kMsBetweenKills) {
    await passed(kMsBetweenKills);
    if (!isRestarted && left <= kLoadMs / 2) {
      isRestarted = true;
      await postgres.stop();
      await postgres.start();
    }
    await cluster.killAny();
  }
  await load;
  const waiting = () => Number(postgres.sql(url.split("/").at(-1), "SELECT count(*) FROM timers"));
  while (waiting() > 0) await passed(50);
  let fired = 0;
  for (const record of records) fired += (await checkRecord(cluster.any(), record, Date.now())).length;
  assert.equal(fired, kRuns * kShares.length);
  const log = (await cluster.any().request("POST", "/v1/log/verify")).json;
  assert.deepEqual([log.ok, log.entries], [true, decided.length]);
  assert.equal(new Set(decided.map(({ id }) => id)).size, decided.length);
  const changes = records.reduce((sum, record) => sum + record.changes, 0);
  t.diagnostic(
    `${cluster.kills} kills and a restart of PostgreSQL, ${records.length} runs, ${changes} changes, ${fired} escalations, ` +
      `${decided.length} decisions: 0 lost, 0 twice`,
  );
});

test("when connections break at any moment, what was answered is there once, and what was refused is not", async (t) => {
  const postgres = await startPostgres(t);
  const url = postgres.database();
  const server = await serve(["--database", url, ...watchedOptions(temporaryFolder(t))]);
  t.after(() => server.stop("SIGKILL"));
  const breakAll = `DO $$ BEGIN FOR i IN 1..${kBreaks} LOOP
    PERFORM pg_stat_clear_snapshot();
    PERFORM pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'signalbox';
    PERFORM pg_sleep(0.15 * random());
  END LOOP; END $$`;
  let isBreaking = true;
  const breaking = postgres.sqlSoon("postgres", breakAll).then(() => (isBreaking = false));
  const taken = new Map();
  let refused = 0;
  /** Without keys: nothing but the store keeps an event from being taken twice. */
  const client = async (_, name) => {
    for (let i = 0; isBreaking; ++i) {
      const id = `c${name}-${i % 5}`;
      const count = taken.get(id) ?? 0;
      const body = count === 0 ? opening(Date.now()) : { changed: { Note: `${i}` } };
      const { status, json, text } = await server.request("POST", `/v1/records/Case/${id}/events`, { body });
      if (status === 201) taken.set(id, count + 1);
      else assert.deepEqual([status, /Nothing was changed/.test(json?.detail)], [503, true], text);
      if (status !== 201) ++refused;
    }
  };
  await Promise.all(Array.from({ length: kClients }, client));
  await breaking;
  const told = postgres.sql(
    url.split("/").at(-1),
    `SELECT record_id, count(*) FROM run_entries JOIN runs USING (run)
      WHERE kind = 'event' AND convert_from(body, 'UTF8') NOT LIKE '%"Level"%' GROUP BY record_id`,
  );
  const kept = told.split("\n").map((line) => line.split("|"));
  assert.deepEqual(Object.fromEntries(kept.map(([id, count]) => [id, Number(count)])), Object.fromEntries(taken));
  const total = [...taken.values()].reduce((sum, count) => sum + count, 0);
  t.diagnostic(`${kBreaks} times all connections broken, ${total} events taken, ${refused} refused`);
});
