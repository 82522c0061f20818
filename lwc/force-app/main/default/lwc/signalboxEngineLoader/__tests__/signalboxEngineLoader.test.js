import { createElement } from "lwc";
import Notice from "c/signalboxNotice";

const kAnswer = '{"ok":true,"engine":"0.1.0","format":1}';

/** A module as a static resource makes it. */
const moduleThatAnswers = (answer) => async () => ({ createSession: () => ({ callText: jest.fn(() => answer) }) });

/** Loads the loader anew, as a new page would, with resources that define the given factories. */
function pageWith(factories) {
  jest.resetModules();
  delete globalThis.SignalboxEngine;
  const loadScript = jest.fn(async (component, url) => {
    const factory = factories[url];
    if (factory instanceof Error) throw factory;
    globalThis.SignalboxEngine = factory;
  });
  jest.doMock("lightning/platformResourceLoader", () => ({ loadScript }), { virtual: true });
  return { loadScript, ...jest.requireActual("c/signalboxEngineLoader") };
}

const kWebAssemblyUrl = "signalboxEngine";
const kJavaScriptUrl = "signalboxEngineFallback";
const component = createElement("c-signalbox-notice", { is: Notice });
const blocked = async () => {
  throw new Error("CompileError: Wasm code generation disallowed by embedder");
};

describe("c/signalboxEngineLoader", () => {
  it("runs the WebAssembly build where it may, and never asks for the other", async () => {
    const { loadEngine, loadScript } = pageWith({ [kWebAssemblyUrl]: moduleThatAnswers(kAnswer) });
    const engine = await loadEngine(component);
    expect(engine.kind).toBe("webassembly");
    expect(engine.version).toBe("0.1.0");
    expect(loadScript.mock.calls).toEqual([[component, kWebAssemblyUrl]]);
  });

  it("falls back to the JavaScript build when WebAssembly is refused", async () => {
    const { loadEngine } = pageWith({ [kWebAssemblyUrl]: blocked, [kJavaScriptUrl]: moduleThatAnswers(kAnswer) });
    expect((await loadEngine(component)).kind).toBe("javascript");
  });

  it("falls back when a factory fails at once and when a script cannot be loaded", async () => {
    const throwing = () => {
      throw new Error("no native wasm support detected");
    };
    for (const first of [throwing, new Error("404")]) {
      const { loadEngine } = pageWith({ [kWebAssemblyUrl]: first, [kJavaScriptUrl]: moduleThatAnswers(kAnswer) });
      // eslint-disable-next-line no-await-in-loop
      expect((await loadEngine(component)).kind).toBe("javascript");
    }
  });

  it("shares one engine between all components of the page", async () => {
    const { loadEngine, loadScript } = pageWith({ [kWebAssemblyUrl]: moduleThatAnswers(kAnswer) });
    const [first, second] = await Promise.all([loadEngine(component), loadEngine({})]);
    expect(second).toBe(first);
    expect(loadScript).toHaveBeenCalledTimes(1);
  });

  it("says why each build failed when none runs", async () => {
    const { loadEngine, EngineUnavailableError } = pageWith({
      [kWebAssemblyUrl]: blocked,
      [kJavaScriptUrl]: new Error("404"),
    });
    const error = await loadEngine(component).catch((reason) => reason);
    expect(error).toBeInstanceOf(EngineUnavailableError);
    expect(error.failures).toEqual([
      "WebAssembly build: CompileError: Wasm code generation disallowed by embedder",
      "JavaScript build: 404",
    ]);
  });

  it("names the resource that defines no engine", async () => {
    const { loadEngine } = pageWith({});
    await expect(loadEngine(component)).rejects.toThrow("defines no SignalboxEngine");
  });

  it("tries again after a failure", async () => {
    const factories = {};
    const { loadEngine } = pageWith(factories);
    await expect(loadEngine(component)).rejects.toThrow();
    factories[kWebAssemblyUrl] = moduleThatAnswers(kAnswer);
    expect((await loadEngine(component)).kind).toBe("webassembly");
  });
});
