// What a decision says of the instant at which time alone could change it: up to then, or for ever, it is decided in the same way.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { prepare } from "../equality/answers.js";
import { NativeSession } from "../equality/native.js";
import { routingScenario } from "../equality/routing_scenarios.js";

const kScenarios = process.env.SIGNALBOX_LONG ? 2000 : 250;
const seeds = process.env.SIGNALBOX_SEED
  ? [Number(process.env.SIGNALBOX_SEED)]
  : Array.from({ length: kScenarios }, (_, index) => index + 1);
const kStepMinutes = 10;
const kHours = 24;

describe("the next instant of a decision that gives a record to nobody", () => {
  let engine;
  before(() => (engine = new NativeSession()));
  after(() => engine?.free());

  const decide = async (context, ms, explain) =>
    (await engine.callText({ op: "decideBatch", ...context, at: new Date(ms).toISOString(), explain }))
      .trimEnd()
      .split("\n")
      .map(JSON.parse);

  test("nothing changes before it", async () => {
    const seen = { never: 0, once: 0, exact: 0 };
    for (const seed of seeds) {
      const scenario = routingScenario(seed);
      const { context, release } = await prepare(engine, scenario);
      const start = Date.parse(scenario.at[0]);
      /** By record that waits: its outcome, and when another may come. */
      let waiting = (await decide(context, start, true)).map(({ outcome, wake, explain }) => {
        if (!explain.routing.waiting) return null;
        const { next } = explain.routing.waiting;
        assert.equal(wake, next, `replay with SIGNALBOX_SEED=${seed}`);
        seen[next ? "once" : "never"]++;
        return { outcome: JSON.stringify(outcome), next, until: next ? Date.parse(next) : Infinity };
      });
      for (let step = 0; step <= (kHours * 60) / kStepMinutes && waiting.some(Boolean); step++) {
        const ms = start + step * kStepMinutes * 60_000;
        const decisions = await decide(context, ms, false);
        waiting = waiting.map((one, record) => {
          if (!one) return null;
          const now = JSON.stringify(decisions[record].outcome);
          if (ms < one.until) {
            const late = `record ${record} at ${new Date(ms).toISOString()}, and next is ${one.next}`;
            assert.equal(now, one.outcome, `${late}; replay with SIGNALBOX_SEED=${seed}`);
            return one;
          }
          if (ms === one.until && now !== one.outcome) seen.exact++;
          return null;
        });
      }
      await release();
    }
    if (seeds.length === 1) return;
    for (const [what, count] of Object.entries(seen)) assert.ok(count > seeds.length / 20, `${what}: ${count}`);
  });
});
