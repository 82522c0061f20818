// Records whose escalations come due every few milliseconds, and what must have become of each.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";

export const kTargetMs = 2000;
export const kShares = [10, 20, 30, 40, 50, 60, 70, 80, 90, 100];
const kCommandsOfLevel = 2;

const definition = {
  signalbox: 1,
  name: "watched",
  object: "Case",
  fields: { Opened: "DateTime", Level: "Number", Note: "Text" },
  milestones: { Resolution: { start: "Opened", target: `${kTargetMs / 1000}s` } },
  escalations: [
    {
      name: "R",
      milestone: "Resolution",
      levels: kShares.map((share) => ({
        at: `${share}%`,
        do: [{ set: { Level: share } }, { notify: { to: "owner" } }],
      })),
    },
  ],
};
const directory = { signalbox: 1, skills: [], queues: {}, agents: {} };

/** The options that publish the definition; its files are written to the folder. */
export function watchedOptions(folder) {
  const write = (name, document) => {
    const file = path.join(folder, name);
    fs.writeFileSync(file, JSON.stringify(document));
    return file;
  };
  return [
    ...["--definition", write("definition.json", definition)],
    ...["--directory", write("directory.json", directory)],
  ];
}

export const dueOf = (opened, share) => opened + (kTargetMs * share) / 100;

/** The event that opens a record. */
export const opening = (opened) => ({
  at: new Date(opened).toISOString(),
  created: { Opened: new Date(opened).toISOString() },
});

export const tell = (server, { id, key, body }) =>
  server.request("POST", `/v1/records/Case/${id}/events`, { body, headers: { "Idempotency-Key": key } });

/** What was fired of a record is what was due: each level once, at its own instant. */
export async function checkRecord(server, { id, opened, changes }, until) {
  const { json } = await server.request("GET", `/v1/records/Case/${id}/journey?limit=200`);
  const decisions = json.entries.filter(({ kind }) => kind === "decision").map(({ decision }) => decision);
  const levels = decisions.map(({ level }) => level);
  const due = kShares.filter((share) => dueOf(opened, share) <= until).map((share) => `${share}%`);
  assert.deepEqual(levels.slice(0, due.length), due, `${id}: lost, or out of order`);
  assert.equal(new Set(levels).size, levels.length, `${id}: fired twice`);
  for (const { level, due: instant, at } of decisions) {
    assert.equal(Date.parse(instant), dueOf(opened, parseInt(level)), `${id} ${level}`);
    assert.ok(at >= instant, `${id} ${level} was early`);
  }
  const keys = json.commands.map(({ command }) => command.key);
  assert.equal(keys.length, levels.length * kCommandsOfLevel, `${id}: commands`);
  assert.equal(new Set(keys).size, keys.length);
  const told = json.entries.filter(({ kind, event }) => kind === "event" && !event.changed?.Level);
  assert.equal(told.length, 1 + changes, `${id}: events`);
  return decisions;
}
