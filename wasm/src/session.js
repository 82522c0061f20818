// The engine as JavaScript sees it. This file imports nothing: scripts/package.js puts it into each of the artifacts, so that a
// script tag, Salesforce's loadScript and the module engine.js all give the same session. Which operations a session has is up to
// the program of its artifact; engine.d.ts calls them Engine and Workbench.

const kMaxMessageBytes = 2 ** 30;

/**
 * @param {string} code
 * @param {string} sentence
 * @returns {string} an answer of the contract (docs/engine-api.md, "Sessions")
 */
function failure(code, sentence) {
  return JSON.stringify({ ok: false, error: { code, sentence }, diagnostics: [] });
}

/** The running program and its memory. Several sessions may share one; when it stops, it has stopped for all of them. */
class Machine {
  #module;
  #encoder = new TextEncoder();
  #decoder = new TextDecoder();
  /** @type {string | undefined} the answer to every message once the program has stopped */
  #stopped;

  constructor(kind, createModule) {
    this.kind = kind;
    const settings = { print() {}, printErr() {} };
    try {
      this.#module = createModule(settings);
    } finally {
      // A program that cannot start rejects this promise as well, which nobody else would catch.
      settings.ready?.catch(() => {});
    }
  }

  get version() {
    return this.#module.version();
  }

  get limits() {
    return this.#module.limits();
  }

  createSession() {
    return new Session(this);
  }

  encode(text) {
    return this.#encoder.encode(text);
  }

  /** @returns {number} 0 when there is no memory for a session */
  openSession() {
    return this.#stopped ? 0 : this.#guarded(() => this.#module._sb_session_new());
  }

  closeSession(session) {
    if (!this.#stopped) this.#guarded(() => this.#module._sb_session_free(session));
  }

  /**
   * One message in, one answer out.
   * @template T
   * @param {number} session
   * @param {Uint8Array} head header line with its line end
   * @param {Uint8Array} body
   * @param {(answer: Uint8Array) => T} read reads the answer where it stands
   * @returns {T | string} a string is a failure of the host
   */
  exchange(session, head, body, read) {
    if (this.#stopped) return this.#stopped;
    const size = head.length + body.length;
    if (size > kMaxMessageBytes) {
      return failure("message-size", `The message has ${size} bytes; at most ${kMaxMessageBytes} are allowed.`);
    }
    const place = this.#guarded(() => this.#module._sb_alloc(size));
    if (place === 0) return failure("out-of-memory", `There is no memory for a message of ${size} bytes.`);
    // Growth of the memory replaces HEAPU8, so it is read anew after each call.
    this.#module.HEAPU8.set(head, place);
    this.#module.HEAPU8.set(body, place + head.length);
    this.#guarded(() => this.#module._sb_call(session, place, size));
    if (this.#stopped) return this.#stopped;
    const start = this.#module._sb_answer(session);
    const answer = read(this.#module.HEAPU8.subarray(start, start + this.#module._sb_answer_size(session)));
    this.#guarded(() => this.#module._sb_free(place));
    return answer;
  }

  decode(bytes) {
    return this.#decoder.decode(bytes);
  }

  /** Calls into the program. A program that stops in the middle of its work must not be called again. */
  #guarded(work) {
    try {
      return work();
    } catch (error) {
      this.#stopped = this.#reason(error);
      return 0;
    }
  }

  #reason(error) {
    if (this.#module._sb_out_of_memory()) {
      return failure("out-of-memory", "The engine has run out of memory and stopped. Load it again.");
    }
    return failure("engine-stopped", `The engine has stopped (${error?.message ?? error}). Load it again.`);
  }
}

/** @returns {Uint8Array} */
function bodyBytes(machine, body) {
  if (typeof body === "string") return machine.encode(body);
  // Across realms and membranes `instanceof` fails where this does not.
  if (ArrayBuffer.isView(body)) return body;
  if (body !== null && typeof body === "object") return machine.encode(JSON.stringify(body));
  throw new TypeError(`The body must be a text, bytes or an object, not ${body === null ? "null" : typeof body}.`);
}

/** A session with the engine: its handles, and one method for each message. The types and their meaning are in engine.d.ts. */
class Session {
  #machine;
  #session;

  constructor(machine) {
    this.kind = machine.kind;
    this.#machine = machine;
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
    return this.#exchange(header, body, (bytes) => this.#machine.decode(bytes));
  }

  call(header, body = "") {
    return JSON.parse(this.callText(header, body));
  }

  #exchange(header, body, read) {
    if (this.#session === 0) return failure("session-freed", "This session of the engine has been freed.");
    const head = this.#machine.encode(`${JSON.stringify(header)}\n`);
    return this.#machine.exchange(this.#session, head, bodyBytes(this.#machine, body), read);
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
    return this.call({ op: "decide", program, directory, roster, at, explain, clone, free }, record);
  }

  decideOne({ program, directory, roster, records, index, at, explain = false, clone, free }) {
    return this.call({ op: "decideOne", program, directory, roster, records, index, at, explain, clone, free });
  }

  decideBatch({ program, directory, roster, records, at, explain = false }) {
    const lines = this.callBytes({ op: "decideBatch", program, directory, roster, records, at, explain });
    // Every decision line has its line end; the answer of a failure is one object without.
    const failed = lines.length > 0 && lines[lines.length - 1] !== 10;
    return failed ? JSON.parse(this.#machine.decode(lines)) : { ok: true, lines };
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

/**
 * What an artifact offers: a function that starts the program.
 * @param {"wasm" | "js"} kind
 * @param {(settings: object) => object} createModule
 * @returns {() => Machine} throws where this form of the engine is forbidden or missing
 */
export function engineFactory(kind, createModule) {
  return () => new Machine(kind, createModule);
}
