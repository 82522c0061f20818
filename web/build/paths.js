import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);

/** The repository's top folder. */
export const repositoryRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
/** Where the Lightning Web Components of this project live. */
export const componentsRoot = path.join(repositoryRoot, "lwc/force-app/main/default/lwc");
/** Custom labels of the Salesforce project, which `@salesforce/label/c.*` reads. */
export const labelsFile = path.join(repositoryRoot, "lwc/force-app/main/default/labels/CustomLabels.labels-meta.xml");
/** Stand-ins for the modules that Salesforce supplies. */
export const platformModulesRoot = path.join(repositoryRoot, "web/modules");
/**
 * The folder of an installed package, also of one that exports no `package.json`.
 * @param {string} name
 * @param {NodeJS.Require} [from] where the search starts; by default this folder
 */
export function packageRoot(name, from = require) {
  const found = from.resolve
    .paths(name)
    .map((folder) => path.join(folder, name))
    .find((folder) => fs.existsSync(path.join(folder, "package.json")));
  if (!found) throw new Error(`The package ${name} is not installed: run npm ci.`);
  return fs.realpathSync(found);
}

/**
 * The run time of the very LWC release that `web` pins, wherever npm put it: another release may lie beside it for the
 * sake of Jest, and a template compiled for one must not run on the other.
 * @returns {Record<string, string>} specifier -> file
 */
export function lwcRuntime() {
  const fromLwc = createRequire(path.join(packageRoot("lwc"), "package.json"));
  const file = (name) => path.join(packageRoot(name, fromLwc), "dist/index.js");
  return {
    lwc: file("@lwc/engine-dom"),
    "@lwc/synthetic-shadow": file("@lwc/synthetic-shadow"),
    "@lwc/wire-service": file("@lwc/wire-service"),
  };
}

/**
 * The components and libraries of a folder: every sub-folder that holds a script of its own name.
 * @param {string} root
 * @returns {{name: string, path: string}[]} entries for the LWC module resolver, in the namespace `c`
 */
export function componentModules(root) {
  if (!fs.existsSync(root)) return [];
  return fs
    .readdirSync(root)
    .map((name) => ({ name: `c/${name}`, path: path.join(root, name, `${name}.js`) }))
    .filter((entry) => fs.existsSync(entry.path));
}
