// What a page has to load.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageFolder } from "../equality/places.js";
import { gzipped, ownBytes, peerBytes } from "./artifacts.js";
import { printFigures } from "./table.js";

const kBudgetBytes = 350_000;

const own = ["engine.wasm", "workbench.wasm", "engine.fallback"].flatMap((name) => {
  const file = `signalbox-${name}.js`;
  const bytes = readFileSync(join(packageFolder, file));
  const small = gzipped(bytes);
  const budget = name.endsWith("wasm") ? { beside: "the budget of 350 kB", ratio: small / kBudgetBytes } : {};
  return [
    { what: `${file}, as it is`, value: bytes.length, unit: "bytes" },
    { what: `${file}, gzip -9`, value: small, unit: "bytes", ...budget },
  ];
});
const wasm = ownBytes("wasm");
const peers = Object.entries(await peerBytes()).map(([name, value]) => ({
  what: `${name}, gzip -9`,
  value,
  unit: "bytes",
  beside: "this engine in WebAssembly",
  ratio: value / wasm,
}));
printFigures("The engine for browsers", [...own, ...peers]);
