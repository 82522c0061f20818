import fs from "node:fs";
import path from "node:path";
import { labelsFile, lwcRuntime, packageRoot, platformModulesRoot } from "./paths.js";

const kPrefix = "\0signalbox-platform:";

function readLabels() {
  if (!fs.existsSync(labelsFile)) return {};
  const text = fs.readFileSync(labelsFile, "utf8");
  const unescape = (value) =>
    value
      .replace(/&lt;/g, "<")
      .replace(/&gt;/g, ">")
      .replace(/&quot;/g, '"')
      .replace(/&apos;/g, "'")
      .replace(/&amp;/g, "&");
  const labels = {};
  for (const [, block] of text.matchAll(/<labels>([\s\S]*?)<\/labels>/g)) {
    const name = /<fullName>([\s\S]*?)<\/fullName>/.exec(block)?.[1];
    const value = /<value>([\s\S]*?)<\/value>/.exec(block)?.[1];
    if (name && value !== undefined) labels[name] = unescape(value);
  }
  return labels;
}

const asDefault = (value) => `export default ${JSON.stringify(value)};`;

/** Locale and formats are those of the base components, so that our own numbers and dates look like theirs. */
function i18nModule(name) {
  const file = path.join(packageRoot("lightning-base-components"), `scopedImports/@salesforce-i18n-${name}.js`);
  return fs.existsSync(file) ? `export { default } from ${JSON.stringify(file)};` : null;
}

/** What each family of `@salesforce/*` modules is outside Salesforce: text of a module, or null when it has no such name. */
function salesforceModule(specifier, { resourceUrl, labels }) {
  const [, family, name = ""] = /^@salesforce\/([^/]+)\/?(.*)$/.exec(specifier) ?? [];
  switch (family) {
    case "resourceUrl":
      return asDefault(resourceUrl(name));
    case "contentAssetUrl":
      return asDefault(`assets/${name}`);
    case "label":
      if (!name.startsWith("c.")) return null;
      return name.slice(2) in labels ? asDefault(labels[name.slice(2)]) : null;
    case "apex":
      return `export default async function () { throw new Error(${JSON.stringify(`${name} runs only inside Salesforce.`)}); }`;
    case "schema": {
      const [objectApiName, ...rest] = name.split(".");
      return asDefault(rest.length ? { objectApiName, fieldApiName: rest.join(".") } : { objectApiName });
    }
    case "user":
      return asDefault(name === "isGuest" ? true : undefined).replace("undefined", "void 0");
    case "userPermission":
    case "customPermission":
      return asDefault(false);
    case "i18n":
      return name === "timeZone"
        ? "export default Intl.DateTimeFormat().resolvedOptions().timeZone;"
        : i18nModule(name);
    default:
      return null;
  }
}

/**
 * Supplies the modules that Salesforce would: `lightning/uiRecordApi`, `lightning/platformResourceLoader`,
 * `lightning/platformShowToastEvent` and the families of `@salesforce/*`.
 * @param {{modules?: Record<string, string>, resourceUrl?: (name: string) => string}} [options] `modules`: path of the
 *   file that answers a specifier, before anything else; `resourceUrl`: address of a static resource
 * @returns {import('rollup').Plugin}
 */
export function platformModules({ modules = {}, resourceUrl = (name) => `resources/${name}.js` } = {}) {
  const labels = readLabels();
  const files = { ...lwcRuntime(), ...modules };
  for (const file of fs.readdirSync(platformModulesRoot)) {
    const specifier = `lightning/${path.basename(file, ".js")}`;
    files[specifier] ??= path.join(platformModulesRoot, file);
  }
  return {
    name: "signalbox-platform-modules",
    resolveId(source) {
      if (files[source]) return files[source];
      if (!source.startsWith("@salesforce/")) return null;
      return salesforceModule(source, { resourceUrl, labels }) === null ? null : kPrefix + source;
    },
    load(id) {
      return id.startsWith(kPrefix) ? salesforceModule(id.slice(kPrefix.length), { resourceUrl, labels }) : null;
    },
  };
}
