// Every document in the repository that says what it is obeys its schema.
import { test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { projectFiles } from "../../scripts/lib/test/steps.js";
import { mistakes, validators } from "./schemas.js";

const single = { "definition.json": "definition", "directory.json": "directory", "roster.json": "roster" };
// Documents that are wrong on purpose are named so, or stand in a folder that says so.
const isWrongOnPurpose = /(^|[/.-])(bad|broken|invalid|malformed)([/.-]|$)/;
const documents = projectFiles(/\.json$/).filter((path) => !isWrongOnPurpose.test(path));
const named = (kind) => documents.filter((path) => basename(path) === `${kind}.json` || path.endsWith(`.${kind}.json`));

test("there is a schema for each kind of document", () => {
  assert.deepEqual(Object.keys(validators).sort(), [
    "analysis",
    "cases",
    "change",
    "decision",
    "definition",
    "diagnostic",
    "difference",
    "directory",
    "escalation",
    "event",
    "examples",
    "record",
    "roster",
    "run",
  ]);
});

for (const kind of Object.values(single)) {
  for (const path of named(kind)) {
    test(`${path} is a valid ${kind}`, () => {
      assert.equal(mistakes(kind, JSON.parse(readFileSync(path, "utf8"))), "");
    });
  }
}

for (const path of named("records")) {
  test(`each record of ${path} is a valid record`, () => {
    const records = JSON.parse(readFileSync(path, "utf8"));
    assert.ok(records.length > 0);
    records.forEach((record, index) => assert.equal(mistakes("record", record), "", `record ${index}`));
  });
}
