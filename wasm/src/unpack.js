// The WebAssembly inside of an artifact: packed as text by scripts/pack.js, unpacked by unpack.cc.

const kPageBytes = 65536;

/**
 * @param {string} text the packed module, base64
 * @param {number} size bytes of the module
 * @param {string} unpacker the module that unpacks, base64
 * @returns {Uint8Array}
 */
export function unpacked(text, size, unpacker) {
  const module = new WebAssembly.Module(Uint8Array.from(atob(unpacker), (letter) => letter.charCodeAt(0)));
  const { memory, unpack } = new WebAssembly.Instance(module).exports;
  const start = memory.grow(Math.ceil((text.length + 2 * size) / kPageBytes)) * kPageBytes;
  new Uint8Array(memory.buffer).set(new TextEncoder().encode(text), start);
  const found = unpack(start, text.length, start + text.length);
  return new Uint8Array(memory.buffer).slice(found, found + size);
}
