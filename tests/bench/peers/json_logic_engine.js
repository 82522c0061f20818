import { LogicEngine } from "json-logic-engine";
import { logicOf } from "./json_logic.js";

export function interpreted(problem) {
  const engine = new LogicEngine();
  const logic = logicOf(problem);
  return { decide: (record) => engine.run(logic, record) };
}

/** It writes JavaScript and compiles that. */
export function compiled(problem) {
  return { decide: new LogicEngine().build(logicOf(problem)) };
}
