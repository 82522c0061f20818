// Random definitions, directories, rosters and records. Equal seeds give equal cases on every machine.
import { randomFrom } from "../../scripts/lib/sample/random.js";
import { FormulaWriter, unaryTest } from "./formulas.js";
import { randomRecords } from "./records.js";

const kFieldTypes = {
  Text: 5,
  Number: 5,
  Currency: 1,
  Percent: 2,
  Checkbox: 3,
  Date: 2,
  DateTime: 3,
  Time: 1,
  Picklist: 2,
  Id: 1,
};
const kFieldNames = ["Amount", "Status__c", "Country", "Size__c", "Name1", "Account.Tier__c", "Account.Owner.Name", "IsClosed", "A", "B1", "Opened", "Closed", "x_y", "Priority"]; // prettier-ignore
const kOutputTypes = { Text: 5, Number: 4, Checkbox: 2, Date: 1, DateTime: 1 };
const kInputTypes = { Number: 5, Text: 5, Checkbox: 2, Date: 1, DateTime: 1 };
const kSkills = ["Payments", "German", "日本語", "Claims"];
const kAllowed = {
  Text: ["Payments", "General", 'a"b'],
  Number: [1, 0.1, 0, 1e9],
  Checkbox: [true],
  Date: ["2026-01-31", "2024-02-29"],
  DateTime: ["2026-01-31T08:00:00Z"],
};
const kAt = ["2026-01-31T08:00:00Z", "2024-02-29T23:59:59.999Z", "2026-03-29T02:30:00+02:00"];

/** Some of the items of a list, in its order. */
const some = (random, list, percent) => list.filter(() => random.chance(percent));

function randomFields(random) {
  const fields = {};
  for (const name of some(random, kFieldNames, 55)) fields[name] = random.weighted(kFieldTypes);
  fields.Opened = "DateTime";
  return fields;
}

function declared(random, fields) {
  const declarations = {};
  for (const [name, type] of Object.entries(fields)) {
    if (type === "Picklist") declarations[name] = { type, values: ["Low", "High", "Very high"] };
    else declarations[name] = random.chance(30) ? { type, label: `Label of ${name}` } : type;
  }
  return declarations;
}

function literal(random, type) {
  const literals = {
    Text: ["General", "Payments", "Zürich 東京", "", 'a"b'],
    Number: [0, 1, -2.5, 0.1, 1e9],
    Checkbox: [true, false],
    Date: ["2026-01-31", "2024-02-29"],
    DateTime: ["2026-01-31T08:00:00Z"],
  };
  return random.chance(5) ? null : random.pick(literals[type]);
}

function randomTable(random, formulas) {
  const { chance, integer, weighted, pick } = random;
  const hit = pick(["first", "first", "first", "unique", "any", "priority", "collect", "ruleOrder", "outputOrder"]);
  const table = { hit };
  const collect = pick(["list", "list", "sum", "min", "max", "count"]);
  if (hit === "collect" && collect !== "list") table.collect = collect;
  const inputs = Array.from({ length: integer(1, 4) }, () => weighted(kInputTypes));
  table.inputs = inputs.map((type) => formulas.write(type, integer(0, 2)));
  const outputs = Array.from({ length: table.collect ? 1 : integer(1, 3) }, (_, index) => ({
    name: `o${index}`,
    type: table.collect ? "Number" : weighted(kOutputTypes),
  }));
  table.outputs = outputs;
  const ranks = hit === "priority" || hit === "outputOrder";
  for (const output of outputs) {
    if (ranks || chance(15)) output.values = kAllowed[output.type];
  }
  const cell = ({ type, values }) => {
    if (chance(25)) return `=${formulas.write(type, integer(0, 3))}`;
    return values ? pick([...values, null]) : literal(random, type);
  };
  const test = (type) =>
    chance(10) ? `= ${formulas.write(chance(50) ? "Checkbox" : type, 2)}` : unaryTest(random, type);
  table.rules = Array.from({ length: integer(0, 12) }, (_, index) => ({
    id: `r${index}`,
    when: inputs.map(test),
    then: outputs.map(cell),
    ...(chance(8) ? { enabled: false } : {}),
    ...(chance(10) ? { effective: { from: pick(kAt) } } : {}),
  }));
  if (chance(60)) table.default = outputs.map(({ type, values }) => (values ? pick(values) : literal(random, type)));
  return table;
}

function randomMilestones(random, fields, names, table) {
  const milestones = {};
  const instants = Object.keys(fields).filter((name) => fields[name] === "DateTime");
  for (const name of names) {
    const target =
      random.chance(80) || !table ? random.pick(["4h", "90m", "1d12h", "30s", "10d"]) : { decision: table };
    milestones[name] = { target, start: random.pick(instants) };
    if (random.chance(60))
      milestones[name].stop = random.chance(50) ? random.pick(instants) : "NOT(ISBLANK(Opened)) && FALSE";
  }
  return milestones;
}

