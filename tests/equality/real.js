// The documents that a person would really run: the sample that ships, and the incident log where it is present.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { root } from "./places.js";

const file = (path) => resolve(root, path);
const read = (path) => readFileSync(file(path), "utf8");

const kLog = file("../shared/data/incident-events.csv.gz");
const kIncidents = "build/incidents.csv";

function documents(folder) {
  return {
    definitionFile: file(`${folder}/definition.json`),
    directoryFile: file(`${folder}/directory.json`),
    rosterFile: file(`${folder}/roster.json`),
    definition: read(`${folder}/definition.json`),
    directory: read(`${folder}/directory.json`),
    roster: read(`${folder}/roster.json`),
    at: [JSON.parse(read(`${folder}/sample.json`)).at],
    kind: "decisions",
    format: "auto",
  };
}

/** The sample that ships: 2,000 cases. */
export function sample() {
  const recordsFile = file("web/sample/records.json");
  return { name: "sample", ...documents("web/sample"), recordsFile, records: readFileSync(recordsFile, "utf8") };
}

/** Why there are no incidents here, or undefined. */
export const incidentsMissing = existsSync(kLog) ? undefined : "the incident log ../shared/data is not here";

/** The incident log, the last event of each: 24,918 records in CSV. */
export function incidents() {
  const recordsFile = file(kIncidents);
  if (!existsSync(recordsFile)) execFileSync(file("scripts/prepare-incidents"), { stdio: "ignore" });
  return {
    name: "incidents",
    ...documents("web/sample/incidents"),
    recordsFile,
    records: readFileSync(recordsFile, "utf8"),
    format: "csv",
  };
}
