// The batch contract of formulas through the package: one case a line in, one answer a line out, as `signalbox formula --batch` does.
// Usage: node tests/equality/formula_batch.js [wasm|js]
import { createInterface } from "node:readline";
import { importPackage } from "./places.js";

const kind = process.argv[2] ?? "wasm";
const { loadEngine } = await importPackage();
const engine = await loadEngine({ prefer: kind });
if (engine.kind !== kind) throw new Error(`The engine runs as ${engine.kind}, not as ${kind}.`);
for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  process.stdout.write(`${engine.callText({ op: "formula.batch" }, line)}\n`);
}
