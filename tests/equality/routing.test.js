// Random scenarios of routing, and of work given out event by event, give the same bytes natively, in WebAssembly and in JavaScript.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { answersTo, dispatchScenario, otherAnswersTo, plainDecisions } from "./answers.js";
import { NativeSession } from "./native.js";
import { importPackage } from "./places.js";
import { longScenario, routingScenario } from "./routing_scenarios.js";

const kScenarios = process.env.SIGNALBOX_LONG ? 3000 : 300;
const seeds = process.env.SIGNALBOX_SEED
  ? [Number(process.env.SIGNALBOX_SEED)]
  : Array.from({ length: kScenarios }, (_, index) => index + 1);

describe("scenarios of routing", () => {
  const engines = {};
  before(async () => {
    const { loadEngine } = await importPackage();
    engines.native = new NativeSession();
    engines.wasm = await loadEngine({ prefer: "wasm" });
    engines.js = await loadEngine({ prefer: "js" });
  });
  after(() => engines.native?.free());

  const replay = (seed, host) => `${host} differs; replay with SIGNALBOX_SEED=${seed}`;

  test("decisions, explained and not", async () => {
    const seen = { agents: 0, excluded: 0, errors: 0 };
    for (const seed of seeds) {
      const scenario = routingScenario(seed);
      const explained = await answersTo(engines.native, scenario);
      const others = await otherAnswersTo(engines.native, scenario);
      for (const host of ["wasm", "js"]) {
        assert.equal(await answersTo(engines[host], scenario), explained, replay(seed, host));
        assert.equal(await otherAnswersTo(engines[host], scenario), others, replay(seed, host));
      }
      const decisions = explained.trimEnd().split("\n").map(JSON.parse);
      const plain = await plainDecisions(engines.native, scenario);
      assert.deepEqual(
        plain.map((decision) => ({ ...decision, explain: undefined })),
        decisions.map((decision) => ({ ...decision, explain: undefined })),
        `explaining changes what is decided; replay with SIGNALBOX_SEED=${seed}`,
      );
      for (const decision of decisions) {
        seen.agents += decision.outcome.agent ? 1 : 0;
        seen.excluded += decision.explain.routing.excluded.length;
        seen.errors += decision.errors.length;
      }
    }
    if (seeds.length === 1) return;
    assert.ok(seen.agents > seeds.length, `agents were chosen: ${seen.agents}`);
    assert.ok(seen.excluded > seeds.length, `agents were excluded: ${seen.excluded}`);
    assert.ok(seen.errors > seeds.length / 4, `formulas failed: ${seen.errors}`);
  });

  test("work given out event by event", async () => {
    const seen = {};
    for (const seed of seeds) {
      const scenario = routingScenario(seed);
      const expected = await dispatchScenario(engines.native, scenario);
      for (const host of ["wasm", "js"]) {
        assert.equal(await dispatchScenario(engines[host], scenario), expected, replay(seed, host));
      }
      seen.errors = (seen.errors ?? 0) + expected.split('"errors":').length - 1;
      for (const [, what] of expected.matchAll(/"do":"(\w+)"/g)) seen[what] = (seen[what] ?? 0) + 1;
    }
    if (seeds.length === 1) return;
    for (const what of ["assign", "offer", "expire", "wait", "refuse", "errors"]) {
      assert.ok(seen[what] > seeds.length / 4, `${what}: ${seen[what]}`);
    }
  });

  test("a time so long that it is answered in pieces", async () => {
    const scenario = longScenario();
    const expected = await dispatchScenario(engines.native, scenario);
    assert.equal(expected.split('"more":true').length - 1, 1);
    assert.equal(expected.split('"do":"expire"').length - 1, 11_520, "every minute of eight days");
    for (const host of ["wasm", "js"]) assert.equal(await dispatchScenario(engines[host], scenario), expected, host);
  });
});
