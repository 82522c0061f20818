// A field with another name is still the same field: after definition.rename the definition decides every record as before.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { readCorpus } from "../equality/corpus.js";
import { NativeSession } from "../equality/native.js";
import { sample } from "../equality/real.js";

let engine;
before(() => (engine = new NativeSession()));
after(() => engine.free());

const call = async (header, body) => JSON.parse(await engine.callText(header, body));
const keysOf = (path) =>
  path
    .split("/")
    .slice(1)
    .map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"));

/** The definition with the edits, members in their old order. */
function edited(definition, edits) {
  const copy = structuredClone(definition);
  for (const { path, member, old, new: next } of edits) {
    const keys = keysOf(path);
    const last = keys.pop();
    const parent = keys.reduce((value, key) => value[key], copy);
    if (!member) {
      assert.equal(parent[last], old, path);
      parent[last] = next;
      continue;
    }
    assert.equal(last, old);
    const members = Object.entries(parent);
    for (const key of Object.keys(parent)) delete parent[key];
    for (const [key, value] of members) parent[key === old ? next : key] = value;
  }
  return copy;
}

/** What each record came to, without the names of fields. */
async function outcomes(definition, testCase, records) {
  const { program, diagnostics, ...answer } = await call({ op: "compile" }, JSON.stringify(definition));
  assert.ok(program, JSON.stringify(answer));
  const { directory } = await call({ op: "directory" }, testCase.directory);
  const prepared = await call({ op: "records", program, format: "json" }, JSON.stringify(records));
  const [at] = testCase.at;
  const { of, outcomes: distinct } = await call({ op: "outcomes", program, directory, records: prepared.records, at });
  return { diagnostics: diagnostics.map(({ code }) => code), of, distinct };
}

const renamedKeys = (record, from, to) =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key === from ? to : key, value]));

test("every field of the sample can be renamed, and nothing else changes", async () => {
  const testCase = sample();
  const definition = JSON.parse(testCase.definition);
  const records = JSON.parse(testCase.records).slice(0, 200);
  const expected = await outcomes(definition, testCase, records);
  let edits = 0;
  for (const from of Object.keys(definition.fields).filter((name) => !name.includes("."))) {
    const to = `Zz_${from}`;
    const answer = await call({ op: "definition.rename", from: from.toUpperCase(), to }, testCase.definition);
    assert.ok(answer.ok, JSON.stringify(answer));
    const renamed = edited(definition, answer.edits);
    const moved = records.map((record) => renamedKeys(record, from, to));
    assert.deepEqual(await outcomes(renamed, testCase, moved), expected, from);
    const back = await call({ op: "definition.rename", from: to, to: from }, JSON.stringify(renamed));
    assert.deepEqual(edited(renamed, back.edits), definition, from);
    edits += answer.edits.length;
  }
  assert.ok(edits > Object.keys(definition.fields).length, "some fields are used");
});

for (const testCase of readCorpus().filter(({ kind }) => kind !== "diagnostics")) {
  test(`the references of ${testCase.name} are where they are said to be`, async () => {
    const definition = JSON.parse(testCase.definition);
    const { names } = await call({ op: "definition.references" }, testCase.definition);
    assert.deepEqual(
      names.filter(({ kind }) => kind === "field").map(({ name }) => name),
      Object.keys(definition.fields),
    );
    for (const { name, uses } of names) {
      for (const { path, member, from, to } of uses) {
        const keys = keysOf(path);
        const text = member ? keys.at(-1) : keys.reduce((value, key) => value[key], definition);
        assert.equal(text.slice(from, to).toLowerCase(), name.toLowerCase(), path);
      }
    }
  });
}
