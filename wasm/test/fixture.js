import { existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

/** The built package, or the one that the environment names. */
export const packageFolder = resolve(root, process.env.SIGNALBOX_PACKAGE ?? "build/wasm");

/** @returns {Promise<typeof import("../src/engine.js")>} */
export function importPackage() {
  const file = resolve(packageFolder, "engine.js");
  if (!existsSync(file)) throw new Error(`There is no ${file}; scripts/build makes it.`);
  return import(file);
}

export const kAt = "2026-01-31T08:00:00Z";
export const kDefinition = {
  signalbox: 1,
  name: "two-queues",
  object: "Case",
  fields: { Country: "Text", Notes: "Text" },
  decisions: {
    queue: {
      hit: "first",
      inputs: ["Country"],
      outputs: [{ name: "queue", type: "Text" }],
      rules: [{ id: "dach", when: ['"DE","AT"'], then: ["DACH"] }],
      default: ["World"],
    },
  },
  routing: { place: { queue: { decision: "queue" }, require: ["presence", "capacity"], prefer: { spareCapacity: 1 } } },
  steps: [
    { id: "queue", decide: "queue" },
    { id: "place", route: "place" },
  ],
};
export const kDirectory = {
  signalbox: 1,
  skills: [],
  queues: { DACH: { members: ["ana", "bo"] }, World: { members: ["bo"] } },
  agents: { ana: { name: "Ana", skills: {}, capacity: 10 }, bo: { name: "Bo", skills: {}, capacity: 10 } },
};
export const kRoster = {
  signalbox: 1,
  agents: { ana: { presence: "Online", open: 2 }, bo: { presence: "Online", open: 5 } },
};
export const kRecords = [
  { Id: "1", Country: "DE" },
  { Id: "2", Country: "FR" },
  { Id: "3", Country: "AT" },
];
