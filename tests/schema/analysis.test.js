// Analysis and difference obey their schemas, on the sample and on the definitions of the corpus.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { readCorpus } from "../equality/corpus.js";
import { NativeSession } from "../equality/native.js";
import { mistakes } from "./schemas.js";

const text = (path) => readFileSync(new URL(`../../web/sample/${path}`, import.meta.url), "utf8");

let engine;
before(() => (engine = new NativeSession()));
after(() => engine.free());

const ask = async (header, body = "") => JSON.parse(await engine.callText(header, body));

test("the analysis of every definition of the corpus is valid", async () => {
  let findings = 0;
  for (const { kind, definition } of readCorpus()) {
    if (kind === "diagnostics") continue;
    const { program } = await ask({ op: "compile" }, definition);
    const { decisions } = await ask({ op: "analyse", program });
    assert.equal(mistakes("analysis", decisions), "", JSON.stringify(decisions));
    findings += decisions.reduce((sum, decision) => sum + decision.findings.length, 0);
  }
  assert.ok(findings > 20, `${findings} findings`);
});

test("the sample has no defect that the analysis would warn of", async () => {
  const { program } = await ask({ op: "compile" }, text("definition.json"));
  const { decisions } = await ask({ op: "analyse", program });
  assert.equal(mistakes("analysis", decisions), "");
  const found = decisions.flatMap(({ decision, findings }) =>
    findings.map(({ severity, code, rows }) => `${decision} ${severity} ${code} ${rows.map(({ id }) => id)}`.trim()),
  );
  assert.deepEqual(found, [
    "resolutionTarget info left-to-default",
    "resolutionTarget info misleading-row urgent,enterprise,premier",
    "queue info left-to-default",
    "queue info redundant-row emea",
    "queue info misleading-row no-country-hardware,enterprise-late",
    "priority info gap",
  ]);
});

test("the difference of the sample and a changed sample is valid, and names the records", async () => {
  const changed = text("definition.json").replace('"\\"DE\\",\\"AT\\",\\"CH\\""', '"\\"DE\\",\\"AT\\""');
  const old = (await ask({ op: "compile" }, text("definition.json"))).program;
  const program = (await ask({ op: "compile" }, changed)).program;
  const { records } = await ask({ op: "records", program: old, format: "auto" }, text("records.json"));
  const answer = await ask({ op: "diff", old, new: program, records, at: "2026-01-31T08:00:00Z" });
  assert.equal(answer.ok, true, JSON.stringify(answer));
  const difference = { decisions: answer.decisions, records: answer.records };
  assert.equal(mistakes("difference", difference), "", JSON.stringify(difference));
  const [target, queue, priority] = difference.decisions;
  assert.deepEqual([target.result, queue.result, priority.result], ["same", "changed", "same"]);
  assert.ok(
    queue.changes.every(({ region }) => region.some(({ test: of }) => of === '"CH"')),
    JSON.stringify(queue),
  );
  assert.ok(difference.records.changed > 0 && difference.records.changed < difference.records.count);
});
