// The running program, its memory, and how messages cross. scripts/package.js puts this file before session.js into each artifact.

const kMaxMessageBytes = 2 ** 30;
/** Bytes that stay reserved for messages, so that small ones, which come often, need no memory of their own. */
const kKeptBytes = 2 ** 15;

/**
 * @param {string} code
 * @param {string} sentence
 * @returns {string} an answer of the contract (docs/engine-api.md, "Sessions")
 */
export function failure(code, sentence) {
  return JSON.stringify({ ok: false, error: { code, sentence }, diagnostics: [] });
}

/** The running program and its memory. Several sessions may share one; when it stops, it has stopped for all of them. */
export class Machine {
  #module;
  #encoder = new TextEncoder();
  #decoder = new TextDecoder();
  /** @type {string | undefined} the answer to every message once the program has stopped */
  #stopped;
  /** @type {number | undefined} where the kept bytes begin; 0 when they are of no use here */
  #kept;
  /** @type {Uint8Array | undefined} what the kept bytes begin with */
  #keptHead;

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
   * @param {Uint8Array | string} body
   * @param {(answer: Uint8Array) => T} read reads the answer where it stands
   * @returns {T | string} a string is a failure of the host
   */
  exchange(session, head, body, read) {
    if (this.#stopped) return this.#stopped;
    // A UTF-16 unit becomes three bytes at most.
    if (typeof body === "string" && head.length + 3 * body.length <= kKeptBytes && this.#writesInPlace()) {
      return this.#answered(session, this.#kept, this.#writeKept(head, body), read);
    }
    return this.#exchangeLarge(session, head, typeof body === "string" ? this.encode(body) : body, read);
  }

  #exchangeLarge(session, head, body, read) {
    const size = head.length + body.length;
    if (size > kMaxMessageBytes) {
      return failure("message-size", `The message has ${size} bytes; at most ${kMaxMessageBytes} are allowed.`);
    }
    const place = this.#guarded(() => this.#module._sb_alloc(size));
    if (place === 0) return failure("out-of-memory", `There is no memory for a message of ${size} bytes.`);
    // Growth of the memory replaces HEAPU8, so it is read anew after each call.
    this.#module.HEAPU8.set(head, place);
    this.#module.HEAPU8.set(body, place + head.length);
    const answer = this.#answered(session, place, size, read);
    if (!this.#stopped) this.#guarded(() => this.#module._sb_free(place));
    return answer;
  }

  #answered(session, place, size, read) {
    this.#guarded(() => this.#module._sb_call(session, place, size));
    if (this.#stopped) return this.#stopped;
    const start = this.#module._sb_answer(session);
    return read(this.#module.HEAPU8.subarray(start, start + this.#module._sb_answer_size(session)));
  }

  /** Whether text can be encoded into the memory itself. A membrane between the two gives copies: so it is tried. */
  #writesInPlace() {
    if (this.#kept === undefined) {
      this.#kept = this.#guarded(() => this.#module._sb_alloc(kKeptBytes));
      if (this.#kept !== 0) this.#module.HEAPU8[this.#kept] = 0;
      try {
        if (this.#kept !== 0) this.#writeKept(this.encode(""), "?");
        if (this.#module.HEAPU8[this.#kept] !== 63) this.#kept = 0;
      } catch {
        this.#kept = 0;
      }
    }
    return this.#kept !== 0;
  }

  /** @returns {number} bytes of the message */
  #writeKept(head, body) {
    const { HEAPU8 } = this.#module;
    if (this.#keptHead !== head) HEAPU8.set(head, this.#kept);
    this.#keptHead = head;
    const start = this.#kept + head.length;
    return head.length + this.#encoder.encodeInto(body, HEAPU8.subarray(start, this.#kept + kKeptBytes)).written;
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
