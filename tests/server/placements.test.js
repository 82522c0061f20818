// Escalations that reassign: the server routes the record with its directory and roster, and gives nobody more than there is room for.
import assert from "node:assert/strict";
import { test } from "node:test";

import { start, temporaryFolder } from "./support/program.js";

const kHourMs = 3_600_000;
const ago = (hours) => new Date(Date.now() - hours * kHourMs).toISOString();

const definition = {
  signalbox: 1,
  name: "case-support",
  object: "Case",
  fields: { Opened: "DateTime", Language: "Text", OwnerId: "Text", Moves: "Number" },
  contacts: { Moved: { when: "ISCHANGED(OwnerId)" } },
  milestones: { Resolution: { start: "Opened", target: "10h" } },
  routing: {
    senior: {
      queue: "Tier 2",
      require: [{ skill: "Language" }, "presence", "capacity"],
      prefer: { spareCapacity: 1 },
      otherwise: { queue: "Overflow" },
    },
    lost: { queue: { formula: "Language" }, require: ["capacity"] },
  },
  escalations: [
    { name: "R", milestone: "Resolution", levels: [{ at: "50%", do: [{ reassign: "senior" }] }] },
    { name: "Moved", milestone: "Resolution", when: "$Contact.Moved.Count > 0", do: [{ set: { Moves: 1 } }] },
  ],
};
const directory = {
  signalbox: 1,
  skills: ["German"],
  queues: { "Tier 2": { members: ["ana", "bo", "cy", "dot"] }, Overflow: { members: [] } },
  agents: {
    ana: { name: "Ana", capacity: 2, skills: { German: 5 } },
    bo: { name: "Bo", capacity: 1, skills: { German: 5 } },
    cy: { name: "Cy", capacity: 5, skills: { German: 5 } },
    dot: { name: "Dot", capacity: 5 },
  },
};
const roster = {
  signalbox: 1,
  agents: { ana: { presence: "Online" }, bo: { presence: "Online" }, cy: { presence: "Online", open: 5 } },
};

async function publish(server, more = {}) {
  for (const [path, body] of Object.entries({ directory, roster, "definitions/case-support": definition, ...more })) {
    const { status, text } = await server.request("POST", `/v1/${path}/publish`, { body });
    assert.equal(status, 201, text);
  }
}

async function serve(t, folder = temporaryFolder(t)) {
  const server = await start(folder, []);
  t.after(() => server.stop("SIGKILL"));
  return server;
}

/** A record that should have been escalated an hour ago. */
const open = async (server, id, more = {}) => {
  const body = { at: ago(6), created: { Opened: ago(6), Language: "German", OwnerId: "eve", ...more } };
  const { status, json, text } = await server.request("POST", `/v1/records/Case/${id}/events`, { body });
  assert.equal(status, 201, text);
  return json;
};
const placeOf = ({ commands }) => {
  const [{ command, owner, queue }] = commands.filter(({ rule }) => rule === "R");
  return command === "owner" ? owner : `${command} ${queue}`;
};

test("a record goes to the next agent with room, then to the overflow queue, never to one who is full", async (t) => {
  const server = await serve(t);
  await publish(server);
  const places = [];
  for (const id of ["a", "b", "c", "d"]) places.push(placeOf(await open(server, id)));
  assert.deepEqual(places.slice(0, 3).sort(), ["ana", "ana", "bo"]);
  assert.equal(places[3], "route Overflow");
});

test("records that come at once get no more than there is room for", async (t) => {
  const server = await serve(t);
  await publish(server);
  const answers = await Promise.all(Array.from({ length: 8 }, (_, i) => open(server, `r${i}`)));
  const places = answers.map(placeOf);
  const count = (place) => places.filter((one) => one === place).length;
  assert.deepEqual([count("ana"), count("bo"), count("route Overflow")], [2, 1, 5]);
});

