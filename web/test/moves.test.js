import assert from "node:assert/strict";
import test from "node:test";
import { importComponent } from "./support/components.js";

const { compareOutcomes } = await importComponent("signalboxMoves");
const outcome = (queue, agent, outputs = {}) => ({ queue, agent, outputs });

test("records that stay are not counted, however the engine numbers its outcomes", () => {
  const a = outcome("A", "ana");
  const b = outcome("B", "bo");
  const moves = compareOutcomes({ outcomes: [a, b], of: [0, 1, 0] }, { outcomes: [b, a], of: [1, 0, 1] });
  assert.deepEqual(moves.moved, []);
  assert.deepEqual(moves.groups, []);
  assert.deepEqual(moves.kinds, [null, null, null]);
});

test("moves are counted by queue, the largest first; then other agents, then other outputs", () => {
  const before = {
    outcomes: [outcome("A", "ana", { p: 1 }), outcome("B", "bo", { p: 1 })],
    of: [0, 0, 0, 1, 1, 0],
  };
  const after = {
    outcomes: [
      outcome("B", "bo", { p: 1 }),
      outcome("A", "cy", { p: 1 }),
      outcome("A", "ana", { p: 2 }),
      outcome(null, null, {}),
    ],
    of: [0, 0, 1, 0, 3, 2],
  };
  const { moved, kinds, groups } = compareOutcomes(before, after);
  assert.deepEqual(moved, [0, 1, 2, 4, 5]);
  assert.deepEqual(kinds, ["queue", "queue", "agent", null, "queue", "outputs"]);
  assert.deepEqual(
    groups.map(({ kind, from, to, count }) => [kind, from, to, count]),
    [
      ["queue", "A", "B", 2],
      ["queue", "B", null, 1],
      ["agent", "A", "A", 1],
      ["outputs", "A", "A", 1],
    ],
  );
});

test("a record that can be read only by one of the definitions moves", () => {
  const a = outcome("A", null);
  const moves = compareOutcomes({ outcomes: [a], of: [-1, 0, -1] }, { outcomes: [a], of: [0, -1, -1] });
  assert.deepEqual(moves.moved, [0, 1]);
});
