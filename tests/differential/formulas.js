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

/** Globals of a milestone, by the type that is wanted. */
const kClocks = {
  Number: ["Remaining", "RemainingMinutes", "Elapsed", "ElapsedMinutes"],
  Checkbox: ["Breached", "Completed"],
};
const kWriters = { Number: "_number", Text: "_text", Checkbox: "_checkbox", Date: "_date", DateTime: "_instant" };

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

/** Writes formulas over `fields` (name -> type) and `milestones` (names). */
export class FormulaWriter {
  #random;
  #fields;
  #milestones;

  constructor(random, fields, milestones) {
    this.#random = random;
    this.#fields = fields;
    this.#milestones = milestones;
  }

  /** A formula of the type, `depth` levels deep at most. */
  write(type, depth = this.#random.integer(0, 4)) {
    const { chance, pick } = this.#random;
    if (chance(1) && depth > 1) return this.write(pick(["Number", "Text", "Checkbox", "Date"]), depth - 1);
    if (depth <= 0 || !Object.hasOwn(kWriters, type) || chance(20)) return this.#leaf(type);
    return pick(this[kWriters[type]](depth - 1))();
  }

  #named(type) {
    return Object.keys(this.#fields).filter((name) => kFits[type].includes(this.#fields[name]));
  }

  /** A picklist inside of `around`, or where there is none, another formula. */
  #picklist(around, otherwise) {
    const names = this.#named("Picklist");
    return names.length > 0 ? around(this.#random.pick(names)) : otherwise();
  }

  #leaf(type) {
    const { chance, pick } = this.#random;
    const names = this.#named(type);
    if (names.length > 0 && chance(70)) return pick(names);
    const clock = kClocks[type];
    if (clock && this.#milestones.length > 0 && chance(15)) {
      return `$Milestone.${pick(this.#milestones)}.${pick(clock)}`;
    }
    if (type === "Number") return pick(kNumbers);
    if (type === "Text") return `"${pick(kTexts)}"`;
    if (type === "Checkbox") return pick(["TRUE", "FALSE"]);
    return type === "Date" ? pick(kDates) : pick(["NOW()", "$Now"]);
  }

  _number(depth) {
    const { pick, integer } = this.#random;
    const a = () => this.write("Number", depth);
    return [
      () => `${a()} ${pick(["+", "-", "*", "/"])} ${a()}`,
      () => `(${a()}) ${pick(["*", "-", "/"])} (${a()})`,
      () => `(${a()}) ^ ${integer(-2, 4)}`,
      () => `ABS(${a()})`,
      () => `-(${a()})`,
      () => `ROUND(${a()}, ${integer(-3, 6)})`,
      () => `${pick(["MIN", "MAX"])}(${a()}, ${a()}, ${a()})`,
      () => `LEN(${this.write("Text", depth)})`,
      () => `VALUE(${this.write("Text", depth)})`,
      () => `IF(${this.write("Checkbox", depth)}, ${a()}, ${a()})`,
      () => `BLANKVALUE(${a()}, ${a()})`,
      () => `${this.write("Date", depth)} - ${this.write("Date", depth)}`,
      () => `CASE(${this.write("Text", depth)}, "${pick(kTexts)}", ${a()}, "${pick(kTexts)}x", ${a()}, ${a()})`,
    ];
  }

  _text(depth) {
    const { pick } = this.#random;
    const a = () => this.write("Text", depth);
    return [
      () => `${a()} & ${a()}`,
      () => `UPPER(${a()})`,
      () => `LOWER(${a()})`,
      () => `TEXT(${this.write(pick(["Number", "Date", "DateTime"]), depth)})`,
      () => `IF(${this.write("Checkbox", depth)}, ${a()}, ${a()})`,
      () => `BLANKVALUE(${a()}, ${a()})`,
      () => `CASE(${this.write("Number", depth)}, ${pick(kNumbers)}, ${a()}, ${a()})`,
      () => this.#picklist((name) => `TEXT(${name})`, a),
    ];
  }

  _checkbox(depth) {
    const { pick } = this.#random;
    const a = () => this.write("Checkbox", depth);
    const compared = pick(["Number", "Text", "Date", "DateTime"]);
    const b = () => this.write(compared, depth);
    return [
      () => `${b()} ${pick(["=", "<>", "!=", "=="])} ${b()}`,
      () => `${this.write("Number", depth)} ${pick(["<", "<=", ">", ">="])} ${this.write("Number", depth)}`,
      () => `${this.write("DateTime", depth)} ${pick(["<", ">="])} ${this.write("DateTime", depth)}`,
      () => `${pick(["AND", "OR"])}(${a()}, ${a()}, ${a()})`,
      () => `(${a()} ${pick(["&&", "||"])} ${a()})`,
      () => `NOT(${a()})`,
      () => `ISBLANK(${b()})`,
      () => `${pick(["CONTAINS", "BEGINS"])}(${this.write("Text", depth)}, ${this.write("Text", depth)})`,
      () => this.#picklist((name) => `ISPICKVAL(${name}, "${pick(["Low", "High", ""])}")`, a),
    ];
  }

  _date(depth) {
    const { pick, integer } = this.#random;
    const a = () => this.write("Date", depth);
    return [
      () => `${a()} ${pick(["+", "-"])} ${integer(0, 400)}`,
      () => `DATEVALUE(${this.write("DateTime", depth)})`,
      () => `IF(${this.write("Checkbox", depth)}, ${a()}, ${a()})`,
    ];
  }

  _instant(depth) {
    const { pick } = this.#random;
    const a = () => this.write("DateTime", depth);
    return [
      () => `${a()} ${pick(["+", "-"])} ${pick(["1", "0.5", "0.25", "1/24", "30"])}`,
      () => `IF(${this.write("Checkbox", depth)}, ${a()}, ${a()})`,
      () => `BLANKVALUE(${a()}, NOW())`,
    ];
  }
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
