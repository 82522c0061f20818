// A small org whose rules lead to every state of the preview.
import { uiRecord } from "./host.js";

const definition = {
  signalbox: 1,
  name: "claims",
  object: "Claim__c",
  fields: {
    Country__c: "Text",
    Amount__c: "Number",
    Parts__c: "Number",
    CreatedDate: "DateTime",
    "Policy__r.Tier__c": "Text",
  },
  milestones: { Review: { target: "2h", start: "CreatedDate" } },
  decisions: {
    queue: {
      hit: "first",
      inputs: ["Country__c", "Amount__c / Parts__c", "$Milestone.Review.Remaining"],
      outputs: [{ name: "queue", type: "Text" }],
      rules: [
        { id: "late", when: ['"DE"', "-", "<= 0.25"], then: ["Seniors"] },
        { id: "dear", when: ['"DE"', "> 1000", "-"], then: ["Seniors"] },
        { id: "german", when: ['"DE"', "-", "-"], then: ["Reviewers"] },
      ],
    },
  },
  routing: {
    byLoad: { queue: { decision: "queue" }, require: ["presence", "capacity"], prefer: { spareCapacity: 1 } },
  },
  steps: [{ id: "place", route: "byLoad" }],
};

const directory = {
  signalbox: 1,
  skills: [],
  queues: { Reviewers: { label: "Reviewers", members: ["ana", "bo"] }, Seniors: { label: "Seniors", members: ["cy"] } },
  agents: {
    ana: { name: "Ana Lima", capacity: 10 },
    bo: { name: "Bo Chen", capacity: 10 },
    cy: { name: "Cy Young", capacity: 5 },
  },
};

const roster = {
  signalbox: 1,
  agents: {
    ana: { presence: "Online", open: 3 },
    bo: { presence: "Online", open: 6 },
    cy: { presence: "Away", open: 0 },
  },
};

/** The instant of every decision about this org. */
export const kNow = "2026-03-02T14:30:00.000Z";

/** What the org publishes. @param {object} [changes] members of the definition in place of the usual ones */
export function publishedDocuments(changes = {}) {
  return {
    definition: JSON.stringify({ ...definition, ...changes }),
    definitionVersion: 4,
    directory: JSON.stringify(directory),
    directoryVersion: 1,
  };
}

export const publishedRoster = JSON.stringify(roster);

/** A record of the org as its page reads it. @param {object} [changes] fields in place of the usual ones */
export function claim(changes = {}) {
  const plain = {
    Id: "a005g0000000001AAA",
    Country__c: "DE",
    Amount__c: 500,
    Parts__c: 2,
    CreatedDate: "2026-03-02T14:00:00.000Z",
    Policy__r: { Name: "P-1", Tier__c: "Gold" },
    ...changes,
  };
  return uiRecord(plain, Object.keys(definition.fields), { apiName: "Claim__c" });
}
