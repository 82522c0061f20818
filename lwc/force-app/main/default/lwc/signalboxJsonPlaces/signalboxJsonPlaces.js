/** Where a value stands in a JSON text: a scanner that skips what it does not look for. */

const kBlank = /\s/;

function skipBlanks(text, at) {
  let i = at;
  while (i < text.length && kBlank.test(text[i])) i += 1;
  return i;
}

function endOfString(text, at) {
  let i = at + 1;
  while (i < text.length && text[i] !== '"') i += text[i] === "\\" ? 2 : 1;
  return i + 1;
}

/** One past the value that begins at `at`. */
function endOfValue(text, at) {
  if (text[at] === '"') return endOfString(text, at);
  if (text[at] !== "{" && text[at] !== "[") {
    let i = at;
    while (i < text.length && !/[\s,\]}]/.test(text[i])) i += 1;
    return i;
  }
  let depth = 0;
  for (let i = at; i < text.length; i += 1) {
    if (text[i] === '"') i = endOfString(text, i) - 1;
    else if (text[i] === "{" || text[i] === "[") depth += 1;
    else if ((text[i] === "}" || text[i] === "]") && (depth -= 1) === 0) return i + 1;
  }
  return text.length;
}

/** The begins of the children of the object or list at `at`, each with its name or index. */
function* children(text, at) {
  const isObject = text[at] === "{";
  let i = skipBlanks(text, at + 1);
  for (let index = 0; i < text.length && text[i] !== "}" && text[i] !== "]"; index += 1) {
    let key = String(index);
    if (isObject) {
      const end = endOfString(text, i);
      key = readKey(text.slice(i, end));
      i = skipBlanks(text, skipBlanks(text, end) + 1);
    }
    yield { key, at: i };
    i = skipBlanks(text, endOfValue(text, i));
    if (text[i] === ",") i = skipBlanks(text, i + 1);
  }
}

function readKey(quoted) {
  try {
    return JSON.parse(quoted);
  } catch {
    return quoted;
  }
}

/**
 * Where a JSON pointer leads in a text; as far as it leads, when the last parts are not there.
 * @param {string} text valid JSON
 * @param {string} pointer such as `/routing/bestFit/queue`
 * @returns {{from: number, to: number}} offsets in UTF-16 units
 */
export function placeInJson(text, pointer) {
  let at = skipBlanks(text, 0);
  for (const part of pointer.split("/").slice(1)) {
    const name = part.replaceAll("~1", "/").replaceAll("~0", "~");
    if (text[at] !== "{" && text[at] !== "[") break;
    let found = null;
    for (const child of children(text, at)) {
      if (child.key === name) {
        found = child.at;
        break;
      }
    }
    if (found === null) break;
    at = found;
  }
  return { from: at, to: endOfValue(text, at) };
}
