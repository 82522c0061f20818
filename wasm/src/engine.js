// @signalbox/engine: loads the engine as WebAssembly or, where that is forbidden or missing, as plain JavaScript. Types: engine.d.ts.

const kArtifacts = {
  wasm: () => import("./signalbox-engine.wasm.js").then(() => globalThis.SignalboxEngineWasm),
  js: () => import("./signalbox-engine.fallback.js").then(() => globalThis.SignalboxEngineFallback),
};

/** Neither form of the engine could be started here; `causes` says why, in the order they were tried. */
export class EngineUnavailable extends Error {
  constructor(causes) {
    super(`The engine cannot be started: ${causes.map((cause) => cause?.message ?? String(cause)).join("; ")}`);
    this.name = "EngineUnavailable";
    this.causes = causes;
  }
}

/**
 * Starts the engine. The fallback is tried by starting it, because no test of features tells what a content security policy forbids.
 * @param {{prefer?: "wasm" | "js", wasmFactory?: () => unknown, fallbackFactory?: () => unknown}} [options]
 *   `wasmFactory`, `fallbackFactory`: give what the raw file sets as a global, instead of an import of that file
 * @returns {Promise<import("./engine.js").Engine>}
 */
export async function loadEngine({ prefer = "wasm", wasmFactory, fallbackFactory } = {}) {
  if (prefer !== "wasm" && prefer !== "js") throw new TypeError(`prefer must be "wasm" or "js", not ${prefer}`);
  const sources = { wasm: wasmFactory ?? kArtifacts.wasm, js: fallbackFactory ?? kArtifacts.js };
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
