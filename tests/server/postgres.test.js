// The store in PostgreSQL: the suites of the server on it, several servers on one database, what cannot be used.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";

import { kAt, kFixtureOptions, kRecord, run, serve, fixture, temporaryFolder } from "./support/program.js";
import { makePostgres, startPostgres } from "./support/postgres.js";

const kSuites = ["decisions", "deliveries", "documents", "journeys", "requests", "workflow-runs"];
const kPassword = "swordfish";
const kOutcomes = /^# (pass|fail|skipped) (\d+)$/gm;

const beside = (name) => path.join(path.dirname(fileURLToPath(import.meta.url)), name);

describe("a store in PostgreSQL", () => {
  let postgres;
  before(async () => {
    postgres = await makePostgres();
  });
  after(() => postgres.remove());

  const serveFor = async (t, url, options = kFixtureOptions) => {
    const server = await serve(["--database", url, ...options]);
    t.after(() => server.stop("SIGKILL"));
    return server;
  };
  const decide = (server, id, body) =>
    server.request("POST", `/v1/records/Case/${id}/decisions`, {
      body: { record: { Id: id, ...kRecord }, at: kAt, ...body },
    });

  /** What `serve` says of a store that it cannot use. */
  const refusal = async (url) => {
    const { code, err } = await run(["serve", "--database", url, "--listen", "127.0.0.1:0"]);
    assert.ok(!err.includes(kPassword), "a password in the output");
    return [code, err.trim()];
  };

  test("passes the suites of the server", async () => {
    const environment = { ...process.env, SIGNALBOX_TEST_POSTGRES: postgres.url("").replace(/\/$/, "") };
    delete environment.NODE_TEST_CONTEXT; // Or the tests would report to this process.
    const files = kSuites.map((suite) => beside(`${suite}.test.js`));
    const child = spawn(process.execPath, ["--test", "--test-reporter=tap", ...files], {
      env: environment,
      stdio: ["ignore", "pipe", "inherit"],
    });
    let out = "";
    child.stdout.setEncoding("utf8").on("data", (text) => (out += text));
    const code = await new Promise((resolve) => child.on("close", resolve));
    const outcomes = Object.fromEntries([...out.matchAll(kOutcomes)].map(([, word, count]) => [word, Number(count)]));
    assert.equal(code, 0, out);
    assert.ok(outcomes.pass > 30 && outcomes.fail === 0, out);
  });

  test("servers on one database keep one log, and each knows what the other decided", async (t) => {
    const url = postgres.database();
    const servers = [await serveFor(t, url), await serveFor(t, url, [])];
    const answers = await Promise.all(Array.from({ length: 100 }, (_, i) => decide(servers[i % 2], `r${i}`)));
    assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([201]));
    for (const server of servers) {
      const { json } = await server.request("POST", "/v1/log/verify");
      assert.deepEqual([json.ok, json.entries], [true, 100]);
      const kept = await server.request("GET", `/v1/decisions/${answers[0].json.id}`);
      assert.equal(kept.json.hash, answers[0].json.hash);
    }
    const { code, out } = await run(["verify-log", "--database", url, "--json"]);
    assert.deepEqual([code, JSON.parse(out).entries], [0, 100]);
    postgres.sql(url.split("/").at(-1), "UPDATE decisions SET engine = 'other' WHERE sequence = 7");
    const changed = await run(["verify-log", "--database", url, "--json"]);
    assert.deepEqual([changed.code, JSON.parse(changed.out).brokenSequence], [1, 7]);
  });

  test("a request that was sent to two servers is taken once", async (t) => {
    const url = postgres.database();
    const servers = [await serveFor(t, url), await serveFor(t, url, [])];
    const tell = (server, id) =>
      server.request("POST", `/v1/records/Case/${id}/events`, {
        body: { at: kAt, created: { ...kRecord, CreatedDate: kAt } },
        headers: { "Idempotency-Key": "k" },
      });
    for (let i = 0; i < 20; ++i) {
      const answers = await Promise.all(servers.map((server) => tell(server, `r${i}`)));
      assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 201], answers.map(({ text }) => text).join());
    }
  });

  test("a run of a workflow that was begun and answered on two servers goes one way", async (t) => {
    const url = postgres.database();
    const options = [...kFixtureOptions.slice(2), "--definition", fixture("refund.json")];
    const servers = [await serveFor(t, url, options), await serveFor(t, url, [])];
    const post = (server, target, body, headers) => server.request("POST", target, { body, headers });
    for (let i = 0; i < 10; ++i) {
      const begin = (server) =>
        post(server, `/v1/records/Case/w${i}/runs`, { record: { Amount: 5 } }, { "Idempotency-Key": "k" });
      const begun = await Promise.all(servers.map(begin));
      assert.deepEqual(begun.map(({ status }) => status).sort(), [200, 201], begun.map(({ text }) => text).join());
      const { run: id, commands } = begun[0].json;
      assert.equal(begun[1].json.run, id);
      const answer = { key: commands.at(-1).key, result: { document: "1" } };
      const answers = await Promise.all(servers.map((server) => post(server, `/v1/runs/${id}/answers`, answer)));
      assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 201]);
      const replay = await post(servers[i % 2], `/v1/runs/${id}/verify`);
      assert.deepEqual([replay.json.equal, replay.json.entries], [true, 2], replay.text);
    }
  });

  test("what one server publishes the others take up", async (t) => {
    const url = postgres.database();
    const [first, second] = [await serveFor(t, url), await serveFor(t, url, [])];
    const definition = JSON.parse(fs.readFileSync(fixture("definition.json"), "utf8"));
    definition.fields.Added__c = "Text";
    const body = JSON.stringify(definition);
    const published = await first.request("POST", `/v1/definitions/${definition.name}/publish`, { body });
    assert.ok(published.status < 300, published.text);
    const version = async () => (await decide(second, "r")).json.definition.version;
    let taken = await version();
    while (taken !== 2) taken = await version();
  });

  test("a server goes on by itself when PostgreSQL has been away", async (t) => {
    const own = await startPostgres(t);
    const server = await serveFor(t, own.database());
    assert.equal((await decide(server, "before")).status, 201);
    await own.stop();
    const reading = await server.request("GET", "/v1/records/Case/before/decisions");
    assert.deepEqual([reading.status, reading.json.code], [503, "store-failed"]);
    const meanwhile = decide(server, "meanwhile"); // Waits.
    await own.start();
    assert.equal((await meanwhile).status, 201);
    assert.equal((await decide(server, "after")).status, 201);
    const { json } = await server.request("POST", "/v1/log/verify");
    assert.deepEqual([json.ok, json.entries], [true, 3]);
    assert.match(server.log(), /the store is gone: .*\n(.*\n)*.*the store is back/);
  });

  test("what cannot be used is said without the password", async () => {
    const guarded = (user) => postgres.url("postgres").replace("signalbox@", `${user}:${kPassword}@`);
    assert.deepEqual(await refusal(guarded("nobody").replace(/:\d+\//, ":1/")), [
      3,
      "signalbox: cannot use the store `postgresql://nobody@127.0.0.1:1/postgres`: connection to server at " +
        '"127.0.0.1", port 1 failed: Connection refused Is the server running on that host and accepting TCP/IP ' +
        "connections?.",
    ]);
    const [code, unreadable] = await refusal(`postgresql://user:${kPassword}%@host/x y`);
    assert.equal(code, 3);
    assert.match(unreadable, /the database's address cannot be read/);
    assert.match((await refusal(`mysql://user:${kPassword}@host/x`))[1], /has the form `postgresql:/);
    postgres.sql("postgres", `CREATE ROLE guarded LOGIN PASSWORD 'other'`);
    const hba = path.join(postgres.folder, "pg_hba.conf");
    fs.writeFileSync(hba, `host all guarded all scram-sha-256\n${fs.readFileSync(hba)}`);
    postgres.sql("postgres", "SELECT pg_reload_conf()");
    assert.match((await refusal(guarded("guarded")))[1], /password authentication failed for user "guarded"/);
    assert.match((await refusal(postgres.url("nowhere")))[1], /database "nowhere" does not exist/);
  });

  test("a database that cannot keep the store is refused with the reason", async (t) => {
    const ascii = postgres.database("ENCODING 'SQL_ASCII' TEMPLATE template0");
    assert.match((await refusal(ascii))[1], /encoding must be UTF8, and it is SQL_ASCII/);
    const fixed = postgres.database();
    const nameOf = (url) => url.split("/").at(-1);
    postgres.sql("postgres", `ALTER DATABASE ${nameOf(fixed)} SET default_transaction_read_only = on`);
    assert.match((await refusal(fixed))[1], /the database is set to be read-only/);
    const newer = postgres.database();
    await (await serveFor(t, newer)).stop();
    postgres.sql(nameOf(newer), "INSERT INTO migrations VALUES (9999, '9999_later', '', 0)");
    assert.match((await refusal(newer))[1], /made by a later version of signalbox \(migration `9999_later`\)/);
  });

  test("the command line names one store", async (t) => {
    const folder = temporaryFolder(t);
    for (const command of ["serve", "verify-log"]) {
      const none = await run([command]);
      assert.deepEqual([none.code, /needs `--data DIR`.* or `--database URL`/.test(none.err)], [2, true], none.err);
      const both = await run([command, "--data", folder, "--database", postgres.url("postgres")]);
      assert.deepEqual([both.code, /not both/.test(both.err)], [2, true], both.err);
    }
  });
});
