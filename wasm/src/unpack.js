// The WebAssembly inside of an artifact: packed as text by scripts/pack.js, unpacked by unpack.cc.

const kPageBytes = 65536;

/** unpack.cc reads so far beyond the end. */
const kReadAheadBytes = 8;

/**
 * @typedef {object} Packed
 * @property {string} text the packed module, base64
 * @property {number} unpackedSize bytes of what is packed
 * @property {number} size bytes of the module
 */

/**
 * @param {Packed} packed
 * @param {string} unpacker the module that unpacks, base64
 * @returns {Uint8Array} the module
 */
export function unpacked({ text, unpackedSize, size }, unpacker) {
  const program = new WebAssembly.Module(Uint8Array.from(atob(unpacker), (letter) => letter.charCodeAt(0)));
  const { memory, unpack } = new WebAssembly.Instance(program).exports;
  const streamsAfter = Math.ceil((text.length + kReadAheadBytes) / 4) * 4;
  const pages = Math.ceil((streamsAfter + unpackedSize + size) / kPageBytes);
  const start = memory.grow(pages) * kPageBytes;
  new Uint8Array(memory.buffer).set(new TextEncoder().encode(text), start);
  const streams = start + streamsAfter;
  const module = streams + unpackedSize;
  unpack(start, text.length, streams, module, module + size);
  return new Uint8Array(memory.buffer, module, size).slice();
}
