/** Reading and writing the documents that people open: definition, directory, roster, records. */

/** Numbers keep the digits that the file had, where the platform can (JSON.rawJSON). */
const keepDigits = (_key, value, context) =>
  typeof value === "number" && JSON.rawJSON && context?.source !== undefined && String(value) !== context.source
    ? JSON.rawJSON(context.source)
    : value;

/** @param {string} text @returns {object} @throws {SyntaxError} */
export function parseDefinition(text) {
  return JSON.parse(text, keepDigits);
}

const kWidth = 120;
/** A rule stays on one line up to this width: rules are rows, and a change of one should show as one changed line. */
const kRuleWidth = 240;

/**
 * A definition as a file: what fits on one line stands on one line, so a rule is a row and a change shows as one.
 * @param {any} value
 * @returns {string} ends with a line break
 */
export function formatDefinition(value) {
  return `${write(value, "", 0)}\n`;
}

function write(value, indent, used) {
  const flat = flatText(value);
  if (value === null || typeof value !== "object" || JSON.isRawJSON?.(value)) return flat;
  const width = "when" in value && "then" in value ? kRuleWidth : kWidth;
  if (indent !== "" && indent.length + used + flat.length <= width) return flat;
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    if (value.length === 0) return "[]";
    return `[\n${value.map((item) => inner + write(item, inner, 0)).join(",\n")}\n${indent}]`;
  }
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  if (members.length === 0) return "{}";
  const lines = members.map(([key, member]) => {
    const name = `${JSON.stringify(key)}: `;
    return inner + name + write(member, inner, name.length);
  });
  return `{\n${lines.join(",\n")}\n${indent}}`;
}

function flatText(value) {
  if (value === null || typeof value !== "object" || JSON.isRawJSON?.(value)) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(flatText).join(", ")}]`;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return members.length
    ? `{ ${members.map(([key, member]) => `${JSON.stringify(key)}: ${flatText(member)}`).join(", ")} }`
    : "{}";
}

const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);

/**
 * What a file holds, told by its content.
 * @param {string} text
 * @returns {{kind: "definition"|"directory"|"roster"|"records"|"broken", error?: string}}
 */
export function documentKind(text) {
  const start = text.trimStart()[0];
  if (start !== "{" && start !== "[") {
    return looksLikeCsv(text)
      ? { kind: "records" }
      : { kind: "broken", error: "This is neither JSON nor CSV with a header." };
  }
  let value;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return isJsonLines(text) ? { kind: "records" } : { kind: "broken", error: jsonTrouble(text, error) };
  }
  if (!isObject(value)) return { kind: "records" };
  if ("decisions" in value || "steps" in value || "object" in value) return { kind: "definition" };
  if ("queues" in value || "skills" in value) return { kind: "directory" };
  if (isObject(value.agents)) {
    const agents = Object.values(value.agents);
    return { kind: agents.some((agent) => agent && ("presence" in agent || "open" in agent)) ? "roster" : "directory" };
  }
  return { kind: "signalbox" in value ? "definition" : "records" };
}

function looksLikeCsv(text) {
  const [header] = text.split(/\r?\n/, 1);
  return header.includes(",") && text.length > header.length;
}

function isJsonLines(text) {
  const [first, second] = text.trim().split(/\r?\n/, 2);
  return second !== undefined && isJsonObject(first) && isJsonObject(second);
}

function isJsonObject(line) {
  try {
    return isObject(JSON.parse(line));
  } catch {
    return false;
  }
}

/** The browser's words with the line and column where it stopped. */
function jsonTrouble(text, error) {
  const position = /position (\d+)/.exec(error.message)?.[1];
  if (position === undefined || /line \d+/.test(error.message)) return `This is not valid JSON: ${error.message}.`;
  const before = text.slice(0, Number(position)).split("\n");
  return `This is not valid JSON: ${error.message} (line ${before.length}, column ${before.at(-1).length + 1}).`;
}

/**
 * Records as the list shows them. The engine reads the same text by itself; this reading only serves the eye.
 * @param {string} text JSON array, JSON object, JSON lines or CSV
 * @returns {object[]} one for each record, in order; a line that cannot be read is an empty object
 */
export function readRecords(text) {
  const start = text.trimStart()[0];
  if (start !== "{" && start !== "[") return readCsv(text);
  try {
    const value = JSON.parse(text);
    return Array.isArray(value) ? value : [value];
  } catch {
    return text
      .split(/\r?\n/)
      .filter((line) => line.trim() !== "")
      .map((line) => {
        try {
          return JSON.parse(line);
        } catch {
          return {};
        }
      });
  }
}

/** RFC 4180: quoted cells may hold commas, line breaks and doubled quotes. */
function readCsv(text) {
  const rows = [];
  let row = [];
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  while (at < text.length) {
    let cell = "";
    if (text[at] === '"') {
      let end = text.indexOf('"', at + 1);
      while (end >= 0 && text[end + 1] === '"') end = text.indexOf('"', end + 2);
      if (end < 0) end = text.length;
      cell = text.slice(at + 1, end).replaceAll('""', '"');
      at = end + 1;
    } else {
      let end = at;
      while (end < text.length && text[end] !== "," && text[end] !== "\n" && text[end] !== "\r") end += 1;
      cell = text.slice(at, end);
      at = end;
    }
    row.push(cell);
    if (text[at] === ",") {
      at += 1;
      continue;
    }
    if (text[at] === "\r") at += 1;
    if (text[at] === "\n") at += 1;
    rows.push(row);
    row = [];
  }
  if (row.length) rows.push(row);
  const [header = [], ...body] = rows.filter((cells) => cells.length > 1 || cells[0] !== "");
  return body.map((cells) => Object.fromEntries(header.map((name, index) => [name, cells[index] || null])));
}

const kSubjectFields = ["subject", "name", "title", "short_description", "casenumber", "number"];

/** The flat fields of a record in any of its three shapes. */
export function fieldsOf(record) {
  if (!isObject(record)) return {};
  if (isObject(record.fields) && "apiName" in record) {
    return Object.fromEntries(Object.entries(record.fields).map(([name, field]) => [name, field?.value ?? null]));
  }
  return record;
}

/** One line that tells a person which record this is; blank when no field does. */
export function subjectOf(record) {
  const fields = fieldsOf(record);
  const names = Object.keys(fields);
  for (const wanted of kSubjectFields) {
    const name = names.find((each) => each.toLowerCase() === wanted);
    if (name && typeof fields[name] === "string" && fields[name] !== "") return fields[name];
  }
  return "";
}

const kNumeric = new Set(["Number", "Currency", "Percent"]);

/**
 * A record for the engine: cells of CSV, which are all text, as values of the declared types.
 * @param {object} record as `readRecords` gives it @param {object} fields the definition's
 */
export function typedRecord(record, fields) {
  const typeOf = (name) => fields?.[name]?.type ?? fields?.[name];
  const typed = ([name, value]) => {
    if (typeof value !== "string") return [name, value];
    if (kNumeric.has(typeOf(name)) && value.trim() !== "" && Number.isFinite(Number(value)))
      return [name, Number(value)];
    return [name, typeOf(name) === "Checkbox" ? /^(true|1|yes)$/i.test(value) : value];
  };
  return isObject(record) ? Object.fromEntries(Object.entries(record).map(typed)) : record;
}
