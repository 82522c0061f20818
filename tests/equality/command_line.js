import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { program } from "./places.js";

const kSuffixes = { json: "json", jsonl: "jsonl", csv: "csv" };

/** How the records of a case are called as a file, which tells the command line their format. */
function recordsName({ format, records }) {
  if (format !== "auto") return `records.${kSuffixes[format]}`;
  return records.trimStart().startsWith("[") ? "records.json" : "records.jsonl";
}

/**
 * The explained decision lines that `signalbox decide` prints for a case.
 * @param {import("./answers.js").Case} testCase
 * @returns {string} lines
 */
export function commandLineAnswers(testCase) {
  const folder = mkdtempSync(join(tmpdir(), "signalbox-equality-"));
  try {
    const file = (name, text) => {
      writeFileSync(join(folder, name), text);
      return join(folder, name);
    };
    const words = ["decide", file("definition.json", testCase.definition), "--explain"];
    words.push("--directory", file("directory.json", testCase.directory));
    words.push("--records", file(recordsName(testCase), testCase.records));
    if (testCase.roster) words.push("--roster", file("roster.json", testCase.roster));
    return testCase.at.map((at) => run([...words, "--at", at])).join("");
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function run(words) {
  const ended = spawnSync(program, words, { encoding: "utf8", maxBuffer: 2 ** 28 });
  // 1: some record was bad, and its line says so.
  if (ended.status !== 0 && ended.status !== 1) throw new Error(`signalbox ${words.join(" ")}: ${ended.stderr}`);
  return ended.stdout;
}
