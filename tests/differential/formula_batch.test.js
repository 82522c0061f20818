// Generated formulas with hostile values give the same bytes natively, in WebAssembly and in JavaScript.
import { test } from "node:test";
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { program, formulaCases } from "../equality/places.js";
import { commandAnswers, packageAnswers } from "../equality/batch_answers.js";

const only = process.env.SIGNALBOX_SEED;
const long = Boolean(process.env.SIGNALBOX_LONG);
const kRows = 5;
const kInOneRun = 10_000;
/** A million pairs of a formula and a record in the long mode; plain JavaScript, which is slow, gets a tenth of them. */
const counts = only ? { wasm: 1, js: 1 } : long ? { wasm: 200_000, js: 20_000 } : { wasm: 2000, js: 2000 };
const first = only ? Number(only) : 1;

const casesFrom = (seed, count) =>
  execFileSync(formulaCases, [`${seed}`, `${count}`, `${kRows}`], { encoding: "utf8", maxBuffer: 2 ** 28 })
    .trimEnd()
    .split("\n");

/** How many formulas compiled, of `count` from a seed on; all answers must be those of the native engine. */
function compareRun(kind, seed, count) {
  const lines = casesFrom(seed, count);
  const native = commandAnswers([program, "formula", "--batch"], lines);
  const found = packageAnswers(kind, lines);
  const at = native.findIndex((line, index) => line !== found[index]);
  const replay = `replay with SIGNALBOX_SEED=${seed + at}`;
  assert.equal(at, -1, `${replay}\n${lines[at]}\nnative: ${native[at]}\n${kind}: ${found[at]}`);
  return native.filter((line) => JSON.parse(line).error === undefined).length;
}

for (const [kind, count] of Object.entries(counts)) {
  test(`${count} generated formulas give equal answers natively and as ${kind}`, (t) => {
    let compiled = 0;
    for (let done = 0; done < count; done += kInOneRun) {
      compiled += compareRun(kind, first + done, Math.min(kInOneRun, count - done));
    }
    t.diagnostic(`${count * kRows} pairs of a formula and a record; ${compiled} formulas compiled`);
    assert.equal(compiled, count);
  });
}
