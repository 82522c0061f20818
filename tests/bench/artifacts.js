// What a page has to load of each engine that runs in one.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { rolldown } from "rolldown";
import { packageFolder } from "../equality/places.js";

const require = createRequire(import.meta.url);
const kEntry = "entry";

/** The files beside their JavaScript stand in the folder of the module. */
const kPeers = {
  "zen-engine-wasm": { module: "@gorules/zen-engine-wasm/dist/zen_engine_wasm.js", files: ["zen_engine_wasm_bg.wasm"] },
  datalogic: { module: "@goplasmatic/datalogic/web", files: ["datalogic_wasm_bg.wasm"] },
  "json-logic-js": { module: "json-logic-js", files: [] },
  "json-logic-engine": { module: "json-logic-engine", files: [] },
  "json-rules-engine": { module: "json-rules-engine", files: [] },
  feelin: { module: "feelin", files: [] },
};

/** A module with all that it imports, as a page would get it: one file, minified. @returns {Promise<string>} */
async function bundled(module) {
  const name = JSON.stringify(module);
  const entry = {
    name: "everything of one module",
    resolveId: (id) => (id === kEntry ? `\0${kEntry}` : null),
    load: (id) => (id === `\0${kEntry}` ? `import * as all from ${name}; export default all;` : null),
  };
  const cwd = dirname(import.meta.dirname);
  const bundle = await rolldown({ input: kEntry, platform: "browser", logLevel: "silent", cwd, plugins: [entry] });
  const { output } = await bundle.generate({ minify: true, format: "es" });
  await bundle.close();
  return output[0].code;
}

export const gzipped = (bytes) => gzipSync(bytes, { level: 9 }).length;

/** @param {"wasm" | "fallback"} form @returns {number} bytes by gzip -9 of the loader and that form of this engine */
export function ownBytes(form) {
  const files = ["engine.js", `signalbox-engine.${form}.js`];
  return files.reduce((sum, file) => sum + gzipped(readFileSync(join(packageFolder, file))), 0);
}

/** @returns {Promise<Record<string, number>>} bytes by gzip -9 of each peer */
export async function peerBytes() {
  const sizes = {};
  for (const [name, { module, files }] of Object.entries(kPeers)) {
    const folder = dirname(require.resolve(module));
    const beside = files.map((file) => gzipped(readFileSync(join(folder, file))));
    sizes[name] = beside.reduce((sum, size) => sum + size, gzipped(await bundled(module)));
  }
  return sizes;
}
