/** DMN models and tables of spreadsheets in and out of the editor. What they mean is the engine's (docs/tables-in-and-out.md). */
import { formatDefinition, parseDefinition } from "c/signalboxDocuments";
import { inverseOf } from "c/signalboxEdits";
import { xmlTree } from "c/signalboxModelXml";
import { plural } from "c/signalboxWords";

/** XML, or a model that does without the declaration. */
const kModelStart = /^<(\?xml\b|!--|(!DOCTYPE\s+)?([\w.-]+:)?definitions\b)/;

/**
 * Whether a file is a model or a table rather than a document of Signalbox.
 * @param {string} text
 * @returns {"model" | "table" | null}
 */
export function exchangeKind(text) {
  const start = text.trimStart();
  if (kModelStart.test(start)) return "model";
  return /^\uFEFF?"?decision [^\r\n]*, hit /.test(start) ? "table" : null;
}

/** A workbook is a ZIP archive, or was meant to be one. @param {string} name of the file @param {Uint8Array} bytes */
export const isWorkbook = (name, bytes) =>
  /\.(xlsx|xlsm|xls|ods)$/i.test(name) || (bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3);

const findingWords = ({ path, line, sentence }) =>
  `${[path, line && `line ${line}`].filter(Boolean).join(", ")}: ${sentence}`;

/** What the engine said of a model or a sheet, as lines; or why it refused. */
function wordsOf(answer) {
  const lines = (answer.diagnostics ?? []).map(findingWords);
  if (answer.ok) return { lines };
  return { trouble: lines.length > 0 ? lines : [answer.error.sentence] };
}

const kHeader = /^decision [^\r\n]*, hit /;
const kNoDefinition = { trouble: ["Open the definition first that the table belongs to."] };

/**
 * @typedef {{definition: object, names: string[], lines: string[]} | {trouble: string[]}} Incoming the names of the
 *   decisions that came in and what there is to say about them; or why nothing came in
 */

/** The answer is parsed as definitions are, so that numbers keep their digits. */
const importTable = (workbench, header, definition, table) =>
  workbench.ask({ op: "table.import", ...header }, `{"definition":${definition},${table}}`, parseDefinition);

/**
 * @param {import("c/signalboxWorkbench").Workbench} workbench
 * @param {string} text of a model or of a table as CSV @param {string | null} definition the one that is open
 * @returns {Promise<Incoming>}
 */
export async function readExchange(workbench, text, definition) {
  const isModel = exchangeKind(text) === "model";
  let tree;
  try {
    tree = isModel ? xmlTree(text) : null;
  } catch (error) {
    return { trouble: [error.message] };
  }
  if (!isModel && definition === null) return kNoDefinition;
  const answer = isModel
    ? await workbench.ask({ op: "dmn.import" }, JSON.stringify(tree), parseDefinition)
    : await importTable(workbench, {}, definition, `"csv":${JSON.stringify(text)}`);
  const words = wordsOf(answer);
  if (words.trouble) return words;
  const names = isModel ? Object.keys(answer.definition.decisions) : [answer.decision];
  return { definition: answer.definition, names, lines: words.lines };
}

/**
 * Every sheet of a workbook that holds a table; other sheets are passed over.
 * @param {import("c/signalboxWorkbench").Workbench} workbench
 * @param {{readSheets: (bytes: Uint8Array) => Promise<object[]>}} spreadsheet @param {Uint8Array} bytes
 * @param {string | null} definition the one that is open
 * @returns {Promise<Incoming>} one table with trouble keeps all of them out
 */
export async function readWorkbook(workbench, spreadsheet, bytes, definition) {
  let sheets;
  try {
    sheets = await spreadsheet.readSheets(bytes);
  } catch (error) {
    return { trouble: [error.message] };
  }
  const tables = sheets.filter(({ rows }) => kHeader.test(String(rows[0]?.[0] ?? "")));
  if (tables.length === 0) {
    const names = sheets.map(({ name }) => name).join(", ");
    return { trouble: [`No sheet begins with a cell such as \`decision queue, hit first\`. Sheets: ${names}.`] };
  }
  if (definition === null) return kNoDefinition;
  const trouble = tables.flatMap((sheet) => sheet.troubles);
  if (trouble.length > 0) return { trouble };
  const read = { text: definition, names: [], lines: [] };
  for (const { name, rows } of tables) {
    // Each sheet goes into the definition that holds the ones before.
    // eslint-disable-next-line no-await-in-loop
    const answer = await importTable(workbench, { sheet: name }, read.text, `"rows":${JSON.stringify(rows)}`);
    const words = wordsOf(answer);
    if (words.trouble) trouble.push(...words.trouble);
    else {
      read.text = JSON.stringify(answer.definition);
      read.names.push(answer.decision);
      read.lines.push(...words.lines);
    }
  }
  if (trouble.length > 0) return { trouble };
  return { definition: parseDefinition(read.text), names: read.names, lines: read.lines };
}

/**
 * The open definition with what came in: decisions of the same name are replaced, fields and steps that are missing are
 * added, everything else stays.
 * @param {object} open @param {object} incoming a definition @param {string[]} names of its decisions to take
 * @returns {object}
 */
