// A PostgreSQL server of Debian's packages, on a free port of the loopback interface, that lives as long as a test.
import { execFileSync, spawn, spawnSync } from "node:child_process";
import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";

export const kBinaries = process.env.SIGNALBOX_POSTGRES_BIN ?? "/usr/lib/postgresql/15/bin";
const kUser = "signalbox";

/** PostgreSQL refuses to run as root; then it runs as a user without rights. */
function account() {
  if (process.getuid() !== 0) return {};
  const idOf = (flag) => Number(execFileSync("id", [flag, "nobody"], { encoding: "utf8" }));
  return { uid: idOf("-u"), gid: idOf("-g") };
}

const freePort = () =>
  new Promise((resolve) => {
    const probe = net.createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });

export class Postgres {
  /** @param {string} folder @param {number} port @param {object} who @param {string[]} settings */
  constructor(folder, port, who, settings) {
    Object.assign(this, { folder, port, who, settings });
    this.databases = 0;
  }

  /** Its address, of one database. */
  url(database) {
    return `postgresql://${kUser}@127.0.0.1:${this.port}/${database}`;
  }

  /** Starts the server, again after stop(), and waits until it lets clients in. */
  async start() {
    const words = ["-D", this.folder, "-k", this.folder, "-h", "127.0.0.1", "-p", String(this.port)];
    const settings = ["lc_messages=C", "max_connections=300", ...this.settings].flatMap((one) => ["-c", one]);
    const child = spawn(path.join(kBinaries, "postgres"), [...words, ...settings], {
      ...this.who,
      cwd: this.folder,
      stdio: ["ignore", "ignore", "pipe"],
    });
    this.child = child;
    this.ended = new Promise((resolve) => child.on("close", resolve));
    let log = "";
    await new Promise((resolve, reject) => {
      child.stderr.setEncoding("utf8").on("data", (text) => {
        log = (log + text).slice(-10_000);
        if (log.includes("ready to accept connections")) resolve();
      });
      child.on("close", () => reject(new Error(`PostgreSQL ended: ${log}`)));
    });
    this.log = () => log;
  }

  /** SIGINT breaks the connections and shuts down; SIGQUIT is a crash. */
  async stop(signal = "SIGINT") {
    this.child.kill(signal);
    await this.ended;
  }

  async remove() {
    await this.stop("SIGQUIT");
    fs.rmSync(this.folder, { recursive: true, force: true });
  }

  psql(database, text) {
    return ["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", this.url(database), "-c", text];
  }

  /** Runs SQL as the owner of everything. */
  sql(database, text) {
    return execFileSync(path.join(kBinaries, "psql"), this.psql(database, text), { encoding: "utf8" }).trim();
  }

  /** Runs SQL beside other things. */
  async sqlSoon(database, text) {
    const child = spawn(path.join(kBinaries, "psql"), this.psql(database, text), { stdio: "ignore" });
    await new Promise((resolve) => child.on("close", resolve));
  }

  /** The address of a new database. */
  database(options = "") {
    const name = `test_${++this.databases}`;
    this.sql("postgres", `CREATE DATABASE ${name} ${options}`);
    return this.url(name);
  }
}

/**
 * A server that the caller removes.
 * @param {string[]} [settings] of the server; by default it does not wait for the disk
 */
export async function makePostgres(settings = ["fsync=off"]) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "signalbox-postgres-"));
  const who = account();
  if (who.uid !== undefined) fs.chownSync(folder, who.uid, who.gid);
  const words = ["-D", folder, "-U", kUser, "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"];
  const made = spawnSync(path.join(kBinaries, "initdb"), words, { ...who, cwd: folder, encoding: "utf8" });
  if (made.status !== 0) throw new Error(`initdb: ${made.error ?? made.stderr}`);
  const server = new Postgres(folder, await freePort(), who, settings);
  await server.start();
  return server;
}

/**
 * A server that lives as long as the test.
 * @param {import('node:test').TestContext} t
 * @param {string[]} [settings]
 */
export async function startPostgres(t, settings) {
  const server = await makePostgres(settings);
  t.after(() => server.remove());
  return server;
}
