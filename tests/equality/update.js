// Usage: node tests/equality/update.js [--write] [CASE...]
// Shows how the answers of the natively built engine differ from the golden lines, for all cases or for those named; with --write the
// golden lines become what the engine says. Read the difference before you commit it: it is a change of behaviour.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { answersTo } from "./answers.js";
import { readCorpus } from "./corpus.js";
import { NativeSession } from "./native.js";
import { goldenFolder } from "./places.js";

const { values, positionals } = parseArgs({ options: { write: { type: "boolean" } }, allowPositionals: true });
const folder = mkdtempSync(join(tmpdir(), "signalbox-golden-"));
const engine = new NativeSession();
mkdirSync(goldenFolder, { recursive: true });
const corpus = readCorpus().filter(({ name }) => positionals.length === 0 || positionals.includes(name));
for (const testCase of corpus) {
  try {
    writeFileSync(join(folder, `${testCase.name}.jsonl`), await answersTo(engine, testCase));
  } catch (error) {
    console.error(`${testCase.name}: ${error.message}`);
    process.exitCode = 1;
  }
}
await engine.free();
const difference = ["diff", "--no-index", "--stat", "--patch", goldenFolder, folder];
if (positionals.length === 0) spawnSync("git", difference, { stdio: "inherit" });
for (const name of positionals) {
  spawnSync("git", ["diff", "--no-index", join(goldenFolder, `${name}.jsonl`), join(folder, `${name}.jsonl`)], {
    stdio: "inherit",
  });
}
if (values.write) spawnSync("cp", ["-r", `${folder}/.`, goldenFolder], { stdio: "inherit" });
rmSync(folder, { recursive: true });
