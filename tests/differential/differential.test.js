// Generated definitions and records: native, WebAssembly and JavaScript say the same, to every message.
import { test } from "node:test";
import assert from "node:assert/strict";
import { NativeSession } from "../equality/native.js";
import { importPackage } from "../equality/places.js";
import { compare } from "./compare.js";
import { generate } from "./generate.js";

const only = process.env.SIGNALBOX_SEED;
const count = process.env.SIGNALBOX_LONG ? 5000 : 400;
const seeds = only ? [Number(only)] : Array.from({ length: count }, (_, index) => index + 1);

test(`${seeds.length} generated cases give equal answers on all builds`, async (t) => {
  const { loadEngine } = await importPackage();
  const native = new NativeSession();
  const engines = [native, await loadEngine({ prefer: "wasm" }), await loadEngine({ prefer: "js" })];
  let decidedCases = 0;
  try {
    for (const seed of seeds) {
      const { difference, decided } = await compare(engines, generate(seed));
      assert.equal(difference, undefined);
      if (decided) decidedCases++;
    }
  } finally {
    await native.free();
  }
  t.diagnostic(`${decidedCases} of ${seeds.length} generated definitions were right and decided records`);
  if (!only)
    assert.ok(decidedCases > seeds.length / 2, `only ${decidedCases} of ${seeds.length} definitions were right`);
});

test("equal seeds give equal cases, and other seeds others", () => {
  assert.deepEqual(generate(7), generate(7));
  assert.notDeepEqual(generate(7), generate(8));
});
