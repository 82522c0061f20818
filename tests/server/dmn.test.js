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

test("a line that is no test case is answered as such, the others are made all the same, and the exit code says so", async () => {
  const good = fs.readFileSync(path.join(corpus, "shipping.cases.jsonl"), "utf8").split("\n", 1)[0];
  const { code, out } = await run(["dmn", shipping], `{"inputs":5}\nno JSON\n{}\n${good}\n`);
  assert.equal(code, 1);
  const lines = out.trim().split("\n").map(JSON.parse);
  assert.deepEqual(
    lines.map((line) => "error" in line),
    [true, true, true, false],
  );
  assert.deepEqual(lines[3].results, JSON.parse(good).results);
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
  ["a zero byte behind a reference", `${kOpen}a&#0;b</definitions>`, /line 1: `&#0;` is no character/],
  ["a control character as a reference", `${kOpen}\n<a b="&#x1;"/></definitions>`, /line 2: `&#x1;` is no character/],
  ["a surrogate as a reference", `${kOpen}&#xD800;</definitions>`, /no character/],
  ["a zero byte", `${kOpen}a\0b</definitions>`, /not well-formed/],
  ["a control character", `${kOpen}<a b="\u0001"/></definitions>`, /control character/],
  ["a character that is none", `${kOpen}<!-- \uFFFE --></definitions>`, /control character/],
  ["an entity that is none of XML's", `${kOpen}"&foo;"</definitions>`, /no entity `&foo;`/],
  ["a bare ampersand", `${kOpen}a & b</definitions>`, /bare `&`/],
  ["a sign of a tag in a tag", `${kOpen}<a b="<"/></definitions>`, /inside a tag/],
  ["an end of CDATA without CDATA", `${kOpen}a ]]> b</definitions>`, /`\]\]>` stands/],
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

test("signs that stand in comments, CDATA and references are well-formed", async () => {
  const text = await fs.promises.readFile(shipping, "utf8");
  const signs = "<!-- & < \\0 ]]> &foo; --><![CDATA[ & < &foo; ]]><?x & < ?>&#65;&#x42;&lt;&quot;";
  const changed = text
    .replace('namespace="urn:example:shipping">', `$&<dmn:description>${signs}</dmn:description>`)
    .replace(/>\s*$/, `><!-- & -->\n`);
  const { code, err } = await run(["import", write("signs.dmn", changed)]);
  assert.equal(code, 0, err);
});

test("UTF-16 is refused with what to do, as a model, a table and a definition", async () => {
  const { out: definition } = await run(["import", shipping]);
  const file = write("shipping.json", definition);
  const csv = '"decision T, hit first",when: Weight_Limit,then: n (Number)\r\na,-,1\r\n';
  const utf16 = (text) => Buffer.from(text, "utf16le");
  const model = write("utf16.dmn", utf16(`\uFEFF${kOpen}</definitions>`));
  for (const [name, commands] of [
    ["utf16.dmn", ["import", model]],
    ["marked.csv", ["import", write("marked.csv", utf16(`\uFEFF${csv}`)), "--into", file]],
    ["plain.csv", ["import", write("plain.csv", utf16(csv)), "--into", file]],
    ["utf16.json", ["import", write("good.csv", csv), "--into", write("utf16.json", utf16(definition))]],
  ]) {
    const { code, out, err } = await run(commands);
    assert.equal(code, 1, name);
    assert.equal(out, "");
    assert.match(err, new RegExp(`${name}.*UTF-16. Save it as UTF-8`));
  }
  const latin = write("latin.csv", Buffer.from(csv.replace("a,-", "\u00e9,-"), "latin1"));
  const { code, err } = await run(["import", latin, "--into", file]);
  assert.equal(code, 1);
  assert.match(err, /latin\.csv`, line 2: The file is not valid UTF-8\. Save it as UTF-8/);
});

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

test("a row that ends before its header is no wider rule", async () => {
  const { out: definition } = await run(["import", shipping]);
  const file = write("shipping.json", definition);
  const csv = '"decision T, hit first",when: Weight_Limit,then: n (Number),note\r\na,1,1,why\r\n';
  for (const [row, place] of [
    ["b", "B3"],
    ["b,2", "C3"],
    ["b,2,3", "D3"],
    ["(default),,3", "D3"],
  ]) {
    const { code, out, err } = await run(["import", write("cut.csv", `${csv}${row}`), "--into", file]);
    assert.equal(code, 1, row);
    assert.equal(out, "");
    assert.match(
      err,
      new RegExp(`cut\\.csv:3: error: ${place}: This row ends before its header does\\. \\[cell-count\\]`),
    );
  }
  const whole = await run(["import", write("whole.csv", `${csv}b,2,3,\r\n \r\n`), "--into", file]);
  assert.equal(whole.code, 0, whole.err);
  assert.equal(JSON.parse(whole.out).decisions.T.rules.length, 2);
});

test("a table comes in with semicolons and tabs, as spreadsheets write it where the comma is the decimal sign", async () => {
  const { out: definition } = await run(["import", shipping]);
  const file = write("shipping.json", definition);
  const imported = async (text) => run(["import", write("other.csv", text), "--into", file]);
  for (const sign of [";", "\t"]) {
    for (const first of ["decision T, hit first", '"decision T, hit first"']) {
      const header = [first, "when: Weight_Limit", "then: n (Number)"].join(sign);
      const { code, out, err } = await imported(`${header}\r\na${sign}1, 2${sign}2\r\n`);
      assert.equal(code, 0, err);
      assert.deepEqual(JSON.parse(out).decisions.T.rules, [{ id: "a", when: ["1, 2"], then: [2] }]);
    }
  }
  const header = "decision T, hit first;when: Weight_Limit;then: n (Number);then: t (Text)\n";
  for (const [row, place, found, number] of [
    ["a;<= 0,2;1;x", "B2", "0,2", "0.2"],
    ["a;[1..2,5);1;x", "B2", "2,5", "2.5"],
    ["a;-0,5;1;x", "B2", "0,5", "0.5"],
    ["a;-;= MAX(0,5, 1);x", "C2", "0,5", "0.5"],
  ]) {
    const { code, out, err } = await imported(`${header}${row}\n`);
    assert.equal(code, 1, row);
    assert.equal(out, "");
    assert.match(
      err,
      new RegExp(`:2: error: ${place}: \`${found}\` is one number or two values: .*\\[decimal-comma\\]`),
    );
    assert.match(err, new RegExp(`expected: \`${number}\` for one number`));
  }
  const good = await imported(`${header}a;0.2, 3;1;1,5\nb;= LEN("1,5") > Weight_Limit2,1;2;x\n`);
  assert.doesNotMatch(good.err, /decimal-comma/);
  assert.match((await imported(`${header}a;-;1,5;x\n`)).err, /C2: This cell holds no number/);
});

