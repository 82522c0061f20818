// The WebAssembly build of zen-engine holds its expressions alone, no decision tables.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Variable, initSync } from "@gorules/zen-engine-wasm/dist/zen_engine_wasm.js";
import { chain, filterOverRows, kRule } from "./zen_expressions.js";

const require = createRequire(import.meta.url);
initSync({ module: readFileSync(require.resolve("@gorules/zen-engine-wasm/dist/zen_engine_wasm_bg.wasm")) });

/** One expression; each record becomes a `Variable` of the engine before the clock starts. */
export function expression(problem) {
  const text = problem.table ? chain(problem.table) : kRule;
  return { take: (record) => new Variable(record), decide: (record) => record.evaluateExpression(text) };
}

/** The same, with the record handed over as an object each time. */
export function expressionOfObject(problem) {
  const { take, decide } = expression(problem);
  return {
    decide: (record) => {
      const variable = take(record);
      const answer = decide(variable);
      variable.free();
      return answer;
    },
  };
}

/** One expression over all records, which are one `Variable` before the clock starts. */
export function mapOverRecords() {
  const overEach = kRule.replaceAll(/\b(sla_remaining|tier|sentiment)\b/g, "#.$1");
  return {
    takeAll: (records) => new Variable({ records }),
    decideAll: (all) => all.evaluateExpression(`map(records, ${overEach})`),
  };
}

/** The rows as data beside the record. */
export function rowsAsData({ table }) {
  const { data, expression: text } = filterOverRows(table);
  const rows = new Variable({ rows: data });
  return {
    take: (record) => rows.cloneWith("record", record),
    decide: (both) => both.evaluateExpression(text) ?? table.otherwise,
  };
}
