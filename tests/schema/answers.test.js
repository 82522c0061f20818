// What the engine says obeys the schemas: every decision and every diagnostic of the corpus, and the decisions of the sample.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { answersTo } from "../equality/answers.js";
import { readCorpus } from "../equality/corpus.js";
import { NativeSession } from "../equality/native.js";
import { sample } from "../equality/real.js";
import { mistakes } from "./schemas.js";

let engine;
before(() => (engine = new NativeSession()));
after(() => engine.free());

async function answers(testCase) {
  const lines = (await answersTo(engine, testCase)).trimEnd().split("\n");
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line));
}

function assertDecision(answer) {
  // A bad record has a failure in its place.
  if (answer.ok === false)
    answer.diagnostics.forEach((diagnostic) => assert.equal(mistakes("diagnostic", diagnostic), ""));
  else assert.equal(mistakes("decision", answer), "", JSON.stringify(answer));
}

for (const testCase of readCorpus()) {
  if (testCase.kind === "diagnostics") {
    test(`the diagnostics of ${testCase.name} are valid`, async () => {
      const all = (await answers(testCase)).flatMap(({ diagnostics }) => diagnostics ?? []);
      assert.ok(all.length > 0);
      all.forEach((diagnostic) => assert.equal(mistakes("diagnostic", diagnostic), "", JSON.stringify(diagnostic)));
    });
  } else {
    test(`the documents and the decisions of ${testCase.name} are valid`, async () => {
      assert.equal(mistakes("definition", JSON.parse(testCase.definition)), "");
      (await answers({ ...testCase, kind: "decisions" })).forEach(assertDecision);
    });
  }
}

test("the decisions of the sample are valid", async () => {
  const decisions = await answers(sample());
  assert.equal(decisions.length, 2000);
  decisions.forEach(assertDecision);
});