test("a column that stands there twice is named where it stands again", async () => {
  const { out: definition } = await run(["import", shipping]);
  const csv = '"decision T, hit first",when: Weight_Limit,note,then: n (Number),note\r\na,1,x,1,y\r\n';
  const { code, err } = await run(["import", write("twice.csv", csv), "--into", write("shipping.json", definition)]);
  assert.equal(code, 1);
  assert.match(err, /:1: error: E1: The column `note` stands here again, after C1\. \[sheet-header\]/);
});

test("notes come in again as they went out: empty ones, ones in quotes and none", async () => {
  const { out } = await run(["import", shipping]);
  const definition = JSON.parse(out);
  const rule = (id, note) => ({ id, when: ["-"], then: [1], ...(note === undefined ? {} : { note }) });
  const rules = [rule("a", ""), rule("b", '"quoted" words'), rule("c"), rule("d", '""'), rule("e", "plain")];
  definition.decisions.T = { hit: "first", inputs: ["Weight_Limit"], outputs: [{ name: "n", type: "Number" }], rules };
  const file = write("notes.json", JSON.stringify(definition));
  const { out: csv, err } = await run(["export", file, "--format", "csv", "--decision", "T"]);
  assert.match(csv, /\r\nc,-,1,\r\n/, err);
  const back = await run(["import", write("notes.csv", csv), "--into", file]);
  assert.deepEqual(JSON.parse(back.out).decisions.T.rules, rules);
  const said = await run([
    "import",
    write("said.csv", csv.replace(/\r\ne,.*/, '\r\ne,-,1,"""so"" they say"\r\n')),
    "--into",
    file,
  ]);
  assert.equal(JSON.parse(said.out).decisions.T.rules[4].note, '"so" they say');
});

