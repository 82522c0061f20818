/**
 * The engine's session as the editor uses it: documents behind handles, prepared records that outlive a change of the
 * definition, and the last definition that compiled. See docs/engine-api.md for the messages.
 *
 * @typedef {object} Decided
 * @property {boolean} ok false when the definition does not compile or the records cannot be decided
 * @property {object[]} diagnostics of the definition, and of the definition against the directory
 * @property {string} [sentence] why it is not ok
 * @property {import("c/signalboxMoves").Outcomes} [results]
 * @property {number} milliseconds for compiling and deciding, as the page's clock shows it
 */
export class Decider {
  _engine;
  _directory = null;
  /** The directory as it was given; null: none. */
  directoryText = null;
  _roster = null;
  _recordsText = null;
  _records = null;
  _recordsLayout = null;
  _program = null;
  /** The instant at which everything is decided. */
  at = null;
  /** What the engine said of the prepared records: `{count, ids, errors}`. */
  recordsReport = { count: 0, ids: [], errors: [] };

  /** @param {{call: (header: object, body?: string) => any}} engine */
  constructor(engine) {
    this._engine = engine;
  }

  /** True once a definition has compiled: cells can be checked and completed. */
  get isReady() {
    return this._program !== null;
  }

  /** @param {string} text @returns {object} the engine's answer; when not ok, the former directory stays */
  setDirectory(text) {
    const answer = this._engine.call({ op: "directory" }, text);
    if (answer.ok) {
      this._directory = this._replace(this._directory, answer.directory);
      this.directoryText = text;
    }
    return answer;
  }

  /** @param {string|null} text null: everyone is assumed online and idle */
  setRoster(text) {
    if (text === null) {
      this._roster = this._replace(this._roster, null);
      return { ok: true, diagnostics: [] };
    }
    const answer = this._engine.call(this._withDirectory({ op: "roster" }), text);
    if (answer.ok) this._roster = this._replace(this._roster, answer.roster);
    return answer;
  }

  /** The records as they were given; null: none. */
  get recordsText() {
    return this._recordsText;
  }

  /** Records are prepared when the next definition compiles, since its fields say how they are read. */
  setRecords(text) {
    this._recordsText = text;
    this._recordsLayout = null;
  }

  /** Compiles a definition and decides every record with it. @param {string} text @returns {Decided} */
  decide(text) {
    let start = performance.now();
    const compiled = this._engine.call({ op: "compile" }, text);
    if (!compiled.ok) return this._failed(compiled, start);
    const checked = this._engine.call(this._withDirectory({ op: "check" }), text);
    const diagnostics = checked.diagnostics ?? compiled.diagnostics ?? [];
    const reading = performance.now();
    const prepared = this._prepare(compiled);
    // Reading the records is done once, not at each change.
    start += performance.now() - reading;
    if (!prepared.ok) {
      this._release(compiled.program);
      return { ...this._failed(prepared, start), diagnostics };
    }
    const answer =
      this._records === null
        ? { ok: true, outcomes: [], of: [] }
        : this._engine.call(this._context({ op: "outcomes", program: compiled.program, records: this._records }));
    if (!answer.ok) {
      this._release(compiled.program);
      return { ...this._failed(answer, start), diagnostics };
    }
    this._program = this._replace(this._program, compiled.program);
    const results = { outcomes: answer.outcomes, of: answer.of };
    return { ok: true, diagnostics, results, milliseconds: performance.now() - start };
  }

  /** The decision of one prepared record with its explanation, by the last definition that compiled. */
  explain(index) {
    if (this._program === null || this._records === null) return null;
    const header = { op: "decideOne", program: this._program, records: this._records, index };
    return this._engine.call({ ...this._context(header), explain: true });
  }

  /**
   * The rules of a decision that win for a record, whether or not a step asks for the decision.
   * @param {object} definition @param {string} decision @param {object} record @param {string} at
   * @returns {string[]} their ids; none when the record cannot be decided
   */
  winnersFor(definition, decision, record, at) {
    const alone = { ...definition, examples: undefined, steps: [{ id: "asked", decide: decision }] };
    const compiled = this._engine.call({ op: "compile" }, JSON.stringify(alone));
    if (!compiled.ok) return [];
    const header = { ...this._context({ op: "decide", program: compiled.program }), at, explain: "winners" };
    const answer = this._engine.call(header, JSON.stringify(record));
    this._release(compiled.program);
    return answer.explain?.decisions?.[decision]?.winners ?? [];
  }

