// The corpus of definitions, directories, records and instants gives the golden lines on every host.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { basename } from "node:path";
import { answersInPage, chromiumPath, openEmptyPage } from "./chromium.js";
import { answersTo, dispatchAnswersTo, otherAnswersTo } from "./answers.js";
import { commandLineAnswers } from "./command_line.js";
import { goldenFile, readCorpus, sha256 } from "./corpus.js";
import { NativeSession } from "./native.js";
import { goldenFolder, importPackage } from "./places.js";

const corpus = readCorpus();
const golden = (name) => (existsSync(goldenFile(name)) ? readFileSync(goldenFile(name), "utf8") : "");

/** Compares texts that should be equal; of a difference a part around its first letter is shown. */
function assertSameLines(found, expected, host) {
  if (sha256(found) === sha256(expected)) return;
  let at = 0;
  while (at < found.length && found[at] === expected[at]) at++;
  const line = found.slice(0, at).split("\n").length;
  const part = (text) => text.slice(Math.max(0, at - 80), at + 120);
  assert.equal(
    part(found),
    part(expected),
    `${host} differs in line ${line} (node tests/equality/update.js shows all)`,
  );
}

/**
 * Lines without the sentences about bad records: the command line reads a stream in pieces and places trouble within the record, a
 * session places it within the body.
 */
const withoutSentences = (lines) =>
  lines.replace(/^\{"ok":false.*$/gm, (line) => JSON.stringify({ ok: false, code: JSON.parse(line).error.code }));

describe("corpus of decisions", () => {
  const engines = {};
  const baseline = new Map();

  before(async () => {
    const { loadEngine } = await importPackage();
    engines.native = new NativeSession();
    engines.wasm = await loadEngine({ prefer: "wasm" });
    engines.js = await loadEngine({ prefer: "js" });
    for (const testCase of corpus) baseline.set(testCase.name, await otherAnswersTo(engines.native, testCase));
  });
  after(() => engines.native?.free());

  test("WebAssembly and the fallback are what they are called", () => {
    assert.equal(engines.wasm.kind, "wasm");
    assert.equal(engines.js.kind, "js");
  });

  test("each golden file belongs to a case", () => {
    const names = new Set(corpus.map(({ name }) => name));
    const orphans = readdirSync(goldenFolder).filter((file) => !names.has(basename(file, ".jsonl")));
    assert.deepEqual(orphans, []);
  });

  for (const testCase of corpus) {
    test(`${testCase.name}: the golden lines natively, in WebAssembly and in JavaScript`, async () => {
      for (const host of ["native", "wasm", "js"]) {
        assertSameLines(await answersTo(engines[host], testCase), golden(testCase.name), host);
        assertSameLines(await otherAnswersTo(engines[host], testCase), baseline.get(testCase.name), host);
      }
    });
  }

  test("work is given out alike natively, in WebAssembly and in JavaScript", async () => {
    let dispatched = 0;
    for (const testCase of corpus) {
      const expected = await dispatchAnswersTo(engines.native, testCase);
      if (expected !== "") dispatched++;
      for (const host of ["wasm", "js"]) {
        assertSameLines(await dispatchAnswersTo(engines[host], testCase), expected, `${host}, ${testCase.name}`);
      }
    }
    assert.ok(dispatched > 5);
  });

  for (const testCase of corpus.filter(({ kind }) => kind === "decisions")) {
    test(`${testCase.name}: the golden lines on the command line`, () => {
      const printed = withoutSentences(commandLineAnswers(testCase));
      assertSameLines(printed, withoutSentences(golden(testCase.name)), "signalbox decide");
    });
  }

  for (const testCase of corpus.filter(({ outcomes }) => outcomes)) {
    test(`${testCase.name}: the outcomes that the case states by hand`, () => {
      const lines = golden(testCase.name).split("\n").slice(0, testCase.outcomes.length);
      lines.forEach((line, index) => {
        const stated = testCase.outcomes[index];
        if (stated) assert.deepEqual(JSON.parse(line).outcome, stated, `record ${index}`);
      });
    });
  }

  for (const testCase of corpus.filter(({ assigned }) => assigned)) {
    test(`${testCase.name}: the assignment that the case states by hand`, () => {
      const answer = JSON.parse(golden(testCase.name).split("\n")[0]);
      const agents = answer.records.map(({ agent }) => agent ?? null);
      for (const [member, stated] of Object.entries(testCase.assigned)) {
        assert.deepEqual(member === "agents" ? agents : answer[member], stated, member);
      }
    });
  }

  for (const kind of ["wasm", "js"]) {
    test(
      `the golden lines in Chromium (${kind})`,
      { skip: chromiumPath ? false : "there is no Chromium" },
      async () => {
        const { page, troubles, close } = await openEmptyPage();
        try {
          const result = await answersInPage(page, kind, corpus);
          assert.equal(result.kind, kind);
          corpus.forEach(({ name }, index) => {
            assertSameLines(result.answers[index], golden(name), `${name} in Chromium`);
            assertSameLines(result.others[index], baseline.get(name), `${name} in Chromium`);
          });
          assert.deepEqual(troubles, []);
        } finally {
          await close();
        }
      },
    );
  }
});
