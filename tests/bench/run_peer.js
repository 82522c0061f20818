// One engine of tests/bench/peers.js on one problem, in a process of its own, so that no engine warms up, slows down or takes along
// another. Usage: node run_peer.js PEER PROBLEM.json MILLISECONDS. Prints one line of JSON (contest.js reads it).
import { readFileSync } from "node:fs";
import { kPeers } from "./peers.js";

const kChunkMs = 5;

/** How long a whole pass over the records took; over fewer of them when the time is up. Answers are those of the last pass. */
async function timeEach({ decide, inFlight = 1 }, taken, untilMs) {
  const answers = [];
  let chunk = 1;
  let spent = 0;
  while (answers.length < taken.length && spent < untilMs) {
    const part = taken.slice(answers.length, answers.length + chunk * inFlight);
    const start = performance.now();
    const found = inFlight > 1 ? await together(decide, part, inFlight) : await inTurn(decide, part);
    const took = performance.now() - start;
    answers.push(...found);
    spent += took;
    const each = took / part.length;
    chunk = Math.max(1, Math.min(4 * chunk, Math.floor(kChunkMs / each / inFlight)));
  }
  return { answers, ms: spent };
}

async function inTurn(decide, records) {
  const answers = new Array(records.length);
  for (let index = 0; index < records.length; index++) {
    const answer = decide(records[index]);
    answers[index] = typeof answer?.then === "function" ? await answer : answer;
  }
  return answers;
}

async function together(decide, records, inFlight) {
  const answers = new Array(records.length);
  let next = 0;
  const lane = async () => {
    while (next < records.length) {
      const index = next++;
      answers[index] = await decide(records[index]);
    }
  };
  await Promise.all(Array.from({ length: Math.min(inFlight, records.length) }, lane));
  return answers;
}

function timeAll({ decideAll, answersIn = (found) => found }, all) {
  const start = performance.now();
  const found = decideAll(all);
  const ms = performance.now() - start;
  return { answers: answersIn(found), ms };
}

async function measure(contender, records, budgetMs) {
  const { take = (record) => record, takeAll } = contender;
  const taken = takeAll ? takeAll(records) : records.map(take);
  let left = budgetMs;
  let best;
  do {
    const pass = takeAll ? timeAll(contender, taken) : await timeEach(contender, taken, left);
    left -= pass.ms;
    const nsEach = (pass.ms / pass.answers.length) * 1e6;
    if (best && pass.answers.length < best.answers.length) break;
    best = { answers: pass.answers, nsEach: Math.min(nsEach, best?.nsEach ?? Infinity) };
  } while (left > 0);
  return { ...best, ownNsEach: contender.ownNs?.() };
}

async function first({ take = (record) => record, decide, takeAll, decideAll, answersIn = (found) => found }, record) {
  if (takeAll) return answersIn(decideAll(takeAll([record])));
  return [await decide(take(record))];
}

async function run(name, problem, budgetMs) {
  const start = performance.now();
  const contender = await (await kPeers[name].load())(problem);
  const answers = await first(contender, problem.records[0]);
  const coldMs = performance.now() - start;
  if (budgetMs <= 0) return { coldMs, answers };
  return { coldMs, ...(await measure(contender, problem.records, budgetMs)) };
}

const [name, file, budgetMs] = process.argv.slice(2);
let result;
try {
  result = await run(name, JSON.parse(readFileSync(file, "utf8")), Number(budgetMs));
} catch (error) {
  result = { failure: `${error?.name ?? "Error"}: ${error?.message ?? error}`.split("\n")[0].slice(0, 80) };
}
process.stdout.write(`${JSON.stringify(result)}\n`, () => process.exit(0));
