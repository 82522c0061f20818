import path from "node:path";
import { nodeResolve } from "@rollup/plugin-node-resolve";
import replace from "@rollup/plugin-replace";
import { rollup } from "rollup";
import { bundle } from "../../../web/build/lwc-adapter.js";
import { openPage } from "../support/chromium.js";
import { builtFolder, lightningFolder } from "./host.js";

const kNoWebAssembly = { kind: "js", takeAway: ["WebAssembly"] };

/**
 * The ways in which the engine is run, and which build runs then. The membrane has two modes. By default typed arrays inside are
 * proxies of the page's: each access to the memory of the JavaScript build crosses the membrane. In its fast mode they are the
 * environment's own; WebAssembly, still the page's, then refuses them, and the JavaScript build takes over at full speed.
 */
export const kSides = {
  "outside, WebAssembly": { where: "outside", kind: "wasm" },
  "outside, WebAssembly taken away": { where: "outside", ...kNoWebAssembly },
  "inside, WebAssembly": { where: "inside", kind: "wasm" },
  "inside, WebAssembly taken away": { where: "inside", ...kNoWebAssembly },
  "inside in the fast mode": { where: "inside", kind: "js", ownArrays: true },
};

/** Compiles the page of the membrane, and the script that runs inside. */
export async function buildMembranePage() {
  const build = await rollup({
    input: path.join(lightningFolder, "membrane-page.js"),
    plugins: [
      nodeResolve({ browser: true }),
      replace({ preventAssignment: true, values: { "process.env.NODE_ENV": '"production"' } }),
    ],
  });
  await build.write({ file: path.join(builtFolder, "membrane-page.js"), format: "iife" });
  await build.close();
  await bundle({
    input: path.join(lightningFolder, "inside-script.js"),
    file: path.join(builtFolder, "inside-script.js"),
    modules: { "lightning/platformResourceLoader": path.join(lightningFolder, "load-inside.js") },
  });
}

/**
 * Opens the page and prepares the engine on one side of the membrane.
 * @param {import("playwright-core").Browser} browser
 * @param {string} url of the served pages
 * @param {{where: "inside"|"outside", takeAway?: string[], ownArrays?: boolean}} side
 * @param {{definition: string, directory: string, roster: string}} documents
 */
export async function openMembrane(browser, url, { where, takeAway, ownArrays }, documents) {
  const opened = await openPage(browser);
  const { page } = opened;
  await page.goto(`${url}membrane.html`);
  const kind = await page.evaluate((options) => globalThis.membranePage.prepare(options), {
    where,
    takeAway,
    ownArrays,
    scriptUrl: `${url}built/inside-script.js`,
    ...documents,
  });
  return { ...opened, kind };
}
