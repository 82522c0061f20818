// The engine as JavaScript sees it. scripts/package.js puts machine.js and this file into each of the artifacts, so that a script tag,
// Salesforce's loadScript and the module engine.js all give the same session. Which operations a session has is up to the program of
// its artifact; engine.d.ts calls them Engine and Workbench.

import { failure, Machine } from "./machine.js";

/** Outcomes that a session remembers. */
const kKnownOutcomes = 1000;

/** @returns {Uint8Array | string} */
function messageBody(body) {
  if (typeof body === "string") return body;
  // Across realms and membranes `instanceof` fails where this does not.
  if (ArrayBuffer.isView(body)) return body;
  if (body !== null && typeof body === "object") return JSON.stringify(body);
  throw new TypeError(`The body must be a text, bytes or an object, not ${body === null ? "null" : typeof body}.`);
}

/** What nobody can change: an outcome is given again to whoever asks for it later. */
function frozen(value) {
  if (value !== null && typeof value === "object") Object.values(Object.freeze(value)).forEach(frozen);
  return value;
}

/** A session with the engine: its handles, and one method for each message. The types and their meaning are in engine.d.ts. */
class Session {
  #machine;
  #session;
  #decode;
  /** The header of the last record that was asked about, which most often is that of the next as well. */
  #asked = { head: new Uint8Array(0) };
  /** By the engine's answer. @type {Map<string, object>} */
  #outcomes = new Map();

  constructor(machine) {
    this.kind = machine.kind;
    this.#machine = machine;
    this.#decode = (bytes) => machine.decode(bytes);
    this.#session = machine.openSession();
    if (this.#session === 0) throw new Error("The engine has stopped, or has no memory for a session.");
  }

  get engineVersion() {
    return this.#machine.version;
  }

  get limits() {
    return this.#machine.limits;
  }

  newSession() {
    return this.#machine.createSession();
  }

  free() {
    if (this.#session !== 0) this.#machine.closeSession(this.#session);
    this.#session = 0;
  }

  callBytes(header, body = "") {
    const answer = this.#exchange(header, body, (bytes) => bytes.slice());
    return typeof answer === "string" ? this.#machine.encode(answer) : answer;
  }

  callText(header, body = "") {
    return this.#exchange(header, body, this.#decode);
  }

  call(header, body = "") {
    return JSON.parse(this.callText(header, body));
  }

  #exchange(header, body, read) {
    return this.#send(this.#machine.encode(`${JSON.stringify(header)}\n`), body, read);
  }

  #send(head, body, read) {
    if (this.#session === 0) return failure("session-freed", "This session of the engine has been freed.");
    return this.#machine.exchange(this.#session, head, messageBody(body), read);
  }

  /** An answer of lines. Each has its line end; the answer of a failure is one object without. */
  #lines(header, body) {
    const lines = this.callBytes(header, body);
    const failed = lines.length > 0 && lines[lines.length - 1] !== 10;
    return failed ? JSON.parse(this.#machine.decode(lines)) : { ok: true, lines };
  }

  /** The engine's answer to a question about one record. */
  #ask(op, record, { program, directory, roster, at, explain, clone, free }) {
    const asked = this.#asked;
    const isAgain =
      asked.op === op &&
      asked.program === program &&
      asked.directory === directory &&
      asked.roster === roster &&
      asked.at === at &&
      asked.explain === explain &&
      asked.clone === clone &&
      asked.free === free;
    if (!isAgain) {
      const header = { op, program, directory, roster, at, explain, clone, free };
      this.#asked = { ...header, head: this.#machine.encode(`${JSON.stringify(header)}\n`) };
    }
    return this.#send(this.#asked.head, record, this.#decode);
  }

  version() {
    return this.call({ op: "version" });
  }

  compile(definition, { from } = {}) {
    return this.call({ op: "compile", from }, definition);
  }

  loadDirectory(directory) {
    return this.call({ op: "directory" }, directory);
  }

  loadRoster(roster, { directory }) {
    return this.call({ op: "roster", directory }, roster);
  }

  check(definition, { directory }) {
    return this.call({ op: "check", directory }, definition);
  }

  prepareRecords(records, { program, format = "auto" }) {
    return this.call({ op: "records", program, format }, records);
  }

