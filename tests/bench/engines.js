// The same work on each build of the engine, timed.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { importPackage, program, sessionPipe } from "../equality/places.js";
import { leastMs } from "./table.js";

const benchEngine = join(dirname(sessionPipe), "bench_engine");

/** @typedef {{count: number, prepareMs: number, decideMs: number, explainMs: number, outcomesMs: number}} Times */

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

/** One thread of the native engine. @returns {Times} */
export function timeNative({ definition, directory, roster, records, format, at }, repeats) {
  return withFiles({ definition, directory, roster: roster ?? "", records }, (paths) => {
    const words = [
      paths.definition,
      paths.directory,
      roster ? paths.roster : "-",
      paths.records,
      format,
      at[0],
      repeats,
    ];
    return JSON.parse(execFileSync(benchEngine, words.map(String), { encoding: "utf8" }));
  });
}

/**
 * The package, as "wasm" or "js".
 * @param {{withLines?: boolean}} [options] `withLines`: decision lines as well, which take longest
 * @returns {Promise<Times>}
 */
export async function timePackage(
  kind,
  { definition, directory, roster, records, format, at },
  repeats,
  { withLines = true } = {},
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
  if (!withLines) return { count, prepareMs, outcomesMs };
  const decideMs = leastMs(repeats, () => good(engine.decideBatch(context)));
  const explainMs = leastMs(repeats, () => good(engine.decideBatch({ ...context, explain: true })));
  return { count, prepareMs, decideMs, explainMs, outcomesMs };
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
