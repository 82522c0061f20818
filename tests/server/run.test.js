// `signalbox run`: the workflows of examples/, each with the journey that stands beside it.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { mistakes } from "../schema/schemas.js";
import { run, temporaryFolder } from "./support/program.js";

const folder = fileURLToPath(new URL("../../examples/", import.meta.url));
const names = fs.readdirSync(folder).filter((name) => fs.statSync(path.join(folder, name)).isDirectory());
const file = (name, one) => path.join(folder, name, one);
const words = (name) => [
  "run",
  file(name, "definition.json"),
  "--directory",
  file(name, "directory.json"),
  "--events",
  file(name, "events.jsonl"),
];

test("there are five examples", () => assert.equal(names.length, 5));

for (const name of names) {
  test(`${name} takes the journey that stands beside it`, async () => {
    const { code, out, err } = await run(words(name));
    assert.equal(code, 0, err);
    assert.equal(err, "");
    assert.equal(out, fs.readFileSync(file(name, "journey.txt"), "utf8"));
  });

  test(`${name} and all that it makes keep the schemas`, async () => {
    assert.equal(mistakes("definition", JSON.parse(fs.readFileSync(file(name, "definition.json"), "utf8"))), "");
    const { code, out, err } = await run([...words(name), "--json"]);
    assert.equal(code, 0, err);
    for (const line of out.trimEnd().split("\n")) {
      const { event, answer } = JSON.parse(line);
      assert.equal(mistakes("event", event), "", line);
      assert.equal(mistakes("run", answer.run), "", line);
    }
  });
}

test("a file that is no events, an instant and a stub that are none are refused", async (t) => {
  const events = path.join(temporaryFolder(t), "events.jsonl");
  fs.writeFileSync(events, '{"recordCreated":{"record":{}}}\n');
  const definition = file("dealer-split", "definition.json");
  const trouble = async (...more) => (await run(["run", definition, ...more])).err;
  assert.match(await trouble("--events", events), /Line 1: an event needs its instant `at`/);
  assert.match(await trouble(), /needs `--events FILE`/);
  assert.match(await trouble("--events", events, "--until", "soon"), /is no instant/);
  assert.match(await trouble("--events", events, "--stub", "yes"), /neither `ok` nor `none`/);
});

test("the stub answers what no line answers, and `--until` stops before what comes later", async (t) => {
  const events = path.join(temporaryFolder(t), "events.jsonl");
  const created = { record: { Id: "1", Dealers__c: "A;B", Subject: "S", SuppliedEmail: "x@y" } };
  fs.writeFileSync(events, JSON.stringify({ at: "2026-01-01T00:00:00Z", recordCreated: created }) + "\n");
  const definition = file("dealer-split", "definition.json");
  const stubbed = await run(["run", definition, "--events", events, "--stub", "ok"]);
  assert.match(stubbed.out, /request +close/);
  const waiting = await run(["run", definition, "--events", events, "--until", "2026-01-01T00:01:00Z"]);
  assert.match(waiting.out, /The run 1 is waiting; next at 2026-01-01T00:05:00.000Z\./);
});
