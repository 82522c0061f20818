// This engine, one call from JavaScript with a record object.
import { importPackage } from "../../equality/places.js";
import { contextOf } from "../signalbox_problem.js";

async function single(kind, problem, explain) {
  const { loadEngine } = await importPackage();
  const engine = await loadEngine({ prefer: kind });
  if (engine.kind !== kind) throw new Error(`the engine runs as ${engine.kind}, not as ${kind}`);
  const context = { ...contextOf(engine, problem), explain };
  return { decide: (record) => engine.decide(record, context).outcome.outputs.answer };
}

export const wasm = (problem) => single("wasm", problem, false);
export const wasmExplained = (problem) => single("wasm", problem, true);
export const fallback = (problem) => single("js", problem, false);
