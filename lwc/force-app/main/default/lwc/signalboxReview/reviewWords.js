import { countWords, plural, valueWords } from "c/signalboxWords";

const kRegionsAtFirst = 3;

/** A value of an output before or after: a literal, a formula, an aggregation, or nothing. */
function outputWords(value) {
  if (value && typeof value === "object" && "formula" in value) return `= ${value.formula}`;
  return valueWords(value);
}

/** The outputs that differ, each with what it was and becomes. */
function outputsOf(before, after) {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  return names
    .map((name) => ({ name, before: outputWords(before?.[name]), after: outputWords(after?.[name]) }))
    .filter((each) => each.before !== each.after)
    .map((each, key) => ({ key, ...each }));
}

const pairsOf = (entries) => entries.map(([name, value], key) => ({ key, name, value }));

function regionOf({ region, witness }, key) {
  const values = Object.entries(witness?.record ?? {}).map(([name, value]) => [name, valueWords(value)]);
  return {
    key,
    isEverywhere: region.length === 0,
    conditions: pairsOf(region.map(({ input, test }) => [input, test])),
    witness: pairsOf(values),
    hasWitness: values.length > 0,
  };
}

const rowWords = (ids) => (ids?.length ? ids.join(", ") : "no rule");

/** Changes with the same outcomes and rows stand together; the largest group first. */
function groupsOf(changes) {
  const groups = new Map();
  for (const change of changes) {
    const key = JSON.stringify([change.before, change.after, change.rowsBefore, change.rowsAfter]);
    groups.set(key, [...(groups.get(key) ?? []), change]);
  }
  return [...groups].map(([key, list]) => {
    const [{ before, after, rowsBefore, rowsAfter }] = list;
    const regions = list.map(regionOf);
    const rest = regions.slice(kRegionsAtFirst);
    return {
      key,
      outputs: outputsOf(before, after),
      rows: `${rowWords(rowsBefore)} → ${rowWords(rowsAfter)}`,
      regions: regions.slice(0, kRegionsAtFirst),
      rest,
      restLabel: rest.length ? `${plural(rest.length, "more region")}` : "",
    };
  });
}

const kResults = {
  added: "is new",
  removed: "is removed",
  undecided: "no difference was found, but not everything was looked at",
};

/**
 * What changes for which inputs, one item a decision that differs.
 * @param {object} difference the engine's answer
 */
export function decisionsOf({ decisions }) {
  return decisions
    .filter(({ result }) => result !== "same")
    .map(({ decision, result, changes = [], count = 0, complete = true, why = "" }) => {
      const more = count > changes.length ? `, of which ${changes.length} are described` : "";
      return {
        decision,
        heading:
          result === "changed"
            ? `${plural(count, "region")} ${count === 1 ? "changes" : "change"}${more}`
            : kResults[result],
        isOpen: result === "undecided" || !complete,
        open: complete ? "" : `There may be more: ${why || "not everything was looked at"}.`,
        groups: groupsOf(changes),
      };
    });
}

/**
 * How many of the loaded records change, and which.
 * @param {object} difference the engine's answer
 * @param {{subject: string}[]} known the records as the list shows them
 */
export function recordsOf({ records }, known) {
  if (!records) return null;
  const changes = records.decisions.flatMap(({ decision, changes: each }) =>
    each.map(({ before, after, count, records: named }) => ({
      key: `${decision} ${JSON.stringify([before, after])}`,
      decision,
      outputs: outputsOf(before, after),
      count: countWords(count),
      named: named.map(({ index, id }) => ({ index, text: known[index]?.subject || id || `record ${index + 1}` })),
      others: count > named.length ? `and ${countWords(count - named.length)} more` : "",
    })),
  );
  const bad = records.bad ? ` ${plural(records.bad, "record")} cannot be read.` : "";
  const { count, changed } = records;
  return {
    changes,
    words: `${countWords(changed)} of ${plural(count, "record")} ${changed === 1 ? "gets" : "get"} another answer from some decision.${bad}`,
  };
}

const listWords = (value) => (Array.isArray(value) ? value.map(valueWords).join(", ") || "none" : valueWords(value));

/** Examples that do not pass. @param {object | null} report the engine's */
export function failedExamples(report) {
  return (report?.examples ?? [])
    .filter(({ result }) => result === "failed")
    .map(({ index, name, differences }) => ({
      index,
      name: name ?? `Example ${index + 1}`,
      differences: differences.map(({ path, expected, found }, key) => ({
        key,
        words: `${path.slice(1).replaceAll("/", " · ")}: expected ${listWords(expected)}, found ${listWords(found)}`,
      })),
    }));
}

/** The examples in one line. @param {object | null} report */
export function exampleWords(report) {
  if (!report || report.examples.length === 0) return "";
  const { passed, failed, undecided } = report;
  const open = undecided ? `, ${countWords(undecided)} undecided` : "";
  return `${countWords(passed)} of ${plural(report.examples.length, "example")} pass, ${countWords(failed)} fail${open}.`;
}