test("the log has the new owner with the reason for every agent, the history the change, the outbox the command", async (t) => {
  const server = await serve(t);
  await publish(server);
  const answer = await open(server, "a");
  const key = `a/R/50%/${answer.decisions[0].cycle}/0`;
  const [command] = answer.commands;
  assert.deepEqual(command, {
    command: "owner",
    key,
    rule: "R",
    level: "50%",
    policy: "senior",
    owner: command.owner,
    queue: "Tier 2",
    work: { units: 1, percent: 0, interruptible: false },
    before: "eve",
  });
  const { json } = await server.request("GET", "/v1/records/Case/a/journey");
  const decision = json.entries.map((entry) => entry.decision).find((one) => one?.result === "placed");
  assert.deepEqual(
    [decision.agent, decision.queue, decision.overflow, decision.command],
    [command.owner, "Tier 2", false, key],
  );
  const { routing } = decision.explain;
  assert.deepEqual(routing.candidates.map(({ agent }) => agent).sort(), ["ana", "bo"]);
  assert.deepEqual(
    routing.excluded.map(({ agent, code }) => [agent, code]),
    [
      ["cy", "capacity"],
      ["dot", "skill-missing"],
    ],
  );
  const changes = json.entries.flatMap(({ event }) => (event?.changed ? [event.changed] : []));
  assert.deepEqual(changes, [{ OwnerId: command.owner }, { Moves: 1 }]);
  assert.deepEqual(
    json.commands.map((one) => one.command.command),
    ["owner", "set"],
  );
});

test("what was given counts until its command is done, also after a restart", async (t) => {
  const folder = temporaryFolder(t);
  const before = await serve(t, folder);
  await publish(before);
  const given = [];
  for (const id of ["a", "b", "c"]) given.push(placeOf(await open(before, id)));
  await before.stop("SIGKILL");
  const server = await serve(t, folder);
  assert.equal(placeOf(await open(server, "d")), "route Overflow");
  const waiting = (await server.request("GET", "/v1/commands")).json.commands;
  const [first] = waiting.filter(({ command }) => command.owner);
  assert.equal((await server.request("POST", `/v1/commands/${first.sequence}/done`)).status, 200);
  assert.equal(placeOf(await open(server, "e")), given[0]);
});

test("a level that is pulled back gives the record back, and the agent the room", async (t) => {
  const folder = temporaryFolder(t);
  const server = await serve(t, folder);
  await publish(server, { roster: { signalbox: 1, agents: { bo: { presence: "Online" } } } });
  assert.equal(placeOf(await open(server, "a")), "bo");
  assert.equal(placeOf(await open(server, "b")), "route Overflow");
  const body = { rule: "R", by: "maria", reason: "solved by telephone" };
  const back = await server.request("POST", "/v1/records/Case/a/pull-backs", { body });
  assert.equal(back.status, 201, back.text);
  assert.deepEqual(back.json.commands[0].fields, { OwnerId: "eve" });
  assert.deepEqual(back.json.events[0].changed, { OwnerId: "eve" });
  await server.stop("SIGKILL");
  assert.equal(placeOf(await open(await serve(t, folder), "c")), "bo");
});

test("a record that has got another owner since is not taken from that one", async (t) => {
  const server = await serve(t);
  await publish(server);
  await open(server, "a");
  await server.request("POST", "/v1/records/Case/a/events", { body: { changed: { OwnerId: "dot" } } });
  const body = { rule: "R", by: "maria", reason: "solved by telephone" };
  const { json } = await server.request("POST", "/v1/records/Case/a/pull-backs", { body });
  assert.deepEqual(json.commands[0].fields, {});
  assert.deepEqual(json.events, []);
});

test("a record is queued since its level was due: what is relaxed later holds at once after a stop", async (t) => {
  const server = await serve(t);
  const patient = structuredClone(definition);
  patient.routing.senior.otherwise.after = "30m";
  const nobody = { signalbox: 1, agents: {} };
  await publish(server, { "definitions/case-support": patient, roster: nobody });
  assert.equal(placeOf(await open(server, "a")), "route Overflow");
  const opened = ago(5.1);
  const body = { at: opened, created: { Opened: opened, Language: "German" } };
  const { json } = await server.request("POST", "/v1/records/Case/b/events", { body });
  assert.equal(placeOf(json), "route Tier 2");
  const { next } = json.decisions.find(({ result }) => result === "placed");
  assert.equal(next, new Date(Date.parse(opened) + 5.5 * kHourMs).toISOString());
});

test("what cannot be placed stays in the outbox as it is, and the log says why", async (t) => {
  const server = await serve(t);
  const lost = structuredClone(definition);
  lost.escalations[0].levels[0].do = [{ reassign: "lost" }];
  await publish(server, { "definitions/case-support": lost });
  const answer = await open(server, "a", { Language: "Nowhere" });
  assert.equal(answer.commands[0].command, "reassign");
  const decision = answer.decisions.find(({ result }) => result === "placed");
  assert.deepEqual([decision.agent, decision.queue], [null, null]);
  assert.equal(decision.explain.routing.waiting.reason, "no-queue");
});