test("an input data without a type is named where it stands beside a number", async () => {
  const untyped = `<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="m"><inputData id="i" name="x">
<variable name="x"/></inputData><decision id="d" name="d"><variable name="d" typeRef="number"/>
<literalExpression><text>x + 1</text></literalExpression></decision></definitions>`;
  const { code, err } = await run(["import", write("untyped.dmn", untyped)]);
  assert.equal(code, 1);
  assert.match(err, /literalExpression\[1\]: The model does not say of which type `x` is, .*\[feel-type\]/);
  assert.match(err, /expected: a `typeRef` of `x` that goes with Number here/);
});

const aggregated = `<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="x">
<inputData id="i" name="x"><variable name="x" typeRef="number"/></inputData>
<decision id="d" name="d"><variable name="d" typeRef="number"/>
<informationRequirement><requiredInput href="#i"/></informationRequirement>
<decisionTable hitPolicy="COLLECT" aggregation="SUM"><input><inputExpression><text>x</text></inputExpression></input>
<output/><rule><inputEntry><text>1</text></inputEntry><outputEntry><text>5</text></outputEntry></rule></decisionTable>
</decision></definitions>`;

test("a sum without a hit is null in a model and says so in the definition; a definition's 0 goes out as one", async () => {
  const model = write("sum.dmn", aggregated);
  const { out: definition } = await run(["import", model]);
  assert.deepEqual(JSON.parse(definition).decisions.d.default, [null]);
  const cases = '{"inputs":{"x":1}}\n{"inputs":{"x":2}}\n';
  assert.equal((await run(["dmn", model], cases)).out, '{"results":{"d":5}}\n{"results":{"d":null}}\n');
  const own = JSON.parse(definition);
  delete own.decisions.d.default;
  const { out: xml } = await run(["export", write("sum.json", JSON.stringify(own))]);
  const again = write("sum-again.dmn", xml);
  assert.equal((await run(["dmn", again], cases)).out, '{"results":{"d":5}}\n{"results":{"d":0}}\n');
  const { out: back } = await run(["import", again]);
  assert.equal((await run(["export", write("sum-back.json", back)])).out, xml);
});

test("a missing value is unlike every value, in expressions and in cells", async () => {
  const table = aggregated.replace('hitPolicy="COLLECT" aggregation="SUM"', 'hitPolicy="FIRST"');
  for (const [input, test_] of [
    ["x", "? != 1"],
    ["x != 1", "true"],
  ]) {
    const changed = table
      .replace("<text>x</text>", `<text>${input}</text>`)
      .replace("<text>1</text>", `<text>${test_}</text>`);
    const cases = '{"inputs":{"x":null}}\n{"inputs":{"x":2}}\n{"inputs":{"x":1}}\n';
    const { out, err } = await run(["dmn", write("unlike.dmn", changed)], cases);
    const [blank, other, same] = out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line).results.d);
    assert.deepEqual([blank, other, same], [5, 5, null], err);
  }
});

test("what records hold in another form than other tools is told when a model goes out", async () => {
  const definition = {
    signalbox: 1,
    name: "x",
    object: "Case",
    blanks: "blank",
    fields: { P: "Percent", M: { type: "MultiPicklist", values: ["A", "B"] }, N: "Number" },
    decisions: {
      d: {
        hit: "first",
        inputs: ["P", "M", "N"],
        outputs: [{ name: "d", type: "Text" }],
        rules: [{ id: "a", when: ["<= 0.2", '"A"', "1"], then: ["x"] }],
      },
    },
    steps: [{ id: "d", decide: "d" }],
  };
  const { code, err } = await run(["export", write("forms.json", JSON.stringify(definition))]);
  assert.equal(code, 0, err);
  assert.match(err, /warning: \/fields\/P: Records hold this Percent as 20 .*\[dmn-left-out\]/);
  assert.match(err, /warning: \/fields\/M: .*`A;B` is not `A`/);
  assert.doesNotMatch(err, /fields\/N/);
});

test("a spreadsheet is sent to the editor or to CSV", async () => {
  const { code, err } = await run(["import", write("table.xlsx", "PK")]);
  assert.equal(code, 1);
  assert.match(err, /editor, or save it as CSV/);
});
