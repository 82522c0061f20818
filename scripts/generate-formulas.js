#!/usr/bin/env node
// Usage: node scripts/generate-formulas.js [PROGRAM]
//
// Writes docs/formulas.md: the text of docs/templates/formulas.md with the tables of functions that PROGRAM (the program `signalbox`;
// build/bin/signalbox when it is left out) knows. A test holds the committed file to that.
import { execFileSync } from "node:child_process";
import { readFileSync, realpathSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const template = new URL("../docs/templates/formulas.md", import.meta.url);
export const target = new URL("../docs/formulas.md", import.meta.url);

const results = { first: "as its first argument", common: "the common type of its values", any: "any" };

/** A table of Markdown whose columns are as wide as their widest cell, as the formatter wants it. */
function table(header, rows) {
  const escaped = rows.map((row) => row.map((cell) => cell.replaceAll("|", "\\|")));
  const widths = header.map((name, i) => Math.max(name.length, ...escaped.map((row) => row[i].length)));
  const line = (cells) => `| ${cells.map((cell, i) => cell.padEnd(widths[i])).join(" | ")} |`;
  return [line(header), `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`, ...escaped.map(line)].join("\n");
}

function familyText({ family, functions }) {
  const isRefused = functions[0].refused !== undefined;
  const rows = functions.map((one) =>
    isRefused
      ? [`\`${one.name}\``, one.refused]
      : [`\`${one.signature}\``, results[one.returns] ?? one.returns, one.sentence],
  );
  const header = isRefused ? ["function", "why, and what to do instead"] : ["function", "gives", "meaning"];
  return `### ${family}\n\n${table(header, rows)}`;
}

/** The text of docs/formulas.md. `families`: what `signalbox formula --functions --json` prints. */
export function formulasText(families) {
  const count = (refused) =>
    families.flatMap(({ functions }) => functions).filter((one) => (one.refused !== undefined) === refused).length;
  const summary =
    `${count(false)} functions are implemented. ${count(true)} more of Salesforce's reference mean nothing away from its pages or ` +
    "need its database:\nusing one is the diagnostic `unsupported-function`.";
  const functions = [summary, ...families.map(familyText)].join("\n\n");
  return readFileSync(template, "utf8").replace("{{functions}}", () => functions);
}

/** What `program` knows. */
export function functionsOf(program) {
  return JSON.parse(execFileSync(program, ["formula", "--functions", "--json"], { encoding: "utf8" }));
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const program = process.argv[2] ?? fileURLToPath(new URL("../build/bin/signalbox", import.meta.url));
  writeFileSync(target, formulasText(functionsOf(program)));
}
