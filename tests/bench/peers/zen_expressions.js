// The same problems in the expression language of zen-engine.

export const kRule = 'sla_remaining <= 0.2 and tier == "enterprise" and sentiment < 0';

/** The cell of a decision table. */
export function unaryTest(cell) {
  return cell.in ? cell.in.map((value) => JSON.stringify(value)).join(", ") : `[${cell.from}..${cell.to})`;
}

function condition(name, cell) {
  return cell.in ? `${name} in ${JSON.stringify(cell.in)}` : `${name} >= ${cell.from} and ${name} < ${cell.to}`;
}

/** One conditional expression with a condition a row. */
export function chain({ columns, rows, otherwise }) {
  const rowOf = ({ id, cells }) => {
    const tests = cells.flatMap((cell, index) => (cell ? [condition(columns[index], cell)] : []));
    return `${tests.join(" and ")} ? ${JSON.stringify(id)} : `;
  };
  return rows.map(rowOf).join("") + JSON.stringify(otherwise);
}

/** The rows as data, and one expression that filters them. */
export function filterOverRows({ columns, rows }) {
  const data = rows.map(({ id, cells }) => ({
    id,
    ...Object.fromEntries(cells.map((cell, index) => [`c${index}`, cell ? (cell.in ?? cell) : null])),
  }));
  const isRange = columns.map((_, index) => rows.some(({ cells }) => cells[index]?.from !== undefined));
  const tests = columns.map((name, index) => {
    const column = `#.c${index}`;
    const test = isRange[index]
      ? `record.${name} >= ${column}.from and record.${name} < ${column}.to`
      : `record.${name} in ${column}`;
    return `(${column} == null or ${test})`;
  });
  return { data, expression: `filter(rows, ${tests.join(" and ")})[0].id` };
}
