// Events that one server follows durably, on SQLite and on PostgreSQL, beside bare rows of as many bytes in the same database.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { fixture } from "../server/support/program.js";
import { makePostgres } from "../server/support/postgres.js";
import { printFigures } from "./table.js";

const kEvents = 20_000;
const kProgram = fileURLToPath(new URL("../../build/release/tests/bench_store", import.meta.url));

function measure(title, store) {
  const words = [...store, fixture("definition.json"), fixture("directory.json"), String(kEvents)];
  const out = JSON.parse(execFileSync(kProgram, words, { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] }));
  printFigures(`${title}: durable events of one process, ${out.group} in a commit, ${out.bytes} bytes each`, [
    { what: "bare rows, as many in a commit", value: out.bare, unit: "rows/s" },
    { what: "bare rows, one in a commit", value: out.bareSingle, unit: "rows/s" },
    {
      what: "events",
      value: out.events,
      unit: "events/s",
      beside: "as many in a commit",
      ratio: out.events / out.bare,
    },
    {
      what: "events",
      value: out.events,
      unit: "events/s",
      beside: "one in a commit",
      ratio: out.events / out.bareSingle,
    },
    { what: "an event at half of that load, p50", value: out.p50Ms, unit: "ms" },
    { what: "an event at half of that load, p99", value: out.p99Ms, unit: "ms" },
  ]);
}

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "signalbox-bench-"));
const postgres = await makePostgres([]);
try {
  measure("SQLite", ["--data", path.join(folder, "data")]);
  measure("PostgreSQL", ["--database", postgres.database()]);
} finally {
  await postgres.remove();
  fs.rmSync(folder, { recursive: true });
}
