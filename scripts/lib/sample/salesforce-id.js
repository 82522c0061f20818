const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";
const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** The number in base 62, padded with zeros. */
function base62(number, length) {
  let text = "";
  for (let rest = number; text.length < length; rest = Math.floor(rest / 62)) text = digits[rest % 62] + text;
  return text;
}

/**
 * An 18-character id as Salesforce writes it: 3 characters of key prefix, 12 of instance and number, 3 that say which of the others
 * are capitals, five to a character.
 * @param {string} prefix the object's key prefix, "500" for Case
 * @param {number} number
 */
export function salesforceId(prefix, number) {
  const short = `${prefix}5g00000${base62(number, 5)}`;
  const suffix = [0, 5, 10].map((from) => {
    const capitals = [...short.slice(from, from + 5)].reduce((bits, c, i) => bits | (/[A-Z]/.test(c) ? 1 << i : 0), 0);
    return alphabet[capitals];
  });
  return short + suffix.join("");
}
