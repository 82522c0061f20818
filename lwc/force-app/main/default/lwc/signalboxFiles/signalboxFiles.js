/** Files that a person opens or gets. */
import { documentKind } from "c/signalboxDocuments";
import { exchangeKind, isWorkbook } from "c/signalboxExchange";

/** The order in which documents depend on each other; models and tables come last. */
const kStaged = { directory: 0, roster: 1, records: 2, definition: 3 };

/**
 * Reads files and tells what each is, in the order in which they are to be opened.
 * @param {File[]} files
 * @returns {Promise<{name: string, kind: string, text?: string, bytes?: Uint8Array}[]>} `kind`: of a document, `model`,
 *   `table` or `workbook`
 */
export async function readFiles(files) {
  const read = await Promise.all(
    files.map(async (file) => {
      const bytes = new Uint8Array(await file.arrayBuffer());
      if (isWorkbook(file.name, bytes)) return { name: file.name, kind: "workbook", bytes };
      const text = new TextDecoder().decode(bytes);
      return { name: file.name, kind: exchangeKind(text) ?? documentKind(text).kind, text };
    }),
  );
  return read.sort((a, b) => (kStaged[a.kind] ?? 4) - (kStaged[b.kind] ?? 4));
}

/** Gives a file to the person. @param {{name: string, data: string | Uint8Array, type: string}} file */
export function download({ name, data, type }) {
  const url = URL.createObjectURL(new Blob([data], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