export function mergeDecisions(open, incoming, names) {
  const known = new Set(Object.keys(open.fields ?? {}).map((name) => name.toLowerCase()));
  const newFields = Object.entries(incoming.fields).filter(([name]) => !known.has(name.toLowerCase()));
  const taken = Object.fromEntries(names.map((name) => [name, incoming.decisions[name]]));
  const ids = new Set((open.steps ?? []).map(({ id }) => id));
  const added = names.filter((name) => !(name in (open.decisions ?? {})));
  const steps = (incoming.steps ?? []).filter(({ id, decide }) => added.includes(decide) && !ids.has(id));
  return {
    ...open,
    fields: { ...open.fields, ...Object.fromEntries(newFields) },
    decisions: { ...open.decisions, ...taken },
    ...(open.steps || steps.length > 0 ? { steps: [...(open.steps ?? []), ...steps] } : {}),
  };
}

/** What came in, as the header says it. */
function doneWords({ definition, names }) {
  const counts = names.map((name) => `${name} (${plural(definition.decisions[name].rules.length, "rule")})`);
  return `Imported ${counts.join(", ")}`;
}

/**
 * Brings decisions into the editor: into the open definition as one change that can be undone, else as a definition of
 * its own. What cannot come in changes nothing and is reported.
 * @param {import("c/signalboxStore").EditorStore} store
 * @param {(definition: string | null) => Promise<Incoming>} read `readExchange` or `readWorkbook` of a file
 * @param {string} name of the file @param {string} now for definitions that are opened without records
 * @returns {Promise<string | null>} what was done, in words; null when nothing was
 */
export async function importInto(store, read, name, now) {
  const open = store.definition;
  let incoming;
  try {
    incoming = await read(open === null ? null : store.definitionText);
  } catch (error) {
    incoming = { trouble: [error?.message ?? String(error)] };
  }
  if (incoming.trouble) {
    store.report(`${name} could not be imported`, incoming.trouble);
    return null;
  }
  const { definition, names, lines } = incoming;
  if (open === null) {
    store.decider.at ??= now;
    store.openDefinition(formatDefinition(definition), { kind: "file", name, title: name });
  } else {
    if ((open.blanks ?? "zero") !== (definition.blanks ?? "zero")) {
      lines.push(
        "The model counts blank numbers as blank, the open definition as zero: its decisions may differ there.",
      );
    }
    const merged = mergeDecisions(open, definition, names);
    const edit = { kind: "set", path: [], value: merged };
    store.execute({ label: `import of ${name}`, edit, inverse: inverseOf(open, edit), place: { table: names[0] } });
    store.goTo({ table: names[0] });
  }
  if (lines.length > 0) store.report(`${name} is imported`, lines);
  return doneWords(incoming);
}

const kNotExported = "The definition could not be exported";

/** Rows of each table that is named; a refusal is an error with `lines`. */
async function exportedTables(workbench, text, names) {
  const tables = [];
  for (const decision of names) {
    // eslint-disable-next-line no-await-in-loop -- one message at a time is what the workbench takes
    const answer = await workbench.ask({ op: "table.export", decision }, text);
    const { trouble } = wordsOf(answer);
    if (trouble) throw Object.assign(new Error(kNotExported), { lines: trouble });
    tables.push({ name: decision, rows: answer.rows, csv: answer.csv });
  }
  return tables;
}

async function exportedModel(workbench, store) {
  const answer = await workbench.ask({ op: "dmn.export" }, store.definitionText);
  const { trouble, lines } = wordsOf(answer);
  if (trouble) throw Object.assign(new Error(kNotExported), { lines: trouble });
  if (lines.length > 0) store.report("The model says less than the definition", lines);
  return answer.xml;
}

const fileStem = (name) => String(name).replace(/[^\w.-]+/g, "-");

/**
 * @param {import("c/signalboxStore").EditorStore} store @param {import("c/signalboxWorkbench").Workbench} workbench
 * @param {{format: "dmn" | "csv" | "xlsx", tables: string[]}} wanted CSV holds one table, a workbook a sheet for each
 * @param {() => Promise<{writeSheets: Function}>} loadSpreadsheet
 * @returns {Promise<{name: string, data: string | Uint8Array, type: string} | null>} a file; null after a report
 */
export async function exportFrom(store, workbench, { format, tables: names }, loadSpreadsheet) {
  const stem = fileStem(format === "dmn" || names.length > 1 ? store.definition.name : names[0]);
  try {
    if (format === "dmn")
      return { name: `${stem}.dmn`, data: await exportedModel(workbench, store), type: "application/xml" };
    const tables = await exportedTables(workbench, store.definitionText, names);
    if (format === "csv") return { name: `${stem}.csv`, data: tables[0].csv, type: "text/csv" };
    const type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    return { name: `${stem}.xlsx`, data: (await loadSpreadsheet()).writeSheets(tables), type };
  } catch (error) {
    store.report(kNotExported, error.lines ?? [error?.message ?? String(error)]);
    return null;
  }
}
