// This engine, one call from JavaScript with a record object.
import { importPackage } from "../../equality/places.js";
import { contextOf } from "../signalbox_problem.js";

async function started(kind, problem) {
  const { loadEngine } = await importPackage();
  const engine = await loadEngine({ prefer: kind });
  if (engine.kind !== kind) throw new Error(`the engine runs as ${engine.kind}, not as ${kind}`);
  return { engine, context: contextOf(engine, problem) };
}

async function outcomes(kind, problem) {
  const { engine, context } = await started(kind, problem);
  return { decide: (record) => engine.outcome(record, context).outputs.answer };
}

async function decisions(problem, explain) {
  const { engine, context } = await started("wasm", problem);
  const asked = { ...context, explain };
  return { decide: (record) => engine.decide(record, asked).outcome.outputs.answer };
}

export const wasm = (problem) => outcomes("wasm", problem);
export const wasmDecision = (problem) => decisions(problem, false);
export const wasmExplained = (problem) => decisions(problem, true);
export const fallback = (problem) => outcomes("js", problem);
