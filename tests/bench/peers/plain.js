// What a person would write by hand in JavaScript.

export function loop() {
  return {
    takeAll: (records) => ({ records, outcomes: new Uint8Array(records.length) }),
    decideAll({ records, outcomes }) {
      for (let index = 0; index < records.length; index++) {
        const record = records[index];
        outcomes[index] = record.sla_remaining <= 0.2 && record.tier === "enterprise" && record.sentiment < 0 ? 1 : 0;
      }
      return outcomes;
    },
    answersIn: (outcomes) => Array.from(outcomes, Boolean),
  };
}

/** Asks row by row. */
export function scanOf({ columns, rows, otherwise }) {
  const listed = rows.map(({ id, cells }) => {
    const tests = cells.flatMap((cell, index) => (cell ? [{ name: columns[index], ...cell }] : []));
    return { id, tests };
  });
  const passes = ({ tests }, record) => {
    for (const { name, in: list, from, to } of tests) {
      const value = record[name];
      if (list ? !list.includes(value) : value < from || value >= to) return false;
    }
    return true;
  };
  return (record) => {
    for (const row of listed) if (passes(row, record)) return row.id;
    return otherwise;
  };
}

export const scan = ({ table }) => ({ decide: scanOf(table) });
