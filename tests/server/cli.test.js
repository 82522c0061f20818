import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";

import { fixture, kAt, kRecord, run, start, temporaryFolder } from "./support/program.js";

const kDecide = ["decide", fixture("definition.json"), "--directory", fixture("directory.json"), "--at", kAt];
const decide = (input, ...more) => run([...kDecide, "--records", "-", "--quiet", ...more], input);
const lines = (text) => text.trimEnd().split("\n");
const record = (id, more = {}) => ({ Id: id, ...kRecord, ...more });

test("every command explains itself, and help is no error", async () => {
  for (const command of [
    "check",
    "diff",
    "examples",
    "formula",
    "decide",
    "assign",
    "dispatch",
    "what-if",
    "import",
    "export",
    "dmn",
    "serve",
    "verify-log",
    "replay",
    "incidents",
    "version",
  ]) {
    const { code, out } = await run([command, "--help"]);
    assert.equal(code, 0);
    assert.match(out, new RegExp(`Usage: signalbox ${command}`));
    assert.match(out, /Exit codes: 0 done, 1 /);
  }
});

test("usage errors exit with 2 and name what was probably meant", async () => {
  const cases = [
    [[], /Usage: signalbox COMMAND/],
    [["decid"], /Did you mean `decide`\?/],
    [["decide", "--directry", "x"], /Did you mean `--directory`\?/],
    [["decide", "x", "--directory"], /needs a value/],
    [["decide", "x", "--records", "-"], /needs `--directory FILE`/],
    [["decide", "x", "y", "--records", "-", "--directory", "z"], /`y` is one operand too many/],
    [["decide", "x", "--records", "-", "--directory", "z", "--at", "noon"], /must be an instant/],
    [["decide", "x", "--records", "-", "--directory", "z", "--threads", "0"], /from 1 to 256/],
    [["assign", "x", "--records", "-"], /`signalbox assign` needs `--directory FILE`/],
    [["version", "--json=yes"], /takes no value/],
    [["check"], /needs FILE/],
    [["serve"], /needs `--data DIR`/],
    [["verify-log"], /needs `--data DIR`/],
    [["serve", "--data", "x", "--listen", "example"], /must be an address and a port/],
    [["serve", "--data", "x", "--listen", "0.0.0.0:0"], /`--token-file FILE` is required/],
  ];
  for (const [words, sentence] of cases) {
    const { code, out, err } = await run(words);
    assert.equal(code, 2, words.join(" "));
    assert.equal(out, "");
    assert.match(err, sentence);
  }
});

test("a file that cannot be read is a machine failure that names it", async () => {
  const { code, err } = await run(["check", "/nowhere/x.json"]);
  assert.equal(code, 3);
  assert.match(err, /Cannot open `\/nowhere\/x\.json`: No such file/);
});

test("version names the program and its engine", async () => {
  const { code, out } = await run(["version", "--json"]);
  assert.equal(code, 0);
  const version = JSON.parse(out);
  assert.match(version.engine, /^\d+\.\d+\.\d+$/);
  assert.equal(version.format, 1);
});

test("check tells the kind of a document by its content and finds nothing wrong with the fixtures", async () => {
  const files = ["definition.json", "directory.json", "roster.json"].map(fixture);
  const { code, out, err } = await run(["check", "--json", ...files]);
  assert.equal(code, 0, out + err);
  assert.deepEqual(
    JSON.parse(out).map(({ kind }) => kind),
    ["definition", "directory", "roster"],
  );
});

test("check prints file:line:column: severity: sentence [code] for everything that is wrong", async (t) => {
  const file = path.join(temporaryFolder(t), "wrong.json");
  const text = fs.readFileSync(fixture("definition.json"), "utf8");
  fs.writeFileSync(file, text.replace('["Country__c",', '["Contry__c",').replace('"steps"', '"stebs"'));
  const { code, out } = await run(["check", file]);
  assert.equal(code, 1);
  const line = 1 + text.slice(0, text.indexOf('["Country__c",')).split("\n").length - 1;
  assert.match(out, new RegExp(`wrong\\.json:${line}:\\d+: error: .*\\[unknown-field\\]`));
  assert.match(out, /suggestion: Country__c/);
  assert.match(out, /\[unknown-member\]/);
});

