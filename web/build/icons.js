import fs from "node:fs";
import path from "node:path";
import { packageRoot } from "./paths.js";

const kCategories = ["utility", "standard", "action", "doctype", "custom"];
const kIconName = /\b(utility|standard|action|doctype|custom):([a-z0-9_]+)/g;

/** Icons that the base components in use name at run time, where no scan of our sources sees them. */
const kBaseIcons = [
  'utility:check', 'utility:chevrondown', 'utility:chevronleft', 'utility:chevronright', 'utility:clear', 'utility:close',
  'utility:down', 'utility:error', 'utility:info', 'utility:left', 'utility:right', 'utility:search', 'utility:success',
  'utility:switch', 'utility:threedots_vertical', 'utility:upload', 'utility:warning',
]; // prettier-ignore

function* sourceFiles(root) {
  for (const entry of fs.readdirSync(root, { withFileTypes: true })) {
    const full = path.join(root, entry.name);
    if (entry.isDirectory()) {
      if (entry.name !== "__tests__") yield* sourceFiles(full);
    } else if (/\.(js|html)$/.test(entry.name)) yield full;
  }
}

/**
 * Icon names that the sources under the given folders mention.
 * @param {string[]} roots
 * @returns {string[]} such as `utility:undo`, sorted, each once
 */
export function usedIcons(roots) {
  const names = new Set(kBaseIcons);
  for (const root of roots.filter((folder) => fs.existsSync(folder))) {
    for (const file of sourceFiles(root)) {
      for (const [name] of fs.readFileSync(file, "utf8").matchAll(kIconName)) names.add(name);
    }
  }
  return [...names].sort();
}

/**
 * Replaces the icon libraries of the base components (1.6 MB) by libraries of just the named icons.
 * @param {string[]} names such as `utility:undo`; one that the package lacks fails the build
 * @returns {import('rollup').Plugin}
 */
export function iconLibraries(names) {
  const root = path.join(packageRoot("lightning-base-components"), "src/lightning");
  const library = (category) => `lightning/iconSvgTemplates${category[0].toUpperCase()}${category.slice(1)}`;
  const categoryOf = new Map(
    kCategories.flatMap((c) => [
      [library(c), c],
      [`${library(c)}Rtl`, c],
    ]),
  );
  const prefix = "\0signalbox-icons:";
  return {
    name: "signalbox-icon-libraries",
    resolveId(source) {
      return categoryOf.has(source) ? prefix + source : null;
    },
    load(id) {
      if (!id.startsWith(prefix)) return null;
      const source = id.slice(prefix.length);
      const category = categoryOf.get(source);
      const folder = path.join(root, source.replace("lightning/", ""), "buildTemplates", category);
      const icons = names.filter((name) => name.startsWith(`${category}:`)).map((name) => name.split(":")[1]);
      const missing = icons.filter((icon) => !fs.existsSync(path.join(folder, `${icon}.html`)));
      if (missing.length) this.error(`no such icon in ${source}: ${missing.join(", ")}`);
      const imports = icons.map((icon) => `import ${category}_${icon} from '${path.join(folder, `${icon}.html`)}';`);
      return `${imports.join("\n")}\nexport default { ${icons.map((icon) => `${category}_${icon}`).join(", ")} };`;
    },
  };
}
