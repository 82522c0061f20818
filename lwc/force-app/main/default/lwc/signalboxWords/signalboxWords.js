/** How the editor words values: instants, durations, shares, field values, reasons. */

const kFactorNames = {
  skillFit: "Skill fit",
  spareCapacity: "Spare capacity",
  longestIdle: "Longest idle",
};
const kByWords = {
  score: "Highest score",
  "longest-since-assigned": "Equal scores: longest since the last assignment",
  "agent-id": "Equal scores and idle time: first by agent id",
  "only-candidate": "The only candidate",
  none: "Nobody could take it",
};
const kStates = { notStarted: "Not started", running: "Running", breached: "Breached", completed: "Completed" };

export const factorName = (factor) => kFactorNames[factor] ?? factor;
export const choiceWords = (by) => kByWords[by] ?? by ?? "";
export const stateWords = (state) => kStates[state] ?? state;

/** `2026-01-31T08:00:00.000Z` -> `31 Jan 2026, 08:00 UTC`; what is no instant stays as it is. */
export function instantWords(text) {
  const date = new Date(text);
  if (!text || Number.isNaN(date.getTime())) return String(text ?? "");
  const month = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"][
    date.getUTCMonth()
  ];
  return `${date.getUTCDate()} ${month} ${date.getUTCFullYear()}, ${date.toISOString().slice(11, 16)} UTC`;
}

/** Minutes as `2 d 3 h`, `45 min`; at most two units. */
export function durationWords(minutes) {
  const total = Math.round(Math.abs(minutes));
  const parts = [
    [Math.floor(total / 1440), "d"],
    [Math.floor((total % 1440) / 60), "h"],
    [total % 60, "min"],
  ].filter(([count]) => count > 0);
  return parts.length
    ? parts
        .slice(0, 2)
        .map(([count, unit]) => `${count} ${unit}`)
        .join(" ")
    : "0 min";
}

export const percentWords = (share) => `${Math.round(share * 1000) / 10} %`;

/** A value that the engine names, as a person reads it. */
export function valueWords(value) {
  if (value === null || value === undefined || value === "") return "blank";
  if (typeof value === "object") return JSON.stringify(value);
  return String(value);
}

/** `1234567` -> `1,234,567`. */
export const countWords = (count) => String(count).replace(/\B(?=(\d{3})+$)/g, ",");

/** `1 record`, `2 records`. */
export const plural = (count, word) => `${countWords(count)} ${word}${count === 1 ? "" : "s"}`;

/** Why an agent was excluded. */
export function exclusionWords(reason) {
  switch (reason.code) {
    case "skill-missing":
      return `Lacks ${reason.skill}${reason.needed === undefined ? "" : ` (${reason.needed} needed)`}`;
    case "skill-level":
      return `${reason.skill} at level ${reason.has}, ${reason.needed} needed`;
    case "presence":
      return `Is ${reason.presence ?? "not online"}`;
    case "capacity":
      return `Has no room: ${reason.open} open of ${reason.capacity}`;
    default:
      return reason.code;
  }
}

const kKindPlaces = { inputs: "input", outputs: "output", rules: "rule" };

/**
 * Where a diagnostic points, in words and as a place that the editor can go to.
 * @param {object} definition
 * @param {string} path a JSON pointer, such as `/decisions/queue/rules/3/when/0`
 * @returns {{words: string, source?: string, table?: string, rule?: number, column?: string}} `source`: the path, when
 *   it leads to no table; `rule`: -1 is the header, the number of rules is the default
 */
export function placeOf(definition, path) {
  const parts = String(path ?? "")
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
  const [section, table, member, index, cell, cellIndex] = parts;
  const decision = section === "decisions" ? definition?.decisions?.[table] : undefined;
  if (!decision) return { words: parts.length ? parts.join(" · ") : "definition", source: String(path ?? "") };
  if (member === "rules" && index !== undefined) {
    const rule = Number(index);
    const id = decision.rules?.[rule]?.id ?? `rule ${rule + 1}`;
    const column = ruleColumn(cell, cellIndex);
    const of =
      cell === "when" ? (decision.inputs?.[cellIndex] ?? "when") : (decision.outputs?.[cellIndex]?.name ?? cell);
    return { words: [table, id, of].filter(Boolean).join(" · "), table, rule, column };
  }
  if (member === "inputs" && index !== undefined)
    return {
      words: `${table} · input ${decision.inputs?.[index] ?? index}`,
      table,
      rule: -1,
      column: `input-${index}`,
    };
  if (member === "default")
    return { words: `${table} · default`, table, rule: decision.rules?.length ?? 0, column: `output-${index ?? 0}` };
  return { words: [table, kKindPlaces[member] ?? member, index].filter(Boolean).join(" · "), table };
}

function ruleColumn(cell, index) {
  if (cell === "when") return `input-${index ?? 0}`;
  if (cell === "then") return `output-${index ?? 0}`;
  return cell === "note" ? "note" : "id";
}

/** The outputs that differ from others, as `priority 2`; all of them when no others are given. */
export function outputsWords(outputs, others = {}) {
  const names = Object.keys(outputs ?? {}).filter(
    (name) => JSON.stringify(outputs[name]) !== JSON.stringify(others?.[name]),
  );
  return names.map((name) => `${name} ${valueWords(outputs[name])}`).join(", ") || "no outputs";
}

/** A diagnostic of a file: its line and column, and what is wrong. */
export const lineWords = ({ start, sentence }) =>
  start ? `Line ${start.line}, column ${start.column}: ${sentence}` : sentence;
