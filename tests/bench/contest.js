// Engines on one problem, one after the other, each in a process of its own; none is timed whose answers are not the expected ones.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { withFiles } from "./engines.js";
import { kPeers } from "./peers.js";

const kProgram = fileURLToPath(new URL("run_peer.js", import.meta.url));
/** Beyond the time for the records: loading, compiling, the first decision and the last one that had begun. */
const kPatienceMs = 20_000;

/** @typedef {{name: string, nsEach?: number, ownNsEach?: number, count?: number, coldMs?: number, failure?: string}} Result */

function runPeer(name, file, budgetMs) {
  const ended = spawnSync(process.execPath, [kProgram, name, file, String(budgetMs)], {
    encoding: "utf8",
    maxBuffer: 2 ** 28,
    timeout: budgetMs + kPatienceMs,
    killSignal: "SIGKILL",
  });
  if (ended.error?.code === "ETIMEDOUT") return { failure: `no answer within ${(budgetMs + kPatienceMs) / 1000} s` };
  if (ended.status !== 0) return { failure: `the process ended: ${ended.signal ?? ended.status}` };
  return JSON.parse(ended.stdout.trimEnd().split("\n").at(-1));
}

function judged({ answers, ...result }, expected) {
  if (result.failure) return result;
  const wrong = answers.findIndex((answer, index) => answer !== expected[index]);
  if (wrong === -1) return { ...result, count: answers.length };
  return { failure: `record ${wrong}: ${JSON.stringify(answers[wrong])}, not ${JSON.stringify(expected[wrong])}` };
}

/**
 * @param {import("./signalbox_problem.js").Problem} problem
 * @param {unknown[]} expected the answer to each record
 * @param {number} budgetMs for the records of one engine; slow engines decide fewer of them, and `count` says how many; 0: the first
 *   record alone
 * @param {string[]} [names]
 * @returns {Result[]}
 */
export function contest(problem, expected, budgetMs, names = peersOn(problem)) {
  return withFiles({ problem: JSON.stringify(problem) }, (paths) =>
    names.map((name) => ({ name, ...judged(runPeer(name, paths.problem, budgetMs), expected) })),
  );
}

/** The names of the engines that can be given the problem. */
export function peersOn(problem) {
  const kind = problem.table ? "table" : "rule";
  return Object.keys(kPeers).filter((name) => kPeers[name].on.includes(kind));
}

/** What was measured, for people: how many of the records, where not all. */
export function titled({ name, count }, all) {
  return count === undefined || count === all ? name : `${name} (${count} of ${all} records)`;
}
