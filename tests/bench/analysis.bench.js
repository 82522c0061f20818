// The analysis of large tables, and the difference to a version in which ten rows changed; native, one thread.
import { randomFrom } from "../../scripts/lib/sample/random.js";
import { NativeSession } from "../equality/native.js";
import { printFigures } from "./table.js";

const repeats = 3;
const kChanged = 10;
const kFields = { Country: 60, Product: 40, Tier: 4, Severity: 5, Language: 20 };

/** Rows over six inputs: names, a range of the time that is left, some cells `-`, and a row for the rest. */
function randomRows(count, random) {
  const names = Object.entries(kFields);
  const cell = ([field, values]) => (random.integer(1, 100) <= 15 ? "-" : `"${field} ${random.integer(1, values)}"`);
  const range = () => {
    const low = random.integer(0, 90);
    return random.integer(1, 100) <= 20 ? "-" : `[${low}..${low + random.integer(1, 30)})`;
  };
  const rows = Array.from({ length: count - 1 }, (_, index) => ({
    id: `row ${index}`,
    when: [...names.map(cell), range()],
    then: [`Queue ${random.integer(1, 30)}`],
  }));
  return [...rows, { id: "rest", when: [...names.map(() => "-"), "-"], then: ["General"] }];
}

function definitionOf(hit, rules) {
  const fields = Object.fromEntries([...Object.keys(kFields).map((name) => [name, "Text"]), ["Remaining", "Number"]]);
  const outputs = [{ name: "queue", type: "Text" }];
  const queue = { hit, inputs: Object.keys(fields), outputs, rules };
  return JSON.stringify({ signalbox: 1, name: "analysis", object: "Case", fields, decisions: { queue }, steps: [] });
}

/** Ten rows of the table go to another queue. */
function nextVersion(rules, random) {
  const changed = structuredClone(rules);
  for (let change = 0; change < kChanged; change++) {
    changed[random.integer(0, rules.length - 2)].then = [`Queue ${random.integer(31, 40)}`];
  }
  return changed;
}

const engine = new NativeSession();
const ask = async (header, body = "") => {
  const answer = JSON.parse(await engine.callText(header, body));
  if (!answer.ok) throw new Error(JSON.stringify(answer));
  return answer;
};

/** The least seconds of several runs, and the last answer. */
async function timed(header) {
  let least = Infinity;
  let answer;
  for (let repeat = 0; repeat < repeats; repeat++) {
    const start = performance.now();
    answer = await ask(header);
    least = Math.min(least, performance.now() - start);
  }
  return { seconds: least / 1000, answer };
}

const figures = [];
for (const count of [1_000, 10_000]) {
  const random = randomFrom(20260131 + count);
  const rules = randomRows(count, random);
  for (const hit of ["first", "unique"]) {
    const { program } = await ask({ op: "compile" }, definitionOf(hit, rules));
    const { seconds, answer } = await timed({ op: "analyse", program });
    const { counts } = answer.decisions[0];
    const found = Object.entries(counts).map(([code, times]) => `${times} ${code}`);
    figures.push({ what: `analyse ${count} rows, ${hit} (${found.join(", ")})`, value: seconds, unit: "s" });
  }
  const old = (await ask({ op: "compile" }, definitionOf("first", rules))).program;
  const next = (await ask({ op: "compile" }, definitionOf("first", nextVersion(rules, random)))).program;
  const { seconds, answer } = await timed({ op: "diff", old, new: next });
  const [{ count: regions, complete }] = answer.decisions;
  figures.push({
    what: `difference, ${count} rows, ${kChanged} changed (${regions} regions${complete ? "" : " and more"})`,
    value: seconds,
    unit: "s",
  });
}
printFigures("Analysis of tables with six inputs", figures);
await engine.free();
