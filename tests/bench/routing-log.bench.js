// The incident log: directory, skills and rules are learned from the first 70 % of the incidents, the last 30 % are routed by the
// engine. How often the first group is the one that finally resolved the incident, how often it is given to somebody who has resolved
// such an incident before, and how evenly the work is spread, beside the log itself.
import { createReadStream, existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { join } from "node:path";
import { createGunzip } from "node:zlib";
import { NativeSession } from "../equality/native.js";
import { root } from "../equality/places.js";
import { printFigures } from "./table.js";

const log = process.argv[2] ?? join(root, "..", "shared", "data", "incident-events.csv.gz");
const kLearned = 0.7;
const kLeastSupport = 3; // incidents behind a rule
// From the most specific to the most general.
const kInputs = ["subcategory", "u_symptom", "location", "category"];
const kLevels = [
  ["subcategory", "u_symptom", "location"],
  ["subcategory", "location"],
  ["category", "subcategory"],
  ["category"],
];

/** One object an incident: what was known first, the groups of its first and its last event, who resolved it and when. */
async function readIncidents() {
  const lines = createInterface({ input: createReadStream(log).pipe(createGunzip()), crlfDelay: Infinity });
  const incidents = new Map();
  let names;
  for await (const line of lines) {
    const cells = line.split(",");
    if (!names) {
      names = cells;
      continue;
    }
    const event = Object.fromEntries(names.map((name, index) => [name, cells[index]]));
    if (!incidents.has(event.number)) incidents.set(event.number, []);
    incidents.get(event.number).push(event);
  }
  return [...incidents.values()]
    .map((events) => {
      events.sort((a, b) => (a.sys_updated_at < b.sys_updated_at ? -1 : a.sys_updated_at > b.sys_updated_at ? 1 : 0));
      const last = events.at(-1);
      return {
        ...events[0],
        firstGroup: events.find(({ assignment_group: group }) => group)?.assignment_group ?? "",
        finalGroup: last.assignment_group,
        person: last.assigned_to,
        doneAt: last.resolved_at || last.closed_at,
      };
    })
    .filter(({ finalGroup }) => finalGroup)
    .sort((a, b) => (a.opened_at < b.opened_at ? -1 : a.opened_at > b.opened_at ? 1 : 0));
}

const mostFrequent = (counts) =>
  [...counts].reduce((best, one) => (one[1] > best[1] || (one[1] === best[1] && one[0] < best[0]) ? one : best));

/** Key of the columns -> group -> how many incidents it resolved. */
function countGroups(incidents, columns) {
  const counts = new Map();
  for (const incident of incidents) {
    const key = JSON.stringify(columns.map((name) => incident[name]));
    if (!counts.has(key)) counts.set(key, new Map());
    const groups = counts.get(key);
    groups.set(incident.finalGroup, (groups.get(incident.finalGroup) ?? 0) + 1);
  }
  return counts;
}

/** A rule for each combination of values with enough incidents behind it, the most specific first. */
function learnRules(incidents) {
  const rules = [];
  for (const columns of kLevels) {
    for (const [key, groups] of countGroups(incidents, columns)) {
      const support = [...groups.values()].reduce((a, b) => a + b, 0);
      const values = JSON.parse(key);
      if (support < kLeastSupport || values.includes("")) continue;
      const when = kInputs.map((name) =>
        columns.includes(name) ? JSON.stringify(values[columns.indexOf(name)]) : "-",
      );
      rules.push({ id: `r${rules.length}`, when, then: [mostFrequent(groups)[0]] });
    }
  }
  return rules;
}

/** Group -> who resolved something for it. */
function learnMembers(incidents) {
  const members = new Map();
  for (const { finalGroup, person } of incidents) {
    if (!members.has(finalGroup)) members.set(finalGroup, new Set());
    if (person) members.get(finalGroup).add(person);
  }
  return members;
}

/** What an incident asks somebody to know. */
const skillOf = ({ subcategory }) => subcategory;

/** Person -> skill -> level: 10 for who resolved the most of its kind, less in proportion. */
function learnSkills(incidents) {
  const counts = new Map();
  const most = new Map();
  for (const incident of incidents) {
    const skill = skillOf(incident);
    if (!incident.person || !skill) continue;
    if (!counts.has(incident.person)) counts.set(incident.person, new Map());
    const own = counts.get(incident.person);
    own.set(skill, (own.get(skill) ?? 0) + 1);
    most.set(skill, Math.max(most.get(skill) ?? 0, own.get(skill)));
  }
  const level = (skill, count) => Math.max(1, Math.floor((100 * count) / most.get(skill))) / 10;
  const levels = ([person, own]) => [person, Object.fromEntries([...own].map(([s, count]) => [s, level(s, count)]))];
  return { names: [...most.keys()], of: new Map([...counts].map(levels)) };
}

function learn(incidents) {
  const skills = learnSkills(incidents);
  const rules = learnRules(incidents);
  const fallback = mostFrequent(countGroups(incidents, []).get("[]"))[0];
  const members = learnMembers(incidents);
  const people = new Set([...members.values()].flatMap((group) => [...group]));
  return {
    definition: {
      signalbox: 1,
      name: "incidents",
      object: "Incident",
      fields: Object.fromEntries(kInputs.map((name) => [name, "Text"])),
      decisions: {
        queue: {
          hit: "first",
          inputs: kInputs,
          outputs: [{ name: "queue", type: "Text" }],
          rules,
          default: [fallback],
        },
      },
      routing: {
        fit: {
          queue: { decision: "queue" },
          // Who has resolved such an incident before; where nobody of the group has, anybody of it.
          require: [{ skill: "subcategory" }, "presence", "capacity"],
          skipIf: "nobody",
          relax: [{ after: "1h", require: ["presence", "capacity"] }],
          prefer: { skillFit: 2, fairness: 2, spareCapacity: 1 },
        },
      },
      steps: [{ id: "place", route: "fit" }],
    },
    directory: {
      signalbox: 1,
      skills: skills.names,
      agents: Object.fromEntries([...people].map((id) => [id, { capacity: 1000, skills: skills.of.get(id) ?? {} }])),
      queues: Object.fromEntries([...members].map(([name, ids]) => [name, { members: [...ids] }])),
    },
    roster: { signalbox: 1, agents: Object.fromEntries([...people].map((id) => [id, { presence: "Online" }])) },
  };
}

/** Jain's index of counts, a person each. */
function jain(counts) {
  const sum = counts.reduce((a, b) => a + b, 0);
  return (sum * sum) / (counts.length * counts.reduce((a, b) => a + b * b, 0));
}

async function ask(engine, header, body) {
  const answer = JSON.parse(await engine.callText(header, body === undefined ? "" : JSON.stringify(body)));
  if (!answer.ok) throw new Error(JSON.stringify(answer));
  return answer;
}

/** Queue and agent of each incident, and what the engine says about fairness. */
async function route(incidents, { definition, directory, roster }) {
  const engine = new NativeSession();
  try {
    const program = (await ask(engine, { op: "compile" }, definition)).program;
    const people = (await ask(engine, { op: "directory" }, directory)).directory;
    const states = (await ask(engine, { op: "roster", directory: people }, roster)).roster;
    const { dispatch } = await ask(engine, { op: "dispatch.open", program, directory: people, roster: states });
    const events = incidents.flatMap(({ number, opened_at: at, doneAt, ...record }) => [
      { at, arrive: { item: number, record: Object.fromEntries(kInputs.map((name) => [name, record[name]])) } },
      ...(doneAt > at ? [{ at: doneAt, finish: { item: number } }] : []),
    ]);
    const order = (event) => (event.arrive ? 0 : 1);
    events.sort((a, b) => (a.at === b.at ? order(a) - order(b) : a.at < b.at ? -1 : 1));
    const answer = await ask(engine, { op: "dispatch.events", dispatch }, events);
    const queues = new Map();
    const agents = new Map();
    for (const command of answer.events.flatMap(({ commands }) => commands)) {
      if (command.queue && !queues.has(command.item)) queues.set(command.item, command.queue);
      if (command.do === "assign") agents.set(command.item, command.agent);
    }
    return { queues, agents, report: await ask(engine, { op: "dispatch.report", dispatch }) };
  } finally {
    await engine.free();
  }
}

if (!existsSync(log)) {
  console.log(`Routing the incident log: left out, there is no log at ${log}`);
} else {
  const incidents = await readIncidents();
  const learned = incidents.slice(0, Math.floor(incidents.length * kLearned));
  const routed = incidents.slice(learned.length);
  const documents = learn(learned);
  const { queues, agents, report } = await route(routed, documents);
  const share = (isRight) => (100 * routed.filter(isRight).length) / routed.length;
  const byCategory = countGroups(learned, ["category"]);
  const fallback = documents.definition.decisions.queue.default[0];
  const baseline = ({ category }) => {
    const groups = byCategory.get(JSON.stringify([category]));
    return groups ? mostFrequent(groups)[0] : fallback;
  };
  const knows = (person, one) => documents.directory.agents[person]?.skills[skillOf(one)] !== undefined;
  const counts = new Map(Object.keys(documents.directory.agents).map((id) => [id, 0]));
  for (const { person } of routed) if (counts.has(person)) counts.set(person, counts.get(person) + 1);
  printFigures(`Routing the incident log: ${routed.length} incidents after learning from ${learned.length}`, [
    {
      what: "first group is the one that resolved it: the engine",
      value: share((one) => queues.get(one.number) === one.finalGroup),
      unit: "%",
    },
    { what: "  the log's own first assignment", value: share((one) => one.firstGroup === one.finalGroup), unit: "%" },
    {
      what: "  most frequent group for the category",
      value: share((one) => baseline(one) === one.finalGroup),
      unit: "%",
    },
    {
      what: "given to somebody who has resolved such an incident before: the engine",
      value: share((one) => knows(agents.get(one.number), one)),
      unit: "%",
    },
    { what: "  the log's own last assignment", value: share((one) => knows(one.person, one)), unit: "%" },
    { what: "rules learned", value: documents.definition.decisions.queue.rules.length, unit: "rules" },
    { what: "load fairness over all people (Jain): the engine", value: report.jain, unit: "" },
    { what: "  the log's own assignment", value: jain([...counts.values()]), unit: "" },
  ]);
}
