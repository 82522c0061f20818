/**
 * Builds the site into `build/web`: the page, one script, SLDS as far as it is used, the sample and the engine.
 *   node web/build/site.js [--development] [--engine FOLDER] [--out FOLDER]
 */
import fs from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import zlib from "node:zlib";
import { nodeResolve } from "@rollup/plugin-node-resolve";
import terser from "@rollup/plugin-terser";
import { rollup } from "rollup";
import { usedIcons } from "./icons.js";
import { bundle } from "./lwc-adapter.js";
import { componentsRoot, repositoryRoot } from "./paths.js";
import { sldsFor } from "./slds.js";

const kSite = path.join(repositoryRoot, "build/web");
const kEngine = path.join(repositoryRoot, "build/wasm");
const kWeb = path.join(repositoryRoot, "web");
const kStaticResources = path.join(repositoryRoot, "lwc/force-app/main/default/staticresources");
/** Name of each static resource that holds the engine, and the artifact that it is. */
const kEngineResources = {
  "signalboxEngine.js": "signalbox-engine.wasm.js",
  "signalboxWorkbench.js": "signalbox-workbench.wasm.js",
  "signalboxEngineFallback.js": "signalbox-engine.fallback.js",
};

/** Static resources that are made of packages: name of the resource and its entry. */
const kLibraries = {
  SignalboxCodemirror: "codemirror/codemirror.js",
  SignalboxSpreadsheet: "spreadsheet/spreadsheet.js",
};

async function buildLibrary(site, name, entry) {
  const build = await rollup({ input: path.join(kWeb, entry), plugins: [nodeResolve({ browser: true }), terser()] });
  const resource = `${name[0].toLowerCase()}${name.slice(1)}.js`;
  const file = path.join(site, "resources", resource);
  // Lightning Web Security evaluates a static resource in a sandbox, where `var` alone would make no global.
  const footer = `globalThis.${name} = ${name};`;
  await build.write({ file, format: "iife", name, footer });
  await build.close();
  fs.copyFileSync(file, path.join(kStaticResources, resource));
}

function copySample(site) {
  const target = path.join(site, "sample");
  fs.mkdirSync(target, { recursive: true });
  for (const name of ["sample", "definition", "directory", "roster", "records"])
    fs.copyFileSync(path.join(kWeb, "sample", `${name}.json`), path.join(target, `${name}.json`));
}

function copyEngine(site, folder) {
  for (const [resource, artifact] of Object.entries(kEngineResources)) {
    const source = path.join(folder, artifact);
    if (!fs.existsSync(source)) throw new Error(`The engine is not built: there is no ${source}.`);
    fs.copyFileSync(source, path.join(site, "resources", resource));
  }
}

/** Lays a `.gz` beside each file, which the Signalbox server sends to browsers that take it. */
function compress(folder) {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true, recursive: true })) {
    const file = path.join(entry.path, entry.name);
    if (entry.isFile()) fs.writeFileSync(`${file}.gz`, zlib.gzipSync(fs.readFileSync(file), { level: 9 }));
  }
}

async function buildSite(site, { production, engine }) {
  fs.mkdirSync(path.join(site, "resources"), { recursive: true });
  const script = path.join(site, "signalbox.js");
  await bundle({ input: path.join(kWeb, "shell/main.js"), file: script, production });
  const html = fs.readFileSync(path.join(kWeb, "shell/index.html"), "utf8");
  const icons = usedIcons([componentsRoot, path.join(kWeb, "shell")]);
  fs.writeFileSync(path.join(site, "slds.css"), sldsFor(fs.readFileSync(script, "utf8") + html, icons));
  for (const name of ["index.html", "shell.css", "icon.svg", "workbench-worker.js"])
    fs.copyFileSync(path.join(kWeb, "shell", name), path.join(site, name));
  for (const [name, entry] of Object.entries(kLibraries)) await buildLibrary(site, name, entry);
  copySample(site);
  copyEngine(site, engine);
  if (production) compress(site);
}

/** Puts a finished folder in the place of another, so that a site that is being read is whole, old or new. */
function replaceFolder(finished, place) {
  const old = `${finished}.old`;
  if (fs.existsSync(place)) fs.renameSync(place, old);
  fs.renameSync(finished, place);
  fs.rmSync(old, { recursive: true, force: true });
}

const { values } = parseArgs({
  options: {
    development: { type: "boolean", default: false },
    engine: { type: "string", default: kEngine },
    out: { type: "string", default: kSite },
  },
});
const place = path.resolve(values.out);
fs.mkdirSync(path.dirname(place), { recursive: true });
const finished = fs.mkdtempSync(`${place}-`);
try {
  await buildSite(finished, { production: !values.development, engine: values.engine });
  fs.chmodSync(finished, 0o755);
  replaceFolder(finished, place);
} finally {
  fs.rmSync(finished, { recursive: true, force: true });
}
