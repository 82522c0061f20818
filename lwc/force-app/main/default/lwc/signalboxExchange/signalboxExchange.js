/** DMN models and CSV tables in and out of the editor. What they mean is the engine's (docs/tables-in-and-out.md). */
import { formatDefinition, parseDefinition } from "c/signalboxDocuments";
import { inverseOf } from "c/signalboxEdits";

/** As deep as the engine takes a tree. */
const kMaxDepth = 30;
const kMaxCharacters = 32 * 1024 * 1024;

/**
 * A model's XML as the engine takes it. Nothing is fetched and nothing expands: a document with a DOCTYPE is refused
 * before any parser sees it.
 * @param {string} xml
 * @returns {object}
 * @throws {Error} with a sentence for people
 */
export function xmlTree(xml) {
  if (xml.length > kMaxCharacters) throw new Error("The file is larger than 32 MiB.");
  if (/<!DOCTYPE/i.test(xml)) throw new Error("A DOCTYPE has no place in a model.");
  if (depthOf(xml) > kMaxDepth) throw new Error(`Elements are nested more than ${kMaxDepth} deep.`);
  const parsed = new DOMParser().parseFromString(xml, "application/xml");
  if (parsed.getElementsByTagName("parsererror").length > 0) throw new Error("This is not well-formed XML.");
  return element(parsed.documentElement);
}

/** How deep tags are nested, without building a tree of them. */
function depthOf(xml) {
  let depth = 0;
  let deepest = 0;
  for (const [tag] of xml.matchAll(/<!--[^]*?-->|<!\[CDATA\[[^]*?\]\]>|<\?[^]*?\?>|<[^>]*>/g)) {
    if (tag.startsWith("<!") || tag.startsWith("<?")) continue;
    if (tag.startsWith("</")) depth -= 1;
    else {
      deepest = Math.max(deepest, depth + 1);
      if (!tag.endsWith("/>")) depth += 1;
    }
  }
  return deepest;
}

const kXmlns = "http://www.w3.org/2000/xmlns/";

function element(node) {
  const attributes = {};
  for (const { namespaceURI, localName, value } of [...node.attributes]) {
    if (namespaceURI !== kXmlns) attributes[namespaceURI ? `{${namespaceURI}}${localName}` : localName] = value;
  }
  const nodes = [...node.childNodes];
  const isText = ({ nodeType }) => nodeType === Node.TEXT_NODE || nodeType === Node.CDATA_SECTION_NODE;
  return {
    name: node.localName,
    ns: node.namespaceURI ?? "",
    attributes,
    text: nodes
      .filter(isText)
      .map((each) => each.nodeValue)
      .join(""),
    children: nodes.filter(({ nodeType }) => nodeType === Node.ELEMENT_NODE).map(element),
  };
}

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

const findingWords = ({ path, line, sentence }) =>
  `${[path, line && `line ${line}`].filter(Boolean).join(", ")}: ${sentence}`;

/**
 * @param {import("c/signalboxWorkbench").Workbench} workbench
 * @param {string} text @param {string | null} definition the one that is open
 * @returns {Promise<{definition: object, names: string[], lines: string[]} | {trouble: string[]}>} the names of the decisions
 *   that came in and what there is to say about them; or why nothing came in
 */
export async function readExchange(workbench, text, definition) {
  const isModel = exchangeKind(text) === "model";
  let tree;
  try {
    tree = isModel ? xmlTree(text) : null;
  } catch (error) {
    return { trouble: [error.message] };
  }
  if (!isModel && definition === null) return { trouble: ["Open the definition first that the table belongs to."] };
  const answer = isModel
    ? await workbench.ask({ op: "dmn.import" }, JSON.stringify(tree))
    : await workbench.ask({ op: "table.import" }, `{"definition":${definition},"csv":${JSON.stringify(text)}}`);
  const lines = answer.diagnostics.map(findingWords);
  if (!answer.ok) return { trouble: lines.length > 0 ? lines : [answer.error.sentence] };
  // Read again from the text, so that numbers keep their digits.
  const whole = parseDefinition(JSON.stringify(answer.definition));
  return { definition: whole, names: isModel ? Object.keys(whole.decisions) : [answer.decision], lines };
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

/** What the workbench is asked for; null after a report, when it does not run. */
async function attempted(store, title, work) {
  try {
    return await work();
  } catch (error) {
    store.report(title, [error?.message ?? String(error)]);
    return null;
  }
}

/**
 * Brings a model or a table into the editor: into the open definition as one change that can be undone, else as a
 * definition of its own. What cannot come in changes nothing and is reported.
 * @param {import("c/signalboxStore").EditorStore} store @param {import("c/signalboxWorkbench").Workbench} workbench
 * @param {string} text @param {string} name of the file @param {string} now for definitions that are opened without records
 * @returns {Promise<boolean>}
 */
export async function importInto(store, workbench, text, name, now) {
  const open = store.definition;
  const title = `${name} could not be imported`;
  const read = await attempted(store, title, () =>
    readExchange(workbench, text, open === null ? null : store.definitionText),
  );
  if (!read) return false;
  if (read.trouble) return store.report(`${name} could not be imported`, read.trouble);
  const { definition, names, lines } = read;
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
  return true;
}

/**
 * @param {import("c/signalboxStore").EditorStore} store @param {import("c/signalboxWorkbench").Workbench} workbench
 * @param {"dmn" | "csv"} format CSV holds the table that is shown
 * @returns {Promise<{name: string, text: string, type: string} | null>} a file; null after a report
 */
export async function exportFrom(store, workbench, format) {
  const isModel = format === "dmn";
  const header = isModel ? { op: "dmn.export" } : { op: "table.export", decision: store.table };
  const answer = await attempted(store, "The definition could not be exported", () =>
    workbench.ask(header, store.definitionText),
  );
  if (!answer) return null;
  const lines = (answer.diagnostics ?? []).map(findingWords);
  if (!answer.ok) {
    store.report("The definition could not be exported", lines.length > 0 ? lines : [answer.error.sentence]);
    return null;
  }
  if (lines.length > 0) store.report("The model says less than the definition", lines);
  const stem = String(isModel ? store.definition.name : store.table).replace(/[^\w.-]+/g, "-");
  return isModel
    ? { name: `${stem}.dmn`, text: answer.xml, type: "application/xml" }
    : { name: `${stem}.csv`, text: answer.csv, type: "text/csv" };
}
