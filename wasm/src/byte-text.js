// Bytes as ASCII text inside of a script. Each byte has a character or two of its own, so that gzip still finds what repeats: of the
// engine the text is 3 % larger than the bytes after gzip, base64 32 %. Common bytes have one character.

/** What may stand in a string literal of a page's script as it is. */
const kAlphabet = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index))
  .filter((character) => !'"\\<'.includes(character))
  .join("");
/** The last characters of the alphabet begin a pair. */
const kSingles = kAlphabet.length - 2;

/**
 * @param {Uint8Array} bytes
 * @returns {{text: string, order: string}} `order`: the 256 bytes, the most common first, two hexadecimal digits each
 */
export function bytesToText(bytes) {
  const counts = new Array(256).fill(0);
  for (const byte of bytes) counts[byte]++;
  const order = counts.map((_, byte) => byte).sort((a, b) => counts[b] - counts[a] || a - b);
  const written = [];
  order.forEach((byte, rank) => {
    const beyond = rank - kSingles;
    const first = kSingles + Math.floor(beyond / kAlphabet.length);
    written[byte] = beyond < 0 ? kAlphabet[rank] : kAlphabet[first] + kAlphabet[beyond % kAlphabet.length];
  });
  return {
    text: Array.from(bytes, (byte) => written[byte]).join(""),
    order: order.map((byte) => byte.toString(16).padStart(2, "0")).join(""),
  };
}

/**
 * @param {string} text of bytesToText
 * @param {string} order
 * @returns {Uint8Array}
 */
export function textToBytes(text, order) {
  const ranks = new Uint8Array(128);
  for (let rank = 0; rank < kAlphabet.length; rank++) ranks[kAlphabet.charCodeAt(rank)] = rank;
  const byRank = Uint8Array.from({ length: 256 }, (_, rank) => parseInt(order.slice(2 * rank, 2 * rank + 2), 16));
  const bytes = new Uint8Array(text.length);
  let length = 0;
  for (let at = 0; at < text.length; at++) {
    let rank = ranks[text.charCodeAt(at)];
    if (rank >= kSingles) rank = kSingles + (rank - kSingles) * kAlphabet.length + ranks[text.charCodeAt(++at)];
    bytes[length++] = byRank[rank];
  }
  return bytes.slice(0, length);
}
