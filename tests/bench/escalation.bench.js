// A million live records in the server's own service and store: beginning them, field events, and catching up after a stop.
import { execFileSync } from "node:child_process";
import { dirname, join } from "node:path";
import { sessionPipe } from "../equality/places.js";
import { printFigures } from "./table.js";

const records = 1_000_000;
const events = 200_000;
const late = 50_000;
const program = join(dirname(sessionPipe), "bench_journeys");
const sizes = [records, events, late].map(String);
const figures = JSON.parse(execFileSync(program, sizes, { encoding: "utf8" }));

printFigures("A million live records followed by one server, each change on the disk", [
  { what: "records begun, with their timers", value: records / figures.beginSeconds, unit: "/s" },
  { what: "field events, each re-evaluates its record", value: events / figures.eventSeconds, unit: "/s" },
  { what: "memory beside the process's own", value: figures.residentBytes / records, unit: "bytes a record" },
  { what: "store, with one event each", value: figures.diskBytes / records, unit: "bytes a record" },
  {
    what: "escalations that came due in a stop, each fired in its order",
    value: late / figures.lateSeconds,
    unit: "/s",
  },
]);
