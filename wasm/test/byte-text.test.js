import assert from "node:assert/strict";
import { test } from "node:test";
import { bytesToText, textToBytes } from "../src/byte-text.js";

const roundTrip = (bytes) => {
  const { text, order } = bytesToText(bytes);
  assert.match(text, /^[ !#-;=-[\]-~]*$/, "nothing that ends a string literal or a script");
  assert.deepEqual(textToBytes(text, order), bytes);
};

test("every byte comes back, alone and beside every other", () => {
  roundTrip(new Uint8Array(0));
  roundTrip(Uint8Array.from({ length: 256 }, (_, byte) => byte));
  roundTrip(Uint8Array.from({ length: 65536 * 2 }, (_, at) => (at % 2 ? at >> 9 : at >> 1)));
  roundTrip(new Uint8Array(1000).fill(255));
});

test("common bytes have one character", () => {
  const bytes = new Uint8Array(10_000);
  for (let byte = 0; byte < 256; byte++) bytes[byte] = byte;
  assert.ok(bytesToText(bytes).text.length < 10_300);
});
