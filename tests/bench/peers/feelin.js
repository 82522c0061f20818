import { evaluate } from "feelin";

const kRule = 'sla_remaining <= 0.2 and tier = "enterprise" and sentiment < 0';

function condition(name, { column }) {
  if (column === "range") return `(low = null or (low <= ${name} and ${name} < high))`;
  return `(${column} = null or list contains(${column}, ${name}))`;
}

/** The rows are data, over which one expression filters: chained conditions of 1,000 rows do not even parse. */
function tableOf({ columns, rows, otherwise }) {
  const isRange = columns.map((_, index) => rows.some(({ cells }) => cells[index]?.from !== undefined));
  const context = rows.map(({ id, cells }) => {
    const row = { id };
    cells.forEach((cell, index) => {
      if (isRange[index]) Object.assign(row, { low: cell?.from ?? null, high: cell?.to ?? null });
      else row[`c${index}`] = cell?.in ?? null;
    });
    return row;
  });
  const tests = columns.map((name, index) => condition(name, { column: isRange[index] ? "range" : `c${index}` }));
  const expression = `rows[${tests.join(" and ")}][1].id`;
  return { decide: (record) => evaluate(expression, { ...record, rows: context }).value ?? otherwise };
}

export function expression(problem) {
  if (problem.table) return tableOf(problem.table);
  return { decide: (record) => evaluate(kRule, record).value };
}
