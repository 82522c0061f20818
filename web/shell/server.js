/** What the server refused, in words for people. */
export class ServerError extends Error {
  /** @param {number} status @param {{detail?: string, code?: string, diagnostics?: {sentence: string}[]}} problem */
  constructor(status, problem) {
    super(problem.detail ?? `The server answered ${status}.`);
    this.status = status;
    this.code = problem.code ?? "";
    this.lines = [this.message, ...(problem.diagnostics ?? []).map((each) => each.sentence)];
  }
}

const kNotFound = 404;
const kUnauthorised = 401;
const kPreconditionFailed = 412;
const kPreconditionRequired = 428;

/** The API of the Signalbox server that serves the page (its openapi.yaml), as far as the editor uses it. */
export class SignalboxServer {
  /** Entity tags of the drafts that were read or written here, by the definition's name. */
  tags = new Map();
  token = null;

  /** @param {(again: boolean) => Promise<string|null>} askForToken asks the person; null when none is given */
  constructor(askForToken) {
    this.askForToken = askForToken;
  }

  /** The published definitions. @returns {Promise<{name: string, version: number, hash: string}[]>} */
  async definitions() {
    return (await (await this.send("GET", "v1/definitions")).json()).definitions;
  }

  /**
   * A definition as it was published, and its draft where there is one that differs.
   * @param {{name: string, version: number, hash: string}} published from `definitions`
   * @returns {Promise<{published: string, draft: string|null}>}
   */
  async definition({ name, version, hash }) {
    const [text, draft] = await Promise.all([
      this.send("GET", `v1/definitions/${encodeURIComponent(name)}/versions/${version}`).then((answer) =>
        answer.text(),
      ),
      this.find(`v1/definitions/${encodeURIComponent(name)}/draft`),
    ]);
    if (draft) this.tags.set(name, draft.headers.get("ETag"));
    const differs = draft && draft.headers.get("ETag") !== `"${hash}"`;
    return { published: text, draft: differs ? await draft.text() : null };
  }

  /** The published directory or roster; null where none is published. @param {"directory"|"roster"} kind */
  async current(kind) {
    const found = await this.find(`v1/${kind}`);
    if (!found) return null;
    const { version } = await found.json();
    return (await this.send("GET", `v1/${kind}/versions/${version}`)).text();
  }

  /**
   * @param {string} name @param {string} text
   * @param {{replace?: boolean}} [options] `replace`: also a draft that somebody else has saved meanwhile
   * @returns {Promise<{state: "draft"}>} rejected with `isConflict` when there is such a draft
   */
  async saveDraft(name, text, { replace = false } = {}) {
    const address = `v1/definitions/${encodeURIComponent(name)}/draft`;
    if (replace) this.tags.set(name, (await this.find(address))?.headers.get("ETag") ?? null);
    const tag = this.tags.get(name);
    const answer = await this.send("PUT", address, text, tag ? { "If-Match": tag } : {}).catch((error) => {
      error.isConflict = error.status === kPreconditionFailed || error.status === kPreconditionRequired;
      throw error;
    });
    this.tags.set(name, answer.headers.get("ETag"));
    return { state: "draft", version: undefined };
  }

  /** Publishes the draft that was saved here. @returns {Promise<{name: string, version: number, state: "published"}>} */
  async publish(name) {
    const tag = this.tags.get(name);
    const address = `v1/definitions/${encodeURIComponent(name)}/publish`;
    const answer = await this.send("POST", address, undefined, tag ? { "If-Match": tag } : {});
    const { version } = await answer.json();
    return { name, version, state: "published" };
  }

  /** Like `send`, but null where there is nothing at the address. */
  async find(address) {
    return this.send("GET", address).catch((error) => {
      if (error.status === kNotFound) return null;
      throw error;
    });
  }

  /** One request. A refused token is asked for, once more each time. */
  async send(method, address, body, headers = {}) {
    for (;;) {
      const answer = await this.fetchOnce(method, address, body, headers);
      if (answer.ok) return answer;
      const problem = await answer.json().catch(() => ({}));
      if (answer.status !== kUnauthorised) throw new ServerError(answer.status, problem);
      const token = await this.askForToken(this.token !== null);
      if (token === null) throw new ServerError(answer.status, problem);
      this.token = token;
    }
  }

  fetchOnce(method, address, body, headers) {
    const all = { ...headers };
    if (body !== undefined) all["Content-Type"] = "application/json";
    if (this.token !== null) all.Authorization = `Bearer ${this.token}`;
    return fetch(address, { method, body, headers: all }).catch(() => {
      throw new ServerError(0, { detail: "The server cannot be reached." });
    });
  }
}
