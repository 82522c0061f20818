// Usage: node last-events.js LOG.csv.gz OUTPUT.csv
// Keeps the last event of each incident, in the order in which the incidents first appear. The log has no quoted cells; a line that has
// some, or another number of cells than the header, is refused rather than misread.
import { readFileSync, writeFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

const [log, output] = process.argv.slice(2);
const [header, ...events] = gunzipSync(readFileSync(log)).toString("utf8").trimEnd().split(/\r?\n/);
const columns = header.split(",");
if (columns[0] !== "number") {
  console.error(`error: ${log}:1: expected the first column \`number\`, found \`${columns[0]}\``);
  process.exit(1);
}
const last = new Map();
events.forEach((line, index) => {
  const cells = line.split(",").length;
  if (line.includes('"') || cells !== columns.length) {
    console.error(`error: ${log}:${index + 2}: expected ${columns.length} plain cells, found ${cells}`);
    process.exit(1);
  }
  last.set(line.slice(0, line.indexOf(",")), line);
});
writeFileSync(output, [["Id", ...columns.slice(1)].join(","), ...last.values(), ""].join("\n"));
console.error(`${last.size} incidents from ${events.length} events: ${output}`);
