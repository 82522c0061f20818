import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { bundle } from "../../../web/build/lwc-adapter.js";
import { packageRoot } from "../../../web/build/paths.js";
import { serve } from "../support/serve.js";

/** This folder. */
export const lightningFolder = path.dirname(fileURLToPath(import.meta.url));
const root = path.resolve(lightningFolder, "../../..");
/** Where the tests of this folder put what they make. */
export const builtFolder = path.join(root, "build/test/lightning");
const resources = path.join(root, "lwc/force-app/main/default/staticresources");
const kApex = "@salesforce/apex/SignalboxDefinitionController";

/** The policies of the design: what `script-src` allows, and which build of the engine runs then. */
export const kPolicies = [
  { scripts: "'self' 'unsafe-eval' blob:", engine: "WebAssembly" },
  { scripts: "'self' 'unsafe-eval'", engine: "WebAssembly" },
  { scripts: "'self' 'wasm-unsafe-eval'", engine: "WebAssembly" },
  { scripts: "'self'", engine: "JavaScript" },
];

/** @param {string} scripts sources for `script-src` @returns {string} a policy of the kind that an org sends */
export const policyWith = (scripts) =>
  `default-src 'none'; script-src ${scripts}; connect-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; ` +
  "font-src 'self'; base-uri 'none'; form-action 'none'";

/** Compiles the page of the preview with open-source LWC into the build folder. */
export function buildPreviewPage() {
  return bundle({
    input: path.join(lightningFolder, "preview-page.js"),
    file: path.join(builtFolder, "preview-page.js"),
    modules: {
      [`${kApex}.getPublishedDocuments`]: path.join(lightningFolder, "published-documents.js"),
      [`${kApex}.getPublishedRoster`]: path.join(lightningFolder, "published-roster.js"),
      "@salesforce/apex": path.join(lightningFolder, "apex.js"),
    },
  });
}

/**
 * Serves the page, SLDS and the static resources of the Salesforce project.
 * @param {object} [options]
 * @param {string} [options.scripts] sources for `script-src`
 * @param {boolean} [options.withEngine] false: neither build of the engine is there
 */
export function servePages({ scripts = kPolicies[0].scripts, withEngine = true } = {}) {
  const folders = {
    "/": lightningFolder,
    "/lightning/": lightningFolder,
    "/built/": builtFolder,
    "/slds/": path.join(packageRoot("@salesforce-ux/design-system"), "assets/styles"),
    "/fonts/": path.join(packageRoot("@salesforce-ux/design-system"), "assets/fonts"),
  };
  if (withEngine) folders["/resources/"] = resources;
  return serve(folders, { policy: policyWith(scripts) });
}

const sample = (name) => fs.readFileSync(path.join(root, "web/sample", `${name}.json`), "utf8");
const fieldOf = (value) => ({ value: value ?? null, displayValue: null });

/** A record as `lightning/uiRecordApi` gives it, of the declared fields of a plain record. */
export function uiRecord(plain, fields, { apiName = "Case", id = plain.Id } = {}) {
  const record = { apiName, id, fields: {}, recordTypeInfo: null, lastModifiedDate: "2026-03-02T14:00:00.000Z" };
  for (const name of fields) {
    const [first, ...rest] = name.split(".");
    if (!rest.length) record.fields[first] = fieldOf(plain[first]);
    else if (!plain[first]) record.fields[first] = fieldOf(null);
    else {
      record.fields[first] ??= { value: { apiName: first, id: null, fields: {} }, displayValue: plain[first].Name };
      record.fields[first].value.fields[rest[0]] = fieldOf(plain[first][rest[0]]);
    }
  }
  return record;
}

/** The shipped sample as an org would have it published, and its records as their pages would read them. */
export function publishedSample() {
  const definition = sample("definition");
  const fields = Object.keys(JSON.parse(definition).fields);
  const directory = sample("directory");
  return {
    documents: { definition, definitionVersion: 3, directory, directoryVersion: 1 },
    fields,
    roster: sample("roster"),
    records: JSON.parse(sample("records")),
    recordPage: (plain) => uiRecord(plain, fields),
    at: JSON.parse(sample("sample")).at,
  };
}
