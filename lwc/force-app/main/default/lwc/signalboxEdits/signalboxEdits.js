/**
 * Changes of a definition as data, each with its inverse. Six kinds are enough:
 *   {kind: "set", path, value}      value at a path; `undefined` removes the member
 *   {kind: "insert", path, at, value}, {kind: "remove", path, at}, {kind: "move", path, from, to}   items of a list
 *   {kind: "rename", path, from, to}   the name of a member of an object, which keeps its place
 *   {kind: "all", edits}   one after the other
 * Paths are lists of member names and indices. Definitions are never changed in place: what did not change is shared.
 */

const valueAt = (document, path) => path.reduce((value, key) => value?.[key], document);

function update(document, path, change) {
  if (path.length === 0) return change(document);
  const [key, ...rest] = path;
  const copy = Array.isArray(document) ? [...document] : { ...document };
  const next = update(document?.[key], rest, change);
  if (next === undefined && !Array.isArray(copy)) delete copy[key];
  else copy[key] = next;
  return copy;
}

/**
 * @param {object} document
 * @param {object} edit
 * @returns {object} the changed document; the given one stays as it is
 */
export function applyEdit(document, edit) {
  switch (edit.kind) {
    case "set":
      return update(document, edit.path, () => edit.value);
    case "insert":
      return update(document, edit.path, (list) => [...list.slice(0, edit.at), edit.value, ...list.slice(edit.at)]);
    case "remove":
      return update(document, edit.path, (list) => list.filter((_, index) => index !== edit.at));
    case "move":
      return update(document, edit.path, (list) => {
        const rest = list.filter((_, index) => index !== edit.from);
        return [...rest.slice(0, edit.to), list[edit.from], ...rest.slice(edit.to)];
      });
    case "rename":
      return update(document, edit.path, (object) =>
        Object.fromEntries(Object.entries(object).map(([name, value]) => [name === edit.from ? edit.to : name, value])),
      );
    case "all":
      return edit.edits.reduce(applyEdit, document);
    default:
      throw new Error(`no such edit: ${edit.kind}`);
  }
}

/** The edit that takes `edit` back. @param {object} document as it is before the edit */
export function inverseOf(document, edit) {
  switch (edit.kind) {
    case "set":
      return { kind: "set", path: edit.path, value: valueAt(document, edit.path) };
    case "insert":
      return { kind: "remove", path: edit.path, at: edit.at };
    case "remove":
      return { kind: "insert", path: edit.path, at: edit.at, value: valueAt(document, edit.path)[edit.at] };
    case "move":
      return { kind: "move", path: edit.path, from: edit.to, to: edit.from };
    case "rename":
      return { kind: "rename", path: edit.path, from: edit.to, to: edit.from };
    case "all":
      return inverseOfAll(document, edit.edits);
    default:
      throw new Error(`no such edit: ${edit.kind}`);
  }
}

function inverseOfAll(document, parts) {
  const inverses = [];
  let before = document;
  for (const part of parts) {
    inverses.unshift(inverseOf(before, part));
    before = applyEdit(before, part);
  }
  return { kind: "all", edits: inverses };
}

/**
 * @param {object} document as it is before the command
 * @param {string} label what the user did, such as "Edit cell"
 * @param {object} edit
 * @param {{table?: string, rule?: number, column?: string}} [place] where the eye should go after undo and redo
 */
export function commandFor(document, label, edit, place = {}) {
  return { label, edit, inverse: inverseOf(document, edit), place };
}

/** A decision as the grid sees it, with what the document may leave out. */
export function tableOf(definition, name) {
  const decision = definition?.decisions?.[name];
  if (!decision || typeof decision !== "object") return null;
  const isRuleList = !Array.isArray(decision.inputs) && asList(decision.rules).some((r) => typeof r?.when === "string");
  return {
    name,
    hit: decision.hit ?? "first",
    collect: decision.collect,
    isRuleList,
    inputs: isRuleList ? [] : asList(decision.inputs),
    outputs: asList(decision.outputs),
    rules: asList(decision.rules),
    default: Array.isArray(decision.default) ? decision.default : null,
  };
}

const asList = (value) => (Array.isArray(value) ? value : []);

/** An id for a new rule that no rule of the table has. */
export function freshRuleId(rules) {
  const taken = new Set(rules.map((rule) => String(rule?.id).toLowerCase()));
  let number = rules.length + 1;
  while (taken.has(`rule-${number}`)) number += 1;
  return `rule-${number}`;
}

/** The value of an output that says nothing yet. @param {string} type */
export function blankOutput(type) {
  if (type === "Checkbox") return false;
  return ["Text", "Picklist", "MultiPicklist", "Id", undefined].includes(type) ? "" : null;
}

const kNumeric = new Set(["Number", "Currency", "Percent"]);
const kDecimal = /^-?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/;

/**
 * What a person typed into an output cell, as the definition writes it: `=` starts a formula; else a literal of the
 * output's type. Text that is no literal of the type is kept as text, and the engine says what is wrong with it.
 * @param {string} text
 * @param {string} type
 */
export function parseOutput(text, type) {
  const trimmed = text.trim();
  if (trimmed.startsWith("=")) return trimmed;
  if (trimmed === "") return blankOutput(type);
  if (kNumeric.has(type) && kDecimal.test(trimmed)) return exactNumber(trimmed);
  if (type === "Checkbox" && /^(true|false)$/i.test(trimmed)) return trimmed.toLowerCase() === "true";
  return text;
}

