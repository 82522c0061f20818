/** A document that the engine refused, with every diagnostic. */
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

/** One document inside the engine: prepared again only when its text changes. */
class PreparedDocument {
  #engine;
  #document;
  #op;
  #handleMember;
  #text = null;

  /** The engine's handle; undefined while there is no document. @type {number|undefined} */
  handle;

  constructor(engine, document, op, handleMember) {
    this.#engine = engine;
    this.#document = document;
    this.#op = op;
    this.#handleMember = handleMember;
  }

  /** @param {string|null} text */
  set(text) {
    if (this.#text === text) return;
    this.release();
    if (text === null) return;
    const answer = this.#engine.call({ op: this.#op }, text);
    if (!answer.ok) throw new DocumentRefusedError(this.#document, answer);
    this.handle = answer[this.#handleMember];
    this.#text = text;
  }

  release() {
    if (this.handle === undefined) return;
    this.#engine.call({ op: "release", handle: this.handle });
    this.handle = undefined;
    this.#text = null;
  }
}

/** Decides records by one definition, directory and roster, which stay prepared inside the engine between decisions. */
export class RecordDecider {
  #engine;
  #definition;
  #directory;
  #roster;

  /** @param {import("c/signalboxEngineLoader").Engine} engine */
  constructor(engine) {
    this.#engine = engine;
    this.#definition = new PreparedDocument(engine, "definition", "compile", "program");
    this.#directory = new PreparedDocument(engine, "directory", "directory", "directory");
    this.#roster = new PreparedDocument(engine, "roster", "roster", "roster");
  }

  /**
   * Prepares the documents; those whose text is the same as before are kept.
   * @param {{definition: string, directory: string, roster?: string|null}} documents JSON texts
   * @throws {DocumentRefusedError} nothing can be decided then until all three are prepared
   */
  prepare({ definition, directory, roster }) {
    this.#definition.set(definition);
    this.#directory.set(directory);
    this.#roster.set(roster ?? null);
  }

  /**
   * @param {object} record a record of `lightning/uiRecordApi`
   * @param {Date} at the instant of the decision
   * @returns {object} the decision, explained
   * @throws {RecordRefusedError}
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
    const answer = this.#engine.call(header, JSON.stringify(record));
    if (answer.ok === false) throw new RecordRefusedError(answer.error);
    return answer;
  }

  /** Frees what the engine keeps for this decider. */
  release() {
    for (const prepared of [this.#definition, this.#directory, this.#roster]) prepared.release();
  }
}
