// A million live records with one clock each: building the index of wakes, then field events, then three hours that pass.
import { execFileSync } from "node:child_process";
import { dirname, join } from "node:path";
import { sessionPipe } from "../equality/places.js";
import { printFigures } from "./table.js";

const records = 1_000_000;
const events = 1_000_000;
const program = join(dirname(sessionPipe), "bench_escalation");
const figures = JSON.parse(execFileSync(program, [String(records), String(events)], { encoding: "utf8" }));

printFigures("Escalation of a million live records, from JSON, one thread", [
  { what: "records read and put into the index", value: records / figures.buildSeconds, unit: "/s" },
  { what: "field events, each re-evaluates its record", value: events / figures.eventSeconds, unit: "/s" },
  { what: "memory beside the process's own", value: figures.bytesPerRecord, unit: "bytes a record" },
  {
    what: "escalations that come due in three hours, each fired",
    value: figures.fired / figures.passSeconds,
    unit: "/s",
  },
]);
