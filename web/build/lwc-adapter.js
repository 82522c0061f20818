/**
 * Compiles the Lightning Web Components of `lwc/` with open-source LWC, outside Salesforce: the one place that knows
 * what a page elsewhere lacks. The site (`site.js`) and the browser tests of the components use it.
 *
 *   import { bundle } from '../../web/build/lwc-adapter.js';
 *   await bundle({ input: 'tests/browser/pages/preview.js', file: 'build/tests/preview.js' });
 *
 * The entry imports `./polyfill`-like set-up by itself: `import '@lwc/synthetic-shadow';` first, then
 * `import { createElement } from 'lwc'; import Preview from 'c/signalboxPreview';`.
 */
import path from "node:path";
import lwc from "@lwc/rollup-plugin";
import { nodeResolve } from "@rollup/plugin-node-resolve";
import replace from "@rollup/plugin-replace";
import terser from "@rollup/plugin-terser";
import { rollup } from "rollup";
import { iconLibraries, usedIcons } from "./icons.js";
import { baseComponentPatches } from "./patches.js";
import { componentModules, componentsRoot } from "./paths.js";
import { platformModules } from "./platform.js";

/**
 * @typedef {object} AdapterOptions
 * @property {string} input the entry module
 * @property {string[]} [roots] folders of components, namespace `c`; by default those of `lwc/`
 * @property {string[]} [icons] further icons, such as `utility:undo`; those that the sources name are found
 * @property {Record<string, string>} [modules] specifier -> file, before every other rule (such as a test's own
 *   `lightning/uiRecordApi`)
 * @property {(name: string) => string} [resourceUrl] address of a static resource; by default `resources/<name>.js`
 * @property {boolean} [production] leaves out LWC's development checks and makes the code small; true by default
 */

/**
 * The rollup plugins, in order.
 * @param {AdapterOptions} options
 * @returns {import('rollup').Plugin[]}
 */
export function lwcPlugins({
  input,
  roots = [componentsRoot],
  icons = [],
  modules = {},
  resourceUrl,
  production = true,
}) {
  const entryFolder = path.dirname(path.resolve(input));
  return [
    platformModules({ modules, resourceUrl }),
    iconLibraries([...new Set([...usedIcons([...roots, entryFolder]), ...icons])]),
    baseComponentPatches(),
    lwc({
      rootDir: entryFolder,
      modules: [...roots.flatMap(componentModules), { npm: "lightning-base-components" }],
      enableDynamicComponents: true,
    }),
    nodeResolve(),
    replace({
      preventAssignment: true,
      values: { "process.env.NODE_ENV": JSON.stringify(production ? "production" : "development") },
    }),
    ...(production ? [terser({ format: { ascii_only: true } })] : []),
  ];
}

/** Circular imports and unused re-exports inside packages are not ours to mend; everything else stops the build. */
function onLog(level, log, handler) {
  if (level !== "warn") return handler(level, log);
  const inPackages = (log.ids ?? [log.id ?? log.loc?.file ?? ""]).every((id) => id?.includes("node_modules"));
  if (inPackages && log.code !== "UNRESOLVED_IMPORT") return undefined;
  return handler("error", log);
}

/**
 * Compiles one entry into one classic script (IIFE), which a page loads under `script-src 'self'`.
 * @param {AdapterOptions & {file: string, name?: string, sourcemap?: boolean}} options `file`: where the script goes;
 *   `name`: the global that receives the entry's exports
 * @returns {Promise<{bytes: number}>}
 */
export async function bundle(options) {
  const build = await rollup({ input: options.input, plugins: lwcPlugins(options), onLog });
  const { output } = await build.write({
    file: options.file,
    format: "iife",
    name: options.name,
    inlineDynamicImports: true,
    sourcemap: options.sourcemap ?? false,
  });
  await build.close();
  return { bytes: Buffer.byteLength(output[0].code) };
}
