import { loadScript } from "lightning/platformResourceLoader";
import WEBASSEMBLY_URL from "@salesforce/resourceUrl/signalboxEngine";
import JAVASCRIPT_URL from "@salesforce/resourceUrl/signalboxEngineFallback";

/** The two builds of the one engine in the order in which they are tried, and the global that each resource defines. */
const kBuilds = [
  { name: "WebAssembly build", url: WEBASSEMBLY_URL, global: "SignalboxEngineWasm" },
  { name: "JavaScript build", url: JAVASCRIPT_URL, global: "SignalboxEngineFallback" },
];

/** Neither build of the engine runs on this page. */
export class EngineUnavailableError extends Error {
  /** @param {string[]} failures why each build did not run, in the order in which they were tried */
  constructor(failures) {
    super(failures.join(" "));
    this.name = "EngineUnavailableError";
    this.failures = failures;
  }
}

async function start(component, { url, global }) {
  await loadScript(component, url);
  const startEngine = globalThis[global];
  if (typeof startEngine !== "function") throw new Error(`The static resource defines no ${global}.`);
  return startEngine().createSession();
}

async function startFirstThatRuns(component) {
  const failures = [];
  for (const build of kBuilds) {
    try {
      // One after the other: a page that runs the first build never asks for the second, which is large.
      // eslint-disable-next-line no-await-in-loop
      return await start(component, build);
    } catch (error) {
      failures.push(`${build.name}: ${error?.message ?? error}`);
    }
  }
  throw new EngineUnavailableError(failures);
}

let loading;

/**
 * The page's engine: loaded once, shared by every component, each with a session of its own (`engine.newSession()`). A
 * failure is not kept, so the next call tries again. WebAssembly is tried by running it, since nothing else tells what a
 * content security policy or Lightning Web Security allows.
 * @param {import("lwc").LightningElement} component the caller, on whose behalf the platform loads the script
 * @returns {Promise<import("@signalbox/engine").Engine>} rejected with `EngineUnavailableError`
 */
export function loadEngine(component) {
  loading ??= startFirstThatRuns(component).catch((error) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

/** Forgets the page's engine, because it has stopped: the next `loadEngine` starts another. */
export function forgetEngine() {
  loading = undefined;
}
