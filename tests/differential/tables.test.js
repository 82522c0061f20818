// Generated decision tables of every kind: the native engine and the package decide what the slow twin decides, in the same bytes.
import { test } from "node:test";
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { NativeSession } from "../equality/native.js";
import { importPackage, tableCases } from "../equality/places.js";

const only = process.env.SIGNALBOX_SEED;
const kRecords = 100;
const kInOneRun = 500;
/** A million pairs of a table and a record in the long mode; plain JavaScript, which is slow, gets a tenth of them. */
const long = Boolean(process.env.SIGNALBOX_LONG);
const counts = only ? { wasm: 1, js: 1 } : long ? { wasm: 10_000, js: 1000 } : { wasm: 150, js: 50 };
const first = only ? Number(only) : 1;
const kDirectory = JSON.stringify({ signalbox: 1, skills: [], queues: {}, agents: {} });

/** @returns {{seed: number, definition: object, records: object[], expected: unknown[]}[]} */
function casesFrom(seed, count) {
  const options = { encoding: "utf8", maxBuffer: 2 ** 29 };
  const lines = execFileSync(tableCases, [`${seed}`, `${count}`, `${kRecords}`], options);
  return lines
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
}

/** The bytes of the answer to a case. */
async function answerOf(engine, directory, { definition, records }) {
  const { program, diagnostics } = JSON.parse(await engine.callText({ op: "compile" }, JSON.stringify(definition)));
  assert.ok(program, JSON.stringify(diagnostics).slice(0, 500));
  const header = { op: "outcomes", program, directory, format: "json", at: "1970-01-01T00:00:00Z", explain: true };
  const answer = await engine.callText(header, JSON.stringify(records));
  await engine.callText({ op: "release", handle: program });
  return answer;
}

for (const [kind, count] of Object.entries(counts)) {
  test(`${count} generated tables decide natively and as ${kind} like the slow twin`, async (t) => {
    const { loadEngine } = await importPackage();
    const engines = [new NativeSession(), await loadEngine({ prefer: kind })];
    try {
      const directories = [];
      for (const engine of engines) {
        directories.push(JSON.parse(await engine.callText({ op: "directory" }, kDirectory)).directory);
      }
      for (let done = 0; done < count; done += kInOneRun) {
        for (const one of casesFrom(first + done, Math.min(kInOneRun, count - done))) {
          const replay = `replay with SIGNALBOX_SEED=${one.seed}`;
          const native = await answerOf(engines[0], directories[0], one);
          assert.equal(await answerOf(engines[1], directories[1], one), native, replay);
          const { outcomes, of } = JSON.parse(native);
          const found = of.map((outcome) => outcomes[outcome].outputs.o);
          assert.deepEqual(found, one.expected, replay);
        }
      }
    } finally {
      await engines[0].free();
    }
    t.diagnostic(`${count * kRecords} pairs of a table and a record`);
  });
}
