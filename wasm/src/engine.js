// @signalbox/engine: loads the engine as WebAssembly or, where that is forbidden or missing, as plain JavaScript. Types: engine.d.ts.

const fallback = () => import("./signalbox-engine.fallback.js").then(() => globalThis.SignalboxEngineFallback);
const kEngine = {
  wasm: () => import("./signalbox-engine.wasm.js").then(() => globalThis.SignalboxEngineWasm),
  js: fallback,
};
const kWorkbench = {
  wasm: () => import("./signalbox-workbench.wasm.js").then(() => globalThis.SignalboxWorkbenchWasm),
  js: fallback,
};

/** Neither form of the engine could be started here; `causes` says why, in the order they were tried. */
export class EngineUnavailable extends Error {
  constructor(causes) {
    super(`The engine cannot be started: ${causes.map((cause) => cause?.message ?? String(cause)).join("; ")}`);
    this.name = "EngineUnavailable";
    this.causes = causes;
  }
}

/** The fallback is tried by starting it, because no test of features tells what a content security policy forbids. */
async function load(artifacts, { prefer = "wasm", wasmFactory, fallbackFactory } = {}) {
  if (prefer !== "wasm" && prefer !== "js") throw new TypeError(`prefer must be "wasm" or "js", not ${prefer}`);
  const sources = { wasm: wasmFactory ?? artifacts.wasm, js: fallbackFactory ?? artifacts.js };
  const causes = [];
  for (const kind of prefer === "wasm" ? ["wasm", "js"] : ["js", "wasm"]) {
    try {
      const start = await sources[kind]();
      return start().createSession();
    } catch (error) {
      causes.push(error);
    }
  }
  throw new EngineUnavailable(causes);
}

/**
 * Starts what decides, explains and helps while a person writes.
 * @param {import("./engine.js").LoadOptions} [options]
 * @returns {Promise<import("./engine.js").Engine>}
 */
export function loadEngine(options) {
  return load(kEngine, options);
}

/**
 * Starts what analyses and compares definitions and brings models and sheets in and out: a module of its own, with memory of its
 * own, for a page to load when somebody asks for that.
 * @param {import("./engine.js").LoadOptions} [options]
 * @returns {Promise<import("./engine.js").Workbench>}
 */
export function loadWorkbench(options) {
  return load(kWorkbench, options);
}