function randomPolicy(random, formulas, queues, decisions) {
  const require = some(random, ["presence", "capacity"], 70);
  if (random.chance(60))
    require.push({
      skill: random.chance(50) ? `"${random.pick(kSkills)}"` : formulas.write("Text", 1),
      level: random.integer(0, 10),
    });
  const prefer = {};
  for (const factor of some(random, ["skillFit", "spareCapacity", "longestIdle"], 60))
    prefer[factor] = random.integer(1, 100);
  if (Object.keys(prefer).length === 0) prefer.spareCapacity = 1;
  const sources = [
    () => random.pick(queues),
    () => ({ formula: `"${random.pick(queues)}"` }),
    () => ({ formula: formulas.write("Text", 2) }),
  ];
  if (decisions.length > 0) sources.push(() => ({ decision: random.pick(decisions) }));
  const policy = { queue: random.pick(sources)(), require, prefer };
  if (random.chance(60)) policy.otherwise = { queue: random.pick(queues) };
  return policy;
}

function randomDefinition(random, fields, queues) {
  const { chance, integer } = random;
  const milestones = some(random, ["Fix", "FirstResponse"], 50);
  const formulas = new FormulaWriter(random, fields, milestones);
  const plain = new FormulaWriter(random, fields, []);
  const definition = { signalbox: 1, name: "generated", object: "Case" };
  if (chance(40)) definition.blanks = "blank";
  definition.fields = declared(random, fields);
  const decisions = {};
  for (let index = integer(1, 3); index > 0; index--) decisions[`table${index}`] = randomTable(random, formulas);
  decisions.queue = {
    hit: "first",
    inputs: [plain.write("Text", 1)],
    outputs: [{ name: "queue", type: "Text" }],
    rules: [],
    default: [random.pick(queues)],
  };
  decisions.queue.rules.push({ id: "only", when: [unaryTest(random, "Text")], then: [random.pick(queues)] });
  decisions.goal = {
    hit: "first",
    inputs: [plain.write("Number", 1)],
    outputs: [{ name: "target", type: "Number" }],
    rules: [{ id: "long", when: [unaryTest(random, "Number")], then: [integer(-1, 5000)] }],
    default: [60],
  };
  decisions.reader = {
    hit: random.pick(["unique", "any", "ruleOrder"]),
    inputs: ["$Decision.goal.target", "$Decision.queue.queue"],
    outputs: [{ name: "read", type: "Text" }],
    rules: ["r0", "r1", "r2"].map((id) => ({
      id,
      when: [chance(50) ? unaryTest(random, "Number") : "= $Decision.goal.target > LEN($Decision.queue.queue)", "-"],
      then: [chance(50) ? "=$Decision.queue.queue" : id],
    })),
  };
  definition.milestones = randomMilestones(random, fields, milestones, "goal");
  definition.decisions = decisions;
  definition.routing = { fit: randomPolicy(random, formulas, queues, ["queue"]) };
  definition.steps = Object.keys(decisions).map((name) => ({ id: `do ${name}`, decide: name }));
  definition.steps.push({ id: "place", route: "fit" });
  for (const step of definition.steps) if (chance(25)) step.when = formulas.write("Checkbox", 2);
  return definition;
}

function randomDirectory(random, queues) {
  const agents = {};
  const ids = ["ana", "bo", "cy", "åsa", "z9", "A"].slice(0, random.integer(1, 6));
  for (const id of ids) {
    const skills = {};
    for (const skill of some(random, kSkills, 50)) skills[skill] = random.integer(0, 100) / 10;
    agents[id] = { name: `Name of ${id}`, skills, capacity: random.integer(0, 6) };
  }
  const members = () => some(random, ids, 70);
  return {
    signalbox: 1,
    skills: kSkills,
    queues: Object.fromEntries(queues.map((name) => [name, { members: members() }])),
    agents,
  };
}

function randomRoster(random, directory) {
  const agents = {};
  for (const id of some(random, Object.keys(directory.agents), 85)) {
    agents[id] = {
      presence: random.pick(["Online", "Online", "Online", "Busy", "Away", "Offline"]),
      open: random.integer(0, 6),
    };
    if (random.chance(70))
      agents[id].lastAssigned = `2026-01-${random.pick(["30", "31"])}T0${random.integer(0, 9)}:00:00Z`;
  }
  return { signalbox: 1, agents };
}

/**
 * @param {number} seed a 32-bit integer
 * @returns {import("../equality/answers.js").Case & {formulas: string[]}} `formulas`: to be checked one by one
 */
export function generate(seed) {
  const random = randomFrom(seed);
  const fields = randomFields(random);
  const queues = ["General", "Payments", "Zürich 東京"];
  const directory = randomDirectory(random, queues);
  const definition = randomDefinition(random, fields, queues);
  const roster = random.chance(75) ? JSON.stringify(randomRoster(random, directory)) : undefined;
  const formulas = new FormulaWriter(random, fields, []);
  return {
    name: `seed ${seed}`,
    definition: JSON.stringify(definition, null, random.chance(50) ? 1 : 0),
    directory: JSON.stringify(directory),
    roster,
    ...randomRecords(random, fields),
    at: [random.pick(kAt)],
    formulas: Array.from({ length: 4 }, () => formulas.write(random.weighted(kOutputTypes), 3)),
  };
}
