// What a page does when time has passed: 10,000 records, each with a clock in business hours and a table that reads it, decided
// anew at another instant, in Chromium and natively.
import { chromiumPath, openEmptyPage } from "../equality/chromium.js";
import { NativeSession } from "../equality/native.js";
import { printFigures } from "./table.js";

const kRecords = 10_000;
const kRounds = 30;
const kTargetMs = 50;
const kFirst = Date.parse("2026-03-02T08:00:00Z");

const definition = {
  signalbox: 1,
  name: "page",
  object: "Case",
  fields: {
    Opened: "DateTime",
    Closed: "DateTime",
    Priority: { type: "Picklist", values: ["Low", "High"] },
    Sentiment: "Number",
  },
  milestones: {
    Response: { start: "Opened", stop: "Closed", target: "1h", hours: "Office" },
    Resolution: { start: "Opened", stop: "Closed", target: { decision: "target" }, hours: "Office" },
  },
  decisions: {
    target: {
      hit: "first",
      inputs: ["TEXT(Priority)"],
      outputs: [{ name: "target", type: "Text" }],
      rules: [{ id: "high", when: ['"High"'], then: ["4h"] }],
      default: ["24h"],
    },
    attention: {
      hit: "first",
      inputs: ["$Milestone.Resolution.Remaining", "$Milestone.Response.Breached", "Sentiment"],
      outputs: [{ name: "attention", type: "Text" }],
      rules: [
        { id: "breached", when: ["<= 0", "-", "-"], then: ["breached"] },
        { id: "angry", when: ["<= 0.5", "-", "< 0"], then: ["now"] },
        { id: "late", when: ["<= 0.25", "-", "-"], then: ["soon"] },
        { id: "silent", when: ["-", "true", "-"], then: ["answer"] },
      ],
      default: ["none"],
    },
  },
  steps: [{ id: "look", decide: "attention" }],
};
const directory = {
  signalbox: 1,
  skills: [],
  queues: {},
  agents: {},
  businessHours: { Office: { zone: "Europe/Berlin", week: { "Mon-Fri": ["09:00-12:30", "13:00-17:00"] } } },
};
const records = Array.from({ length: kRecords }, (_, i) => ({
  Id: `500${i}`,
  Opened: new Date(kFirst - ((i * 7919) % 2880) * 60_000).toISOString(),
  Priority: i % 3 === 0 ? "High" : "Low",
  Sentiment: (i % 5) - 2,
}));
const instants = Array.from({ length: kRounds }, (_, i) => new Date(kFirst + i * 60_000).toISOString());

const median = (spent) => spent.toSorted((a, b) => a - b)[Math.floor(spent.length / 2)];
const least = (spent) => Math.min(...spent);
const worst = (spent) => Math.max(...spent);

/** Milliseconds of each round in the page, and how many records need attention at the end. */
async function inPage() {
  const { page, close } = await openEmptyPage();
  const result = await page.evaluate(
    async ([definition, directory, records, instants]) => {
      const { loadEngine } = await import("/engine/engine.js");
      const engine = await loadEngine({ prefer: "wasm" });
      const { program } = engine.compile(definition);
      const { directory: hours } = engine.loadDirectory(directory);
      const { records: prepared } = engine.prepareRecords(records, { program });
      const spent = [];
      let last;
      for (const at of instants) {
        const start = performance.now();
        last = engine.outcomes({ program, directory: hours, records: prepared, at });
        spent.push(performance.now() - start);
      }
      return { spent, last, kind: engine.kind };
    },
    [definition, directory, records, instants],
  );
  await close();
  if (result.kind !== "wasm") throw new Error(`the page ran the engine as ${result.kind}`);
  return result;
}

async function natively() {
  const engine = new NativeSession();
  const call = async (header, body = "") => JSON.parse(await engine.callText(header, body && JSON.stringify(body)));
  const { program } = await call({ op: "compile" }, definition);
  const { directory: hours } = await call({ op: "directory" }, directory);
  const { records: prepared } = await call({ op: "records", program, format: "auto" }, records);
  const spent = [];
  let last;
  for (const at of instants) {
    const start = performance.now();
    last = await call({ op: "outcomes", program, directory: hours, records: prepared, at });
    spent.push(performance.now() - start);
  }
  engine.free();
  return { spent, last };
}

async function run() {
  const native = await natively();
  const page = await inPage();
  if (JSON.stringify(page.last) !== JSON.stringify(native.last)) throw new Error("the page decided otherwise");
  const row = (what, value, beside) => ({
    what,
    value,
    unit: "ms",
    ...(beside && { beside: "native", ratio: value / beside }),
  });
  printFigures(`${kRecords} records with two clocks in business hours, decided anew (target: ${kTargetMs} ms)`, [
    row("native, median", median(native.spent)),
    row("Chromium, WebAssembly, least", least(page.spent), least(native.spent)),
    row("Chromium, WebAssembly, median", median(page.spent), median(native.spent)),
    row("Chromium, WebAssembly, longest", worst(page.spent), worst(native.spent)),
  ]);
}

if (chromiumPath) await run();
else console.log("skipped: there is no Chromium on this machine");