test("check decides the examples of a definition, and examples makes some that hold", async (t) => {
  const file = path.join(temporaryFolder(t), "definition.json");
  const definition = JSON.parse(fs.readFileSync(fixture("definition.json"), "utf8"));
  const [decision] = Object.keys(definition.decisions);
  const made = await run(["examples", fixture("definition.json"), "--decision", decision]);
  assert.equal(made.code, 0, made.err);
  definition.examples = JSON.parse(made.out).examples;
  assert.ok(definition.examples.length > 1, made.out);
  fs.writeFileSync(file, JSON.stringify(definition));
  const good = await run(["check", file]);
  assert.equal(good.code, 0, good.out);
  assert.match(good.out, /(\d+) of \1 examples passed/);
  definition.examples.push({ name: "wrong", record: {}, expect: { queue: "Nowhere" } });
  fs.writeFileSync(file, JSON.stringify(definition));
  const undecided = await run(["check", file]);
  assert.equal(undecided.code, 0, undecided.out);
  assert.match(undecided.out, /"wrong": undecided/);
  const bad = await run(["check", "--directory", fixture("directory.json"), file]);
  assert.equal(bad.code, 1);
  assert.match(bad.out, /example \d+ "wrong": failed: `\/queue` should be "Nowhere" and is /);
  const json = JSON.parse((await run(["check", "--json", file])).out);
  assert.equal(json[0].examples.undecided, 1);
  const unknown = await run(["examples", fixture("definition.json"), "--decision", "nothing"]);
  assert.equal(unknown.code, 1);
});

test("check compares a definition and a roster with the directory", async (t) => {
  const folder = temporaryFolder(t);
  const definition = path.join(folder, "definition.json");
  const roster = path.join(folder, "roster.json");
  fs.writeFileSync(
    definition,
    fs.readFileSync(fixture("definition.json"), "utf8").replace('{ "queue": "General" }', '{ "queue": "Nowhere" }'),
  );
  fs.writeFileSync(roster, '{"signalbox":1,"agents":{"nobody":{"presence":"Online"}}}');
  const checked = await run(["check", definition, roster, "--directory", fixture("directory.json")]);
  assert.equal(checked.code, 1);
  assert.match(checked.out, /definition\.json:.*Nowhere/);
  assert.match(checked.out, /roster\.json:.*nobody/);
  const alone = await run(["check", roster]);
  assert.equal(alone.code, 2);
  assert.match(alone.err, /add `--directory FILE`/);
});

