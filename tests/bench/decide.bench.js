// Decisions a second of each build, on the sample that ships and on the incident log.
import { availableParallelism } from "node:os";
import { incidents, incidentsMissing, sample } from "../equality/real.js";
import { timeCommandLine, timeNative, timePackage } from "./engines.js";
import { leastMs, printFigures } from "./table.js";

const repeats = 3;

const hosts = { "native, one thread": timeNative };
hosts.WebAssembly = (testCase) => timePackage("wasm", testCase, repeats);
hosts["JavaScript (wasm2js)"] = (testCase) => timePackage("js", testCase, repeats);

async function measure(title, testCase) {
  const figures = [];
  let native;
  for (const [host, time] of Object.entries(hosts)) {
    const times = await time(testCase, repeats);
    native ??= times;
    const add = (what, member) =>
      figures.push({
        what: `${what}, ${host}`,
        value: (times.count / times[member]) * 1000,
        unit: "records/s",
        beside: times === native ? undefined : "native",
        ratio: native[member] / times[member],
      });
    add("read and prepare", "prepareMs");
    add("decide", "decideMs");
    add("decide with explanation", "explainMs");
    add("outcomes", "outcomesMs");
  }
  const cores = availableParallelism();
  const one = timeCommandLine(testCase, 1, 3);
  const all = timeCommandLine(testCase, undefined, 3);
  const fromFile = (ms) => (native.count / ms) * 1000;
  figures.push({ what: "file to explained lines, command line, 1 thread", value: fromFile(one), unit: "records/s" });
  figures.push({
    what: `file to explained lines, command line, ${cores} threads`,
    value: fromFile(all),
    unit: "records/s",
    beside: "1 thread",
    ratio: one / all,
  });
  printFigures(`${title}: ${native.count} records`, figures);
}

/** Re-deciding the whole history must take less time than reading it does. */
async function againstParsing(testCase) {
  const [header, ...rows] = testCase.records
    .trimEnd()
    .split(/\r?\n/)
    .map((line) => line.split(","));
  const json = JSON.stringify(rows.map((row) => Object.fromEntries(header.map((name, column) => [name, row[column]]))));
  const parsing = leastMs(repeats, () => JSON.parse(json));
  const figures = [{ what: `JSON.parse of the records (${json.length} bytes)`, value: parsing, unit: "ms" }];
  for (const [what, kind] of Object.entries({ WebAssembly: "wasm", "JavaScript (wasm2js)": "js" })) {
    const { outcomesMs } = await timePackage(kind, testCase, repeats, { withLines: false });
    figures.push({
      what: `re-decide all, ${what}`,
      value: outcomesMs,
      unit: "ms",
      beside: "JSON.parse",
      ratio: outcomesMs / parsing,
    });
  }
  printFigures("Re-deciding the incident log", figures);
}

await measure("The sample", sample());
if (incidentsMissing) {
  console.log(`\nThe incident log: not measured, ${incidentsMissing}`);
} else {
  await measure("The incident log", incidents());
  await againstParsing(incidents());
}
