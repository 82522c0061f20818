#!/usr/bin/env node
// Usage: node scripts/generate-sample.js [FOLDER]
//
// Writes the generated part of the sample into FOLDER (web/sample when it is left out): the records, and the directories and rosters of
// both definitions. The definitions are written by hand. The same seed gives the same bytes; a test holds the committed files to that.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { caseRecord } from "./lib/sample/cases.js";
import { caseAgents, caseQueues, incidentAgents, incidentQueues } from "./lib/sample/people.js";
import { randomFrom } from "./lib/sample/random.js";
import { directoryOf, rosterOf } from "./lib/sample/team.js";

const seed = 20260302;
const recordCount = 2000;

/** The instant at which the previews of a sample are decided. */
function instantOf(folder) {
  return Date.parse(
    JSON.parse(readFileSync(new URL(`../web/sample/${folder}sample.json`, import.meta.url), "utf8")).at,
  );
}

/** A JSON document with one agent, queue or record a line. */
function lines(value) {
  if (Array.isArray(value)) return `[\n${value.map((item) => JSON.stringify(item)).join(",\n")}\n]\n`;
  const members = Object.entries(value).map(([key, inner]) => {
    const entries =
      inner !== null && typeof inner === "object" && !Array.isArray(inner) ? Object.entries(inner) : undefined;
    const text = entries?.map(([name, item]) => `    ${JSON.stringify(name)}: ${JSON.stringify(item)}`).join(",\n");
    return `  ${JSON.stringify(key)}: ${text === undefined ? JSON.stringify(inner) : `{\n${text}\n  }`}`;
  });
  return `{\n${members.join(",\n")}\n}\n`;
}

function writeTeam(folder, name, people, queues) {
  const random = randomFrom(seed);
  mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, name, "directory.json"), lines(directoryOf(people, queues)));
  writeFileSync(join(folder, name, "roster.json"), lines(rosterOf(people, random, instantOf(name))));
}

const folder = process.argv[2] ?? new URL("../web/sample", import.meta.url).pathname;
const at = instantOf("");
const random = randomFrom(seed);
const records = Array.from({ length: recordCount }, (_, index) => caseRecord(random, index + 1, at));
writeTeam(folder, "", caseAgents, caseQueues);
writeTeam(folder, "incidents/", incidentAgents, incidentQueues);
writeFileSync(join(folder, "records.json"), lines(records));