test("check reports malformed documents with their place and lives on", async (t) => {
  const folder = temporaryFolder(t);
  const cases = {
    "syntax.json": ['{"signalbox": 1,\n "name" 2}', /syntax\.json:2:\d+: error: .*\[json-/],
    "utf8.json": [Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), /\[json-utf8\]/],
    "deep.json": ["[".repeat(10_000), /\[json-too-deep\]/],
    "nan.json": ['{"signalbox": NaN}', /\[json-/],
    "number.json": [`{"signalbox": ${"1".repeat(1000)}}`, /\[json-number\]/],
    "later.json": ['{"signalbox": 99, "name": "x", "object": "Case"}', /\[format-version\]/],
    "else.json": ['{"hello": "world"}', /\[document-kind\]/],
    "empty.json": ["", /\[json-/],
  };
  for (const [name, [text, sentence]] of Object.entries(cases)) {
    const file = path.join(folder, name);
    fs.writeFileSync(file, text);
    const { code, out } = await run(["check", file]);
    assert.equal(code, 1, name);
    assert.match(out, sentence, name);
  }
});

test("formula prints a value, and diagnostics with their place", async () => {
  const good = await run([
    "formula",
    "Amount * 2 + 0.1",
    "--fields",
    '{"Amount":"Number"}',
    "--record",
    '{"Amount":0.1}',
  ]);
  assert.deepEqual([good.code, good.out, good.err], [0, "0.3\n", ""]);
  const bad = await run(["formula", "Amout * 2", "--fields", '{"Amount":"Number"}']);
  assert.equal(bad.code, 1);
  assert.equal(bad.out, "");
  assert.match(bad.err, /formula:1:1: error: .*\[unknown-field\]/);
  assert.match(bad.err, /suggestion: Amount/);
  const piped = await run(["formula", "--json"], "1 + 1");
  assert.equal(JSON.parse(piped.out).ok, true);
  const nested = await run(["formula"], "(".repeat(10_000) + "1" + ")".repeat(10_000));
  assert.equal(nested.code, 1);
});

test("formula --batch answers one line a case, in input order", async () => {
  const cases = Array.from({ length: 500 }, (_, i) => ({
    name: `case ${i}`,
    formula: `X + ${i}`,
    returns: "Number",
    fields: [{ name: "X", type: "Number" }],
    blanks: "zero",
    rows: [["1"], [null]],
  }));
  const { code, out } = await run(["formula", "--batch"], cases.map((c) => JSON.stringify(c)).join("\n") + "\n");
  assert.equal(code, 0);
  lines(out).forEach((line, i) => {
    const answer = JSON.parse(line);
    assert.equal(answer.name, `case ${i}`);
    assert.deepEqual(answer.results.map(String), [String(i + 1), String(i)]);
  });
  assert.equal(lines(out).length, cases.length);
});

test("decide gives the same lines for JSON lines, an array, one object over lines, and CSV", async () => {
  const records = Array.from({ length: 40 }, (_, i) => record(`500${i}`, { Country__c: i % 2 ? "DE" : "FR" }));
  const names = Object.keys(records[0]);
  const forms = {
    lines: records.map((r) => JSON.stringify(r)).join("\n"),
    array: JSON.stringify(records, null, 2),
    objects: records.map((r) => JSON.stringify(r, null, 2)).join("\n"),
    csv: [names.join(","), ...records.map((r) => names.map((name) => r[name]).join(","))].join("\r\n"),
    bom: "\uFEFF" + records.map((r) => JSON.stringify(r)).join("\n"),
  };
  const expected = await decide(forms.lines);
  assert.equal(expected.code, 0, expected.err);
  assert.equal(lines(expected.out).length, records.length);
  assert.deepEqual(JSON.parse(lines(expected.out)[1]).record, { object: "Case", id: "5001" });
  for (const [form, input] of Object.entries(forms)) {
    const { code, out } = await decide(input);
    assert.equal(code, 0, form);
    assert.equal(out, expected.out, form);
  }
});

test("decide keeps the input order on many threads, to a file too", async (t) => {
  const input = Array.from({ length: 20_000 }, (_, i) => JSON.stringify(record(String(i)))).join("\n");
  const file = path.join(temporaryFolder(t), "decisions.jsonl");
  const { code, out } = await decide(input, "--threads", "4", "--output", file);
  assert.equal(code, 0);
  assert.equal(out, "");
  const ids = lines(fs.readFileSync(file, "utf8")).map((line) => JSON.parse(line).record.id);
  assert.deepEqual(
    ids,
    Array.from({ length: 20_000 }, (_, i) => String(i)),
  );
  assert.equal(fs.existsSync(`${file}.part`), false);
});

test("a bad record gives its error line in place, exit code 1, and nothing is lost", async () => {
  const input = [record("1"), '{"Id": ', "5", record("4")]
    .map((r) => (typeof r === "string" ? r : JSON.stringify(r)))
    .join("\n");
  const { code, out } = await decide(input);
  assert.equal(code, 1);
  const answers = lines(out).map((line) => JSON.parse(line));
  assert.deepEqual(
    answers.map((answer) => answer.record?.id ?? answer.ok),
    ["1", false, false, "4"],
  );
  for (const answer of [answers[1], answers[2]]) {
    assert.match(answer.error.code, /^[a-z][a-z0-9-]+$/);
    assert.ok(answer.error.sentence);
  }
});

test("an array that does not end, and text after its end, are reported after what could be decided", async () => {
  const open = await decide(`[${JSON.stringify(record("1"))}`);
  assert.equal(open.code, 1);
  assert.equal(lines(open.out).length, 1);
  assert.match(open.err, /no `\]` at its end/);
  const more = await decide(`[${JSON.stringify(record("1"))}] x`);
  assert.equal(more.code, 1);
  assert.match(more.err, /text after the `\]`/);
  const comma = await decide(`[${JSON.stringify(record("1"))},]`);
  assert.equal(comma.code, 1);
  assert.equal(JSON.parse(lines(comma.out)[1]).ok, false);
});

test("ragged CSV rows and open quotes give error lines in place", async () => {
  const { code, out } = await decide('Id,Country__c\n1,DE\n2,DE,x\n3\n4,FR\n5,"DE\n');
  assert.equal(code, 1);
  const answers = lines(out).map((line) => JSON.parse(line));
  assert.deepEqual(
    answers.map((answer) => answer.record?.id ?? answer.ok),
    ["1", false, false, "4", false],
  );
});

test("a record of more than 4 MB is refused in its place", async () => {
  const input = [record("1"), record("2", { Product__c: "x".repeat(5 << 20) }), record("3")]
    .map((r) => JSON.stringify(r))
    .join("\n");
  const { code, out } = await decide(input);
  assert.equal(code, 1);
  assert.deepEqual(
    lines(out).map((line) => JSON.parse(line).record?.id ?? JSON.parse(line).ok),
    ["1", false, "3"],
  );
});

test("--explain says why, --table is aligned, the roster changes who is chosen", async () => {
  const input = JSON.stringify(record("1"));
  const explained = JSON.parse((await decide(input, "--explain")).out);
  assert.ok(explained.explain.sentences.length > 0);
  const table = lines((await decide(`${input}\n${JSON.stringify(record("22", { Country__c: "FR" }))}`, "--table")).out);
  assert.equal(table.length, 3);
  assert.deepEqual(
    table.map((row) => row.indexOf(row.split(/ {2,}/)[1])),
    Array(3).fill(table[0].indexOf("Queue")),
  );
  const rostered = JSON.parse((await decide(input, "--roster", fixture("roster.json"))).out);
  assert.equal(rostered.roster, "given");
});

test("documents with errors stop decide before the first record", async (t) => {
  const file = path.join(temporaryFolder(t), "wrong.json");
  fs.writeFileSync(file, '{"signalbox":1,"name":"x"}');
  const { code, out, err } = await run(
    ["decide", file, "--directory", fixture("directory.json"), "--records", "-"],
    "{}",
  );
  assert.equal(code, 1);
  assert.equal(out, "");
  assert.match(err, /wrong\.json:1:1: error: /);
});

test("the summary on standard error counts decisions, and --quiet leaves it out", async () => {
  const loud = await run([...kDecide, "--records", "-"], JSON.stringify(record("1")));
  assert.match(loud.err, /^1 records decided in [\d.]+ s: \d+ decisions\/s; 0 bad\n$/);
  assert.equal((await decide(JSON.stringify(record("1")))).err, "");
});

test("the summary names the first bad records by their numbers in the input", async () => {
  const good = JSON.stringify(record("1"));
  const few = await run([...kDecide, "--records", "-"], [good, "5", good, "{"].join("\n"));
  assert.match(few.err, /; 2 bad \(record 2, 4\)\n$/);
  // More than one piece of input, so that numbers go on from piece to piece.
  const many = Array.from({ length: 2000 }, (_, index) => (index >= 1990 ? "5" : good)).join("\n");
  const { err } = await run([...kDecide, "--records", "-", "--threads", "2"], many);
  assert.match(err, /; 10 bad \(record 1991, 1992, 1993, 1994, 1995, \.\.\.\)\n$/);
});

test("assign gives each waiting record an agent with room, and shows the sums", async () => {
  const words = ["assign", fixture("definition.json"), "--directory", fixture("directory.json"), "--at", kAt];
  const records = [record("1"), record("2")].map((one) => JSON.stringify(one)).join("\n");
  const { code, out } = await run([...words, "--records", "-"], records);
  assert.equal(code, 0);
  const answer = JSON.parse(out);
  assert.equal(answer.assigned, 2);
  assert.deepEqual(
    answer.records.map(({ id }) => id),
    ["1", "2"],
  );
  const table = await run([...words, "--records", "-", "--table"], records);
  assert.match(table.out, /^Record +Queue +Agent +Score +Unserved\n1 /);
  assert.match(table.out, /\n2 assigned, score [\d.]+ of 2; one by one: 2 assigned, score [\d.]+\n$/);
});

test("assign decides around a bad record and says so", async () => {
  const words = ["assign", fixture("definition.json"), "--directory", fixture("directory.json"), "--at", kAt];
  const { code, out, err } = await run([...words, "--records", "-"], `${JSON.stringify(record("1"))}\n7\n`);
  assert.equal(code, 1);
  assert.equal(JSON.parse(out).records[1].unserved, "bad-record");
  assert.match(err, /has bad records, which were not assigned: .*"index":1,"code":"record-shape"/);
});

test("verify-log finds a changed entry and a missing one, and leaves the store to its server", async (t) => {
  const folder = temporaryFolder(t);
  const server = await start(folder);
  for (const id of ["500A", "500B", "500C", "500D"]) {
    const body = { record: record(id), at: kAt };
    assert.equal((await server.request("POST", `/v1/records/Case/${id}/decisions`, { body })).status, 201);
  }
  const whole = await run(["verify-log", "--data", folder, "--json"]);
  const served = await server.request("POST", "/v1/log/verify");
  assert.equal(whole.code, 0);
  assert.deepEqual(JSON.parse(whole.out), served.json);
  assert.equal((await server.stop()).code, 0);

  const edit = (sql) => execFileSync("sqlite3", [path.join(folder, "signalbox.db"), sql]);
  edit("UPDATE decisions SET record_id = '500Z' WHERE sequence = 3");
  const changed = await run(["verify-log", "--data", folder, "--json"]);
  assert.equal(changed.code, 1);
  assert.equal(JSON.parse(changed.out).brokenSequence, 3);
  edit("DELETE FROM decisions WHERE sequence = 2");
  const missing = await run(["verify-log", "--data", folder]);
  assert.equal(missing.code, 1);
  assert.match(missing.out, /^Entry 3 does not fit/);

  const nowhere = await run(["verify-log", "--data", path.join(folder, "nothing")]);
  assert.equal(nowhere.code, 3);
  assert.equal(fs.existsSync(path.join(folder, "nothing")), false);
});
