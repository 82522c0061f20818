// One rule over 100,000 records: this engine, the loops that a person would write by hand, and other engines.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { dirname, join } from "node:path";
import { sessionPipe } from "../equality/places.js";
import { contest, titled } from "./contest.js";
import { answersNatively, answersOfPackage, timeNative, timePackage, withFiles } from "./engines.js";
import { kRule, ruleProblem } from "./problems.js";
import { caseOf } from "./signalbox_problem.js";
import { printFigures } from "./table.js";

const kRecords = 100_000;
const kBudgetMs = 1500;
const repeats = 7;
const kInCpp = "the loop in C++";
const kInScript = "the loop in JavaScript";

const problem = ruleProblem(kRecords);
const expected = problem.records.map(
  ({ sla_remaining, tier, sentiment }) => sla_remaining <= 0.2 && tier === "enterprise" && sentiment < 0,
);
const matches = expected.filter(Boolean).length;

/** Milliseconds of the loop in C++. */
function timeFloor() {
  const lines = problem.records.map((record) => Object.values(record).join(","));
  const csv = `${Object.keys(problem.records[0]).join(",")}\n${lines.join("\n")}\n`;
  const floor = withFiles({ csv }, (paths) => {
    const program = join(dirname(sessionPipe), "bench_rule_floor");
    return JSON.parse(execFileSync(program, [paths.csv, String(repeats)], { encoding: "utf8" }));
  });
  assert.equal(floor.matches, matches, "the loop in C++ disagrees with the one in JavaScript");
  return floor.ms;
}

const testCase = caseOf(problem);
for (const condition of [undefined, kRule]) {
  assert.deepEqual(await answersNatively(testCase, condition), expected, "native");
  for (const kind of ["wasm", "js"])
    assert.deepEqual(await answersOfPackage(kind, testCase, condition), expected, kind);
}

const nanoseconds = (ms) => (ms * 1e6) / kRecords;
const floor = nanoseconds(timeFloor());
const native = timeNative(testCase, repeats, ["outcomes", `filter:${kRule}`]);
const wasm = await timePackage("wasm", testCase, repeats, { withLines: false, condition: kRule });
const js = await timePackage("js", testCase, repeats, { withLines: false, condition: kRule });
const results = contest(problem, expected, kBudgetMs);
const script = results.find(({ name }) => name === "loop in JavaScript").nsEach;

const figure = (what, value, beside, other) => ({
  what,
  value,
  unit: "ns/record",
  beside,
  ratio: other && value / other,
});
const peers = results.map((result) => {
  const what = titled(result, kRecords);
  if (result.failure) return { what, failure: result.failure };
  return figure(what, result.nsEach, kInScript, script);
});
printFigures(`${kRule}, ${kRecords} prepared records, ${matches} match`, [
  figure("loop in C++", floor),
  figure("filter, native", nanoseconds(native.filterMs), kInCpp, floor),
  figure("filter, WebAssembly", nanoseconds(wasm.filterMs), kInScript, script),
  figure("filter, JavaScript (wasm2js)", nanoseconds(js.filterMs), kInScript, script),
  figure("outcomes, native", nanoseconds(native.outcomesMs), kInCpp, floor),
  figure("outcomes, WebAssembly", nanoseconds(wasm.outcomesMs), kInScript, script),
  figure("outcomes, JavaScript (wasm2js)", nanoseconds(js.outcomesMs), kInScript, script),
  ...peers,
]);