/** Keeps digits that a binary number would lose, where the platform can (JSON.rawJSON). */
function exactNumber(text) {
  const number = Number(text);
  return String(number) !== text && JSON.rawJSON && isJsonNumber(text) ? JSON.rawJSON(text) : number;
}

const isJsonNumber = (text) => /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(text);

/** A value of an output cell as the grid shows and edits it. */
export function outputText(value) {
  if (value === null || value === undefined) return "";
  if (typeof value === "object") return value.rawJSON ?? JSON.stringify(value);
  return String(value);
}

/** A JSON pointer as a path. */
const pathOf = (pointer) =>
  pointer
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));

/**
 * One command for all that the renaming of a field changes.
 * @param {object} definition as it is before the command
 * @param {{path: string, member?: true, old: string, new: string}[]} changes as the engine names them (`definition.rename`)
 */
export function renameCommand(definition, changes) {
  const texts = changes.filter(({ member }) => !member);
  // A member that is renamed changes the paths of what stands in it, so texts come first and inner members before outer.
  const members = changes.filter(({ member }) => member).map((each) => ({ ...each, path: pathOf(each.path) }));
  members.sort((a, b) => b.path.length - a.path.length);
  const parts = [
    ...texts.map((each) => ({ kind: "set", path: pathOf(each.path), value: each.new })),
    ...members.map((each) => ({ kind: "rename", path: each.path.slice(0, -1), from: each.old, to: each.new })),
  ];
  return commandFor(definition, "renaming of a field", { kind: "all", edits: parts });
}

const rulesPath = (table) => ["decisions", table.name, "rules"];

/** Builders of commands on one table. `definition` is the document before the command. */
export const edits = {
  test(definition, table, rule, input, text) {
    const path = table.isRuleList ? [...rulesPath(table), rule, "when"] : [...rulesPath(table), rule, "when", input];
    const value = text.trim() === "" ? (table.isRuleList ? "true" : "-") : text;
    return commandFor(
      definition,
      "edit of a test",
      { kind: "set", path, value },
      { table: table.name, rule, column: `input-${input}` },
    );
  },
  output(definition, table, rule, output, value) {
    const then = asList(table.rules[rule].then);
    const next = table.outputs.map((_, index) => (index === output ? value : (then[index] ?? null)));
    const path = [...rulesPath(table), rule, "then"];
    return commandFor(
      definition,
      "edit of an output",
      { kind: "set", path, value: next },
      { table: table.name, rule, column: `output-${output}` },
    );
  },
  defaultOutput(definition, table, output, value) {
    const before = table.default ?? table.outputs.map((each) => blankOutput(each?.type));
    const next = table.outputs.map((_, index) => (index === output ? value : (before[index] ?? null)));
    const path = ["decisions", table.name, "default"];
    return commandFor(
      definition,
      "edit of the default",
      { kind: "set", path, value: next },
      { table: table.name, rule: table.rules.length, column: `output-${output}` },
    );
  },
  input(definition, table, input, text) {
    const path = ["decisions", table.name, "inputs", input];
    return commandFor(
      definition,
      "edit of an input",
      { kind: "set", path, value: text },
      { table: table.name, rule: -1, column: `input-${input}` },
    );
  },
  ruleId(definition, table, rule, id) {
    const path = [...rulesPath(table), rule, "id"];
    return commandFor(
      definition,
      "renaming of a rule",
      { kind: "set", path, value: id.trim() },
      { table: table.name, rule, column: "id" },
    );
  },
  note(definition, table, rule, text) {
    const { note, ...rest } = table.rules[rule];
    const value =
      text.trim() === "" ? rest : note === undefined ? { ...rest, note: text } : { ...table.rules[rule], note: text };
    const path = [...rulesPath(table), rule];
    return commandFor(
      definition,
      "edit of a note",
      { kind: "set", path, value },
      { table: table.name, rule, column: "note" },
    );
  },
  hit(definition, table, hit) {
    const path = ["decisions", table.name, "hit"];
    return commandFor(definition, "change of the hit policy", { kind: "set", path, value: hit }, { table: table.name });
  },
  insertRule(definition, table, at) {
    const rule = {
      id: freshRuleId(table.rules),
      when: table.isRuleList ? "true" : table.inputs.map(() => "-"),
      then: table.outputs.map((output) => blankOutput(output?.type)),
    };
    return insertion(definition, table, at, rule, "insertion of a rule");
  },
  duplicateRule(definition, table, at) {
    const copy = { ...table.rules[at], id: freshRuleId(table.rules) };
    return insertion(definition, table, at + 1, copy, "duplication of a rule");
  },
  deleteRule(definition, table, at) {
    return commandFor(
      definition,
      "deletion of a rule",
      { kind: "remove", path: rulesPath(table), at },
      { table: table.name, rule: at },
    );
  },
  moveRule(definition, table, from, to) {
    return commandFor(
      definition,
      "move of a rule",
      { kind: "move", path: rulesPath(table), from, to },
      { table: table.name, rule: to },
    );
  },
};

function insertion(definition, table, at, rule, label) {
  return commandFor(
    definition,
    label,
    { kind: "insert", path: rulesPath(table), at, value: rule },
    { table: table.name, rule: at },
  );
}
