// A WebAssembly module as text that stays small under gzip. ../unpack.cc says how it is packed, and undoes it.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { unpacked } from "../src/unpack.js";

/** What stands in which stream; ../unpack.cc has the same list. */
const kStreams = { calls: 0, other: 1, offsets: 2, constants: 3, outside: 4, locals: 5, operations: 6 };
const kCodeSection = 10;
const kModuleHeaderBytes = 8;

/** A LEB128 number, of which more than 32 bits are not needed. @returns {{value: number, end: number}} */
function numberAt(bytes, start) {
  let value = 0;
  for (let at = start, shift = 0; ; shift += 7) {
    const part = bytes[at++];
    if (shift < 32) value |= (part & 127) << shift;
    if (part < 128) return { value, end: at };
  }
}

/** Where the content of the code section stands. */
function codeSection(module) {
  for (let at = kModuleHeaderBytes; at < module.length; ) {
    const { value, end } = numberAt(module, at + 1);
    if (module[at] === kCodeSection) return { start: end, end: end + value };
    at = end + value;
  }
  throw new Error("the module has no code");
}

/** Takes a code section apart. */
class Code {
  streams = Object.keys(kStreams).map(() => []);
  #code;
  #at = 0;

  constructor(code) {
    this.#code = code;
    for (let functions = this.#number(kStreams.other); functions > 0; functions--) this.#function();
    if (this.#at !== code.length) throw new Error("the code section does not end with its last function");
  }

  #byte(stream) {
    this.streams[stream].push(this.#code[this.#at]);
    return this.#code[this.#at++];
  }

  #bytes(stream, count) {
    for (let left = count; left > 0; left--) this.#byte(stream);
  }

  #number(stream) {
    const { value, end } = numberAt(this.#code, this.#at);
    this.#bytes(stream, end - this.#at);
    return value;
  }

  #function() {
    const size = this.#number(kStreams.other);
    const end = this.#at + size;
    for (let groups = this.#number(kStreams.other); groups > 0; groups--) {
      this.#number(kStreams.other);
      this.#byte(kStreams.other);
    }
    while (this.#at < end) this.#instruction();
  }

  #instruction() {
    const { operations, locals, offsets, constants, calls, other } = kStreams;
    const operation = this.#byte(operations);
    const within = (low, high) => operation >= low && operation <= high;
    if (within(0x20, 0x22)) this.#number(locals);
    else if (operation === 0x41) this.#number(constants);
    else if (operation === 0x10) this.#number(calls);
    else if (within(0x02, 0x04) || within(0x3f, 0x40)) this.#number(operations);
    else if (within(0x0c, 0x0d) || within(0x23, 0x24) || operation === 0x42) this.#number(other);
    else if (operation === 0x11) this.#numbers(other, 2);
    else if (operation === 0x0e) this.#numbers(other, this.#number(other) + 1);
    else if (operation === 0x43) this.#bytes(other, 4);
    else if (operation === 0x44) this.#bytes(other, 8);
    else if (operation === 0xfc) this.#longInstruction();
    else if (within(0x28, 0x3e)) {
      this.#number(operations);
      this.#number(offsets);
    } else if (!within(0x00, 0x01) && ![0x05, 0x0b, 0x0f, 0x1a, 0x1b].includes(operation) && !within(0x45, 0xc4))
      throw new Error(`the code has an operation that cannot be packed: ${operation}`);
  }

  #numbers(stream, count) {
    for (let left = count; left > 0; left--) this.#number(stream);
  }

  #longInstruction() {
    const which = this.#byte(kStreams.operations);
    if (which > 11) throw new Error(`the code has an operation that cannot be packed: 0xfc ${which}`);
    if (which >= 8) this.#bytes(kStreams.operations, 2 - (which % 2));
  }
}

/**
 * @param {Uint8Array} module
 * @param {string} unpacker the module that unpacks, base64
 * @returns {import("../src/unpack.js").Packed} what `unpacked` takes
 */
export function packed(module, unpacker) {
  const { start, end } = codeSection(module);
  const { streams } = new Code(module.subarray(start, end));
  streams[kStreams.outside] = Buffer.concat([module.subarray(0, start), module.subarray(end)]);
  const header = Uint32Array.of(start, ...streams.map((stream) => stream.length));
  const together = Buffer.concat([Buffer.from(header.buffer), ...streams.map((stream) => Buffer.from(stream))]);
  const found = { text: deflated(together), unpackedSize: together.length, size: module.length };
  if (Buffer.compare(unpacked(found, unpacker), module) !== 0)
    throw new Error("the module does not come out of its text as it went in");
  return found;
}

/** @returns {string} base64 of whole groups of four letters */
function deflated(bytes) {
  const folder = mkdtempSync(join(tmpdir(), "signalbox-pack-"));
  try {
    const file = join(folder, "module");
    writeFileSync(file, bytes);
    const text = execFileSync("zopfli", ["--deflate", "-c", file], { maxBuffer: 2 ** 26 });
    return Buffer.concat([text, Buffer.alloc((3 - (text.length % 3)) % 3)]).toString("base64");
  } finally {
    rmSync(folder, { recursive: true });
  }
}
