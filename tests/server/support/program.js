import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import http from "node:http";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { kBinaries } from "./postgres.js";

const kRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../..");

/** The program under test. */
export const kProgram = process.env.SIGNALBOX_BIN ?? path.join(kRoot, "build/bin/signalbox");

/** A file of tests/server/fixtures. */
export const fixture = (name) => path.join(kRoot, "tests/server/fixtures", name);

/** A record that the fixtures decide. */
export const kRecord = {
  Country__c: "DE",
  Product__c: "Payments",
  Severity__c: "High",
  IsClosed: false,
  CreatedDate: "2026-01-31T07:00:00Z",
};

/** The instant at which the tests decide. */
export const kAt = "2026-01-31T08:00:00.000Z";

/**
 * A new empty folder, removed when the test ends.
 * @param {import('node:test').TestContext} t
 */
export function temporaryFolder(t) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "signalbox-"));
  t.after(() => fs.rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/**
 * Runs the program to its end.
 * @param {string[]} words
 * @param {string | Buffer} [input] standard input
 * @returns {Promise<{code: number | null, out: string, err: string}>}
 */
export async function run(words, input = "") {
  const child = spawn(kProgram, words);
  let out = "";
  let err = "";
  child.stdout.setEncoding("utf8").on("data", (text) => (out += text));
  child.stderr.setEncoding("utf8").on("data", (text) => (err += text));
  child.stdin.on("error", () => {}); // It may end without reading.
  child.stdin.end(input);
  const code = await new Promise((resolve, reject) => child.on("error", reject).on("close", resolve));
  return { code, out, err };
}

/** A server process and how to talk to it. */
export class Server {
  /** @param {import('node:child_process').ChildProcess} child @param {string} url */
  constructor(child, url) {
    this.child = child;
    this.url = url;
    this.port = Number(new URL(url).port);
    this.ended = new Promise((resolve) => child.on("close", (code, signal) => resolve({ code, signal })));
    this.agent = new http.Agent({ keepAlive: true });
  }

  /**
   * One request. A body that is an object is sent as JSON; a string or a Buffer as it is.
   * @param {string} method
   * @param {string} target
   * @param {{body?: unknown, headers?: Record<string, string>, agent?: http.Agent}} [options]
   * @returns {Promise<{status: number, headers: http.IncomingHttpHeaders, text: string, bytes: Buffer, json: any}>}
   */
  request(method, target, { body, headers = {}, agent = this.agent } = {}) {
    const isRaw = body === undefined || typeof body === "string" || Buffer.isBuffer(body);
    const bytes = isRaw ? body : JSON.stringify(body);
    const type =
      body === undefined ? {} : { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(bytes) };
    return new Promise((resolve, reject) => {
      const request = http.request(
        { host: "127.0.0.1", port: this.port, path: target, method, agent, headers: { ...type, ...headers } },
        (response) => {
          const parts = [];
          response.on("data", (part) => parts.push(part));
          response.on("error", reject);
          response.on("end", () => {
            const whole = Buffer.concat(parts);
            const text = whole.toString("utf8");
            const isJson = /json/.test(response.headers["content-type"] ?? "") && text !== "";
            resolve({
              status: response.statusCode,
              headers: response.headers,
              text,
              bytes: whole,
              json: isJson ? JSON.parse(text) : undefined,
            });
          });
        },
      );
      request.on("error", reject);
      request.end(bytes);
    });
  }

  /**
   * Sends bytes as they are and gives all that comes back until the server closes the connection.
   * @param {string | Buffer} bytes
   * @returns {Promise<string>}
   */
  raw(bytes) {
    return new Promise((resolve, reject) => {
      let text = "";
      const socket = net.connect(this.port, "127.0.0.1", () => socket.write(bytes));
      socket.setEncoding("utf8").on("data", (part) => (text += part));
      socket.on("error", (error) => (text === "" ? reject(error) : resolve(text)));
      socket.on("close", () => resolve(text));
    });
  }

  /** Stops it as an operator does and waits until it has ended. */
  async stop(signal = "SIGTERM") {
    this.agent.destroy();
    this.child.kill(signal);
    return this.ended;
  }
}

/** The options that publish the fixtures. */
export const kFixtureOptions = [
  ...["--definition", fixture("definition.json")],
  ...["--directory", fixture("directory.json")],
  ...["--roster", fixture("roster.json")],
];

/**
 * The options that name the store of a folder; when the variable names a PostgreSQL server, a database of it that stands for the folder.
 * @param {string} folder
 */
export function storeOptions(folder) {
  const server = process.env.SIGNALBOX_TEST_POSTGRES;
  if (!server) return ["--data", folder];
  const name = `test_${createHash("sha256").update(folder).digest("hex").slice(0, 20)}`;
  const made = spawnSync(
    path.join(kBinaries, "psql"),
    ["-X", "-q", "-d", `${server}/postgres`, "-c", `CREATE DATABASE ${name}`],
    {
      encoding: "utf8",
    },
  );
  if (made.status !== 0 && !made.stderr.includes("already exists")) throw new Error(`psql: ${made.stderr}`);
  return ["--database", `${server}/${name}`];
}

/**
 * Starts `signalbox serve` on a free port of the loopback interface and waits until it answers.
 * @param {string} folder of the store
 * @param {string[]} [options]
 * @returns {Promise<Server>}
 */
export function start(folder, options = kFixtureOptions) {
  return serve([...storeOptions(folder), ...options]);
}

/**
 * As start(), with options that name the store.
 * @param {string[]} options
 * @returns {Promise<Server>}
 */
export async function serve(options) {
  const words = ["serve", "--listen", "127.0.0.1:0", "--json", ...options];
  const child = spawn(kProgram, words, { stdio: ["ignore", "pipe", "pipe"] });
  let err = "";
  child.stderr.setEncoding("utf8").on("data", (text) => (err += text));
  const line = await new Promise((resolve, reject) => {
    let out = "";
    child.stdout.setEncoding("utf8").on("data", (text) => {
      out += text;
      if (out.includes("\n")) resolve(out.slice(0, out.indexOf("\n")));
    });
    child.on("error", reject);
    child.on("close", (code) => reject(new Error(`the server ended with ${code}: ${err}`)));
  });
  const server = new Server(child, JSON.parse(line).url);
  server.log = () => err;
  return server;
}

/**
 * A server that lives as long as the test.
 * @param {import('node:test').TestContext} t
 * @param {string[]} [options]
 */
export async function startFor(t, options) {
  const server = await start(temporaryFolder(t), options);
  t.after(() => server.stop("SIGKILL"));
  return server;
}
