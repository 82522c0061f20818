// How fast records are decided: on the command line on all cores, and by the JavaScript package as WebAssembly and as plain JavaScript.
// Input: the incident log where it is present, otherwise the sample. Each figure is the best of several runs.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { cpus } from "node:os";
import { importPackage, program } from "../equality/places.js";
import { incidents, incidentsMissing, sample } from "../equality/real.js";

const runs = 5;

/** The shortest time of several runs, in ms. */
function bestMs(work) {
  const times = Array.from({ length: runs }, () => {
    const started = performance.now();
    work();
    return performance.now() - started;
  });
  return Math.min(...times);
}

function report(what, ms, count) {
  const perSecond = Math.round(count / (ms / 1000)).toLocaleString("en");
  const each = ((ms * 1000) / count).toFixed(2);
  console.log(
    `${what.padEnd(52)} ${ms.toFixed(1).padStart(9)} ms  ${each.padStart(8)} us each  ${perSecond.padStart(10)} /s`,
  );
}

function commandLine({ definitionFile, directoryFile, rosterFile, recordsFile, at }, ...more) {
  const words = ["decide", definitionFile, "--directory", directoryFile, "--roster", rosterFile];
  const ended = spawnSync(program, [...words, "--records", recordsFile, "--at", at[0], ...more], {
    maxBuffer: 1 << 30,
  });
  if (ended.status !== 0) throw new Error(ended.stderr.toString());
}

function must(answer) {
  if (answer.ok === false) throw new Error(answer.error.sentence);
  return answer;
}

async function packageBench(kind, testCase, count) {
  const { loadEngine } = await importPackage();
  const engine = await loadEngine({ prefer: kind });
  const { program } = must(engine.compile(testCase.definition));
  const { directory } = must(engine.loadDirectory(testCase.directory));
  const { roster } = must(engine.loadRoster(testCase.roster, { directory }));
  const prepare = () => must(engine.prepareRecords(testCase.records, { program, format: testCase.format }));
  const { records } = prepare();
  const context = { program, directory, roster, records, at: testCase.at[0] };
  const release = () => must(engine.release(prepare().records));
  report(`${engine.kind}: read the records`, bestMs(release), count);
  report(
    `${engine.kind}: outcomes of prepared records`,
    bestMs(() => must(engine.outcomes(context))),
    count,
  );
  report(
    `${engine.kind}: decision lines`,
    bestMs(() => must(engine.decideBatch(context))),
    count,
  );
  const explained = { ...context, explain: true };
  report(
    `${engine.kind}: decision lines with explanation`,
    bestMs(() => must(engine.decideBatch(explained))),
    count,
  );
  engine.free();
}

async function main() {
  if (incidentsMissing) console.log(`${incidentsMissing}; measuring with the sample`);
  const testCase = incidentsMissing ? sample() : incidents();
  if (!existsSync(program)) throw new Error(`there is no ${program}; scripts/build makes it`);
  const isJson = testCase.records.trimStart().startsWith("[");
  const count = isJson ? JSON.parse(testCase.records).length : testCase.records.trimEnd().split("\n").length - 1;
  const megabytes = (readFileSync(testCase.recordsFile).length / 1e6).toFixed(1);
  console.log(
    `${testCase.name}: ${count} records, ${megabytes} MB, ${cpus().length} x ${cpus()[0]?.model}, Node ${process.version}`,
  );
  report(
    "command line: start, read, decide, write",
    bestMs(() => commandLine(testCase)),
    count,
  );
  report(
    "command line: the same with explanation",
    bestMs(() => commandLine(testCase, "--explain")),
    count,
  );
  await packageBench("wasm", testCase, count);
  await packageBench("js", testCase, count);
}

await main();
