// The best assignment of a batch beside LEMON's network simplex on the same random scores, and what deciding one by one loses.
import { execFileSync } from "node:child_process";
import { dirname, join } from "node:path";
import { sessionPipe } from "../equality/places.js";
import { printFigures } from "./table.js";

const repeats = 5;
const program = join(dirname(sessionPipe), "bench_assignment");

function measure(records, agents, units) {
  const words = [records, agents, units, repeats].map(String);
  const run = JSON.parse(execFileSync(program, words, { encoding: "utf8" }));
  if (run.total !== run.lemonTotal) throw new Error(`the totals differ: ${run.total} and LEMON's ${run.lemonTotal}`);
  return run;
}

const figures = [];
let previous;
for (const [records, agents, units] of [
  [100, 100, 1],
  [1000, 1000, 1],
  [1000, 100, 10],
]) {
  const run = measure(records, agents, units);
  const size = `${records} records, ${agents} agents with room for ${units}`;
  const growth = previous && { beside: "the time of 100 x 100", ratio: run.ms / previous.ms };
  figures.push({ what: size, value: run.ms, unit: "ms", ...(growth ?? {}) });
  figures.push({ what: "  LEMON", value: run.lemonMs, unit: "ms", beside: "ours", ratio: run.lemonMs / run.ms });
  figures.push({
    what: "  one by one: total score",
    value: run.oneByOneTotal / 1e6,
    unit: "points",
    beside: "the best",
    ratio: run.oneByOneTotal / run.total,
  });
  previous ??= run;
}
printFigures("Assigning a batch to optimality, equal totals", figures);
