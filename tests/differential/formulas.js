// Random formulas of a wanted type, mostly right.

const kTexts = ["", "a", "DE", "de", "Zürich", "東京", "🚉", "e\u0301", "x y", "12", "-3.5", 'quote \\" here', "b"];
const kNumbers = [
  "0",
  "1",
  "2",
  "-1",
  "0.1",
  "0.2",
  "0.3",
  "3",
  "7",
  "10",
  "99.99",
  "1000000",
  "0.000001",
  "12345678901234567890",
  "-0.5",
];
const kDates = ["DATE(2026, 1, 31)", "DATE(2024, 2, 29)", "DATE(2026, 13, 1)", "TODAY()"];

/** Fields that can stand where a value of the type is wanted. */
const kFits = {
  Number: ["Number", "Currency", "Percent"],
  Text: ["Text", "Id"],
  Checkbox: ["Checkbox"],
  Date: ["Date"],
  DateTime: ["DateTime"],
  Time: ["Time"],
  Picklist: ["Picklist"],
};

/** A writer of formulas over `fields` (name -> type) and `milestones` (names). */
export function formulaWriter(random, fields, milestones) {
  const { pick, chance, integer } = random;
  const named = (type) => Object.keys(fields).filter((name) => kFits[type].includes(fields[name]));

  function leaf(type) {
    const names = named(type);
    if (names.length > 0 && chance(70)) return pick(names);
    if (type === "Number" && milestones.length > 0 && chance(15)) {
      return `$Milestone.${pick(milestones)}.${pick(["Remaining", "RemainingMinutes", "Elapsed", "ElapsedMinutes"])}`;
    }
    if (type === "Checkbox" && milestones.length > 0 && chance(15)) {
      return `$Milestone.${pick(milestones)}.${pick(["Breached", "Completed"])}`;
    }
    if (type === "Number") return pick(kNumbers);
    if (type === "Text") return `"${pick(kTexts)}"`;
    if (type === "Checkbox") return pick(["TRUE", "FALSE"]);
    if (type === "Date") return pick(kDates);
    if (type === "Time") return names.length > 0 ? pick(names) : "TIMEVALUE(NOW())";
    return pick(["NOW()", "$Now"]);
  }

  const writers = {
    Number: (depth) => {
      const a = () => write("Number", depth);
      return pick([
        () => `${a()} ${pick(["+", "-", "*", "/"])} ${a()}`,
        () => `(${a()}) ${pick(["*", "-", "/"])} (${a()})`,
        () => `(${a()}) ^ ${integer(-2, 4)}`,
        () => `ABS(${a()})`,
        () => `-(${a()})`,
        () => `ROUND(${a()}, ${integer(-3, 6)})`,
        () => `${pick(["MIN", "MAX"])}(${a()}, ${a()}, ${a()})`,
        () => `LEN(${write("Text", depth)})`,
        () => `VALUE(${write("Text", depth)})`,
        () => `IF(${write("Checkbox", depth)}, ${a()}, ${a()})`,
        () => `BLANKVALUE(${a()}, ${a()})`,
        () => `${write("Date", depth)} - ${write("Date", depth)}`,
        () => `CASE(${write("Text", depth)}, "${pick(kTexts)}", ${a()}, "${pick(kTexts)}x", ${a()}, ${a()})`,
      ])();
    },
    Text: (depth) => {
      const a = () => write("Text", depth);
      return pick([
        () => `${a()} & ${a()}`,
        () => `UPPER(${a()})`,
        () => `LOWER(${a()})`,
        () => `TEXT(${write(pick(["Number", "Date", "DateTime"]), depth)})`,
        () => `IF(${write("Checkbox", depth)}, ${a()}, ${a()})`,
        () => `BLANKVALUE(${a()}, ${a()})`,
        () => `CASE(${write("Number", depth)}, ${pick(kNumbers)}, ${a()}, ${a()})`,
        () => (named("Picklist").length > 0 ? `TEXT(${pick(named("Picklist"))})` : a()),
      ])();
    },
    Checkbox: (depth) => {
      const a = () => write("Checkbox", depth);
      const compared = pick(["Number", "Text", "Date", "DateTime"]);
      return pick([
        () => `${write(compared, depth)} ${pick(["=", "<>", "!=", "=="])} ${write(compared, depth)}`,
        () => `${write("Number", depth)} ${pick(["<", "<=", ">", ">="])} ${write("Number", depth)}`,
        () => `${write("DateTime", depth)} ${pick(["<", ">="])} ${write("DateTime", depth)}`,
        () => `${pick(["AND", "OR"])}(${a()}, ${a()}, ${a()})`,
        () => `(${a()} ${pick(["&&", "||"])} ${a()})`,
        () => `NOT(${a()})`,
        () => `ISBLANK(${write(compared, depth)})`,
        () => `${pick(["CONTAINS", "BEGINS"])}(${write("Text", depth)}, ${write("Text", depth)})`,
        () =>
          named("Picklist").length > 0 ? `ISPICKVAL(${pick(named("Picklist"))}, "${pick(["Low", "High", ""])}")` : a(),
      ])();
    },
    Date: (depth) =>
      pick([
        () => `${write("Date", depth)} ${pick(["+", "-"])} ${integer(0, 400)}`,
        () => `DATEVALUE(${write("DateTime", depth)})`,
        () => `IF(${write("Checkbox", depth)}, ${write("Date", depth)}, ${write("Date", depth)})`,
      ])(),
    DateTime: (depth) =>
      pick([
        () => `${write("DateTime", depth)} ${pick(["+", "-"])} ${pick(["1", "0.5", "0.25", "1/24", "30"])}`,
        () => `IF(${write("Checkbox", depth)}, ${write("DateTime", depth)}, ${write("DateTime", depth)})`,
        () => `BLANKVALUE(${write("DateTime", depth)}, NOW())`,
      ])(),
  };

  /** A formula of the type, `depth` levels deep at most. */
  function write(type, depth = integer(0, 4)) {
    if (chance(1) && depth > 1) return write(pick(["Number", "Text", "Checkbox", "Date"]), depth - 1);
    return depth <= 0 || !writers[type] || chance(20) ? leaf(type) : writers[type](depth - 1);
  }
  return { write };
}

/** A unary test for a column of the type, mostly right. */
export function unaryTest(random, type) {
  const { pick, chance } = random;
  const literals = {
    Number: kNumbers,
    Text: kTexts.map((text) => `"${text}"`),
    Checkbox: ["true", "false"],
    Date: ["2026-01-31", "2024-02-29", "2026-02-01", "0001-01-01"],
    DateTime: ["2026-01-31T08:00:00Z", "2026-01-31T07:59:59.999Z", "2026-02-01T00:00:00+02:00"],
    Time: ["08:00", "17:30:00.500", "00:00"],
  };
  const values = literals[chance(1) ? "Date" : type] ?? literals.Text;
  const value = () => pick(values);
  const single = () => {
    if (type === "Checkbox" || chance(40)) return value();
    if (chance(60)) return `${pick(["=", "!=", "<", "<=", ">", ">="])} ${value()}`;
    const [a, b] = [value(), value()].sort((x, y) => (type === "Number" ? x - y : x < y ? -1 : 1));
    return `${pick(["[", "("])}${a}..${b}${pick(["]", ")"])}`;
  };
  if (chance(30)) return "-";
  if (chance(8)) return pick(["blank", "not(blank)"]);
  if (chance(15)) return `not(${single()}, ${value()})`;
  return chance(20) ? `${single()}, ${value()}` : single();
}
