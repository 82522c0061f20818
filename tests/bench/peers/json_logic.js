// The same problems in JSON Logic, which three engines read.
import jsonLogic from "json-logic-js";

const field = (name) => ({ var: name });

const kRule = {
  and: [
    { "<=": [field("sla_remaining"), 0.2] },
    { "==": [field("tier"), "enterprise"] },
    { "<": [field("sentiment"), 0] },
  ],
};

function condition(name, cell) {
  if (cell.in) return [{ in: [field(name), cell.in] }];
  return [{ ">=": [field(name), cell.from] }, { "<": [field(name), cell.to] }];
}

/** One `if` with a condition and an answer a row. */
function chain({ columns, rows, otherwise }) {
  const conditionOf = ({ cells }) => ({
    and: cells.flatMap((cell, index) => (cell ? condition(columns[index], cell) : [])),
  });
  return { if: [...rows.flatMap((row) => [conditionOf(row), row.id]), otherwise] };
}

export const logicOf = (problem) => (problem.table ? chain(problem.table) : kRule);

export function interpreted(problem) {
  const logic = logicOf(problem);
  return { decide: (record) => jsonLogic.apply(logic, record) };
}
