// The server is killed while runs of workflows begin, are answered and come due: nothing is lost, nothing is decided twice.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";

import { fixture, start, temporaryFolder } from "../server/support/program.js";
import { seeded } from "./support/seeded.js";

const kKills = process.env.SIGNALBOX_LONG ? 100 : 10;
const kClients = 6;
const kMaxAnswersBeforeKill = 60;
const kMaxMsToKill = 20;

const definition = {
  signalbox: 1,
  name: "refund",
  object: "Case",
  fields: { Amount: "Number", Document: "Text", Checked: "Checkbox" },
  steps: [
    { id: "pause", wait: { until: "$Now + 0.0000002" } }, // 17 ms.
    {
      id: "erp",
      call: { http: "erp.refund", with: { amount: "=Amount" }, returns: { document: "Text" } },
      catch: [{ next: "pause" }],
    },
    { id: "tell", notify: { to: "owner", text: "=$Step.erp.document" } },
    { id: "checked", wait: { event: "update", when: "Checked" } },
  ],
};

/** The server under test: killed and started again under the hands of its clients. */
class Mortal {
  constructor(folder, options) {
    this.start = () => start(folder, options);
  }

  async rise() {
    this.up = this.start();
    this.server = await this.up;
  }

  killSoon(ms) {
    const { child } = this.server;
    setTimeout(() => child.kill("SIGKILL"), ms);
  }

  /** One request, sent again until a server answers it. */
  async request(method, target, options) {
    for (;;) {
      const server = await this.up;
      try {
        return await server.request(method, target, options);
      } catch {
        await server.ended; // The connection broke.
        if (this.server === server) await new Promise((resolve) => setImmediate(resolve));
      }
    }
  }
}

/** Takes one record through its workflow. What was told of it. */
async function takeThrough(host, id, random, count) {
  const post = async (target, key, body) => {
    const headers = key ? { "Idempotency-Key": key } : {};
    const answer = await host.request("POST", target, { body, headers });
    assert.ok(answer.status === 201 || answer.status === 200, answer.text);
    count();
    return answer.json;
  };
  const { run } = await post(`/v1/records/Case/${id}/runs`, "start", { record: { Id: id, Amount: 5 } });
  const told = { id, run, keys: new Set(), isDone: false };
  for (;;) {
    const { json } = await host.request("GET", `/v1/runs/${run}`);
    const call = json.commands.find(({ awaited, outcome }) => awaited && !outcome);
    if (call) {
      const { key } = call.command;
      told.keys.add(key);
      const answer = random() < 0.4 ? { error: { code: "http-503" } } : { result: { document: key } };
      await post(`/v1/runs/${run}/answers`, undefined, { key, ...answer });
    } else if (json.commands.some(({ command }) => command.command === "notify")) {
      await post(`/v1/runs/${run}/events`, "checked", { recordUpdated: { changed: { Checked: true } } });
      told.isDone = true;
      return told;
    }
  }
}

async function checkRun(host, { id, run, keys }) {
  const { json } = await host.request("GET", `/v1/runs/${run}`);
  assert.equal(json.status, "completed", `${id}: lost`);
  const { json: replay } = await host.request("POST", `/v1/runs/${run}/verify`);
  assert.deepEqual([replay.equal, replay.difference], [true, null], id);
  const entries = (await host.request("GET", `/v1/runs/${run}/journey?limit=200`)).json.entries;
  const events = (name) => entries.filter(({ event }) => event[name]).map(({ event }) => event[name]);
  assert.equal(events("recordCreated").length, 1, id);
  assert.equal(events("recordUpdated").length, 1, `${id}: an event was decided twice, or lost`);
  assert.deepEqual(new Set(events("commandAnswered").map(({ key }) => key)), keys, id);
  assert.equal(events("commandAnswered").length, keys.size, `${id}: an answer was decided twice`);
  const commands = json.commands.map(({ command }) => command.key);
  assert.equal(new Set(commands).size, commands.length, `${id}: a command was given twice`);
  assert.deepEqual(
    entries.flatMap((entry) => entry.commands.map(({ key }) => key)),
    commands,
    `${id}: the outbox holds what the log says`,
  );
  const listed = (await host.request("GET", `/v1/records/Case/${id}/runs`)).json.runs;
  assert.equal(listed.length, 1, `${id}: it began twice`);
  return entries.length;
}

test(`killed ${kKills} times while runs go on, the server loses no event and decides none twice`, async (t) => {
  const seed = Number(process.env.SIGNALBOX_SEED ?? Math.floor(Math.random() * 2 ** 31));
  t.diagnostic(`seed ${seed} (SIGNALBOX_SEED)`);
  const random = seeded(seed);
  const folder = temporaryFolder(t);
  fs.writeFileSync(path.join(folder, "definition.json"), JSON.stringify(definition));
  const host = new Mortal(path.join(folder, "data"), [
    ...["--definition", path.join(folder, "definition.json")],
    ...["--directory", fixture("directory.json")],
  ]);
  await host.rise();
  t.after(() => host.server.stop("SIGKILL"));
  let kills = 0;
  let left = 1 + Math.floor(random() * kMaxAnswersBeforeKill);
  const count = () => {
    // Not at the answer itself: between two changes of the store it would hit nothing.
    if (--left === 0) host.killSoon(random() * kMaxMsToKill);
  };
  const runs = [];
  let isOver = false;
  const client = async (name) => {
    for (let i = 0; !isOver; ++i) runs.push(await takeThrough(host, `${name}-${i}`, random, count));
  };
  const clients = Array.from({ length: kClients }, (_, i) => client(i));
  while (kills < kKills) {
    await host.server.ended;
    host.server.agent.destroy();
    ++kills;
    left = 1 + Math.floor(random() * kMaxAnswersBeforeKill);
    await host.rise();
  }
  isOver = true;
  left = Infinity;
  await Promise.all(clients);
  let entries = 0;
  for (const run of runs) entries += await checkRun(host, run);
  t.diagnostic(`${kills} kills, ${runs.length} runs, ${entries} entries: 0 lost, 0 twice, every replay equal`);
});
