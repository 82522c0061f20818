// The main job once, without a browser: decides the sample on the command line, then starts the server on a free port, asks it for its
// health, the site and one decision, compares that with the command line's, and stops it. Exits 0 when all of it worked.
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const program = "build/bin/signalbox";
const sample = (name) => `web/sample/${name}.json`;
const documents = ["--directory", sample("directory"), "--roster", sample("roster")];
const patienceMs = 30_000;

function expect(what, holds) {
  if (!holds) throw new Error(`expected ${what}`);
  console.log(`ok: ${what}`);
}

function decideOnCommandLine(at) {
  const words = ["decide", sample("definition"), ...documents, "--records", sample("records"), "--at", at];
  const lines = execFileSync(program, words, { maxBuffer: 1 << 28 })
    .toString()
    .trimEnd()
    .split("\n");
  return lines.map((line) => JSON.parse(line));
}

/** Starts the server; resolves to the process and the address that it prints. */
async function startServer(data) {
  const words = ["serve", "--json", "--data", data, "--listen", "127.0.0.1:0", "--web", "build/web"];
  const server = spawn(program, [...words, "--definition", sample("definition"), ...documents], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = new Promise((_, reject) => {
    server.once("error", reject);
    server.once("exit", (code) => reject(new Error(`the server stopped with ${code} before it listened`)));
  });
  exited.catch(() => {});
  const line = new Promise((done) => createInterface(server.stdout).once("line", done));
  const address = /https?:\/\/[^\s"]+/.exec(await Promise.race([line, exited]))?.[0];
  if (!address) throw new Error("the server printed no address");
  return { server, address: address.replace(/\/$/, "") };
}

async function ask(url, options = {}) {
  const answer = await fetch(url, { ...options, signal: AbortSignal.timeout(patienceMs) });
  const text = await answer.text();
  expect(`200 from ${options.method ?? "GET"} ${new URL(url).pathname}, found ${answer.status}`, answer.status === 200);
  return text;
}

async function askServer(address, at, record, decision) {
  await ask(`${address}/healthz`);
  expect("a page at /", /<html/i.test(await ask(`${address}/`)));
  const body = JSON.stringify({ definition: "case-support", record, at });
  const headers = { "content-type": "application/json" };
  const answer = JSON.parse(await ask(`${address}/v1/decide`, { method: "POST", headers, body }));
  expect("the server's decision to be the command line's", JSON.stringify(answer) === JSON.stringify(decision));
}

async function main() {
  const { at } = JSON.parse(readFileSync(sample("sample"), "utf8"));
  const records = JSON.parse(readFileSync(sample("records"), "utf8"));
  const decisions = decideOnCommandLine(at);
  expect(`${records.length} decisions`, decisions.length === records.length);
  expect(
    "an agent for at least a quarter of the records",
    decisions.filter((d) => d.outcome?.agent).length * 4 >= records.length,
  );

  const data = mkdtempSync(join(tmpdir(), "signalbox-check-"));
  let server;
  try {
    const started = await startServer(data);
    server = started.server;
    await askServer(started.address, at, records[0], decisions[0]);
    const stopped = new Promise((done) => server.once("exit", done));
    server.kill("SIGTERM");
    expect("the server to stop when told", (await stopped) === 0);
  } finally {
    server?.kill("SIGKILL");
    rmSync(data, { recursive: true, force: true });
  }
  console.log("The main job works.");
}

main().catch((error) => {
  console.error(`check failed: ${error.message}`);
  process.exit(1);
});
