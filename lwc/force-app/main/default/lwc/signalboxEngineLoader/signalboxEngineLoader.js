import { loadScript } from "lightning/platformResourceLoader";
import WEBASSEMBLY_URL from "@salesforce/resourceUrl/signalboxEngine";
import WORKBENCH_URL from "@salesforce/resourceUrl/signalboxWorkbench";
import JAVASCRIPT_URL from "@salesforce/resourceUrl/signalboxEngineFallback";

const kFallback = { name: "JavaScript build", url: JAVASCRIPT_URL, global: "SignalboxEngineFallback" };
/** The builds of each module in the order in which they are tried, and the global that each resource defines. */
const kEngine = [{ name: "WebAssembly build", url: WEBASSEMBLY_URL, global: "SignalboxEngineWasm" }, kFallback];
const kWorkbench = [{ name: "WebAssembly build", url: WORKBENCH_URL, global: "SignalboxWorkbenchWasm" }, kFallback];

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

async function startFirstThatRuns(component, builds) {
  const failures = [];
  for (const build of builds) {
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

/** What is loaded, or being loaded. @type {Map<object[], Promise<any>>} */
const loading = new Map();

function load(component, builds) {
  if (!loading.has(builds)) {
    const started = startFirstThatRuns(component, builds).catch((error) => {
      loading.delete(builds);
      throw error;
    });
    loading.set(builds, started);
  }
  return loading.get(builds);
}

/**
 * The page's engine: loaded once, shared by every component, each with a session of its own (`engine.newSession()`). A
 * failure is not kept, so the next call tries again. WebAssembly is tried by running it, since nothing else tells what a
 * content security policy or Lightning Web Security allows.
 * @param {import("lwc").LightningElement} component the caller, on whose behalf the platform loads the script
 * @returns {Promise<import("@signalbox/engine").Engine>} rejected with `EngineUnavailableError`
 */
export function loadEngine(component) {
  return load(component, kEngine);
}

/**
 * What an editor's dialogs need now and then: analysis, comparison, models and sheets. A module of its own, which a page
 * loads when somebody asks for it; its handles are its own.
 * @param {import("lwc").LightningElement} component
 * @returns {Promise<import("@signalbox/engine").Workbench>} rejected with `EngineUnavailableError`
 */
export function loadWorkbench(component) {
  return load(component, kWorkbench);
}

/** Forgets the page's engine, because it has stopped: the next `loadEngine` starts another. */
export function forgetEngine() {
  loading.delete(kEngine);
}
