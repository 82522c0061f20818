// DMN models and CSV tables through the command line.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, test } from "node:test";

import { kProgram, run } from "./support/program.js";

const corpus = new URL("../corpus/dmn/", import.meta.url).pathname;
const shipping = path.join(corpus, "shipping.dmn");

/** The conformance models, where the machine has them. */
const kConformance = process.env.SIGNALBOX_DMN_CONFORMANCE ?? path.resolve("..", "shared", "conformance", "dmn");

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "signalbox-dmn-"));
after(() => fs.rmSync(folder, { recursive: true }));

const write = (name, text) => {
  const file = path.join(folder, name);
  fs.writeFileSync(file, text);
  return file;
};

test("every result of the conformance models is right", (context) => {
  if (!fs.existsSync(path.join(kConformance, "score.py"))) return context.skip(`there is no ${kConformance}`);
  const score = path.join(kConformance, "score.py");
  const out = execFileSync("python3", [score, kConformance, "--", kProgram, "dmn"], { encoding: "utf8" });
  const [, right, all] = /(\d+)\/(\d+) results/.exec(out);
  assert.equal(right, all);
  return assert.ok(Number(all) > 0);
});

test("a model of one's own decides as its cases say, and so does what is exported of it", async () => {
  const cases = fs.readFileSync(path.join(corpus, "shipping.cases.jsonl"), "utf8").trim().split("\n").map(JSON.parse);
  const input = cases.map(({ inputs }) => `${JSON.stringify({ inputs })}\n`).join("");
  const check = async (model) => {
    const { code, out, err } = await run(["dmn", model], input);
    assert.equal(code, 0, err);
    const results = out.trim().split("\n").map(JSON.parse);
    assert.deepEqual(
      results.map((each) => each.results),
      cases.map((each) => each.results),
    );
  };
  await check(shipping);
  const { out: definition } = await run(["import", shipping]);
  assert.equal(JSON.parse(definition).decisions.Season.rules[0].annotations[0], "gifts & returns");
});

test("an export comes back as it was", async () => {
  const { out: definition } = await run(["import", shipping]);
  const file = write("shipping.json", definition);
  const { code, out: xml, err } = await run(["export", file]);
  assert.equal(code, 0, err);
  const again = await run(["import", write("again.dmn", xml)]);
  assert.equal(again.code, 0, again.err);
  const second = await run(["export", write("again.json", again.out)]);
  assert.equal(second.out, xml);
});

test("a model with anything that cannot be taken over gives all its findings, with line and place, and nothing else", async () => {
  const { code, out, err } = await run(["import", path.join(corpus, "unsupported.dmn")]);
  assert.equal(code, 1);
  assert.equal(out, "");
  for (const [line, place, codeName] of [
    [17, "/definitions/decision[2]/literalExpression[1]", "feel-unsupported"],
    [19, "/definitions/decision[3]/context[1]", "dmn-unsupported"],
    [22, "/definitions/decision[4]/decisionTable[1]", "unknown-hit-policy"],
    [23, "/definitions/decision[4]/decisionTable[1]/input[1]/inputExpression[1]", "feel-name"],
    [26, "/definitions/decision[4]/decisionTable[1]/rule[2]", "cell-count"],
  ]) {
    const found = err.split("\n").find((each) => each.includes(`:${line}: error: ${place}: `));
    assert.match(found ?? err, new RegExp(`\\[${codeName}\\]$`));
  }
  assert.match(err, /suggestion: Age\b/);
  const dmn = await run(["dmn", path.join(corpus, "unsupported.dmn")], '{"inputs":{}}\n');
  assert.equal(dmn.code, 1);
  assert.equal(dmn.out, "");
});

const kOpen = '<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="x">';
const hostile = [
  ["an external entity", `<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]>${kOpen}&e;</definitions>`, /DOCTYPE/],
  [
    "a billion laughs",
    `<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "${"&a;".repeat(99)}"><!ENTITY c "${"&b;".repeat(99)}">]>${kOpen}&c;</definitions>`,
    /DOCTYPE/,
  ],
  [
    "a document type that is elsewhere",
    `<!DOCTYPE d SYSTEM "http://localhost:1/d.dtd">${kOpen}</definitions>`,
    /DOCTYPE/,
  ],
  ["deep nesting", `${kOpen}${"<a>".repeat(200_000)}${"</a>".repeat(200_000)}</definitions>`, /nested more than/],
  ["elements that do not close", `${kOpen}<decision>`, /not well-formed/],
  ["two roots", `${kOpen}</definitions><a/>`, /one root element/],
  ["an attribute twice", '<definitions name="x" name="y"/>', /stands here twice/],
  ["a prefix that stands for nothing", "<dmn:definitions/>", /stands for no namespace/],
  ["no XML at all", "PK\u0003\u0004", /not well-formed/],
  ["nothing", "", /not well-formed/],
  ["another version of DMN", '<definitions xmlns="http://www.omg.org/spec/DMN/20151101/dmn.xsd"/>', /dmn-version/],
];
for (const [what, xml, sentence] of hostile) {
  test(`${what} is refused`, async () => {
    const { code, out, err } = await run(["import", write("hostile.dmn", xml)]);
    assert.equal(code, 1);
    assert.equal(out, "");
    assert.match(err, sentence);
  });
}

test("bytes that are not UTF-8 are refused", async () => {
  const { code, err } = await run(["import", write("latin.dmn", Buffer.from([0x3c, 0xe9, 0x2f, 0x3e]))]);
  assert.equal(code, 1);
  assert.match(err, /not valid UTF-8/);
});

test("a table goes out as CSV and comes in again, cells that begin with signs included", async () => {
  const { out: definition } = await run(["import", shipping]);
  const file = write("shipping.json", definition);
  const { out: csv } = await run(["export", file, "--format", "csv", "--decision", "Handling"]);
  assert.match(
    csv,
    /^"decision Handling, hit collect",when: Parcel\.weight_kg,when: Parcel\.service,then: Handling \(Text\)\r\n/,
  );
  assert.match(csv, /= Parcel\.weight_kg > Weight_Limit/);
  const back = await run(["import", write("table.csv", csv), "--into", file]);
  assert.equal(back.code, 0, back.err);
  const again = await run(["export", write("again.json", back.out), "--format", "csv", "--decision", "Handling"]);
  assert.equal(again.out, csv);
});

test("what is wrong in a CSV table is said of its cell", async () => {
  const { out: definition } = await run(["import", shipping]);
  const file = write("shipping.json", definition);
  const csv = '"decision T, hit first",when: Weight_Limit,then: n (Number)\r\na,>= x,1\r\nb,-,many\r\n';
  const { code, out, err } = await run(["import", write("bad.csv", csv), "--into", file]);
  assert.equal(code, 1);
  assert.equal(out, "");
  assert.match(err, /bad\.csv:3: error: C3: This cell holds no number\. \[output-type\]/);
  const fixed = write("bad.csv", csv.replace("many", "2"));
  assert.match((await run(["import", fixed, "--into", file])).err, /:2: error: B2: .*\[test-type\]/);
});

test("a spreadsheet is sent to the editor or to CSV", async () => {
  const { code, err } = await run(["import", write("table.xlsx", "PK")]);
  assert.equal(code, 1);
  assert.match(err, /editor, or save it as CSV/);
});
