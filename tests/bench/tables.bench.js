// Decision tables of 10 to 10,000 rows: this engine, the scans that a person would write by hand, and other engines.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { loadavg } from "node:os";
import { dirname, join } from "node:path";
import { sessionPipe } from "../equality/places.js";
import { ownBytes, peerBytes } from "./artifacts.js";
import { contest, titled } from "./contest.js";
import { answersNatively, answersOfPackage, timeNative, timePackage, withFiles } from "./engines.js";
import { scanOf } from "./peers/plain.js";
import { ruleProblem, tableProblem } from "./problems.js";
import { caseOf } from "./signalbox_problem.js";
import { printFigures } from "./table.js";

const kSizes = [10, 100, 1000, 10_000];
const kRecords = 10_000;
const kBudgetMs = 1000;
const kFloorMs = 500;
const kScan = "the scan in C++";
/** An explanation names every row, so fewer records are explained of a large table. */
const kExplainedRows = 1_000_000;
const kColdRows = 100;
const kStarts = 5;

const perRecord = (ms, count = kRecords) => (ms * 1e6) / count;

/** The table and the records with whole numbers in place of texts and of shares. @returns {{table: string, records: string}} */
function inNumbers({ table, records }) {
  const known = new Map();
  const numberOf = (value) => known.get(value) ?? known.set(value, known.size).get(value);
  const thousandths = (share) => Math.round(share * 1000);
  const cellOf = (cell) => {
    if (!cell) return "-";
    return cell.in ? cell.in.map(numberOf).join("|") : `${thousandths(cell.from)}..${thousandths(cell.to)}`;
  };
  const isShare = table.columns.map((_, index) => table.rows.some(({ cells }) => cells[index]?.to !== undefined));
  const valueOf = (value, column) => (isShare[column] ? thousandths(value) : numberOf(value));
  const lines = (rows) => rows.map((cells) => `${cells.join(",")}\n`).join("");
  return {
    table: lines(table.rows.map(({ cells }) => cells.map(cellOf))),
    records: lines(records.map((record) => table.columns.map((name, column) => valueOf(record[name], column)))),
  };
}

/** Milliseconds of the scan in C++, whose answers must be right. */
function timeFloor(problem, expected) {
  const { rows, otherwise } = problem.table;
  const scan = join(dirname(sessionPipe), "bench_table_floor");
  const run = (paths, repeats) =>
    JSON.parse(
      execFileSync(scan, [paths.table, paths.records, `${repeats}`], { encoding: "utf8", maxBuffer: 2 ** 26 }),
    );
  return withFiles(inNumbers(problem), (paths) => {
    const once = run(paths, 1);
    assert.deepEqual(
      once.rows.map((row) => rows[row]?.id ?? otherwise),
      expected,
      "the scan in C++",
    );
    return run(paths, Math.max(3, Math.floor(kFloorMs / once.ms))).ms;
  });
}

async function ownFigures(problem, expected, figure) {
  const testCase = caseOf(problem);
  assert.deepEqual(await answersNatively(testCase), expected, "native");
  const rules = await answersNatively(testCase, undefined, true);
  assert.deepEqual(
    rules.map((rule) => rule ?? problem.table.otherwise),
    expected,
    "the rules that won",
  );
  for (const kind of ["wasm", "js"]) assert.deepEqual(await answersOfPackage(kind, testCase), expected, kind);
  const native = timeNative(testCase, 15, ["outcomes", "reasons", "fromText"]);
  const explained = Math.min(kRecords, kExplainedRows / (problem.table.rows.length + 1));
  const fewer = caseOf({ ...problem, records: problem.records.slice(0, explained) });
  const lines = timeNative(fewer, 5, ["decide", "explain"]);
  const wasm = await timePackage("wasm", testCase, 10, { withLines: false });
  const js = await timePackage("js", testCase, 5, { withLines: false });
  const few = (what) => titled({ name: what, count: explained }, kRecords);
  return [
    figure("native, parsed records", perRecord(native.outcomesMs)),
    figure("native, parsed records, with the rules that won", perRecord(native.reasonsMs)),
    figure("native, from JSON lines", perRecord(native.fromTextMs)),
    figure(few("native, decision lines"), perRecord(lines.decideMs, explained)),
    figure(few("native, decision lines with explanation"), perRecord(lines.explainMs, explained)),
    figure("WebAssembly, batch", perRecord(wasm.outcomesMs)),
    figure("WebAssembly, reading the records of a batch", perRecord(wasm.prepareMs)),
    figure("JavaScript (wasm2js), batch", perRecord(js.outcomesMs)),
  ];
}

function peerFigures(result, figure) {
  const what = titled(result, kRecords);
  if (result.failure) return [{ what, failure: result.failure }];
  const figures = [figure(what, result.nsEach)];
  if (result.ownNsEach) figures.push(figure(`${result.name}, by its own clock`, result.ownNsEach));
  return figures;
}

async function compareAt(size) {
  const problem = tableProblem(size, kRecords);
  const expected = problem.records.map(scanOf(problem.table));
  const floor = perRecord(timeFloor(problem, expected));
  const figure = (what, value) => ({ what, value, unit: "ns/record", beside: kScan, ratio: value / floor });
  const own = await ownFigures(problem, expected, figure);
  const peers = contest(problem, expected, kBudgetMs).flatMap((result) => peerFigures(result, figure));
  const caught = expected.filter((answer) => answer === problem.table.otherwise).length;
  printFigures(
    `${size} rows, ${kRecords} records, ${caught} of them for the last row; load ${loadavg()[0].toFixed(1)}`,
    [{ what: "scan in C++", value: floor, unit: "ns/record" }, ...own, ...peers],
  );
}

/** Loading, compiling and the first decision, each time in a new process. */
function compareStarts(title, problem, expected) {
  const starts = new Map();
  for (let repeat = 0; repeat < kStarts; repeat++) {
    for (const { name, coldMs, failure } of contest(problem, expected, 0)) {
      const known = starts.get(name)?.value ?? Infinity;
      starts.set(name, failure ? { what: name, failure } : { what: name, value: Math.min(known, coldMs), unit: "ms" });
    }
  }
  printFigures(`Load, compile and decide once, without the start of Node: ${title}`, [...starts.values()]);
}

async function compareSizes() {
  const own = { "this engine, WebAssembly": ownBytes("wasm"), "this engine, JavaScript": ownBytes("fallback") };
  const sizes = Object.entries({ ...own, ...(await peerBytes()) });
  printFigures(
    "What a page loads, gzip -9",
    sizes.map(([what, value]) => ({ what, value, unit: "bytes" })),
  );
}

for (const size of kSizes) await compareAt(size);
const small = tableProblem(kColdRows, 1);
compareStarts(`${kColdRows} rows`, small, small.records.map(scanOf(small.table)));
compareStarts("one rule", ruleProblem(1), [false]);
await compareSizes();
