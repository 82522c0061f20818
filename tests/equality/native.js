import { spawn } from "node:child_process";
import { sessionPipe } from "./places.js";

const kHeadBytes = 4;

/** A session of the natively built engine, in a process of its own. The counterpart of the package's Engine. */
export class NativeSession {
  #process;
  #received = [];
  #size = 0;
  #needed = kHeadBytes;
  #inAnswer = false;
  /** @type {{resolve: (answer: Buffer) => void, reject: (reason: Error) => void}[]} who waits for answers, in order */
  #waiting = [];
  #ended;

  constructor() {
    this.kind = "native";
    this.#process = spawn(sessionPipe, { stdio: ["pipe", "pipe", "inherit"] });
    this.#process.stdout.on("data", (chunk) => this.#receive(chunk));
    this.#process.stdin.on("error", (error) => this.#fail(error));
    this.#ended = new Promise((done) => {
      this.#process.on("error", (error) => done(this.#fail(error)));
      this.#process.on("close", (code, signal) =>
        done(this.#fail(new Error(`${sessionPipe} ended: ${signal ?? code}`))),
      );
    });
  }

  /** @param {object} header @param {string | Uint8Array} [body] @returns {Promise<string>} the answer */
  async callText(header, body = "") {
    const message = Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`), Buffer.from(body)]);
    const head = Buffer.alloc(kHeadBytes);
    head.writeUInt32LE(message.length);
    const answer = new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
    this.#process.stdin.write(Buffer.concat([head, message]));
    return (await answer).toString();
  }

  /** Resolves when the process has ended. */
  async free() {
    this.#process.stdin.end();
    await this.#ended;
  }

  #receive(chunk) {
    this.#received.push(chunk);
    this.#size += chunk.length;
    while (this.#size >= this.#needed) {
      const all = Buffer.concat(this.#received);
      const part = all.subarray(0, this.#needed);
      this.#received = [all.subarray(this.#needed)];
      this.#size -= this.#needed;
      if (this.#inAnswer) this.#waiting.shift().resolve(part);
      this.#needed = this.#inAnswer ? kHeadBytes : part.readUInt32LE();
      this.#inAnswer = !this.#inAnswer;
    }
  }

  #fail(error) {
    for (const { reject } of this.#waiting.splice(0)) reject(error);
  }
}
