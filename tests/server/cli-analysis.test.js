// The command line: what is found wrong with decisions, and what differs between two versions.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { fixture, run, temporaryFolder } from "./support/program.js";

test("check analyses decisions and shows a record for what it finds", async (t) => {
  const file = path.join(temporaryFolder(t), "masked.json");
  const definition = {
    signalbox: 1,
    name: "masked",
    object: "Case",
    fields: { Country: "Text" },
    decisions: {
      queue: {
        hit: "unique",
        inputs: ["Country"],
        outputs: [{ name: "queue", type: "Text" }],
        rules: [
          { id: "all", when: ["-"], then: ["General"] },
          { id: "german", when: ['"DE"'], then: ["DACH"] },
        ],
      },
    },
  };
  fs.writeFileSync(file, JSON.stringify(definition));
  const forbidden = await run(["check", file]);
  assert.equal(forbidden.code, 1);
  assert.match(forbidden.out, /masked\.json:1:\d+: error: The rows `all` and `german` both match .*\[overlap\]/);
  assert.match(forbidden.out, /for example: \{"Country":"DE"\}/);
  definition.decisions.queue.hit = "first";
  fs.writeFileSync(file, JSON.stringify(definition));
  const masked = await run(["check", "--json", file]);
  assert.equal(masked.code, 0, "a warning is no error");
  const [{ analysis }] = JSON.parse(masked.out);
  assert.deepEqual(
    analysis[0].findings.map(({ code, rows }) => [code, ...rows.map(({ id }) => id)]),
    [["idle-input"], ["masked-row", "german", "all"]],
    "the row that is never reached was the only one that asked for the country",
  );
});

test("diff shows regions, records and what is the same", async (t) => {
  const folder = temporaryFolder(t);
  const next = path.join(folder, "next.json");
  const records = path.join(folder, "records.json");
  const old = fixture("definition.json");
  fs.writeFileSync(next, fs.readFileSync(old, "utf8").replace('"DE', '"LU'));
  fs.writeFileSync(records, '[{"Id":"1","Country__c":"DE"},{"Id":"2","Country__c":"FR"}]');
  const same = await run(["diff", old, old]);
  assert.equal(same.code, 0, same.err);
  assert.doesNotMatch(same.out, /changed/);
  const differ = await run(["diff", old, next, "--records", records, "--at", "2026-01-31T08:00:00Z"]);
  assert.equal(differ.code, 0, differ.err);
  assert.match(differ.out, /changed in \d+ region/);
  assert.match(differ.out, /for example: \{.*"Country__c"/);
  assert.match(differ.out, /records: 1 of 2 change/);
  const json = JSON.parse((await run(["diff", old, next, "--json"])).out);
  assert.ok(json.decisions.some(({ result }) => result === "changed"));
});

test("change says what would make a rule win, and what there is not", async () => {
  const definition = fixture("definition.json");
  const { decisions } = JSON.parse(fs.readFileSync(definition, "utf8"));
  const [decision, { rules }] = Object.entries(decisions)[0];
  const at = ["--at", "2026-01-31T08:00:00Z"];
  const rule = ["change", definition, "--decision", decision, "--rule"];
  const found = await run([...rule, rules[0].id, "--record", "{}", ...at]);
  assert.equal(found.code, 0, found.err);
  assert.match(JSON.parse(found.out).sentence, new RegExp(`rule \`${rules[0].id}\``));
  const unknown = await run([...rule, "nobody", "--record", "{}", ...at]);
  assert.equal(unknown.code, 1);
  assert.equal(JSON.parse(unknown.out).error.code, "unknown-rule");
  const missing = await run([...rule, rules[0].id]);
  assert.equal(missing.code, 2);
  assert.match(missing.err, /needs `--record`/);
});
