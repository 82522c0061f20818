// Random records as JSON, JSON lines or CSV: most are good, some cells are of the wrong type, some lines are broken.

const kValues = {
  Text: [
    "",
    "a",
    "DE",
    "Zürich",
    "東京",
    "🚉",
    "e\u0301",
    "12",
    "-3.5",
    "five",
    "General",
    'say "x"',
    "two\nlines",
    "Payments",
  ],
  Number: [0, 1, 2, -1, 0.1, 0.2, 0.3, 3, 7, 10, 99.99, 1e6, 1e-6, 12345678.87654321, -0.5, 1e20],
  Currency: [0, 9.99, -12.5, 1e6],
  Percent: [0, 20, 100, 12.5, 0.2],
  Checkbox: [true, false],
  Date: ["2026-01-31", "2024-02-29", "0001-01-01", "9999-12-31"],
  DateTime: [
    "2026-01-31T00:00:00Z",
    "2026-01-30T22:15:00.123Z",
    "2026-01-31T09:00:00+0200",
    "2020-01-01T00:00:00Z",
    "2026-02-05T00:00:00Z",
  ],
  Time: ["08:00:00.000Z", "17:30:00.500", "00:00"],
  Picklist: ["Low", "High", "Very high", "Retired"],
  Id: ["005000000000001AAA", "005000000000001aaa", "005000000000001"],
};
const kWrong = ["text", "", true, 5, -1e30, "2026-02-30", [1], { a: null }];

function randomRecord(random, fields, index) {
  const record = {};
  if (!random.chance(5)) record.Id = `5000000000000${String(index).padStart(2, "0")}`;
  for (const [name, type] of Object.entries(fields)) {
    if (random.chance(15)) continue;
    const value = random.chance(10) ? null : random.chance(4) ? random.pick(kWrong) : random.pick(kValues[type]);
    const steps = random.chance(60) ? name.split(".") : [name];
    let place = record;
    for (const step of steps.slice(0, -1)) place = place[step] ??= {};
    place[steps.at(-1)] = value;
  }
  return record;
}

const quoted = (cell) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

function csv(random, fields) {
  const names = Object.keys(fields);
  const rows = [["Id", ...names]];
  for (let index = random.integer(0, 12); index > 0; index--) {
    const cells = names.map((name) => (random.chance(20) ? "" : `${random.pick(kValues[fields[name]])}`));
    rows.push([`${index}`, ...cells]);
    if (random.chance(3)) rows.at(-1).pop();
  }
  const end = random.pick(["\n", "\r\n"]);
  return rows.map((row) => row.map(quoted).join(",") + end).join("");
}

/** @returns {{records: string, format: string}} */
export function randomRecords(random, fields) {
  if (random.chance(15)) return { records: csv(random, fields), format: "csv" };
  const records = Array.from({ length: random.integer(1, 12) }, (_, index) => randomRecord(random, fields, index));
  if (random.chance(50)) return { records: JSON.stringify(records), format: random.pick(["auto", "json"]) };
  const broken = ["{", '{"Id":"x"} {}', "[]", "null", '"text"', '{"A":1,"A":2}', '{"A":1e999}', '{"A":NaN}', ""];
  const lines = records.map((record) => (random.chance(5) ? random.pick(broken) : JSON.stringify(record)));
  return { records: lines.join("\n"), format: "jsonl" };
}