  /** The examples of the last definition that compiled, decided. @returns {object | null} the engine's report */
  examples() {
    if (this._program === null || this.at === null) return null;
    const answer = this._engine.call(this._context({ op: "examples", program: this._program }));
    return answer.ok ? answer.report : null;
  }

  /** @returns {{tokens: object[], diagnostics: object[]}} offsets in UTF-16 units of the text */
  checkTest(decision, input, text) {
    return this._checked({ op: "test.check", decision, input }, text);
  }

  /** @param {string} [expect] the type that is wanted @param {string} text a formula */
  checkFormula(expect, text) {
    return this._checked(expect ? { op: "formula.check", expect } : { op: "formula.check" }, text);
  }

  /** @returns {{from: number, to: number, items: object[]}} a chosen item replaces [`from`, `to`) */
  complete(text, offset) {
    const answer = this._answered({ op: "formula.complete", offset }, text);
    return answer.ok
      ? { from: answer.from, to: answer.to, items: answer.items }
      : { from: offset, to: offset, items: [] };
  }

  /** What the word at a place of a formula is; null where none stands. @param {string} text @param {number} offset */
  hover(text, offset) {
    return this._answered({ op: "formula.hover", offset }, text).hover ?? null;
  }

  /** The call whose arguments a place is in; null outside of calls. @param {string} text @param {number} offset */
  signature(text, offset) {
    return this._answered({ op: "formula.signature", offset }, text).call ?? null;
  }

  /** A formula in plain English; blank when it has errors. @param {string} text */
  formulaInEnglish(text) {
    return this._answered({ op: "formula.english" }, text).sentence ?? "";
  }

  /** A unary test in plain English, with its input; blank when it has errors. */
  testInEnglish(decision, input, text) {
    return this._answered({ op: "test.english", decision, input }, text).sentence ?? "";
  }

  /** A rule of the last definition that compiled, in plain English; blank when there is no such rule. */
  ruleInEnglish(decision, rule) {
    return this._answered({ op: "rule.english", decision, rule }).sentence ?? "";
  }

  /** Every field and global of a definition, and where it is named. @returns {object} the engine's answer, `{ok, names}` */
  references(definition) {
    return this._engine.call({ op: "definition.references" }, definition);
  }

  /** What changes when a field is renamed. @returns {object} the engine's answer, `{ok, edits}` */
  rename(definition, from, to) {
    return this._engine.call({ op: "definition.rename", from, to }, definition);
  }

  _checked(header, text) {
    const answer = this._answered(header, text);
    return { tokens: answer.tokens ?? [], diagnostics: answer.diagnostics ?? [], type: answer.type };
  }

  /** The answer of the last definition that compiled; nothing before there was one. */
  _answered(header, text = "") {
    return this._program === null ? {} : this._engine.call({ ...header, program: this._program }, text);
  }

  _prepare(compiled) {
    if (this._recordsText === null || this._recordsLayout === compiled.layout) return { ok: true };
    const header = { op: "records", program: compiled.program, format: "auto" };
    const answer = this._engine.call(header, this._recordsText);
    if (!answer.ok) return answer;
    this._records = this._replace(this._records, answer.records);
    this._recordsLayout = compiled.layout;
    this.recordsReport = { count: answer.count, ids: answer.ids, errors: answer.errors ?? [] };
    return answer;
  }

  _failed(answer, start) {
    return {
      ok: false,
      diagnostics: answer.diagnostics ?? [],
      sentence: answer.error?.sentence ?? "The definition does not compile.",
      milliseconds: performance.now() - start,
    };
  }

  _context(header) {
    const context = this._withDirectory({ ...header, at: this.at });
    return this._roster === null ? context : { ...context, roster: this._roster };
  }

  _withDirectory(header) {
    return this._directory === null ? header : { ...header, directory: this._directory };
  }

  _replace(old, next) {
    if (old !== null && old !== next) this._release(old);
    return next;
  }

  _release(handle) {
    this._engine.call({ op: "release", handle });
  }
}
