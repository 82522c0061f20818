// One rule over 100,000 records beside the loops that a person would write by hand.
import { execFileSync } from "node:child_process";
import { dirname, join } from "node:path";
import { randomFrom } from "../../scripts/lib/sample/random.js";
import { sessionPipe } from "../equality/places.js";
import { timeNative, timePackage, withFiles } from "./engines.js";
import { leastMs, printFigures } from "./table.js";

const kRecords = 100_000;
const repeats = 5;
const kRule = 'sla_remaining <= 0.2 && tier = "enterprise" && sentiment < 0';

const definition = JSON.stringify({
  signalbox: 1,
  name: "rule",
  object: "Case",
  fields: { sla_remaining: "Number", tier: "Text", sentiment: "Number" },
  decisions: {
    escalate: {
      hit: "first",
      outputs: [{ name: "escalate", type: "Checkbox" }],
      rules: [{ id: "tier-1 enterprise", when: kRule, then: [true] }],
      default: [false],
    },
  },
  steps: [{ id: "escalate", decide: "escalate" }],
});
const directory = JSON.stringify({ signalbox: 1, skills: [], queues: {}, agents: {} });

function randomRecords() {
  const random = randomFrom(20260131);
  return Array.from({ length: kRecords }, (_, index) => ({
    Id: `${index}`,
    sla_remaining: random.integer(0, 1000) / 1000,
    tier: random.pick(["enterprise", "standard", "premier"]),
    sentiment: random.integer(-100, 100) / 100,
  }));
}

/** The loop in JavaScript over parsed records. */
function handWritten(records, outcomes) {
  for (let index = 0; index < records.length; index++) {
    const record = records[index];
    outcomes[index] = record.sla_remaining <= 0.2 && record.tier === "enterprise" && record.sentiment < 0 ? 1 : 0;
  }
}

const records = randomRecords();
const outcomes = new Uint8Array(kRecords);
const script = leastMs(repeats, () => handWritten(records, outcomes));
const lines = records.map((record) => Object.values(record).join(","));
const csv = `${Object.keys(records[0]).join(",")}\n${lines.join("\n")}\n`;
const floor = withFiles({ csv }, (paths) => {
  const program = join(dirname(sessionPipe), "bench_rule_floor");
  return JSON.parse(execFileSync(program, [paths.csv, String(repeats)], { encoding: "utf8" }));
});
const matches = outcomes.reduce((sum, one) => sum + one, 0);
if (matches !== floor.matches) throw new Error(`the loops disagree: ${matches} and ${floor.matches} records match`);

const testCase = { definition, directory, records: csv, format: "csv", at: ["2026-01-31T08:00:00Z"] };
const native = timeNative(testCase, repeats);
const wasm = await timePackage("wasm", testCase, repeats, { withLines: false });
const js = await timePackage("js", testCase, repeats, { withLines: false });
const nanoseconds = (ms) => (ms * 1e6) / kRecords;
const figure = (what, ms, beside, other) => ({
  what,
  value: nanoseconds(ms),
  unit: "ns/record",
  beside,
  ratio: other ? ms / other : undefined,
});
printFigures(`${kRule}, ${kRecords} prepared records, ${matches} match`, [
  figure("loop in C++", floor.ms),
  figure("loop in JavaScript", script, "the loop in C++", floor.ms),
  figure("outcomes, native", native.outcomesMs, "the loop in C++", floor.ms),
  figure("outcomes, WebAssembly", wasm.outcomesMs, "the loop in JavaScript", script),
  figure("outcomes, JavaScript (wasm2js)", js.outcomesMs, "the loop in JavaScript", script),
]);
