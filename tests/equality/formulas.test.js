// Cases of the batch contract of formulas give the same bytes natively, in WebAssembly and in JavaScript.
import { describe, test } from "node:test";
import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { commandAnswers, packageAnswers } from "./batch_answers.js";
import { program, root } from "./places.js";

const kModes = ["zero", "blank"];
const kVectors = join(root, "../shared/conformance/formula/vectors.jsonl");
const kCorpus = join(root, "tests/corpus/formula");

const readLines = (file) => readFileSync(file, "utf8").split("\n").filter(Boolean);

/** Each case in both blank modes, one a line; what it expects is left out. */
function cases(lines) {
  const both = ({ name, formula, returns, fields, rows, now }) =>
    kModes.map((blanks) => JSON.stringify({ name, formula, returns, fields, blanks, rows, now }));
  return lines.flatMap((line) => both(JSON.parse(line)));
}

function corpusCases() {
  const files = readdirSync(kCorpus).filter((file) => file.endsWith(".jsonl"));
  return cases(files.sort().flatMap((file) => readLines(join(kCorpus, file))));
}

function vectorCases() {
  const plain = (line) => {
    const { rows, ...vector } = JSON.parse(line);
    return JSON.stringify({ ...vector, rows: rows.map((row) => row.in) });
  };
  return cases(readLines(kVectors).map(plain));
}

function assertSameEverywhere(t, lines) {
  const native = commandAnswers([program, "formula", "--batch"], lines);
  assert.equal(native.length, lines.length);
  const rows = native.reduce((sum, line) => sum + JSON.parse(line).results.length, 0);
  assert.ok(rows > 0);
  for (const kind of ["wasm", "js"]) {
    const found = packageAnswers(kind, lines);
    const at = native.findIndex((line, index) => line !== found[index]);
    assert.equal(at, -1, `${kind}: ${lines[at]}\nnative: ${native[at]}\n${kind}: ${found[at]}`);
    assert.equal(found.length, native.length);
  }
  t.diagnostic(`${rows} rows of ${lines.length} cases are equal`);
}

describe("formulas give the same bytes natively, in WebAssembly and in JavaScript", () => {
  test("the corpus", (t) => assertSameEverywhere(t, corpusCases()));

  const missing = existsSync(kVectors) ? false : "the vectors ../shared/conformance are not here";
  test("the shared vectors", { skip: missing }, (t) => assertSameEverywhere(t, vectorCases()));
});
