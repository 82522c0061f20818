const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";
const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** The number in base 62, padded with zeros. */
function base62(number, length) {
  let text = "";
  for (let rest = number; text.length < length; rest = Math.floor(rest / 62)) text = digits[rest % 62] + text;
  return text;
}

/** The three characters that end an 18-character id: which of the 15 before are capitals, five to a character. @param {string} short */
export function checkCharacters(short) {
  const blocks = [0, 5, 10].map((from) => [...short.slice(from, from + 5)]);
  return blocks
    .map((block) => alphabet[block.reduce((bits, c, i) => bits | (/[A-Z]/.test(c) ? 1 << i : 0), 0)])
    .join("");
}

/**
 * An id as Salesforce writes it.
 * @param {string} prefix the object's key prefix, "500" for Case
 * @param {number} number
 */
export function salesforceId(prefix, number) {
  const short = `${prefix}5g00000${base62(number, 5)}`;
  return short + checkCharacters(short);
}
