// Where the built things stand that the tests of equality run; the environment can name others.
import { existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const native = resolve(root, process.env.SIGNALBOX_NATIVE ?? "build/release");

/** The package @signalbox/engine. */
export const packageFolder = resolve(root, process.env.SIGNALBOX_PACKAGE ?? "build/wasm");
/** The command line. */
export const program = resolve(native, "server/signalbox");
/** A session behind standard input and output (tests/programs/session_pipe.cc). */
export const sessionPipe = resolve(native, "tests/session_pipe");
/** Random cases of the batch contract of formulas (tests/programs/formula_cases.cc). */
export const formulaCases = resolve(native, "tests/formula_cases");
/** Random decision tables with what the slow twin says to them (tests/programs/table_cases.cc). */
export const tableCases = resolve(native, "tests/table_cases");
/** The engine as a static library. */
export const engineLibrary = resolve(native, "engine/libsignalbox_engine.a");
export const corpusFolder = resolve(root, "tests/corpus/decisions");
export const sharedFolder = resolve(root, "tests/corpus/shared");
export const goldenFolder = resolve(root, "tests/golden/decisions");

/** Loads the built package. @returns {Promise<typeof import("../../wasm/src/engine.js")>} */
export function importPackage() {
  const file = resolve(packageFolder, "engine.js");
  if (!existsSync(file)) throw new Error(`There is no ${file}; scripts/build makes it.`);
  return import(file);
}
