// Loading: the module with its fallback, and the raw files as scripts where WebAssembly or code from text is forbidden.
import { describe, test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import vm from "node:vm";
import { gzipSync } from "node:zlib";
import { kAt, kDefinition, kDirectory, importPackage, packageFolder } from "./fixture.js";

const kFiles = {
  wasm: "signalbox-engine.wasm.js",
  workbench: "signalbox-workbench.wasm.js",
  js: "signalbox-engine.fallback.js",
};
const kGlobals = { wasm: "SignalboxEngineWasm", js: "SignalboxEngineFallback" };
const artifact = (kind) => readFileSync(join(packageFolder, kFiles[kind]), "utf8");

/** A page in little: the globals that a browser has, and nothing of Node. `forbidden` as a content security policy would. */
function page({ forbidden = {}, globals = {} } = {}) {
  const context = vm.createContext(
    { TextEncoder, TextDecoder, atob, console, ...globals },
    { codeGeneration: { strings: false, wasm: !forbidden.wasm } },
  );
  return { run: (code) => vm.runInContext(code, context), context };
}

/** Loads a raw file as a script tag does and decides one record there; plain text crosses. */
function decideInPage({ run, context }, kind) {
  run(artifact(kind));
  context.documents = JSON.stringify([kDefinition, kDirectory, { Id: "1", Country: "DE" }, kAt]);
  return JSON.parse(
    run(`(() => {
      const [definition, directory, record, at] = JSON.parse(documents);
      const machine = SignalboxEngine();
      const engine = machine.createSession();
      const context = { program: engine.compile(definition).program, directory: engine.loadDirectory(directory).directory, at };
      return JSON.stringify({ kind: engine.kind, version: machine.version, outcome: engine.decide(record, context).outcome });
    })()`),
  );
}

describe("the module", () => {
  test("falls back to JavaScript where WebAssembly does not start, and says so by its kind", async () => {
    const { loadEngine } = await importPackage();
    const blocked = () => () => {
      throw new Error("WebAssembly is blocked");
    };
    const engine = await loadEngine({ wasmFactory: blocked });
    assert.equal(engine.kind, "js");
    assert.equal(engine.compile(kDefinition).ok, true);
  });

  test("falls back the other way when JavaScript is preferred and cannot be loaded", async () => {
    const { loadEngine } = await importPackage();
    const engine = await loadEngine({ prefer: "js", fallbackFactory: () => Promise.reject(new Error("404")) });
    assert.equal(engine.kind, "wasm");
  });

  test("says why, when neither form starts", async () => {
    const { EngineUnavailable, loadEngine } = await importPackage();
    const refuse = (reason) => () => Promise.reject(new Error(reason));
    await assert.rejects(loadEngine({ wasmFactory: refuse("first"), fallbackFactory: refuse("second") }), (error) => {
      assert.ok(error instanceof EngineUnavailable);
      assert.deepEqual(
        error.causes.map(({ message }) => message),
        ["first", "second"],
      );
      return true;
    });
  });

  test("refuses a preference that it does not know", async () => {
    const { loadEngine } = await importPackage();
    await assert.rejects(loadEngine({ prefer: "asm" }), TypeError);
  });

  test("gives engines of both forms beside each other, whichever was loaded first", async () => {
    const { loadEngine } = await importPackage();
    const kinds = await Promise.all(["js", "wasm", "js", "wasm"].map((prefer) => loadEngine({ prefer })));
    assert.deepEqual(
      kinds.map(({ kind }) => kind),
      ["js", "wasm", "js", "wasm"],
    );
  });
});

describe("the raw files", () => {
  for (const kind of ["wasm", "js"]) {
    test(`${kFiles[kind]} decides as a script, where no code may be made from text`, () => {
      const opened = page();
      const { kind: found, outcome } = decideInPage(opened, kind);
      assert.equal(found, kind);
      assert.deepEqual(outcome, { queue: "DACH", agent: "ana", outputs: { queue: "DACH" } });
      assert.equal(opened.run(`typeof ${kGlobals[kind]}`), "function");
    });

    test(`${kFiles[kind]} is a CommonJS module too`, () => {
      const module = { exports: {} };
      vm.runInThisContext(`(function (module, exports) {${artifact(kind)}\n})`)(module, module.exports);
      assert.equal(module.exports().createSession().kind, kind);
    });
  }

  for (const kind of ["wasm", "workbench", "js"]) {
    test(`${kFiles[kind]} is ASCII, below 5 MB, and makes no code from text`, () => {
      const text = artifact(kind);
      assert.ok(text.length < 5_000_000);
      assert.doesNotMatch(text, /[^\n\r\t -~]/);
      assert.doesNotMatch(text, /\bnew Function\b|\beval\(/);
    });
  }

  for (const kind of ["wasm", "workbench"]) {
    test(`${kFiles[kind]} stays within 350 kB of gzip -9`, () => {
      const size = gzipSync(artifact(kind), { level: 9 }).length;
      assert.ok(size < 350_000, `${size} bytes`);
    });
  }

  test("the workbench analyses as a script, beside an engine that decides", () => {
    const opened = page();
    assert.equal(decideInPage(opened, "wasm").outcome.queue, "DACH");
    opened.run(artifact("workbench"));
    opened.context.definition = JSON.stringify(kDefinition);
    const { ok } = JSON.parse(
      opened.run(`(() => {
        const workbench = SignalboxWorkbenchWasm().createSession();
        const { program } = workbench.compile(definition);
        return JSON.stringify(workbench.analyse({ program }));
      })()`),
    );
    assert.equal(ok, true);
    assert.equal(decideInPage(opened, "wasm").outcome.queue, "DACH", "the engine's global is its own");
  });

  test("starting throws where a policy forbids WebAssembly, and the fallback decides there", () => {
    const opened = page({ forbidden: { wasm: true } });
    opened.run(artifact("wasm"));
    assert.throws(() => opened.run("SignalboxEngine()"), /WebAssembly/);
    assert.equal(decideInPage(opened, "js").outcome.queue, "DACH");
  });

  test("starting throws where there is no WebAssembly, and the fallback decides there", () => {
    const opened = page();
    opened.run("delete globalThis.WebAssembly;");
    opened.run(artifact("wasm"));
    assert.throws(() => opened.run("SignalboxEngine()"), /WebAssembly/);
    assert.equal(decideInPage(opened, "js").outcome.queue, "DACH");
  });
});
