// Answers to cases of the batch contract of formulas, one a line.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { root } from "./places.js";

/** @param {string[]} command that reads cases and prints answers @param {string[]} lines @returns {string[]} */
export function commandAnswers([command, ...words], lines) {
  const ended = spawnSync(command, words, { input: `${lines.join("\n")}\n`, encoding: "utf8", maxBuffer: 2 ** 28 });
  assert.equal(ended.status, 0, `${[command, ...words].join(" ")}: ${ended.error ?? ended.stderr}`);
  return ended.stdout.split("\n").slice(0, -1);
}

/** The same through the package, as "wasm" or "js". */
export function packageAnswers(kind, lines) {
  return commandAnswers([process.execPath, join(root, "tests/equality/formula_batch.js"), kind], lines);
}
