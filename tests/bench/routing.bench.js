// One record over many agents beside a loop over flat arrays written by hand, the same in WebAssembly beside the native engine, and a
// day of arrivals given out in order.
import { execFileSync } from "node:child_process";
import { dirname, join } from "node:path";
import { sessionPipe } from "../equality/places.js";
import { timeNative, timePackage } from "./engines.js";
import { routingProblem } from "./routing_problem.js";
import { printFigures } from "./table.js";

const programs = dirname(sessionPipe);
const run = (name, ...words) => JSON.parse(execFileSync(join(programs, name), words.map(String), { encoding: "utf8" }));

const figures = [];
for (const agents of [100, 1000, 10000]) {
  const found = run("bench_routing", agents, 200);
  figures.push({
    what: `one record over ${agents} agents, 5 factors, the winner explained`,
    value: found.us,
    unit: "us",
    beside: "the loop by hand",
    ratio: found.us / found.byHandUs,
  });
}
for (const agents of [100, 1000, 10000]) {
  const records = Math.min(20_000, 2_000_000 / agents); // one message of some milliseconds
  const problem = routingProblem(agents, records);
  const perRecord = ({ outcomesMs }) => (outcomesMs * 1000) / records;
  const native = perRecord(timeNative(problem, 20, ["outcomes"]));
  const what = `one record of ${records} in a message over ${agents} agents, 5 factors, the agent chosen`;
  figures.push({ what: `${what}, natively`, value: native, unit: "us" });
  const wasm = perRecord(await timePackage("wasm", problem, 20, { withLines: false }));
  figures.push({ what: `${what}, in WebAssembly`, value: wasm, unit: "us", beside: "native", ratio: wasm / native });
}
const day = run("bench_dispatch", 100000, 500);
figures.push({
  what: `a day of 100,000 arrivals with 500 agents: ${day.events} events, at most ${day.mostWaiting} waiting`,
  value: day.events / day.seconds,
  unit: "events/s",
});
printFigures("Routing", figures);
