// Working-time arithmetic over ten years with 300 holidays: beside hours that never close, bare instants, and a walk from day to day.
import { execFileSync } from "node:child_process";
import { dirname, join } from "node:path";
import { sessionPipe } from "../equality/places.js";
import { printFigures } from "./table.js";

const repeats = 50;
const program = join(dirname(sessionPipe), "bench_calendar");
const figures = JSON.parse(execFileSync(program, [String(repeats)], { encoding: "utf8" }));

const rows = [
  ["add", "addition"],
  ["measure", "difference"],
].flatMap(([key, what]) => {
  const { office, always, bare, walk } = figures[key];
  const row = (label, value, beside, other) => ({
    what: `${what}, ${label}`,
    value,
    unit: "ns",
    beside,
    ratio: other === undefined ? undefined : value / other,
  });
  return [
    row("bare instants", bare),
    row("24x7 hours", always, "bare instants", bare),
    row("business hours", office, "24x7 hours", always),
    row("business hours walked by day", walk, "business hours", office),
  ];
});
printFigures("Working time over 10 years with 300 holidays, Europe/Berlin, 2 intervals a day", rows);
