import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { corpusFolder, goldenFolder, sharedFolder } from "./places.js";

const text = (value) => (typeof value === "string" ? value : JSON.stringify(value, null, 2));

/** A document in the case itself, its bytes (`{"text"}`), or the name of a shared one. */
function document(value, kind) {
  if (value === undefined) return undefined;
  if (typeof value.text === "string") return value.text;
  return typeof value === "string" ? readFileSync(join(sharedFolder, `${value}.${kind}.json`), "utf8") : text(value);
}

/** @returns {import("./answers.js").Case[]} every case, by name */
export function readCorpus() {
  const files = readdirSync(corpusFolder).filter((file) => file.endsWith(".json"));
  return files.sort().map((file) => {
    const written = JSON.parse(readFileSync(join(corpusFolder, file), "utf8"));
    return {
      name: basename(file, ".json"),
      kind: written.kind ?? "decisions",
      definition: text(written.definition),
      directory: document(written.directory, "directory"),
      roster: document(written.roster, "roster"),
      records: text(written.records),
      format: written.format ?? "auto",
      at: written.at,
      outcomes: written.outcomes,
      assigned: written.assigned,
    };
  });
}

/** Where the golden answers of a case stand. */
export const goldenFile = (name) => join(goldenFolder, `${name}.jsonl`);

/** @param {string | Uint8Array} bytes */
export const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");
