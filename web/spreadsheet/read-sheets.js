import { zipSync } from "fflate";
import readWorkbook from "read-excel-file/universal";
import { unpack } from "./unpack.js";

const kMaxColumns = 1000;
const kMaxRows = 100_000;
const kMaxCells = 5_000_000;

/** `<c r="AB12"`, and its type where it is an error. */
const kCell = /<(?:\w+:)?c\s[^>]*?\br="([A-Z]{1,4})(\d{1,8})"[^>]*/g;
const kRow = /<(?:\w+:)?row\s[^>]*?\br="(\d{1,8})"/g;

const columnNumber = (letters) => [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);

/** What must not be in a sheet before anybody makes room for its cells. */
function checkSize(name, xml) {
  let rows = 0;
  let columns = 0;
  for (const [, letters, row] of xml.matchAll(kCell)) {
    columns = Math.max(columns, columnNumber(letters));
    rows = Math.max(rows, Number(row));
  }
  for (const [, row] of xml.matchAll(kRow)) rows = Math.max(rows, Number(row));
  if (columns > kMaxColumns) throw new Error(`${name}: ${columns} columns, at most ${kMaxColumns} are read.`);
  if (rows > kMaxRows) throw new Error(`${name}: ${rows} rows, at most ${kMaxRows} are read.`);
  if (rows * columns > kMaxCells) throw new Error(`${name}: more than ${kMaxCells} cells.`);
}

/** What a table's sheet must not have, since it has no one meaning there: cells by which a person is told. */
function troublesOf(name, xml) {
  const merged = [...xml.matchAll(/<(?:\w+:)?mergeCell\s[^>]*?\bref="([A-Z0-9:]{1,20})"/g)].map(
    ([, area]) => `${name}!${area}: Merged cells. Split them, so that each row says everything itself.`,
  );
  const failed = [...xml.matchAll(kCell)]
    .filter(([cell]) => /\bt="e"/.test(cell))
    .map(
      ([, letters, row]) =>
        `${name}!${letters}${row}: The spreadsheet has failed to compute this cell. Format it as text, so that \`=\` begins a formula of Signalbox.`,
    );
  return [...merged, ...failed];
}

const unescaped = (text) =>
  text.replace(/&(lt|gt|quot|apos|amp);/g, (_, name) => ({ lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" })[name]);
const attribute = (tag, name) => unescaped(new RegExp(`\\s(?:\\w+:)?${name}="([^"]*)"`).exec(tag)?.[1] ?? "");

/** The name of each sheet by the part that holds it. */
function sheetNames(parts) {
  const targets = new Map(
    [...(parts["xl/_rels/workbook.xml.rels"] ?? "").matchAll(/<(?:\w+:)?Relationship\s[^>]*>/g)].map(([tag]) => [
      attribute(tag, "Id"),
      attribute(tag, "Target").replace(/^\/?(xl\/)?/, "xl/"),
    ]),
  );
  return [...(parts["xl/workbook.xml"] ?? "").matchAll(/<(?:\w+:)?sheet\s[^>]*>/g)].map(([tag]) => ({
    name: attribute(tag, "name"),
    part: targets.get(attribute(tag, "id")) ?? "",
  }));
}

/** The parts as an archive that says the truth about itself, for the reader. */
function repacked(parts) {
  const encoder = new TextEncoder();
  const files = Object.entries(parts).map(([name, xml]) => {
    // A reader may believe it, and make room for a whole sheet.
    const text = name.startsWith("xl/worksheets/") ? xml.replace(/<(?:\w+:)?dimension\b[^>]*\/>/, "") : xml;
    return [name, [encoder.encode(text), { level: 0 }]];
  });
  return zipSync(Object.fromEntries(files)).slice().buffer;
}

const kFirstDay = Date.UTC(1900, 0, 1);

/** A cell as a table takes it: dates and times are written as the engine reads them, an empty cell is null. */
function cellOf(value) {
  if (!(value instanceof Date)) return value ?? null;
  const text = value.toISOString();
  // A time of day alone is a part of the day before the first one.
  if (value.getTime() < kFirstDay) return text.slice("YYYY-MM-DDT".length, -1);
  return text.endsWith("T00:00:00.000Z") ? text.slice(0, "YYYY-MM-DD".length) : text;
}

/**
 * The sheets of a workbook. Nothing is fetched, computed or run; a formula counts as what it gave when the file was saved.
 * @param {Uint8Array} bytes
 * @returns {Promise<{name: string, rows: (string|number|boolean|null)[][], troubles: string[]}[]>} `troubles`: what a
 *   table's sheet must not have, each with its cell
 * @throws {Error} with a sentence for people
 */
export async function readSheets(bytes) {
  const parts = unpack(bytes);
  const named = sheetNames(parts);
  if (named.length === 0) throw new Error("The workbook has no sheet.");
  for (const xml of Object.values(parts))
    if (/<!DOCTYPE/i.test(xml)) throw new Error("A DOCTYPE has no place in a workbook.");
  for (const { name, part } of named) checkSize(name, parts[part] ?? "");
  let sheets;
  try {
    sheets = await readWorkbook(repacked(parts), { trim: false });
  } catch (error) {
    // The reader says what it misses only in errors of its own.
    const why = error.name === "InvalidSpreadsheetError" ? `: ${error.message}` : ".";
    throw new Error(`The workbook cannot be read${why}`);
  }
  return sheets.map(({ sheet, data }, index) => ({
    name: sheet,
    rows: data.map((row) => row.map(cellOf)),
    troubles: troublesOf(sheet, parts[named[index]?.part] ?? ""),
  }));
}
