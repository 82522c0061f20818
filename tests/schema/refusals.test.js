// A schema is worth what it refuses: one small mistake at a time, made to a good document.
import { test } from "node:test";
import assert from "node:assert/strict";
import { mistakes } from "./schemas.js";

const good = {
  definition: () => ({
    signalbox: 1,
    name: "small",
    object: "Case",
    fields: { Country__c: "Text", CreatedDate: "DateTime", Severity__c: { type: "Picklist", values: ["Low", "High"] } },
    milestones: { Resolution: { target: "1d12h", start: "CreatedDate", hours: "EMEA support" } },
    decisions: {
      queue: {
        hit: "first",
        inputs: ["Country__c"],
        outputs: [{ name: "queue", type: "Text" }],
        rules: [{ id: "dach", when: ['"DE","AT"'], then: ["DACH"] }],
        default: ["General"],
      },
      late: {
        hit: "collect",
        outputs: [{ name: "late", type: "Checkbox" }],
        rules: [{ id: "x", when: "ISBLANK(Country__c)", then: [true] }],
      },
    },
    routing: {
      best: {
        queue: { decision: "queue" },
        require: ["presence", { skill: "Country__c", level: 3 }],
        prefer: { skillFit: 1 },
        otherwise: { queue: "Overflow" },
      },
    },
    steps: [{ id: "place", route: "best" }],
  }),
  directory: () => ({
    signalbox: 1,
    skills: ["German"],
    queues: { DACH: { label: "DACH", members: ["ana"] } },
    agents: { ana: { name: "Ana", skills: { German: 0.3 }, capacity: 3 } },
    holidays: {
      Germany: [
        { name: "Good Friday", date: "2026-04-03" },
        { yearly: "12-24", hours: ["09:00-12:00"] },
      ],
      US: [{ yearly: "fourth Thu of Nov" }],
    },
    businessHours: {
      "EMEA support": {
        zone: "Europe/Berlin",
        week: { "Mon-Thu": ["09:00-17:00"], Sat: ["22:00-06:00 next day"] },
        holidays: ["Germany"],
      },
      Always: { zone: "UTC", week: "24x7" },
      Both: { anyOf: ["EMEA support", "Always"] },
    },
  }),
  roster: () => ({
    signalbox: 1,
    agents: { ana: { presence: "Online", open: 1, lastAssigned: "2026-01-31T08:00:00Z" } },
  }),
  record: () => ({
    Id: "500",
    Country__c: "DE",
    Sentiment__c: -0.5,
    Account: { Tier__c: "Enterprise", Owner: { Name: null } },
  }),
  diagnostic: () => ({
    code: "unknown-field",
    severity: "error",
    path: "/decisions/queue/inputs/0",
    start: { offset: 3, line: 1, column: 4 },
    end: { offset: 9, line: 1, column: 10 },
    sentence: "There is no field `Contry__c`.",
  }),
  decision: () => ({
    signalbox: 1,
    definition: "small",
    record: { object: "Case", id: null },
    at: "2026-01-31T08:00:00.000Z",
    outcome: { queue: "DACH", agent: null, outputs: { late: [true] } },
    milestones: {
      Resolution: {
        state: "notStarted",
        start: null,
        due: null,
        completed: null,
        targetMinutes: null,
        remaining: null,
        remainingMinutes: null,
        thresholds: [],
      },
    },
    wake: null,
    roster: "assumed",
    errors: [],
  }),
};

const wrong = [
  ["definition", "a later format version", (d) => (d.signalbox = 2)],
  ["definition", "an unknown member", (d) => (d.queues = {})],
  ["definition", "an unknown type", (d) => (d.fields.Country__c = "String")],
  ["definition", "no fields", (d) => delete d.fields],
  ["definition", "a target without a unit", (d) => (d.milestones.Resolution.target = "90")],
  ["definition", "a milestone that never starts", (d) => delete d.milestones.Resolution.start],
  ["definition", "business hours by decision", (d) => (d.milestones.Resolution.hours = { decision: "queue" })],
  ["definition", "an unknown hit policy", (d) => (d.decisions.queue.hit = "any one")],
  ["definition", "a table whose rule has a formula for a cell", (d) => (d.decisions.queue.rules[0].when = "true")],
  ["definition", "a rule without an id", (d) => delete d.decisions.queue.rules[0].id],
  ["definition", "an object in an output cell", (d) => (d.decisions.queue.rules[0].then = [{}])],
  ["definition", "an unknown requirement", (d) => d.routing.best.require.push("patience")],
  ["definition", "a skill level of 11", (d) => (d.routing.best.require[1].level = 11)],
  ["definition", "a weight of 0", (d) => (d.routing.best.prefer.skillFit = 0)],
  ["definition", "a step of two kinds", (d) => (d.steps[0].decide = "queue")],
  ["directory", "a negative capacity", (d) => (d.agents.ana.capacity = -1)],
  ["directory", "a skill level of 4.55", (d) => (d.agents.ana.skills.German = 4.55)],
  ["directory", "a member twice", (d) => (d.queues.DACH.members = ["ana", "ana"])],
  ["directory", "hours without a zone", (d) => delete d.businessHours["EMEA support"].zone],
  ["directory", "hours of a single digit", (d) => (d.businessHours.Always.week = { Mon: ["9:00-17:00"] })],
  ["directory", "a day of another language", (d) => (d.businessHours.Always.week = { Mo: ["09:00-17:00"] })],
  ["directory", "a holiday on no day", (d) => delete d.holidays.Germany[0].date],
  ["directory", "a holiday both once and yearly", (d) => (d.holidays.Germany[0].yearly = "04-03")],
  ["directory", "a combination in two ways", (d) => (d.businessHours.Both.allOf = ["Always"])],
  ["roster", "an unknown presence", (d) => (d.agents.ana.presence = "online")],
  ["roster", "an instant without a zone", (d) => (d.agents.ana.lastAssigned = "2026-01-31T08:00:00")],
  ["record", "a list as a value", (d) => (d.Country__c = ["DE"])],
  ["record", "a record that is a list", () => []],
  [
    "record",
    "a field of the Lightning shape without its value",
    (d) => Object.assign(d, { apiName: "Case", fields: { A: {} } }),
  ],
  ["record", "attributes without a type", (d) => (d.attributes = { url: "/x" })],
  ["diagnostic", "a line 0", (d) => (d.start.line = 0)],
  ["diagnostic", "an unknown severity", (d) => (d.severity = "fatal")],
  ["diagnostic", "no sentence", (d) => delete d.sentence],
  ["decision", "an instant without milliseconds", (d) => (d.at = "2026-01-31T08:00:00Z")],
  ["decision", "an unknown state", (d) => (d.milestones.Resolution.state = "late")],
  ["decision", "a clock without its due instant", (d) => delete d.milestones.Resolution.due],
  ["decision", "no errors member", (d) => delete d.errors],
  ["decision", "an unknown member", (d) => (d.score = 1)],
];

for (const [kind, make] of Object.entries(good)) {
  test(`the ${kind} that the mistakes are made to is valid`, () => assert.equal(mistakes(kind, make()), ""));
}

for (const [kind, what, spoil] of wrong) {
  test(`a ${kind} with ${what} is refused`, () => {
    const document = good[kind]();
    const replaced = spoil(document);
    const spoilt = Array.isArray(replaced) ? replaced : document;
    assert.notEqual(mistakes(kind, spoilt), "");
  });
}
