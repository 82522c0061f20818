/** What a finding of the analysis offers to do: a rule for what no rule takes, an example of what it shows. */
import { blankOutput, commandFor, freshRuleId, tableOf } from "c/signalboxEdits";

const kUntaken = new Set(["gap", "left-to-default", "left-to-catch-all"]);

/** The position of the input that reads what a region names; a picklist is read as `TEXT(field)` too. */
function positionOf(inputs, input) {
  const names = [input, `TEXT(${input})`].map((name) => name.toLowerCase());
  return inputs.findIndex((formula) => names.includes(String(formula).replace(/\s/g, "").toLowerCase()));
}

/** Whether a rule can be written for what the finding shows. */
export function canBecomeRule(definition, table, finding) {
  const { isRuleList, inputs = [] } = tableOf(definition, table) ?? { isRuleList: true };
  return (
    kUntaken.has(finding.code) && !isRuleList && finding.region.every(({ input }) => positionOf(inputs, input) >= 0)
  );
}

/** Whether the finding shows one record that is certain to exist. */
export const canBecomeExample = ({ witness }) => Boolean(witness?.record) && !witness.inputs;

const takesAll = (rule) => Array.isArray(rule?.when) && rule.when.every((test) => test === "-");

/**
 * The command that adds a rule for a region that no rule takes. It stands last, but before a rule that takes everything.
 * @param {object} definition as it is before the command @param {string} name of the table
 * @param {{region: {input: string, test: string}[]}} finding
 */
export function ruleForFinding(definition, name, { region }) {
  const table = tableOf(definition, name);
  const { rules } = table;
  const catchAll = rules.findIndex(takesAll);
  const at = catchAll < 0 ? rules.length : catchAll;
  // Inputs that read the same field are one axis; the first of them carries the test.
  const when = table.inputs.map(() => "-");
  for (const { input, test } of region) when[positionOf(table.inputs, input)] = test;
  const value = { id: freshRuleId(rules), when, then: table.outputs.map(({ type } = {}) => blankOutput(type)) };
  const edit = { kind: "insert", path: ["decisions", name, "rules"], at, value };
  return commandFor(definition, "rule for a gap", edit, { table: name, rule: at, column: "output-0" });
}

/**
 * The command that adds the finding's record to the examples of the definition, with what is decided for it now.
 * @param {object} definition as it is before the command @param {string} table
 * @param {{code: string, rows: {id: string}[], witness: {record: object, at?: string}}} finding
 * @param {string[]} winners ids of the rules that win now @param {string | null} at the instant for records without one
 */
export function exampleOfFinding(definition, table, finding, winners, at) {
  const { record, at: ownAt } = finding.witness;
  const about = finding.rows[0]?.id ?? "no rule";
  const instant = ownAt ?? at;
  const example = {
    name: `${table}, ${finding.code}: ${about}`,
    record,
    ...(instant ? { at: instant } : {}),
    expect: { decisions: { [table]: { rules: winners } } },
  };
  const { examples } = definition;
  const edit = Array.isArray(examples)
    ? { kind: "insert", path: ["examples"], at: examples.length, value: example }
    : { kind: "set", path: ["examples"], value: [example] };
  return commandFor(definition, "example of a finding", edit, {
    source: `/examples/${Array.isArray(examples) ? examples.length : 0}`,
  });
}
