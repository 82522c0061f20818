/**
 * What a cell knows while it is edited: whether its text is right, by the engine, and what could come next.
 * Each class has `check(text)`, `say(text)` (in plain English, blank when there is nothing to say),
 * `complete(text, offset, explicit)` and `selectsFirst` (whether Enter takes the first
 * completion, or ends the edit until one has been chosen with the arrows). Those of formulas have also `hover(text, offset)`
 * and `signature(text, offset)`: what the word at a place is, and the call whose arguments a place is in, or null.
 */
import { fieldsOf } from "c/signalboxDocuments";

/** A range that was counted from `start`, counted from the beginning. What has no place stays as it is. */
const moved = (range, start) => ({
  ...range,
  ...(range.from === undefined ? {} : { from: range.from + start }),
  ...(range.to === undefined ? {} : { to: range.to + start }),
});

const kNothing = { tokens: [], diagnostics: [] };
/** What is completed without being asked for: a name that has begun, or a text. */
const kBegun = /[A-Za-z_$][\w$.]*$|["'][^"']*$/;
const kMaxValues = 50;

/** A formula: names and functions come from the engine. */
export class FormulaChecker {
  selectsFirst = true;

  /** @param {import("c/signalboxDecider").Decider} decider @param {string} [expect] the type that is wanted */
  constructor(decider, expect) {
    this.decider = decider;
    this.expect = expect;
  }

  check(text) {
    return this.decider.checkFormula(this.expect, text);
  }

  say(text) {
    return this.decider.formulaInEnglish(text);
  }

  complete(text, offset, explicit) {
    if (!explicit && !kBegun.test(text.slice(0, offset))) return { from: offset, items: [] };
    return { ...this.decider.complete(text, offset), validFor: /^[\w$.]*$/ };
  }

  hover(text, offset) {
    return this.decider.hover(text, offset);
  }

  signature(text, offset) {
    return this.decider.signature(text, offset);
  }
}

/** A unary test: the values that its input can have, or has in the open records. */
export class TestChecker {
  selectsFirst = false;

  /** @param {(string|number|boolean)[]} values */
  constructor(decider, decision, input, values) {
    Object.assign(this, { decider, decision, input });
    this.items = [
      ...values.map((value) => ({ label: JSON.stringify(value), kind: "text" })),
      { label: "blank", kind: "keyword", detail: "nothing there" },
      { label: "not(", kind: "keyword", detail: "any but these" },
    ];
  }

  check(text) {
    return this.decider.checkTest(this.decision, this.input, text);
  }

  say(text) {
    return this.decider.testInEnglish(this.decision, this.input, text);
  }

  complete(text, offset, explicit) {
    const [typed] = /"?[^",()]*$/.exec(text.slice(0, offset));
    const word = typed.trimStart();
    // Behind an odd number of quotation marks the next one ends a text, and nothing can follow but a comma.
    const isWithin = (text.slice(0, offset - typed.length).match(/"/g) ?? []).length % 2 === 1;
    if (isWithin || (!explicit && word === "")) return { from: offset, items: [] };
    // The closing quotation mark that the editor put there by itself is part of what is replaced.
    const to = word.startsWith('"') && text[offset] === '"' ? offset + 1 : offset;
    const wanted = word.toLowerCase();
    const fits = ({ label }) => label.toLowerCase().startsWith(wanted) || label.toLowerCase().startsWith(`"${wanted}`);
    const items = this.items.filter((item) => fits(item) && item.label !== text.slice(offset - word.length, to));
    return { from: offset - word.length, to, items };
  }
}

/** An output: a literal, or behind `=` a formula. Texts that the table uses already, and names of queues, are offered. */
export class OutputChecker {
  selectsFirst = false;

  /** @param {string} type the output's type @param {string[]} values */
  constructor(decider, type, values) {
    this.formula = new FormulaChecker(decider, type);
    this.values = values;
  }

  check(text) {
    const start = this.formulaStart(text);
    if (start < 0) return kNothing;
    const answer = this.formula.check(text.slice(start));
    const shift = (each) => moved(each, start);
    return { ...answer, tokens: answer.tokens.map(shift), diagnostics: answer.diagnostics.map(shift) };
  }

  complete(text, offset, explicit) {
    const start = this.formulaStart(text);
    if (start >= 0) {
      const answer = this.formula.complete(text.slice(start), offset - start, explicit);
      return moved(answer, start);
    }
    const wanted = text.slice(0, offset).toLowerCase();
    if (!explicit && wanted === "") return { from: 0, items: [] };
    const fitting = this.values.filter((value) => value.toLowerCase().startsWith(wanted) && value !== text);
    return { from: 0, to: text.length, items: fitting.map((label) => ({ label, kind: "text" })) };
  }

  say(text) {
    const start = this.formulaStart(text);
    return start < 0 ? "" : this.formula.say(text.slice(start));
  }

  hover(text, offset) {
    return this.atFormula(text, offset, (formula, at) => this.formula.hover(formula, at));
  }

  signature(text, offset) {
    return this.atFormula(text, offset, (formula, at) => this.formula.signature(formula, at));
  }

  /** What the formula says of a place, counted in the whole text; null before the formula. */
  atFormula(text, offset, ask) {
    const start = this.formulaStart(text);
    if (start < 0 || offset < start) return null;
    const answer = ask(text.slice(start), offset - start);
    return answer && moved(answer, start);
  }

  /** Where the formula begins, behind its `=`; -1 when the text is a literal. */
  formulaStart(text) {
    return text.trimStart().startsWith("=") ? text.indexOf("=") + 1 : -1;
  }
}

/** The field that an input reads when it reads just one, such as `TEXT(Severity__c)`. */
const fieldOf = (formula) => /^\s*(?:TEXT\s*\(\s*)?([A-Za-z_][\w.]*)\s*\)?\s*$/i.exec(formula)?.[1];

/**
 * Values that an input can have: those of the picklist, or those that the open records have.
 * @param {object} definition @param {string} formula of the input @param {{fields: object}[]} records
 * @returns {string[]}
 */
export function inputValues(definition, formula, records) {
  const name = fieldOf(formula);
  if (!name) return [];
  const declared = Object.entries(definition.fields ?? {}).find(([each]) => each.toLowerCase() === name.toLowerCase());
  if (!declared) return [];
  if (Array.isArray(declared[1]?.values)) return declared[1].values;
  const found = new Set();
  const path = declared[0].split(".");
  for (const { fields } of records) {
    const value = path.reduce((part, key) => fieldsOf(part)[key], fields) ?? fieldsOf(fields)[declared[0]];
    if (typeof value === "string" && value !== "") found.add(value);
    if (found.size === kMaxValues) break;
  }
  return [...found].sort();
}

/** Texts that an output could be: those of the column, and the queues of the directory for an output named `queue`. */
export function outputValues(table, column, directory) {
  const used = table.rules.map((rule) => rule?.then?.[column.index]).filter((value) => typeof value === "string");
  const queues = column.text === "queue" ? Object.keys(directory?.queues ?? {}) : [];
  return [...new Set([...queues, ...used.filter((value) => value !== "" && !value.startsWith("="))])].slice(
    0,
    kMaxValues,
  );
}
