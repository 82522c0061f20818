// docs/formulas.md is what the program says about its functions.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { formulasText, target } from "../../scripts/generate-formulas.js";
import { run } from "./support/program.js";

const families = async () => JSON.parse((await run(["formula", "--functions", "--json"])).out);

test("docs/formulas.md is current: `node scripts/generate-formulas.js` changes nothing", async () => {
  assert.equal(readFileSync(target, "utf8"), formulasText(await families()));
});

test("a signature has the arguments that may be left out in brackets", async () => {
  const signatures = (await families()).flatMap(({ functions }) => functions.map((one) => one.signature));
  for (const signature of [
    "FIND(search_text, text[, start])",
    "ROUND(number[, digits])",
    "LPAD(text, padded_length[, pad_text])",
    "LEFT(text, number_of_characters)",
    "TODAY()",
    "MAX(number1, number2, ...)",
  ]) {
    assert.ok(signatures.includes(signature), signature);
  }
});

test("formula --functions lists every function for people, with what it does or why it is refused", async () => {
  const { code, out } = await run(["formula", "--functions"]);
  assert.equal(code, 0);
  for (const { family, functions } of await families()) {
    assert.ok(out.includes(family));
    for (const one of functions) {
      assert.ok(out.includes(one.signature ?? one.name), one.name);
      assert.ok(out.includes(one.sentence ?? one.refused), one.name);
    }
  }
});
