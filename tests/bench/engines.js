// The same work on each build of the engine, timed.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { NativeSession } from "../equality/native.js";
import { importPackage, program, sessionPipe } from "../equality/places.js";
import { answersIn, rulesIn } from "./signalbox_problem.js";
import { leastMs } from "./table.js";

const benchEngine = join(dirname(sessionPipe), "bench_engine");

/** @typedef {{count: number, prepareMs: number, decideMs: number, explainMs: number, outcomesMs: number, reasonsMs: number, fromTextMs: number, filterMs: number}} Times */

/** @param {Record<string, string>} files name -> text; `work` gets name -> path */
export function withFiles(files, work) {
  const folder = mkdtempSync(join(tmpdir(), "signalbox-bench-"));
  try {
    const paths = {};
    for (const [name, text] of Object.entries(files)) {
      paths[name] = join(folder, name);
      writeFileSync(paths[name], text);
    }
    return work(paths);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * One thread of the native engine.
 * @param {string[]} [what] of decide, explain, outcomes, reasons (outcomes with the rules that won), fromText (records read, then
 *   outcomes), all of them when left out; filter:FORMULA
 * @returns {Times}
 */
export function timeNative({ definition, directory, roster, records, format, at }, repeats, what = []) {
  return withFiles({ definition, directory, roster: roster ?? "", records }, (paths) => {
    const words = [
      paths.definition,
      paths.directory,
      roster ? paths.roster : "-",
      paths.records,
      format,
      at[0],
      repeats,
      ...what,
    ];
    return JSON.parse(execFileSync(benchEngine, words.map(String), { encoding: "utf8" }));
  });
}

/**
 * The package, as "wasm" or "js".
 * @param {{withLines?: boolean, condition?: string}} [options] `withLines`: decision lines as well, which take longest; `condition`: a
 *   formula to filter the records by
 * @returns {Promise<Times>}
 */
export async function timePackage(
  kind,
  { definition, directory, roster, records, format, at },
  repeats,
  { withLines = true, condition } = {},
) {
  const { loadEngine } = await importPackage();
  const engine = await loadEngine({ prefer: kind });
  const good = (answer) => {
    if (!answer.ok) throw new Error(JSON.stringify(answer));
    return answer;
  };
  const context = { ...good(engine.compile(definition)), at: at[0] };
  context.directory = good(engine.loadDirectory(directory)).directory;
  if (roster) context.roster = good(engine.loadRoster(roster, context)).roster;
  let count = 0;
  const prepareMs = leastMs(repeats, () => {
    if (context.records !== undefined) good(engine.release(context.records));
    ({ records: context.records, count } = good(engine.prepareRecords(records, { ...context, format })));
  });
  const outcomesMs = leastMs(repeats, () => good(engine.outcomes(context)));
  const filterMs = condition && leastMs(repeats, () => good(engine.filter(condition, context)));
  if (!withLines) return { count, prepareMs, outcomesMs, filterMs };
  const decideMs = leastMs(repeats, () => good(engine.decideBatch(context)));
  const explainMs = leastMs(repeats, () => good(engine.decideBatch({ ...context, explain: true })));
  return { count, prepareMs, decideMs, explainMs, outcomesMs, filterMs };
}

/**
 * Compiles, reads the records and asks: for the records that meet the condition, if there is one, else for the answer to each.
 * @returns {Promise<unknown[]>} by record; with `explain` the rules that won, `undefined` for the default
 */
async function answersOver(call, { definition, directory, records, format, at }, condition, explain = false) {
  const good = async (header, body) => {
    const answer = JSON.parse(await call(header, body));
    if (!answer.ok) throw new Error(JSON.stringify(answer));
    return answer;
  };
  const { program } = await good({ op: "compile" }, definition);
  const prepared = await good({ op: "records", program, format }, records);
  const context = { program, records: prepared.records, at: at[0] };
  if (condition) {
    const matches = new Set((await good({ op: "formula.filter", ...context }, condition)).matches);
    return Array.from({ length: prepared.count }, (_, index) => matches.has(index));
  }
  const places = (await good({ op: "directory" }, directory)).directory;
  const answer = await good({ op: "outcomes", ...context, directory: places, explain });
  return explain ? rulesIn(answer) : answersIn(answer);
}

/** What the native engine answers to a case of signalbox_problem.js. @returns {Promise<unknown[]>} by record */
export async function answersNatively(testCase, condition, explain) {
  const session = new NativeSession();
  try {
    return await answersOver((header, body) => session.callText(header, body), testCase, condition, explain);
  } finally {
    await session.free();
  }
}

/** What the package answers, as "wasm" or "js". @returns {Promise<unknown[]>} by record */
export async function answersOfPackage(kind, testCase, condition) {
  const { loadEngine } = await importPackage();
  const engine = await loadEngine({ prefer: kind });
  try {
    return await answersOver((header, body) => engine.callText(header, body), testCase, condition);
  } finally {
    engine.free();
  }
}

/** The command line from files to lines, everything included. @returns {number} milliseconds */
export function timeCommandLine({ definitionFile, directoryFile, rosterFile, recordsFile, at }, threads, repeats) {
  const words = ["decide", definitionFile, "--directory", directoryFile, "--roster", rosterFile];
  words.push("--records", recordsFile, "--at", at[0], "--explain");
  if (threads) words.push("--threads", String(threads));
  return leastMs(repeats, () =>
    execFileSync(program, words, { maxBuffer: 2 ** 30, stdio: ["ignore", "pipe", "ignore"] }),
  );
}
