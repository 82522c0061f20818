// What package.js packs, unpack.cc gives back, whatever the module holds.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { packed } from "../scripts/pack.js";
import { unpacked } from "../src/unpack.js";

const linked = new URL("../../build/emscripten/wasm/", import.meta.url);
const unpacker = readFileSync(new URL("signalbox-unpack.wasm", linked)).toString("base64");

const kHeader = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];
/** A LEB128 number. */
const number = (value) => (value < 128 ? [value] : [(value & 127) | 128, ...number(value >>> 7)]);
const sized = (bytes) => [...number(bytes.length), ...bytes];
const section = (id, content) => [id, ...sized(content)];
/** A module of these functions, which need not make sense: nobody runs it. */
const moduleOf = (bodies, data = []) =>
  Uint8Array.from([
    ...kHeader,
    ...section(10, [...number(bodies.length), ...bodies.flatMap((body) => sized([1, 2, 0x7f, ...body, 0x0b]))]),
    ...section(11, data),
  ]);

function comesBack(module) {
  const found = packed(module, unpacker);
  assert.match(found.text, /^[A-Za-z0-9+/]*$/);
  assert.deepEqual(unpacked(found, unpacker), module);
  return found.text.length;
}

/** Whole numbers below a bound, the same in every run. */
function randomFrom(seed) {
  let state = seed;
  return (bound) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
}

const kPlain = [0x00, 0x01, 0x05, 0x0f, 0x1a, 0x1b, 0x45, 0x7c, 0x80, 0xa7, 0xc4];
const kWithOperands = {
  "types of blocks": [0x02, 0x40, 0x03, 0x7f, 0x04, 0x7e],
  branches: [0x0c, 1, 0x0d, 0x80, 0x01],
  "a table of branches": [0x0e, 3, 0, 1, 2, 0x81, 0x02],
  "no branches in a table": [0x0e, 0, 7],
  calls: [0x10, 0xff, 0x7f, 0x11, 5, 0],
  variables: [0x20, 0, 0x21, 0xac, 0x02, 0x22, 3, 0x23, 0, 0x24, 1],
  "loads and stores": [0x28, 2, 0x80, 0x80, 0x04, 0x36, 0, 0, 0x3e, 2, 12],
  memory: [0x3f, 0, 0x40, 0, 0xfc, 10, 0, 0, 0xfc, 11, 0, 0xfc, 8, 1, 0, 0xfc, 9, 1],
  "whole constants": [0x41, 0x7f, 0x41, 0xff, 0xff, 0xff, 0xff, 0x07, 0x42, ...new Array(9).fill(0x80), 0x7f],
  "binary constants": [0x43, 1, 2, 3, 4, 0x44, 0x0b, 0x41, 0x20, 0x10, 5, 6, 7, 8],
  "saturating conversions": [0xfc, 0, 0xfc, 7],
};

test("each operation comes back with what belongs to it", () => {
  comesBack(moduleOf([kPlain]));
  for (const bytes of Object.values(kWithOperands))
    comesBack(moduleOf([bytes, kPlain, [...bytes, ...kPlain, ...bytes]]));
});

test("functions and data of every kind come back", () => {
  const random = randomFrom(20261121);
  const pieces = [...kPlain.map((operation) => [operation]), ...Object.values(kWithOperands)];
  for (const count of [0, 1, 300]) {
    const bodies = Array.from({ length: count }, () =>
      Array.from({ length: random(60) }, () => pieces[random(pieces.length)]).flat(),
    );
    const noise = Array.from({ length: 5000 }, () => random(256));
    comesBack(moduleOf(bodies, [...noise, ...new Array(70_000).fill(7), ...noise, ...noise.slice(0, 2500)]));
  }
});

test("what repeats takes next to nothing", () => {
  assert.ok(comesBack(moduleOf(new Array(1000).fill(Object.values(kWithOperands).flat()))) < 3000);
});

test("an operation that the unpacker would not know is refused when it is packed", () => {
  assert.throws(() => packed(moduleOf([[0xfd, 0]]), unpacker), /cannot be packed: 253/);
  assert.throws(() => packed(moduleOf([[0xfc, 12]]), unpacker), /cannot be packed: 0xfc 12/);
});
