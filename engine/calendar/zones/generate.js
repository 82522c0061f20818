// Writes the time zones of engine/calendar/zone.cc from the system's tzdata:
//   node generate.js ZONEINFO_FOLDER OUTPUT_FILE
// Only what the engine reads is kept: offsets from 1970 on, no abbreviations, no daylight-saving flags. Zones that agree since then are
// one body with several names. What the POSIX rule at the end of a TZif file (RFC 9636) says by itself is left to the engine, so that the
// result does not depend on how many years the system's files spell out.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const kLastYear = 2100;
const kDay = 86_400;
/** Offsets and instants are whole multiples of this many seconds (Monrovia, 1972: -0:44:30). */
const kUnit = 30;
/** Not a place: the zone of a machine that nobody has set up. */
const kNoPlaces = ["Factory"];

const yearStart = (year) => Date.UTC(year, 0, 1) / 1000;

/** The 64-bit part of a TZif file: offset changes [instant, offset] in seconds, the offset before the first, and the POSIX rule. */
function readTzif(bytes, name) {
  const header = (start) => {
    if (bytes.toString("latin1", start, start + 4) !== "TZif" || bytes[start + 4] < 0x32)
      throw new Error(`${name}: not TZif 2 or later`);
    const [isUtc, isStandard, leaps, times, types, letters] = [0, 1, 2, 3, 4, 5].map((i) =>
      bytes.readUInt32BE(start + 20 + 4 * i),
    );
    return { isUtc, isStandard, leaps, times, types, letters };
  };
  const old = header(0);
  const start = 44 + old.times * 5 + old.types * 6 + old.letters + old.leaps * 8 + old.isStandard + old.isUtc;
  const { isUtc, isStandard, leaps, times, types, letters } = header(start);
  const timesAt = start + 44;
  const typesAt = timesAt + times * 9;
  const offsets = Array.from({ length: types }, (_, i) => bytes.readInt32BE(typesAt + 6 * i));
  const changes = Array.from({ length: times }, (_, i) => [
    Number(bytes.readBigInt64BE(timesAt + 8 * i)),
    offsets[bytes[timesAt + 8 * times + i]],
  ]);
  const footer = bytes.toString("latin1", typesAt + types * 6 + letters + leaps * 12 + isStandard + isUtc);
  return { first: offsets[0], changes, rule: readRule(footer.trim(), name) };
}

/** `EET-2EEST,M3.5.0/3,M10.5.0/4` -> offsets east of Greenwich in seconds and two days of the year. */
function readRule(text, name) {
  const word = "(?:[A-Za-z]+|<[^>]+>)";
  const clock = "([-+]?\\d+(?::\\d+){0,2})";
  const day = `M(\\d+)\\.(\\d)\\.(\\d)(?:/${clock})?`;
  const found = new RegExp(`^${word}${clock}(?:${word}${clock}?,${day},${day})?$`).exec(text);
  if (!found) throw new Error(`${name}: the rule ${text} is of a form that this generator does not know`);
  const seconds = (part) => {
    const [hours, minutes = 0, rest = 0] = part.replace(/^[-+]/, "").split(":").map(Number);
    return (part.startsWith("-") ? -1 : 1) * (hours * 3600 + minutes * 60 + rest);
  };
  const standard = -seconds(found[1]) || 0;
  if (found[3] === undefined) return { standard, summer: standard, days: [] };
  const days = [3, 7].map((i) => ({
    month: Number(found[i]),
    week: Number(found[i + 1]),
    weekday: Number(found[i + 2]),
    time: seconds(found[i + 3] ?? "2"),
  }));
  return { standard, summer: found[2] ? -seconds(found[2]) : standard + 3600, days };
}

/** The second of that year's UTC at which the wall clock would show the day and time of the rule, were it UTC. */
function ruleDay({ month, week, weekday, time }, year) {
  const first = Date.UTC(year, month - 1, 1) / 1000;
  let day = (weekday - new Date(first * 1000).getUTCDay() + 7) % 7;
  day += 7 * (week - 1);
  while (day >= new Date(Date.UTC(year, month, 0)).getUTCDate()) day -= 7;
  return first + day * kDay + time;
}

/** Offset changes of a rule in one year, in order. */
function ruleChanges(rule, year) {
  if (rule.days.length === 0) return [];
  const into = [ruleDay(rule.days[0], year) - rule.standard, rule.summer];
  const back = [ruleDay(rule.days[1], year) - rule.summer, rule.standard];
  return into[0] < back[0] ? [into, back] : [back, into];
}

/** Changes of a zone from 1970 to the last year, and from which year on the rule alone makes them. */
function compileZone({ first, changes, rule }) {
  const end = changes.at(-1)?.[0] ?? -Infinity;
  const all = [...changes];
  for (let year = 1970; year <= kLastYear; year++) all.push(...ruleChanges(rule, year).filter(([at]) => at > end));
  let offset = first;
  for (const [at, next] of all) if (at <= 0) offset = next;
  const start = offset;
  const kept = [];
  for (const [at, next] of all) {
    if (at <= 0 || at >= yearStart(kLastYear + 1) || next === offset) continue;
    kept.push([at, next]);
    offset = next;
  }
  let fromYear = kLastYear + 1;
  const inYear = (year) => kept.filter(([at]) => at >= yearStart(year) && at < yearStart(year + 1));
  while (rule.days.length > 0 && fromYear > 1970) {
    if (JSON.stringify(inYear(fromYear - 1)) !== JSON.stringify(ruleChanges(rule, fromYear - 1))) break;
    fromYear--;
  }
  return { start, changes: kept.filter(([at]) => at < yearStart(fromYear)), rule, fromYear };
}