  decide(record, { program, directory, roster, at, explain = false, clone, free }) {
    return JSON.parse(this.#ask("decide", record, { program, directory, roster, at, explain, clone, free }));
  }

  outcome(record, { program, directory, roster, at, clone, free }) {
    const text = this.#ask("outcome", record, { program, directory, roster, at, clone, free });
    const known = this.#outcomes.get(text);
    if (known) return known;
    const outcome = JSON.parse(text);
    if (outcome.ok === false) return outcome;
    if (this.#outcomes.size === kKnownOutcomes) this.#outcomes.clear();
    this.#outcomes.set(text, frozen(outcome));
    return outcome;
  }

  decideOne({ program, directory, roster, records, index, at, explain = false, clone, free }) {
    return this.call({ op: "decideOne", program, directory, roster, records, index, at, explain, clone, free });
  }

  decideBatch({ program, directory, roster, records, at, explain = false }) {
    return this.#lines({ op: "decideBatch", program, directory, roster, records, at, explain });
  }

  outcomes({ program, directory, roster, records, at, explain }) {
    return this.call({ op: "outcomes", program, directory, roster, records, at, explain });
  }

  outcomesOf(records, { program, directory, roster, format, at, explain }) {
    return this.call({ op: "outcomes", program, directory, roster, format, at, explain }, records);
  }

  assign({ program, directory, roster, records, at }) {
    return this.call({ op: "assign", program, directory, roster, records, at });
  }

  updateRoster(update, { roster }) {
    return this.call({ op: "roster.update", roster }, update);
  }

  milestones(history, { program, directory, at }) {
    return this.call({ op: "milestones", program, directory, at }, history);
  }

  escalate(body, { program, directory, at, until }) {
    return this.call({ op: "escalate", program, directory, at, until }, body);
  }

  atRisk(lines, { program, directory, at, within }) {
    return this.call({ op: "atRisk", program, directory, at, within }, lines);
  }

  whatIf(histories, { program, directory, at, old, oldDirectory }) {
    return this.#lines({ op: "whatIf", program, directory, at, old, oldDirectory }, histories);
  }

  openDispatch({ program, directory, roster, fairWindow }) {
    return this.call({ op: "dispatch.open", program, directory, roster, fairWindow });
  }

  sendEvents(events, { dispatch }) {
    return this.call({ op: "dispatch.events", dispatch }, events);
  }

  reportDispatch({ dispatch }) {
    return this.call({ op: "dispatch.report", dispatch });
  }

  analyse({ program, decision, budget }) {
    return this.call({ op: "analyse", program, decision, budget });
  }

  diff({ old, new: next, budget, records, newRecords, directory, at }) {
    return this.call({ op: "diff", old, new: next, budget, records, newRecords, directory, at });
  }

  smallestChange(record, { program, decision, rule, directory, at, budget }) {
    return this.call({ op: "change", program, decision, rule, directory, at, budget }, record);
  }

  checkFormula(formula, { program, expect }) {
    return this.call({ op: "formula.check", program, expect }, formula);
  }

  checkTest(test, { program, decision, input }) {
    return this.call({ op: "test.check", program, decision, input }, test);
  }

  completeFormula(formula, { program, offset }) {
    return this.call({ op: "formula.complete", program, offset }, formula);
  }

  filter(condition, { program, directory, records, at }) {
    return this.call({ op: "formula.filter", program, directory, records, at }, condition);
  }

  formatFormula(formula, { program }) {
    return this.call({ op: "formula.format", program }, formula);
  }

  formulaReferences(formula, { program }) {
    return this.call({ op: "formula.references", program }, formula);
  }

  hoverFormula(formula, { program, offset }) {
    return this.call({ op: "formula.hover", program, offset }, formula);
  }

  formulaSignature(formula, { program, offset }) {
    return this.call({ op: "formula.signature", program, offset }, formula);
  }

  formulaInEnglish(formula, { program }) {
    return this.call({ op: "formula.english", program }, formula);
  }

  testInEnglish(test, { program, decision, input }) {
    return this.call({ op: "test.english", program, decision, input }, test);
  }

  ruleInEnglish({ program, decision, rule }) {
    return this.call({ op: "rule.english", program, decision, rule });
  }

  definitionReferences(definition, { name } = {}) {
    return this.call({ op: "definition.references", name }, definition);
  }

  renameField(definition, { from, to }) {
    return this.call({ op: "definition.rename", from, to }, definition);
  }

  evaluateFormulaCase(formulaCase) {
    return this.call({ op: "formula.batch" }, formulaCase);
  }

  generateExamples({ program, decision, at }) {
    return this.call({ op: "examples.generate", program, decision, at });
  }

  importModel(tree) {
    return this.call({ op: "dmn.import" }, tree);
  }

  exportModel(definition) {
    return this.call({ op: "dmn.export" }, definition);
  }

  exportTable(definition, { decision } = {}) {
    return this.call({ op: "table.export", decision }, definition);
  }

  importTable(body, { sheet } = {}) {
    return this.call({ op: "table.import", sheet }, body);
  }

  release(handle) {
    return this.call({ op: "release", handle });
  }
}

class SessionMachine extends Machine {
  createSession() {
    return new Session(this);
  }
}

/**
 * What an artifact offers: a function that starts the program.
 * @param {"wasm" | "js"} kind
 * @param {(settings: object) => object} createModule
 * @returns {() => SessionMachine} throws where this form of the engine is forbidden or missing
 */
export function engineFactory(kind, createModule) {
  return () => new SessionMachine(kind, createModule);
}
