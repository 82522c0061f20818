// Usage: node wasm/scripts/package.js [--from FOLDER] [--to FOLDER]
// Makes the package @signalbox/engine in build/wasm/ of the two linked artifacts in build/emscripten/wasm/.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
/** Salesforce takes static resources of up to 5 MB. */
const kMaxArtifactBytes = 5_000_000;
const kArtifacts = [
  { file: "signalbox-engine.wasm.js", kind: "wasm", global: "SignalboxEngineWasm" },
  { file: "signalbox-engine.fallback.js", kind: "js", global: "SignalboxEngineFallback" },
];

/**
 * One plain script (UMD). CommonJS gets the function that starts the engine as `module.exports`; everything else gets it as two globals:
 * one that both artifacts share, and one of its own.
 * @param {{kind: string, global: string}} artifact
 * @param {string} program what Emscripten linked
 * @param {string} session src/session.js
 */
export function artifactText({ kind, global }, program, session) {
  return `/* Signalbox ${version()}, Apache-2.0. The engine as ${kind === "wasm" ? "WebAssembly" : "plain JavaScript"}. Built file. */
(function (root, build) {
  var start = build();
  if (typeof module === "object" && typeof exports === "object") module.exports = start;
  else root.SignalboxEngine = root.${global} = start;
})(typeof globalThis === "object" ? globalThis : self, function () {
  var module, exports, define;
${program}
${session.replace(/^export /gm, "")}
  return engineFactory(${JSON.stringify(kind)}, createSignalboxModule);
});
`;
}

function version() {
  return JSON.parse(readFileSync(join(root, "wasm/package.json"), "utf8")).version;
}

function checkArtifact(file, text) {
  const strange = /[^\n\r\t -~]/.exec(text);
  if (strange) throw new Error(`${file}: not ASCII at offset ${strange.index}`);
  if (text.length >= kMaxArtifactBytes)
    throw new Error(`${file}: ${text.length} bytes, allowed are ${kMaxArtifactBytes}`);
  if (/\bnew Function\b|\beval\(/.test(text))
    throw new Error(`${file}: makes code from text, which content security policies forbid`);
}

function assemble(from, to) {
  mkdirSync(to, { recursive: true });
  const session = readFileSync(join(root, "wasm/src/session.js"), "utf8");
  for (const artifact of kArtifacts) {
    const text = artifactText(artifact, readFileSync(join(from, artifact.file), "utf8"), session);
    checkArtifact(artifact.file, text);
    writeFileSync(join(to, artifact.file), text);
    const gzip = gzipSync(text, { level: 9 }).length;
    console.log(`${artifact.file}: ${text.length} bytes, ${gzip} with gzip -9`);
  }
  for (const file of ["engine.js", "engine.d.ts"]) copyFileSync(join(root, "wasm/src", file), join(to, file));
  for (const file of ["package.json", "README.md"]) copyFileSync(join(root, "wasm", file), join(to, file));
}

const { values } = parseArgs({ options: { from: { type: "string" }, to: { type: "string" } } });
assemble(resolve(values.from ?? join(root, "build/emscripten/wasm")), resolve(values.to ?? join(root, "build/wasm")));
