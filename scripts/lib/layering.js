// Which part of the house may include which. The arrows of the design, written once; a test holds every file to them.
import { posix } from "node:path";

const language = ["base", "model", "formula", "rules"];
const deciding = [...language, "calendar", "sla", "routing", "escalation"];

/** Folder of the engine -> the folders of the engine that it may include besides itself. `routing` and `sla` do not know each other. */
const engine = {
  base: [],
  model: ["base"],
  formula: ["base", "model"],
  rules: ["base", "model", "formula"],
  // Definitions in and out of other forms: DMN models, sheets.
  dmn: language,
  calendar: language,
  sla: [...language, "calendar"],
  routing: [...language, "calendar"],
  // Rules that watch open records: when they fire, and what they ask the host to do. Routing is asked by its name.
  escalation: [...language, "calendar", "sla"],
  // Turns what the deciding folders found into data and sentences. It reads their results; they do not know it.
  explain: deciding,
  workflow: [...deciding, "explain"],
  analysis: [...deciding, "explain", "workflow"],
  simulate: [...deciding, "explain", "workflow"],
  api: [...deciding, "dmn", "explain", "workflow", "analysis", "simulate"],
};

/** What hosts see of the engine: its door, and the plain types that pass through it. */
const door = ["api", "base", "model"];

/**
 * Folder of the server -> the other folders of the server that it may include. Files directly in server/ are words that all share, and
 * main.cc alone knows everything. `store` says what is kept, `store/sql` keeps it in any database, below which stand `store/sqlite` and
 * `store/postgres`: nobody but main knows which store there is.
 */
const server = {
  store: [],
  "store/sql": ["store"],
  "store/sqlite": ["store", "store/sql"],
  "store/postgres": ["store", "store/sql"],
  metrics: [],
  http: ["metrics"],
  service: ["store", "metrics"],
  routes: ["http", "service", "store", "metrics"],
  cli: [],
};

/** Top folder -> the other top folders that it may name. `tests` may name everything and is named by nothing. */
const houses = {
  engine: [],
  server: ["engine"],
  wasm: ["engine"],
  lwc: ["wasm", "build", "node_modules"],
  web: ["lwc", "wasm", "build", "node_modules"],
  scripts: ["wasm", "build", "node_modules"],
};

/** "engine/rules/table.cc" -> {house: "engine", room: "rules"}; a file directly in a house has no room. */
export function placeOf(path) {
  const [house, ...rest] = path.split("/");
  const folder = rest.slice(0, -1).join("/");
  return { house, room: folder in server ? folder : rest.length > 1 ? rest[0] : undefined };
}

/**
 * The files of the project that a file names, as paths from the root: `#include "..."` of headers in C++ (what the build
 * generates, .inc, has no place), imports in JavaScript.
 * @param {string} path
 * @param {string} text
 * @returns {string[]}
 */
export function namedFiles(path, text) {
  const beside = (name) => posix.join(posix.dirname(path), name);
  if (/\.(cc|h)$/.test(path)) {
    return [...text.matchAll(/^\s*#\s*include\s+"([^"]+\.h)"/gm)].map(([, name]) => {
      if (placeOf(name).house in engine) return `engine/${name}`;
      return name.includes("/") && !name.startsWith(".") ? name : beside(name);
    });
  }
  const imports = text.matchAll(/(?:\bfrom|\bimport|\bimport\(|\brequire\()\s*["'](\.[^"']+)["']/g);
  return [...imports].map(([, name]) => beside(name));
}

/** Why `path` may not name `named`; undefined when it may. */
export function breach(path, named) {
  const from = placeOf(path);
  const to = placeOf(named);
  if (from.house === "tests" || !(from.house in houses)) return undefined;
  if (to.house === "tests") return "nothing includes tests";
  if (from.house !== to.house) {
    if (!houses[from.house].includes(to.house)) return `${from.house} does not know ${to.house}`;
    if (to.house !== "engine" || door.includes(to.room)) return undefined;
    return `hosts reach the engine through ${door.join(", ")}, not through ${to.room}`;
  }
  if (from.room === to.room || !from.room || !to.room) return undefined;
  const rooms = { engine, server }[from.house];
  if (!rooms || rooms[from.room]?.includes(to.room)) return undefined;
  return `${from.room} does not know ${to.room}${from.house === "server" ? "; only main joins them" : ""}`;
}
