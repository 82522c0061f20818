/** Answers after which the engine answers nothing else: it has to be loaded again. */
const kStoppedCodes = new Set(["engine-stopped", "out-of-memory"]);

/** The engine has stopped. */
export class EngineStoppedError extends Error {
  /** @param {{code: string, sentence: string}} error the engine's answer */
  constructor(error) {
    super(error.sentence);
    this.name = "EngineStoppedError";
    this.code = error.code;
  }
}

/** A document that the engine refused, with every error in it. */
export class DocumentRefusedError extends Error {
  /**
   * @param {"definition"|"directory"|"roster"} document
   * @param {{error?: {code: string, sentence: string}, diagnostics?: object[]}} answer the engine's answer
   */
  constructor(document, answer) {
    super(answer.error?.sentence ?? "");
    this.name = "DocumentRefusedError";
    this.document = document;
    this.sentences = (answer.diagnostics ?? [])
      .filter(({ severity }) => severity === "error")
      .map(({ path, sentence }) => (path ? `${path}: ${sentence}` : sentence));
    if (!this.sentences.length && this.message) this.sentences = [this.message];
  }
}

/** The engine decided nothing, because the record could not be read. */
export class RecordRefusedError extends Error {
  /** @param {{code: string, sentence: string}} error the engine's answer */
  constructor(error) {
    super(error.sentence);
    this.name = "RecordRefusedError";
    this.code = error.code;
  }
}

/** Throws what a failure means; any other answer passes. */
function checked(answer, errorOf) {
  if (answer.ok !== false) return answer;
  if (kStoppedCodes.has(answer.error?.code)) throw new EngineStoppedError(answer.error);
  throw errorOf(answer);
}

/** One document inside the engine: prepared again only when its text, or what it rests on, changes. */
class PreparedDocument {
  #session;
  #name;
  #op;
  #member;
  #text = null;
  #restsOn;

  /** The engine's handle; undefined while there is no document. @type {number|undefined} */
  handle;

  constructor(session, name, { op = name, member = name } = {}) {
    this.#session = session;
    this.#name = name;
    this.#op = op;
    this.#member = member;
  }

  /** @param {string|null} text @param {object} [restsOn] handles of the documents that it rests on */
  set(text, restsOn = {}) {
    const foundation = JSON.stringify(restsOn);
    if (this.#text === text && this.#restsOn === foundation) return;
    this._drop();
    if (text === null) return;
    const answer = this.#session.call({ op: this.#op, ...restsOn }, text);
    this.handle = checked(answer, () => new DocumentRefusedError(this.#name, answer))[this.#member];
    this.#text = text;
    this.#restsOn = foundation;
  }

  _drop() {
    if (this.handle !== undefined) this.#session.call({ op: "release", handle: this.handle });
    this.handle = undefined;
    this.#text = null;
  }
}

/** Decides records by one definition, directory and roster, which stay prepared in a session between decisions. */
export class RecordDecider {
  #session;
  #definition;
  #directory;
  #roster;

  /** @param {import("@signalbox/engine").Engine} engine gives this decider a session of its own */
  constructor(engine) {
    this.#session = engine.newSession();
    this.#definition = new PreparedDocument(this.#session, "definition", { op: "compile", member: "program" });
    this.#directory = new PreparedDocument(this.#session, "directory");
    this.#roster = new PreparedDocument(this.#session, "roster");
  }

  /**
   * Prepares the documents; those that are the same as before are kept.
   * @param {{definition: string, directory: string, roster?: string|null}} documents JSON texts
   * @throws {DocumentRefusedError|EngineStoppedError} nothing can be decided then until all three are prepared
   */
  prepare({ definition, directory, roster }) {
    this.#definition.set(definition);
    this.#directory.set(directory);
    this.#roster.set(roster ?? null, { directory: this.#directory.handle });
  }

  /**
   * @param {object} record a record of `lightning/uiRecordApi`
   * @param {Date} at the instant of the decision
   * @returns {object} the decision, explained
   * @throws {RecordRefusedError|EngineStoppedError}
   */
  decide(record, at) {
    const header = {
      op: "decide",
      program: this.#definition.handle,
      directory: this.#directory.handle,
      roster: this.#roster.handle,
      at: at.toISOString(),
      explain: true,
    };
    const answer = this.#session.call(header, JSON.stringify(record));
    return checked(answer, () => new RecordRefusedError(answer.error));
  }

  /** Ends the session: frees what the engine keeps for this decider. */
  release() {
    this.#session.free();
  }
}
