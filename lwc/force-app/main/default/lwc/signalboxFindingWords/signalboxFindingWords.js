/** The findings of the analysis as people read them, in the list and beside the rules. */
import { canBecomeExample, canBecomeRule } from "c/signalboxFindingEdits";
import { countWords, instantWords, placeOf, plural, valueWords } from "c/signalboxWords";

const kIcons = { error: "utility:error", warning: "utility:warning", info: "utility:info", open: "utility:question" };
const kRank = { error: 0, warning: 1, open: 2, info: 3 };

/** What people call each kind of finding (docs/analysis.md). */
const kKinds = {
  gap: "Gap",
  "left-to-default": "Left to the default",
  "left-to-catch-all": "Left to a catch-all",
  overlap: "Overlap",
  conflict: "Conflict",
  "masked-row": "Never reached",
  "misleading-row": "Misleading",
  "redundant-row": "Redundant",
  "contradictory-cell": "Contradictory cell",
  "contradictory-row": "Contradictory row",
  "mergeable-rows": "Mergeable",
  "idle-input": "Decides nothing",
  "unreached-default": "Default never used",
  "day-left-out": "Last day left out",
  undecided: "Undecided",
};

export const kindWords = (code) => kKinds[code] ?? code;
/** What is undecided is no mere note: it may hide anything. */
export const severityOf = ({ code, severity }) => (code === "undecided" ? "open" : severity);
const severityWords = { error: "Error", warning: "Warning", info: "Note", open: "Undecided" };

/** Whether more work would help: questions that formulas leave open stay open. */
export const isOfBudget = ({ code, sentence }) => code === "undecided" && sentence.includes("budget");

/** The worst first, those of a kind in the order of the table. */
export const inOrder = (findings) => [...findings].sort((a, b) => kRank[severityOf(a)] - kRank[severityOf(b)]);

/** The kinds that were found, the most frequent first: `{code, label, count}`. */
export function kindsOf(counts) {
  return Object.entries(counts)
    .map(([code, count]) => ({ code, count, label: kindWords(code) }))
    .sort((a, b) => b.count - a.count);
}

/** A record that shows a finding, as pairs of what and which value. */
function witnessOf({ witness }, inputs) {
  if (!witness) return [];
  const pairs = witness.inputs
    ? witness.inputs.map((value, index) => [inputs[index], value]).filter(([, value]) => value !== null)
    : Object.entries(witness.record ?? {});
  if (witness.at) pairs.push(["at", instantWords(witness.at)]);
  return pairs.map(([name, value], key) => ({ key, name: String(name), value: valueWords(value) }));
}

/** A sentence of the engine in pieces: what it quotes between backticks is code. */
export const piecesOf = (sentence) =>
  sentence
    .split("`")
    .map((text, key) => ({ key, text, className: key % 2 === 1 ? "code" : "" }))
    .filter(({ text }) => text !== "");

/** A finding as the list shows it. @param {object} definition @param {string} table @param {object} finding */
export function rowOf(definition, table, finding, key) {
  const severity = severityOf(finding);
  const inputs = definition.decisions[table]?.inputs ?? [];
  const witness = witnessOf(finding, inputs);
  return {
    key,
    code: finding.code,
    severity,
    severityWords: severityWords[severity],
    icon: kIcons[severity],
    kind: kindWords(finding.code),
    // The table is the one that is shown.
    place: placeOf(definition, finding.path).words.split(" · ").slice(1).join(" · "),
    pieces: piecesOf(finding.sentence),
    suggestion: finding.suggestion ?? "",
    witness,
    hasWitness: witness.length > 0,
    canAddRule: canBecomeRule(definition, table, finding),
    canAddExample: canBecomeExample(finding),
    className: `finding ${severity}`,
  };
}

/** The state of a table's analysis in one line. @param {import("c/signalboxAnalysis").TableAnalysis} analysis */
export function headline({ phase, isOld, counts, findings, steps, budget, trouble }, rules) {
  if (phase === "failed") return `Not analysed: ${trouble}`;
  if (phase === "asleep") return `${plural(rules, "rule")} not analysed yet: the page stands still meanwhile.`;
  if (phase === "waiting" || phase === "running") return `Checking ${plural(rules, "rule")}`;
  if (phase === "none") return "Not analysed";
  if (isOld) return "Mend the problems: these findings are of an earlier version.";
  const severities = new Map(findings.map((each) => [each.code, severityOf(each)]));
  const sums = { error: 0, warning: 0, info: 0, open: 0 };
  for (const [code, count] of Object.entries(counts)) sums[severities.get(code) ?? "info"] += count;
  const parts = [
    [sums.error, "error"],
    [sums.warning, "warning"],
    [sums.info, "note"],
    [sums.open, "open question"],
  ].filter(([count]) => count > 0);
  const found = parts.map(([count, word]) => plural(count, word)).join(", ");
  const work = `${countWords(steps)} of at most ${countWords(budget)} rows looked at`;
  return parts.length === 0 ? `No findings, and no question left open (${work})` : `${found} (${work})`;
}

/** What the analysis says of each rule, for its mark in the table: `{severity, words, sentences}` by index. */
export function marksOf(findings) {
  const marks = new Map();
  for (const finding of inOrder(findings)) {
    const index = /\/rules\/(\d+)/.exec(finding.path)?.[1];
    if (index === undefined) continue;
    const before = marks.get(Number(index));
    const sentences = [before?.sentences, finding.sentence].filter(Boolean).join("\n");
    const count = (before?.count ?? 0) + 1;
    const severity = before?.severity ?? severityOf(finding);
    marks.set(Number(index), { severity, sentences, count, words: `, ${plural(count, "finding")}` });
  }
  return marks;
}
