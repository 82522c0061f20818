// Usage: node tests/differential/replay.js SEED [--show]
// Runs one generated case on all builds and says where they differ; --show prints the case.
import { importPackage } from "../equality/places.js";
import { NativeSession } from "../equality/native.js";
import { compare } from "./compare.js";
import { generate } from "./generate.js";

const seed = Number(process.argv[2]);
if (!Number.isInteger(seed)) {
  console.error("usage: node tests/differential/replay.js SEED [--show]");
  process.exit(2);
}
const testCase = generate(seed);
if (process.argv.includes("--show")) console.log(JSON.stringify(testCase, null, 2));
const { loadEngine } = await importPackage();
const native = new NativeSession();
const engines = [native, await loadEngine({ prefer: "wasm" }), await loadEngine({ prefer: "js" })];
const { difference, decided } = await compare(engines, testCase);
console.log(
  difference ?? `equal on ${engines.map(({ kind }) => kind).join(", ")}${decided ? "" : "; the definition is wrong"}`,
);
await native.free();
process.exitCode = difference ? 1 : 0;
