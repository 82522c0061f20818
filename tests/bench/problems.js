// The seeded problems that the engines are compared on.
import { randomFrom } from "../../scripts/lib/sample/random.js";

export const kRule = 'sla_remaining <= 0.2 && tier = "enterprise" && sentiment < 0';

/** @returns {import("./signalbox_problem.js").Problem} */
export function ruleProblem(count) {
  const random = randomFrom(20260131);
  const records = Array.from({ length: count }, (_, index) => ({
    Id: `${index}`,
    sla_remaining: random.integer(0, 1000) / 1000,
    tier: random.pick(["enterprise", "standard", "premier"]),
    sentiment: random.integer(-100, 100) / 100,
  }));
  return { fields: { sla_remaining: "Number", tier: "Text", sentiment: "Number" }, rule: kRule, records };
}

const names = (prefix, count) => Array.from({ length: count }, (_, index) => `${prefix}${index + 1}`);

/** `wild`: wildcards in percent of the cells; `most`: values in one cell. A column without values is a share from 0 to 1. */
const kColumns = {
  country: { values: names("Country ", 60), wild: 2, most: 4 },
  product: { values: names("Product ", 40), wild: 5, most: 3 },
  tier: { values: ["Standard", "Silver", "Gold", "Enterprise"], wild: 20, most: 2 },
  severity: { values: [1, 2, 3, 4, 5], wild: 30, most: 2 },
  sla: { wild: 25 },
  language: { values: names("Language ", 20), wild: 15, most: 3 },
};
const kFields = { country: "Text", product: "Text", tier: "Text", severity: "Number", sla: "Number", language: "Text" };
/** Records made for some row, in percent; the others are drawn from all values alike. */
const kAimed = 80;

function randomCell(random, { values, wild, most }) {
  if (random.chance(wild)) return null;
  if (values) {
    const list = Array.from({ length: random.integer(1, most) }, () => random.pick(values));
    return { in: [...new Set(list)] };
  }
  const from = random.integer(0, 16);
  return { from: from / 20, to: (from + random.integer(1, 4)) / 20 };
}

function randomValue(random, { values }, cell) {
  if (cell?.in) return random.pick(cell.in);
  if (values) return random.pick(values);
  return cell ? random.integer(cell.from * 1000, cell.to * 1000 - 1) / 1000 : random.integer(0, 999) / 1000;
}

/** A table of `size` rows, the last of which catches all. @returns {import("./signalbox_problem.js").Problem} */
export function tableProblem(size, count) {
  const random = randomFrom(size);
  const columns = Object.values(kColumns);
  const rows = Array.from({ length: size - 1 }, (_, index) => ({
    id: `Queue ${index + 1}`,
    cells: columns.map((column) => randomCell(random, column)),
  }));
  const records = Array.from({ length: count }, (_, index) => {
    const { cells } = random.chance(kAimed) ? random.pick(rows) : { cells: [] };
    const values = columns.map((column, place) => randomValue(random, column, cells[place]));
    const named = Object.keys(kColumns).map((name, place) => [name, values[place]]);
    return { Id: `${index}`, ...Object.fromEntries(named) };
  });
  return { fields: kFields, table: { columns: Object.keys(kColumns), rows, otherwise: "General" }, records };
}
