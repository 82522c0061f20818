// Runs the steps of scripts/test one after the other, keeps a log and the results of each in build/test/, and ends with the sum.
import { spawn } from "node:child_process";
import { createWriteStream, existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { add, lastLine, noCounts, stepCounts } from "./results.js";
import { steps } from "./steps.js";

const folder = resolve("build/test");

/** Runs one command; its output goes to the terminal and to the log. Resolves to the exit code. */
function runCommand([program, ...args], logFile, environment) {
  return new Promise((done) => {
    const log = createWriteStream(logFile);
    const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, ...environment } });
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk) => {
        process.stdout.write(chunk);
        log.write(chunk);
      });
    }
    child.on("error", (error) => {
      process.stdout.write(`${program}: ${error.message}\n`);
      done(127);
    });
    child.on("close", (code, signal) => {
      log.end();
      done(signal ? 128 : code);
    });
  });
}

async function runStep(step, options) {
  const slug = step.name.toLowerCase().replace(/[^a-z0-9]+/g, "-");
  const results = resolve(folder, `${slug}.results`);
  rmSync(results, { force: true });
  process.stdout.write(`\n=== ${step.name}\n`);
  const started = Date.now();
  const environment = options.long ? { SIGNALBOX_LONG: "1" } : {};
  const exitCode = await runCommand(step.command(results), resolve(folder, `${slug}.log`), environment);
  const text = existsSync(results) ? readFileSync(results, "utf8") : undefined;
  const counts = stepCounts(step, exitCode, text);
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  process.stdout.write(`=== ${step.name}: ${lastLine(counts)} (${seconds} s)\n`);
  return { name: step.name, counts, seconds };
}

function printSummary(finished) {
  process.stdout.write("\n");
  for (const { name, counts, seconds } of finished) {
    const mark = counts.failed === 0 ? "ok  " : "FAIL";
    process.stdout.write(`${mark} ${name.padEnd(34)} ${seconds.padStart(7)} s  ${lastLine(counts)}\n`);
  }
}

const { values } = parseArgs({
  options: { long: { type: "boolean", default: false }, only: { type: "string", multiple: true, default: [] } },
});
mkdirSync(folder, { recursive: true });
const chosen = steps(values).filter(
  ({ name }) => values.only.length === 0 || values.only.some((word) => name.toLowerCase().includes(word.toLowerCase())),
);
if (chosen.length === 0) {
  console.error(`error: no step is named like ${values.only.join(", ")}`);
  process.exit(2);
}
const finished = [];
for (const step of chosen) finished.push(await runStep(step, values));
const sum = finished.map(({ counts }) => counts).reduce(add, noCounts());
printSummary(finished);
console.log(lastLine(sum));
process.exit(sum.failed === 0 ? 0 : 1);
