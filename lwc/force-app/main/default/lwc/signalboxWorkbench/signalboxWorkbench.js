/** The work was stopped, because nobody wants its answer any more. */
export class StoppedError extends Error {
  constructor() {
    super("The work was stopped.");
    this.name = "StoppedError";
  }
}

/** Rows looked at for the smallest change of one record, which somebody waits for. */
const kChangeBudget = 20_000_000;

/**
 * What the editor asks about whole documents, now and then: analysis, comparison, generated examples, models and sheets.
 * It has handles of its own and may be another module of the engine, or run in another thread, so every answer is a
 * promise. `ask` is the one way in; docs/engine-api.md has the messages.
 *
 * @typedef {object} Session
 * @property {(header: object, body?: string) => string | Promise<string>} callText
 * @property {boolean} [runsBeside] true when it runs beside the page, which stays alive meanwhile
 * @property {() => void} [free] ends it, also in the middle of its work
 */
export class Workbench {
  _open;
  /** @type {Promise<Session> | null} */
  _session = null;
  /** Counts the stops, so that what was asked before one is told from what comes after. */
  _turn = 0;
  /** The definition that was compiled last, `{text, program}`. */
  _compiled = null;

  /** @param {() => Promise<Session>} open called when the first question comes, and after each stop */
  constructor(open) {
    this._open = open;
  }

  /** True when its work leaves the page alive. @returns {Promise<boolean>} */
  async runsBeside() {
    return Boolean((await this._opened()).runsBeside);
  }

  /**
   * @param {object} header @param {string} [body]
   * @param {(text: string) => object} [parse] by default that of JSON, which rounds numbers to what a binary one holds
   * @returns {Promise<object>} the engine's answer; rejected with `StoppedError`, or when it does not run here
   */
  async ask(header, body = "", parse = JSON.parse) {
    const turn = this._turn;
    const session = await this._opened();
    if (turn !== this._turn) throw new StoppedError();
    try {
      return parse(await session.callText(header, body));
    } finally {
      // Whatever came of it: nobody wants it any more.
      if (turn !== this._turn) throw new StoppedError(); // eslint-disable-line no-unsafe-finally
    }
  }

  /** Ends everything that was asked and not answered. */
  stop() {
    this._turn += 1;
    this._session?.then((session) => session.free?.()).catch(() => undefined);
    this._session = null;
    this._compiled = null;
  }

  /** The analysis of one decision. @param {string} text a definition @param {string} decision @param {number} budget */
  async analyse(text, decision, budget) {
    const compiled = await this._compile(text);
    if (!compiled.ok) return compiled;
    const answer = await this.ask({ op: "analyse", program: compiled.program, decision, budget });
    return answer.ok ? { ok: true, report: answer.decisions[0] } : answer;
  }

  /**
   * The smallest change of a record that makes a rule win.
   * @param {string} text a definition
   * @param {{decision: string, rule: string, record: object, at: string, directory: string | null}} question
   */
  async change(text, { decision, rule, record, at, directory }) {
    const compiled = await this._compile(text);
    if (!compiled.ok) return compiled;
    const held = directory ? await this.ask({ op: "directory" }, directory) : null;
    const header = { op: "change", program: compiled.program, decision, rule, at, budget: kChangeBudget };
    const answer = await this.ask(held?.ok ? { ...header, directory: held.directory } : header, JSON.stringify(record));
    if (held?.ok) await this.ask({ op: "release", handle: held.directory });
    return answer;
  }

  /** Cases that show that each test of a decision matters. @param {string} text @param {string} decision @param {string} at */
  async casesOf(text, decision, at) {
    const compiled = await this._compile(text);
    return compiled.ok ? this.ask({ op: "examples.generate", program: compiled.program, decision, at }) : compiled;
  }

  /**
   * What changes from one version to another, as regions and over records.
   * @param {string} before @param {string} after definitions
   * @param {{records?: string | null, directory?: string | null, at: string | null, budget: number}} with
   */
  async difference(before, after, { records, directory, at, budget }) {
    const handles = [];
    const keep = async (header, body, name) => {
      const answer = await this.ask(header, body);
      if (answer.ok) handles.push(answer[name]);
      return answer;
    };
    const header = { op: "diff", budget };
    const old = await keep({ op: "compile" }, before, "program");
    const next = old.ok ? await keep({ op: "compile" }, after, "program") : old;
    let last = next;
    const add = async (member, message, body) => {
      if (!last.ok) return;
      last = await keep(message, body, message.op);
      header[member] = last[message.op];
    };
    header.old = old.program;
    header.new = next.program;
    if (directory) await add("directory", { op: "directory" }, directory);
    if (records && at) {
      header.at = at;
      await add("records", { op: "records", program: old.program, format: "auto" }, records);
      if (old.layout !== next.layout)
        await add("newRecords", { op: "records", program: next.program, format: "auto" }, records);
    }
    if (last.ok) last = await this.ask(header);
    for (const handle of handles) await this.ask({ op: "release", handle }); // eslint-disable-line no-await-in-loop
    return last;
  }

  async _compile(text) {
    if (this._compiled?.text === text) return { ok: true, program: this._compiled.program };
    if (this._compiled) await this.ask({ op: "release", handle: this._compiled.program });
    this._compiled = null;
    const answer = await this.ask({ op: "compile" }, text);
    if (answer.ok) this._compiled = { text, program: answer.program };
    return answer;
  }

  _opened() {
    if (!this._session) {
      const opening = this._open();
      this._session = opening;
      // A failure is not kept, so the next question tries again.
      opening.catch(() => {
        if (this._session === opening) this._session = null;
      });
    }
    return this._session;
  }
}
