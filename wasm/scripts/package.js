// Usage: node wasm/scripts/package.js [--from FOLDER] [--to FOLDER]
// Makes the package @signalbox/engine in build/wasm/ of the linked artifacts in build/emscripten/wasm/.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";
import { minify } from "terser";
import { packed } from "./pack.js";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
/** Salesforce takes static resources of up to 5 MB. */
const kMaxArtifactBytes = 5_000_000;
const kArtifacts = [
  { file: "signalbox-engine.wasm.js", kind: "wasm", globals: ["SignalboxEngine", "SignalboxEngineWasm"] },
  { file: "signalbox-workbench.wasm.js", kind: "wasm", globals: ["SignalboxWorkbenchWasm"] },
  { file: "signalbox-engine.fallback.js", kind: "js", globals: ["SignalboxEngine", "SignalboxEngineFallback"] },
];

const kLinkedBytes = /(data:application\/octet-stream;base64,)([A-Za-z0-9+/]+=*)/;

/**
 * The WebAssembly inside of what Emscripten linked, packed, and how to start with it.
 * @param {string} program
 * @param {string} unpacker the module that unpacks, base64
 * @param {string} decoder src/unpack.js, as part of a script
 */
async function repacked(program, unpacker, decoder) {
  const [, , base64] = kLinkedBytes.exec(program) ?? [];
  if (!base64) throw new Error("the linked script holds no WebAssembly as a data URI; has Emscripten changed?");
  const module = packed(Buffer.from(base64, "base64"), unpacker);
  return {
    program: `${await minified(program.replace(kLinkedBytes, "$1"))}\n${decoder}`,
    start: `function (settings) {
    settings.wasmBinary = unpacked(${JSON.stringify(module)}, "${unpacker}");
    return createSignalboxModule(settings);
  }`,
  };
}

/**
 * One plain script (UMD). CommonJS gets the function that starts the engine as `module.exports`; everything else gets it as globals.
 * @param {{kind: string, globals: string[]}} artifact
 * @param {{program: string, start: string}} linked what Emscripten linked, and the function that makes its module
 * @param {string} session src/machine.js and src/session.js, as part of a script
 */
function artifactText({ kind, globals }, { program, start }, session) {
  return `/* Signalbox ${version()}, Apache-2.0. The engine as ${kind === "wasm" ? "WebAssembly" : "plain JavaScript"}. Built file. */
(function (root, build) {
  var start = build();
  if (typeof module === "object" && typeof exports === "object") module.exports = start;
  else ${globals.map((name) => `root.${name} = `).join("")}start;
})(typeof globalThis === "object" ? globalThis : self, function () {
  var module, exports, define;
${program}
${session}
  return engineFactory(${JSON.stringify(kind)}, ${start});
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

/** A script with shorter local names and without comments; what stands at its top keeps its name. */
async function minified(script) {
  return (await minify(script, { format: { ascii_only: true } })).code;
}

/** A module of wasm/src as part of a script. */
async function part(name) {
  return minified(readFileSync(join(root, "wasm/src", name), "utf8").replace(/^export |^import .*\n/gm, ""));
}

async function assemble(from, to) {
  mkdirSync(to, { recursive: true });
  const session = `${await part("machine.js")}\n${await part("session.js")}`;
  const decoder = await part("unpack.js");
  const unpacker = readFileSync(join(from, "signalbox-unpack.wasm")).toString("base64");
  for (const artifact of kArtifacts) {
    const program = readFileSync(join(from, artifact.file), "utf8");
    const linked =
      artifact.kind === "wasm"
        ? await repacked(program, unpacker, decoder)
        : { program, start: "createSignalboxModule" };
    const text = artifactText(artifact, linked, session);
    checkArtifact(artifact.file, text);
    writeFileSync(join(to, artifact.file), text);
    const gzip = gzipSync(text, { level: 9 }).length;
    console.log(`${artifact.file}: ${text.length} bytes, ${gzip} with gzip -9`);
  }
  for (const file of ["engine.js", "engine.d.ts"]) copyFileSync(join(root, "wasm/src", file), join(to, file));
  for (const file of ["package.json", "README.md"]) copyFileSync(join(root, "wasm", file), join(to, file));
}

const { values } = parseArgs({ options: { from: { type: "string" }, to: { type: "string" } } });
await assemble(
  resolve(values.from ?? join(root, "build/emscripten/wasm")),
  resolve(values.to ?? join(root, "build/wasm")),
);
