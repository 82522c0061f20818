import { strToU8, zipSync } from "fflate";

/** What a spreadsheet holds at most. */
const kMaxCellCharacters = 32_767;
const kMaxRows = 1_048_576;
const kMaxColumns = 16_384;
const kMaxNameCharacters = 31;

/** Styles of `xl/styles.xml`, by position. */
const kText = 1;
const kHead = 2;
const kDate = 3;

const kDayMs = 86_400_000;
/** Day 0 of the calendar of spreadsheets, as it counts from March 1900 on. */
const kDayZero = Date.UTC(1899, 11, 30);
const kFirstSafeDay = 61;

const kNamespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const kOffice = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const kPackage = "http://schemas.openxmlformats.org/package/2006";
const kDeclaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

/** Text of a cell. Characters that XML cannot hold are written as spreadsheets do, `_x0007_`. */
function escaped(text) {
  return text
    .replace(/_x(?=[0-9A-Fa-f]{4}_)/g, "_x005F_x")
    .replace(/[^\t\n -\ufffd]/g, (c) => `_x${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}_`)
    .replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c]);
}

function columnLetters(index) {
  const rest = Math.floor(index / 26);
  return (rest > 0 ? columnLetters(rest - 1) : "") + String.fromCharCode(65 + (index % 26));
}

/** The type of an output column, from its header `then: name (Number)`. */
const typeOf = (header) => /^then: [^]*? \((\w+)(?:: [^]*)?\)$/.exec(header ?? "")?.[1] ?? "";

function dayOf(text) {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return null;
  const day = (Date.parse(`${text}T00:00:00Z`) - kDayZero) / kDayMs;
  return day >= kFirstSafeDay ? day : null;
}

const kNumeric = new Set(["Number", "Currency", "Percent"]);

/** One cell; none for a blank. What a spreadsheet cannot hold exactly stays text. */
function cell(address, text, type, style) {
  if (text === "" || text === null || text === undefined) return "";
  if (kNumeric.has(type) && /^-?\d/.test(text) && String(Number(text)) === text)
    return `<c r="${address}"><v>${text}</v></c>`;
  if (type === "Checkbox" && (text === "true" || text === "false"))
    return `<c r="${address}" t="b"><v>${text === "true" ? 1 : 0}</v></c>`;
  const day = type === "Date" ? dayOf(text) : null;
  if (day !== null) return `<c r="${address}" s="${kDate}"><v>${day}</v></c>`;
  return `<c r="${address}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`;
}

function checkSize({ name, rows }) {
  const columns = rows[0]?.length ?? 0;
  if (rows.length > kMaxRows || columns > kMaxColumns)
    throw new Error(`${name} has more rows or columns than a spreadsheet holds.`);
  rows.forEach((row, index) => {
    const long = row.findIndex((text) => String(text ?? "").length > kMaxCellCharacters);
    if (long >= 0)
      throw new Error(
        `${name}, ${columnLetters(long)}${index + 1}: a spreadsheet's cell holds at most ${kMaxCellCharacters} characters.`,
      );
  });
}

function worksheet({ rows }) {
  const [header = []] = rows;
  const types = header.map(typeOf);
  const body = rows.map((row, index) => {
    const cells = row.map((text, column) =>
      cell(`${columnLetters(column)}${index + 1}`, text, index === 0 ? "" : types[column], index === 0 ? kHead : kText),
    );
    return `<row r="${index + 1}">${cells.join("")}</row>`;
  });
  const columns = header.map((_, index) => {
    const width = index === 0 ? 34 : 22;
    // New cells are text too: what is typed there, such as `= A > 1`, is no formula of the spreadsheet.
    const style = types[index] && types[index] !== "Text" && types[index] !== "Picklist" ? 0 : kText;
    return `<col min="${index + 1}" max="${index + 1}" width="${width}" style="${style}" customWidth="1"/>`;
  });
  const pane = '<pane xSplit="1" ySplit="1" topLeftCell="B2" activePane="bottomRight" state="frozen"/>';
  return (
    `${kDeclaration}<worksheet xmlns="${kNamespace}"><sheetViews><sheetView workbookViewId="0">${pane}</sheetView></sheetViews>` +
    `<cols>${columns.join("")}</cols><sheetData>${body.join("")}</sheetData></worksheet>`
  );
}

const kStyles =
  `${kDeclaration}<styleSheet xmlns="${kNamespace}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>` +
  '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>' +
  '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>' +
  '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
  '<cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>' +
  '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" quotePrefix="1"/>' +
  '<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1" quotePrefix="1"/>' +
  '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs></styleSheet>';

/** Names that a workbook may have: short, without some signs, each once whatever its case. */
function sheetNames(names) {
  const taken = new Set();
  return names.map((name) => {
    const plain = name.replace(/[[\]:*?/\\]/g, " ").replace(/^'+|'+$/g, "").trim() || "Table"; // prettier-ignore
    let found = plain.slice(0, kMaxNameCharacters);
    for (let number = 2; taken.has(found.toLowerCase()); number += 1) {
      const end = ` ${number}`;
      found = plain.slice(0, kMaxNameCharacters - end.length) + end;
    }
    taken.add(found.toLowerCase());
    return found;
  });
}

function packageParts(names) {
  const sheets = names.map((name, index) => ({ name, number: index + 1 }));
  const types = sheets.map(
    ({ number }) =>
      `<Override PartName="/xl/worksheets/sheet${number}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`,
  );
  const relation = (id, type, target) => `<Relationship Id="${id}" Type="${kOffice}/${type}" Target="${target}"/>`;
  const relations = (list) =>
    `${kDeclaration}<Relationships xmlns="${kPackage}/relationships">${list.join("")}</Relationships>`;
  const main = "application/vnd.openxmlformats-officedocument.spreadsheetml";
  return {
    "[Content_Types].xml":
      `${kDeclaration}<Types xmlns="${kPackage}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
      `<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${main}.sheet.main+xml"/>` +
      `<Override PartName="/xl/styles.xml" ContentType="${main}.styles+xml"/>${types.join("")}</Types>`,
    "_rels/.rels": relations([relation("rId1", "officeDocument", "xl/workbook.xml")]),
    "xl/workbook.xml":
      `${kDeclaration}<workbook xmlns="${kNamespace}" xmlns:r="${kOffice}"><sheets>` +
      `${sheets.map(({ name, number }) => `<sheet name="${escaped(name)}" sheetId="${number}" r:id="rId${number}"/>`).join("")}</sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": relations([
      ...sheets.map(({ number }) => relation(`rId${number}`, "worksheet", `worksheets/sheet${number}.xml`)),
      relation(`rId${sheets.length + 1}`, "styles", "styles.xml"),
    ]),
    "xl/styles.xml": kStyles,
  };
}

/**
 * A workbook of tables. Every text is a text to the spreadsheet, whatever it begins with; numbers, truth values and dates
 * of outputs of these types are such cells where the spreadsheet holds them exactly. Equal tables give equal bytes.
 * @param {{name: string, rows: (string|null)[][]}[]} tables rows as the engine's `table.export` gives them
 * @returns {Uint8Array}
 * @throws {Error} with a sentence for people, where a table does not fit
 */
export function writeSheets(tables) {
  tables.forEach(checkSize);
  const parts = packageParts(sheetNames(tables.map(({ name }) => name)));
  tables.forEach((table, index) => {
    parts[`xl/worksheets/sheet${index + 1}.xml`] = worksheet(table);
  });
  const mtime = "1980-01-01T12:00:00";
  return zipSync(Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, [strToU8(text), { mtime }]])));
}
