import fs from "node:fs";
import path from "node:path";
import { packageRoot } from "./paths.js";

/**
 * Changes that the base components need to run outside Salesforce. Each names a file, the text that is replaced
 * everywhere in it, and the reason. A text that is gone fails the build: a new version of the package wants a new look.
 */
const kPatches = [
  {
    file: "src/lightning/baseCombobox/baseCombobox.js",
    from: "features.enableComboboxElementInternals",
    to: "false",
    because: "synthetic shadow refuses attachInternals, and the combobox would stay blank",
  },
  {
    file: "src/lightning/primitiveIcon/primitiveIcon.js",
    from: "import.meta.env.SSR",
    to: "false",
    because: "the page is never rendered on a server; icons would otherwise never be fetched",
  },
];

/** LWC turns an empty sheet into `undefined`, which components that list their sheets by hand cannot bear. */
const kEmptySheet = ":host([data-never]) {}";

/**
 * Applies the patches, turns every other `import.meta.env.SSR` into `false`, and empties the style sheets that repeat
 * SLDS for native shadow (the page links SLDS itself).
 * @param {{file: string, from: string, to: string, because: string}[]} [patches] by default those of this file
 * @returns {import('rollup').Plugin}
 */
export function baseComponentPatches(patches = kPatches) {
  const root = packageRoot("lightning-base-components");
  const byFile = new Map();
  for (const patch of patches) {
    const file = path.join(root, patch.file);
    byFile.set(file, [...(byFile.get(file) ?? []), patch]);
  }
  return {
    name: "signalbox-base-component-patches",
    buildStart() {
      for (const [file, list] of byFile) {
        const text = fs.existsSync(file) ? fs.readFileSync(file, "utf8") : "";
        for (const patch of list) {
          if (!text.includes(patch.from))
            this.error(`lightning-base-components: \`${patch.from}\` is gone from ${patch.file} (${patch.because})`);
        }
      }
    },
    load(id) {
      if (!id.startsWith(root)) return null;
      const file = id.split("?")[0];
      return file.endsWith(".slds.css") ? kEmptySheet : null;
    },
    transform(code, id) {
      const file = id.split("?")[0];
      let text = code;
      for (const patch of byFile.get(file) ?? []) text = text.replaceAll(patch.from, patch.to);
      text = text.replaceAll("import.meta.env.SSR", "false");
      return text === code ? null : { code: text, map: null };
    },
  };
}