function readNames(folder) {
  const lines = readFileSync(join(folder, "tzdata.zi"), "utf8").split("\n");
  const version = /^# version (\S+)/.exec(lines[0])?.[1];
  if (!version) throw new Error("tzdata.zi does not begin with its version");
  const names = lines.map((line) => line.split(" ")).filter(([kind]) => kind === "Z" || kind === "L");
  const list = names.map(([kind, first, second]) => (kind === "Z" ? first : second));
  return { version, names: list.filter((name) => !kNoPlaces.includes(name)).sort() };
}

/** Numbers the distinct values in the order met, or by how often they were met. */
class Pool {
  list = [];
  counts = [];
  byKey = new Map();
  add(value) {
    const key = JSON.stringify(value);
    if (!this.byKey.has(key)) {
      this.byKey.set(key, this.list.length);
      this.list.push(value);
      this.counts.push(0);
    }
    this.counts[this.byKey.get(key)]++;
    return this.byKey.get(key);
  }
  sortByCount() {
    const order = this.list.map((_, i) => i).sort((a, b) => this.counts[b] - this.counts[a] || a - b);
    this.list = order.map((i) => this.list[i]);
    this.byKey = new Map(this.list.map((value, i) => [JSON.stringify(value), i]));
  }
}

function varint(value) {
  const bytes = [];
  for (; value > 127; value = Math.floor(value / 128)) bytes.push((value % 128) + 128);
  return [...bytes, value];
}

const units = (seconds) => {
  if (seconds % kUnit !== 0) throw new Error(`${seconds} s is no multiple of ${kUnit} s`);
  return seconds / kUnit;
};
const zigzag = (value) => (value < 0 ? -2 * value - 1 : 2 * value);

/** Steps from one change to the next: after so many units the offset moves by so many. */
function stepsOf({ start, changes }) {
  let [at, offset] = [0, start];
  return changes.map(([nextAt, nextOffset]) => {
    const step = [units(nextAt - at), units(nextOffset - offset)];
    [at, offset] = [nextAt, nextOffset];
    return step;
  });
}

/** The tables: rules, bodies (each its rule, the rule's first year, the first offset and its steps) and the steps, common ones first. */
function encode(zones) {
  const rules = new Pool();
  const bodies = new Pool();
  const steps = new Pool();
  for (const { steps: list } of zones) list.forEach((step) => steps.add(step));
  steps.sortByCount();
  const indexes = zones.map(({ zone, steps: list }) => {
    const { standard, summer, days } = zone.rule;
    const rule = rules.add([
      units(standard),
      units(summer),
      ...[0, 1].flatMap((i) =>
        days[i] ? [days[i].month, days[i].week, days[i].weekday, units(days[i].time)] : [0, 0, 0, 0],
      ),
    ]);
    return bodies.add([
      ...varint(rule),
      ...varint(zone.fromYear - 1970),
      ...varint(zigzag(units(zone.start))),
      ...varint(list.length),
      ...list.flatMap((step) => varint(steps.byKey.get(JSON.stringify(step)))),
    ]);
  });
  return { rules: rules.list, bodies: bodies.list, steps: steps.list, indexes };
}

const wrapped = (items, perLine) =>
  Array.from({ length: Math.ceil(items.length / perLine) }, (_, i) =>
    items.slice(i * perLine, (i + 1) * perLine).join(""),
  ).join("\n");

function main([zoneinfoFolder, outputFile]) {
  if (!outputFile) throw new Error("usage: node generate.js ZONEINFO_FOLDER OUTPUT_FILE");
  const { version, names } = readNames(zoneinfoFolder);
  const zones = names.map((name) => {
    const zone = compileZone(readTzif(readFileSync(join(zoneinfoFolder, name)), name));
    return { zone, steps: stepsOf(zone) };
  });
  const { rules, bodies, steps, indexes } = encode(zones);
  const starts = bodies.map((_, i) => bodies.slice(0, i).reduce((sum, body) => sum + body.length, 0));
  const stepBytes = steps.flatMap(([after, by]) => [...varint(after), ...varint(zigzag(by))]);
  const text = [
    `// Generated by engine/calendar/zones/generate.js from tzdata ${version}.`,
    `constexpr std::string_view kVersion = "${version}";`,
    `constexpr int kUnitSeconds = ${kUnit};`,
    `constexpr int kTableLastYear = ${kLastYear};`,
    `constexpr Rule kRules[] = {\n${rules.map((r) => `{${r.slice(0, 2)}, {{{${r.slice(2, 6)}}, {${r.slice(6)}}}}},`).join("\n")}\n};`,
    `constexpr std::uint32_t kStepCount = ${steps.length};`,
    `constexpr std::uint8_t kSteps[] = {\n${wrapped(
      stepBytes.map((b) => `${b},`),
      40,
    )}\n};`,
    `constexpr std::uint8_t kBodies[] = {\n${wrapped(
      bodies.flat().map((b) => `${b},`),
      40,
    )}\n};`,
    `constexpr std::uint16_t kBodyOf[] = {\n${wrapped(
      indexes.map((i) => `${starts[i]},`),
      25,
    )}\n};`,
    `constexpr std::string_view kNames =\n${names.map((name) => `"${name}\\n"`).join("\n")};`,
  ];
  writeFileSync(outputFile, text.join("\n") + "\n");
}

main(process.argv.slice(2));
