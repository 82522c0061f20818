import { loadScript } from "lightning/platformResourceLoader";
import WEBASSEMBLY_URL from "@salesforce/resourceUrl/signalboxEngine";
import JAVASCRIPT_URL from "@salesforce/resourceUrl/signalboxEngineFallback";

/** The two builds of the one engine, in the order in which they are tried. */
const kBuilds = [
  { kind: "webassembly", name: "WebAssembly build", url: WEBASSEMBLY_URL },
  { kind: "javascript", name: "JavaScript build", url: JAVASCRIPT_URL },
];
/** The global that each static resource defines. */
const kFactoryName = "SignalboxEngine";

/** Neither build of the engine runs on this page. */
export class EngineUnavailableError extends Error {
  /** @param {string[]} failures why each build did not run, in the order in which they were tried */
  constructor(failures) {
    super(failures.join(" "));
    this.name = "EngineUnavailableError";
    this.failures = failures;
  }
}

/**
 * @typedef {object} Engine
 * @property {"webassembly"|"javascript"} kind which build runs
 * @property {string} version the engine's version
 * @property {(header: object, body?: string) => object} call one message to the engine's session (docs/engine-api.md):
 *   the body crosses as one buffer, and the answer comes back as one
 */

async function start(component, { kind, url }) {
  await loadScript(component, url);
  const createModule = globalThis[kFactoryName];
  if (typeof createModule !== "function") throw new Error(`The static resource defines no ${kFactoryName}.`);
  const session = (await createModule()).createSession();
  const call = (header, body) => JSON.parse(session.callText(header, body));
  return { kind, version: call({ op: "version" }).engine, call };
}

async function startFirstThatRuns(component) {
  const failures = [];
  for (const build of kBuilds) {
    try {
      // One after the other: the second build is 1 MB that a page which runs the first never asks for.
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
 * The page's engine: loaded once, shared by every component; a failure is not kept, so the next call tries again.
 * WebAssembly is tried by running it, since what a content security policy or Lightning Web Security allows can be
 * learnt in no other way.
 * @param {import("lwc").LightningElement} component the caller, on whose behalf the platform loads the script
 * @returns {Promise<Engine>} rejected with `EngineUnavailableError`
 */
export function loadEngine(component) {
  loading ??= startFirstThatRuns(component).catch((error) => {
    loading = undefined;
    throw error;
  });
  return loading;
}
