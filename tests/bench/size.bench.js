// What a page has to load.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { packageFolder } from "../equality/places.js";
import { printFigures } from "./table.js";

const kBudgetBytes = 350_000;
/** npm zen-engine-wasm, which holds expressions alone, by gzip -9. */
const kPeerBytes = 470_000;

const sizes = ["signalbox-engine.wasm.js", "signalbox-engine.fallback.js"].flatMap((file) => {
  const bytes = readFileSync(join(packageFolder, file));
  const small = gzipSync(bytes, { level: 9 }).length;
  const budget = file.includes("wasm") ? { beside: "the budget of 350 kB", ratio: small / kBudgetBytes } : {};
  return [
    { what: `${file}, as it is`, value: bytes.length, unit: "bytes" },
    { what: `${file}, gzip -9`, value: small, unit: "bytes", ...budget },
    ...(file.includes("wasm")
      ? [
          {
            what: "the same beside a peer",
            value: small,
            unit: "bytes",
            beside: "zen-engine-wasm (470 kB)",
            ratio: small / kPeerBytes,
          },
        ]
      : []),
  ];
});
printFigures("The engine for browsers", sizes);
