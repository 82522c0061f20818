// Commands of runs delivered to targets that answer, fail, refuse and come back.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import fs from "node:fs";
import http from "node:http";
import path from "node:path";
import { test } from "node:test";

import { fixture, run as runProgram, startFor, temporaryFolder } from "./support/program.js";

const kSecret = "a secret of the tests";

/** A target on a free port; `answer(message)` says what it answers: `{status, body}`. It keeps what it got. */
async function targetFor(t, answer) {
  const got = [];
  const server = http.createServer((request, response) => {
    const parts = [];
    request.on("data", (part) => parts.push(part));
    request.on("end", () => {
      const text = Buffer.concat(parts).toString("utf8");
      const message = { text, headers: request.headers, ...JSON.parse(text) };
      got.push(message);
      const { status, body } = answer(message);
      response.writeHead(status, { "Content-Type": "application/json" });
      response.end(body === undefined ? undefined : JSON.stringify(body));
    });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => server.close());
  return { got, url: `http://127.0.0.1:${server.address().port}/hook` };
}

async function serverWith(t, targets) {
  const file = path.join(temporaryFolder(t), "targets.json");
  fs.writeFileSync(file, JSON.stringify({ signalbox: 1, targets }));
  return startFor(t, [
    ...["--definition", fixture("refund.json")],
    ...["--directory", fixture("directory.json")],
    ...["--targets", file],
  ]);
}

async function begin(server) {
  const body = { record: { Id: "500A", Amount: 12.5 } };
  const { json } = await server.request("POST", "/v1/records/Case/500A/runs", { body });
  const view = async () => (await server.request("GET", `/v1/runs/${json.run}`)).json;
  /** Waits until the server has come so far by itself. */
  const until = async (holds) => {
    for (;;) {
      const now = await view();
      if (holds(now)) return now;
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  return { id: json.run, view, until };
}

const outcomes = ({ commands }) => commands.map(({ command, outcome }) => [command.command, outcome]);

test("a target gets signed commands in their order, and its answer moves the run", async (t) => {
  const target = await targetFor(t, ({ command }) =>
    command.command === "call" ? { status: 200, body: { result: { document: "4711" } } } : { status: 204 },
  );
  const server = await serverWith(t, { all: { url: target.url, secret: kSecret, commands: ["*"] } });
  const run = await begin(server);
  const view = await run.until(({ commands }) => commands.length === 4 && commands.every(({ outcome }) => outcome));
  assert.deepEqual(outcomes(view), [
    ["set", "delivered"],
    ["call", "answered"],
    ["set", "delivered"],
    ["notify", "delivered"],
  ]);
  assert.equal(view.state.record.Document, "4711");
  assert.deepEqual(
    target.got.map(({ command }) => command.key),
    view.commands.map(({ command }) => command.key),
  );
  for (const { headers, text, command, answerTo } of target.got) {
    assert.equal(headers["idempotency-key"], command.key);
    const [, seconds, hex] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(headers["signalbox-signature"]);
    assert.equal(hex, createHmac("sha256", kSecret).update(`${seconds}.${text}`).digest("hex"));
    assert.equal(answerTo, command.command === "call" ? `/v1/runs/${run.id}/answers` : null);
  }
  const { entries } = (await server.request("GET", `/v1/runs/${run.id}/journey`)).json;
  assert.deepEqual(
    entries.map(({ actor }) => actor),
    ["client", "delivery"],
  );
  assert.equal((await server.request("POST", `/v1/runs/${run.id}/verify`)).json.equal, true);
});

test("a target that fails is tried again with the same key and the same body", async (t) => {
  let failures = 1;
  const target = await targetFor(t, () => ({ status: failures-- > 0 ? 503 : 204 }));
  const server = await serverWith(t, { erp: { url: target.url, secret: kSecret, commands: ["set"] } });
  const run = await begin(server);
  const view = await run.until(({ commands }) => commands[0].outcome);
  assert.deepEqual([view.commands[0].outcome, view.commands[0].attempts], ["delivered", 2]);
  assert.equal(target.got.length, 2);
  assert.equal(target.got[0].text, target.got[1].text);
  assert.deepEqual(outcomes(view)[1], ["call", null], "what no target gets waits to be fetched");
});

test("a target may answer later; what it refuses is the step's failure, or waits for a person", async (t) => {
  let refuses = true;
  const target = await targetFor(t, ({ command }) =>
    command.command === "call" ? { status: 202 } : { status: refuses ? 400 : 204 },
  );
  const server = await serverWith(t, {
    calls: { url: target.url, secret: kSecret, commands: ["call/erp.refund"] },
    rest: { url: target.url, secret: kSecret, commands: ["*"] },
  });
  const run = await begin(server);
  const accepted = await run.until(
    ({ commands, incidents }) => commands[1].attempts === 1 && !commands[1].next && incidents.length === 1,
  );
  assert.deepEqual(outcomes(accepted), [
    ["set", "dead"],
    ["call", null],
  ]);
  const [incident] = accepted.incidents;
  assert.deepEqual([incident.code, incident.step, incident.sentence], ["delivery-failed", "begin", "It answered 400."]);
  refuses = false;
  const retried = await runProgram([
    ...["incidents", "retry", run.id, incident.incident, "--server", server.url],
    ...["--by", "maria", "--reason", "mended"],
  ]);
  assert.equal(retried.code, 0, retried.err);
  await run.until(({ commands, incidents }) => commands[0].outcome === "delivered" && incidents.length === 0);
  const answer = { key: accepted.commands[1].command.key, result: { document: "9" } };
  const answered = await server.request("POST", `/v1/runs/${run.id}/answers`, { body: answer });
  assert.equal(answered.status, 201);
  assert.equal((await run.view()).state.record.Document, "9");
});

test("an answer that no event may hold is the step's failure", async (t) => {
  const target = await targetFor(t, () => ({ status: 200, body: { result: 5 } }));
  const server = await serverWith(t, { erp: { url: target.url, secret: kSecret, commands: ["call"] } });
  const run = await begin(server);
  const view = await run.until(({ status }) => status === "incident");
  assert.equal(view.incidents[0].code, "bad-answer");
});

test("targets that cannot be are refused at the start", async (t) => {
  const file = path.join(temporaryFolder(t), "targets.json");
  const serve = async (targets) => {
    fs.writeFileSync(file, typeof targets === "string" ? targets : JSON.stringify({ signalbox: 1, targets }));
    const data = path.join(temporaryFolder(t), "data");
    const { code, err } = await runProgram(["serve", "--data", data, "--listen", "127.0.0.1:0", "--targets", file]);
    assert.equal(code, 1, err);
    return err;
  };
  const good = { url: "http://127.0.0.1:1/", secret: kSecret, commands: ["*"] };
  assert.match(await serve("{"), /targets\.json/);
  assert.match(await serve({ a: { ...good, url: "ftp://x" } }), /The target `a`: `url` is .*; found `ftp:\/\/x`/);
  assert.match(await serve({ a: { ...good, url: "http://:80/" } }), /is no URL/);
  assert.match(await serve({ a: { ...good, secret: "short" } }), /`secret` has at least 16 bytes/);
  assert.match(await serve({ a: good, b: good }), /The target `b`: `a` gets `\*` already/);
  assert.match(await serve({ a: { ...good, comands: [] } }), /`comands` is none of/);
});
