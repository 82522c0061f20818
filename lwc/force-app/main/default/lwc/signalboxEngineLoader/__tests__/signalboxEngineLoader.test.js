const kWebAssemblyUrl = "signalboxEngine";
const kJavaScriptUrl = "signalboxEngineFallback";
const kWorkbenchUrl = "signalboxWorkbench";
const kGlobals = {
  [kWebAssemblyUrl]: "SignalboxEngineWasm",
  [kWorkbenchUrl]: "SignalboxWorkbenchWasm",
  [kJavaScriptUrl]: "SignalboxEngineFallback",
};
const component = {};

const engineOf = (kind) => () => ({ createSession: () => ({ kind }) });
const runs = { [kWebAssemblyUrl]: engineOf("wasm"), [kJavaScriptUrl]: engineOf("js") };
const blocked = () => {
  throw new Error("CompileError: Wasm code generation disallowed by embedder");
};

/** Loads the loader anew, as a new page would, with static resources that define what the test says. */
function pageWith(resources) {
  jest.resetModules();
  for (const name of Object.values(kGlobals)) delete globalThis[name];
  const loadScript = jest.fn(async (_, url) => {
    if (resources[url] instanceof Error) throw resources[url];
    globalThis[kGlobals[url]] = resources[url];
  });
  jest.doMock("lightning/platformResourceLoader", () => ({ loadScript }), { virtual: true });
  return { loadScript, ...jest.requireActual("c/signalboxEngineLoader") };
}

describe("c/signalboxEngineLoader", () => {
  it("runs the WebAssembly build where it may, and never asks for the other", async () => {
    const { loadEngine, loadScript } = pageWith(runs);
    expect((await loadEngine(component)).kind).toBe("wasm");
    expect(loadScript.mock.calls).toEqual([[component, kWebAssemblyUrl]]);
  });

  it("falls back to the JavaScript build when WebAssembly is refused", async () => {
    const { loadEngine } = pageWith({ ...runs, [kWebAssemblyUrl]: blocked });
    expect((await loadEngine(component)).kind).toBe("js");
  });

  it("falls back when the first script cannot be loaded", async () => {
    const { loadEngine } = pageWith({ ...runs, [kWebAssemblyUrl]: new Error("404") });
    expect((await loadEngine(component)).kind).toBe("js");
  });

  it("shares one engine between all components of the page", async () => {
    const { loadEngine, loadScript } = pageWith(runs);
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

  it("names the global that a resource does not define", async () => {
    const { loadEngine } = pageWith({});
    await expect(loadEngine(component)).rejects.toThrow("defines no SignalboxEngineWasm");
  });

  it("tries again after a failure", async () => {
    const resources = {};
    const { loadEngine } = pageWith(resources);
    await expect(loadEngine(component)).rejects.toThrow();
    Object.assign(resources, runs);
    expect((await loadEngine(component)).kind).toBe("wasm");
  });

  it("starts another engine after the first was forgotten", async () => {
    const { loadEngine, forgetEngine } = pageWith(runs);
    const first = await loadEngine(component);
    forgetEngine();
    expect(await loadEngine(component)).not.toBe(first);
  });

  it("loads the workbench only when it is asked for, once, and beside the engine", async () => {
    const { loadEngine, loadWorkbench, loadScript } = pageWith({ ...runs, [kWorkbenchUrl]: engineOf("workbench") });
    const engine = await loadEngine(component);
    expect(loadScript.mock.calls).toEqual([[component, kWebAssemblyUrl]]);
    const workbench = await loadWorkbench(component);
    expect(await loadWorkbench({})).toBe(workbench);
    expect([engine.kind, workbench.kind]).toEqual(["wasm", "workbench"]);
    expect(loadScript.mock.calls.slice(1)).toEqual([[component, kWorkbenchUrl]]);
  });

  it("falls back to the JavaScript build for the workbench too, which has all operations", async () => {
    const { loadWorkbench, loadScript } = pageWith({ ...runs, [kWorkbenchUrl]: blocked });
    expect((await loadWorkbench(component)).kind).toBe("js");
    expect(loadScript.mock.calls.map(([, url]) => url)).toEqual([kWorkbenchUrl, kJavaScriptUrl]);
  });
});
