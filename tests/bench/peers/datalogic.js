// The build for browsers: the one for Node looks for its file where the process was started.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { CompiledRule, initSync } from "@goplasmatic/datalogic/web";
import { logicOf } from "./json_logic.js";

const folder = dirname(createRequire(import.meta.url).resolve("@goplasmatic/datalogic/web"));
initSync({ module: readFileSync(join(folder, "datalogic_wasm_bg.wasm")) });

/** It reads and answers JSON texts; the texts of the records are made before the clock starts. */
export function compiled(problem) {
  const rule = new CompiledRule(JSON.stringify(logicOf(problem)), false);
  return { take: (record) => JSON.stringify(record), decide: (text) => JSON.parse(rule.evaluate(text)) };
}
