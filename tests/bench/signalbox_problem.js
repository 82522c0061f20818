// The problems that the engines are compared on, as documents of this engine.

const kAt = "2026-01-31T08:00:00Z";
const kDirectory = JSON.stringify({ signalbox: 1, skills: [], queues: {}, agents: {} });

/** @typedef {{in: (string | number)[]} | {from: number, to: number} | null} Cell one of a list, a range without its end, anything */
/** @typedef {{columns: string[], rows: {id: string, cells: Cell[]}[], otherwise: string}} Table the id of a row is its answer */
/** @typedef {{fields: Record<string, string>, rule?: string, table?: Table, records: object[]}} Problem one of rule and table */

const cellOf = (cell) => {
  if (!cell) return "-";
  return cell.in ? cell.in.map((value) => JSON.stringify(value)).join(", ") : `[${cell.from}..${cell.to})`;
};

function decisionOf({ rule, table }) {
  if (rule) {
    const rules = [{ id: "hit", when: rule, then: [true] }];
    return { hit: "first", outputs: [{ name: "answer", type: "Checkbox" }], rules, default: [false] };
  }
  return {
    hit: "first",
    inputs: table.columns,
    outputs: [{ name: "answer", type: "Text" }],
    rules: table.rows.map(({ id, cells }) => ({ id, when: cells.map(cellOf), then: [id] })),
    default: [table.otherwise],
  };
}

/** A case as tests/bench/engines.js takes it. @param {Problem} problem */
export function caseOf(problem) {
  const definition = {
    signalbox: 1,
    name: "problem",
    object: "Case",
    fields: problem.fields,
    decisions: { answer: decisionOf(problem) },
    steps: [{ id: "answer", decide: "answer" }],
  };
  return {
    definition: JSON.stringify(definition),
    directory: kDirectory,
    records: problem.records.map((record) => `${JSON.stringify(record)}\n`).join(""),
    format: "jsonl",
    at: [kAt],
  };
}

/** The handles of a problem's documents in a session of the package. */
export function contextOf(engine, problem) {
  const { definition, directory, at } = caseOf({ ...problem, records: [] });
  const compiled = engine.compile(definition);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.diagnostics));
  return { program: compiled.program, directory: engine.loadDirectory(directory).directory, at: at[0] };
}

/** The rules that won in the message `outcomes` with `explain`, by record; `undefined` for the default. */
export function rulesIn({ reasons, reasonOf }) {
  return reasonOf.map((index) => reasons[index].decisions.answer.winners[0]);
}

/** The answers in the message `outcomes` of a session, by record. */
export function answersIn({ outcomes, of }) {
  return of.map((index) => outcomes[index].outputs.answer);
}
