// The sample is what its generator makes, and it has what it promises.
import { test } from "node:test";
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkCharacters, salesforceId } from "../../scripts/lib/sample/salesforce-id.js";

const read = (file) => JSON.parse(readFileSync(`web/sample/${file}`, "utf8"));
const generated = [
  "records.json",
  "directory.json",
  "roster.json",
  "incidents/directory.json",
  "incidents/roster.json",
];

test("the generator makes the committed files again, byte for byte", () => {
  const folder = mkdtempSync(join(tmpdir(), "signalbox-sample-"));
  try {
    execFileSync("node", ["scripts/generate-sample.js", folder]);
    for (const file of generated) {
      assert.ok(readFileSync(join(folder, file)).equals(readFileSync(`web/sample/${file}`)), `${file} differs`);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("the sample has 6 queues, 40 agents and 2,000 records with ids of their own", () => {
  const directory = read("directory.json");
  const records = read("records.json");
  assert.equal(Object.keys(directory.queues).length, 6);
  assert.equal(Object.keys(directory.agents).length, 40);
  assert.equal(new Set(records.map(({ Id }) => Id)).size, 2000);
});

for (const folder of ["", "incidents/"]) {
  test(`members of queues and agents of the roster are in the directory (${folder || "cases"})`, () => {
    const { queues, agents } = read(`${folder}directory.json`);
    const known = new Set(Object.keys(agents));
    for (const { members } of Object.values(queues)) members.forEach((id) => assert.ok(known.has(id), id));
    Object.keys(read(`${folder}roster.json`).agents).forEach((id) => assert.ok(known.has(id), id));
  });

  test(`every queue that a rule names is in the directory (${folder || "cases"})`, () => {
    const { decisions, routing } = read(`${folder}definition.json`);
    const { queues } = read(`${folder}directory.json`);
    const named = decisions.queue.rules.map(({ then }) => then[0]).concat(decisions.queue.default);
    [...named, routing.bestFit.otherwise.queue].forEach((queue) => assert.ok(queue in queues, queue));
  });
}

test("fields of the records are declared", () => {
  const { fields } = read("definition.json");
  for (const record of read("records.json")) {
    for (const [name, value] of Object.entries(record)) {
      const paths = value && typeof value === "object" ? Object.keys(value).map((inner) => `${name}.${inner}`) : [name];
      paths.filter((path) => path !== "Id").forEach((path) => assert.ok(path in fields, path));
    }
  }
});

test("ids end in Salesforce's check characters", () => {
  // The pair of forms that Salesforce's documentation shows.
  assert.equal(checkCharacters("001D000000IqhSL"), "IAZ");
  assert.equal(salesforceId("500", 62), "5005g0000000010AAA");
});
