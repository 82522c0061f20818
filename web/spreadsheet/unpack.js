import { Unzip, UnzipInflate } from "fflate";

export const kMaxFileBytes = 32 * 1024 * 1024;
/** Of all parts together, unpacked. */
export const kMaxUnpackedBytes = 96 * 1024 * 1024;
const kMaxParts = 1000;
/** How much is unpacked before the sizes are looked at again: at most some 16 MB come of it. */
const kSliceBytes = 16 * 1024;
/** What an archive may be packed with: not at all, or deflated. */
const kStored = 0;
const kDeflated = 8;

const startsWith = (bytes, ...start) => start.every((byte, index) => bytes[index] === byte);

function checkFile(bytes) {
  if (bytes.length > kMaxFileBytes) throw new Error("The file is larger than 32 MiB.");
  if (startsWith(bytes, 0xd0, 0xcf, 0x11, 0xe0))
    throw new Error("This is an older workbook (XLS), or one with a password. Save it as XLSX without a password.");
  if (!startsWith(bytes, 0x50, 0x4b, 0x03, 0x04)) throw new Error("This is no XLSX workbook.");
}

/** Collects what comes of the parts, and counts it as it comes: what an archive says of its sizes is not believed. */
class Parts {
  byName = new Map();
  open = new Set();
  count = 0;
  bytes = 0;

  add(file) {
    this.count += 1;
    if (this.count > kMaxParts) throw new Error(`The workbook has more than ${kMaxParts} parts.`);
    if (!/\.(xml|rels)$/i.test(file.name)) return;
    if (this.byName.has(file.name)) throw new Error(`The workbook has the part \`${file.name}\` twice.`);
    if (file.compression !== kStored && file.compression !== kDeflated)
      throw new Error("The workbook is encrypted, or packed in an unknown way.");
    const chunks = [];
    this.byName.set(file.name, chunks);
    this.open.add(file.name);
    file.ondata = (error, chunk, isLast) => {
      if (error) throw error;
      this.bytes += chunk.length;
      if (this.bytes > kMaxUnpackedBytes) throw new TooLarge();
      chunks.push(chunk);
      if (isLast) this.open.delete(file.name);
    };
    file.start();
  }
}

class TooLarge extends Error {
  constructor() {
    super("The workbook unpacks to more than 96 MiB.");
  }
}

function joined(chunks) {
  const whole = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

/**
 * The XML parts of a workbook. Work and memory are bounded, whatever the archive says of itself.
 * @param {Uint8Array} bytes
 * @returns {Record<string, string>} name -> text
 * @throws {Error} with a sentence for people
 */
export function unpack(bytes) {
  checkFile(bytes);
  const parts = new Parts();
  const unzip = new Unzip((file) => parts.add(file));
  unzip.register(UnzipInflate);
  try {
    for (let at = 0; at < bytes.length; at += kSliceBytes)
      unzip.push(bytes.subarray(at, at + kSliceBytes), at + kSliceBytes >= bytes.length);
  } catch (error) {
    // The unpacker's own errors carry a code and say little to people.
    throw error.code === undefined ? error : new Error("The workbook is damaged.");
  }
  if (parts.open.size > 0) throw new Error("The workbook is damaged: it ends too early.");
  const decoder = new TextDecoder();
  return Object.fromEntries([...parts.byName].map(([name, chunks]) => [name, decoder.decode(joined(chunks))]));
}
