import { Engine } from "json-rules-engine";

const kRule = [
  { fact: "sla_remaining", operator: "lessThanInclusive", value: 0.2 },
  { fact: "tier", operator: "equal", value: "enterprise" },
  { fact: "sentiment", operator: "lessThan", value: 0 },
];

function conditions(fact, cell) {
  if (cell.in) return [{ fact, operator: "in", value: cell.in }];
  return [
    { fact, operator: "greaterThanInclusive", value: cell.from },
    { fact, operator: "lessThan", value: cell.to },
  ];
}

/** The rows in order of priority, which stop at the first that matches: quicker than all of them at one priority. */
export function rules(problem) {
  const engine = new Engine();
  if (!problem.table) {
    engine.addRule({ conditions: { all: kRule }, event: { type: "hit" } });
    return { decide: async (record) => (await engine.run(record)).events.length > 0 };
  }
  const { columns, rows, otherwise } = problem.table;
  rows.forEach(({ id, cells }, index) =>
    engine.addRule({
      conditions: { all: cells.flatMap((cell, column) => (cell ? conditions(columns[column], cell) : [])) },
      event: { type: id },
      priority: rows.length - index,
      onSuccess: () => engine.stop(),
    }),
  );
  return { decide: async (record) => (await engine.run(record)).events[0]?.type ?? otherwise };
}
