// The sample and the incident log give the same bytes on every host; the SHA-256 of the decision lines is printed.
import { describe, test } from "node:test";
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { answersTo } from "./answers.js";
import { chromiumPath, openEmptyPage } from "./chromium.js";
import { sha256 } from "./corpus.js";
import { NativeSession } from "./native.js";
import { importPackage, program } from "./places.js";
import { incidents, incidentsMissing, sample } from "./real.js";

function commandLineSha({ definitionFile, directoryFile, rosterFile, recordsFile, at }) {
  const words = ["decide", definitionFile, "--directory", directoryFile, "--roster", rosterFile];
  words.push("--records", recordsFile, "--at", at[0], "--explain");
  const ended = spawnSync(program, words, { maxBuffer: 2 ** 30 });
  assert.equal(ended.status, 0, ended.stderr?.toString());
  return sha256(ended.stdout);
}

async function chromiumShas(testCase) {
  const { page, troubles, close } = await openEmptyPage();
  try {
    const shas = await page.evaluate(async (testCase) => {
      const { loadEngine } = await import("/engine/engine.js");
      const { answersTo } = await import("/equality/answers.js");
      const found = {};
      for (const kind of ["wasm", "js"]) {
        const engine = await loadEngine({ prefer: kind });
        const lines = new TextEncoder().encode(await answersTo(engine, testCase));
        const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", lines));
        found[engine.kind] = [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
        engine.free();
      }
      return found;
    }, testCase);
    assert.deepEqual(troubles, []);
    return { "Chromium, WebAssembly": shas.wasm, "Chromium, JavaScript": shas.js };
  } finally {
    await close();
  }
}

async function nodeShas(testCase) {
  const { loadEngine } = await importPackage();
  const native = new NativeSession();
  const wasm = await loadEngine({ prefer: "wasm" });
  const js = await loadEngine({ prefer: "js" });
  assert.deepEqual([wasm.kind, js.kind], ["wasm", "js"]);
  const shas = {
    "native session": sha256(await answersTo(native, testCase)),
    "Node, WebAssembly": sha256(await answersTo(wasm, testCase)),
    "Node, JavaScript": sha256(await answersTo(js, testCase)),
  };
  await native.free();
  return shas;
}

/** A test that prints the one digest of all hosts, or fails with all of them. */
function sameEverywhere(name, load, skip) {
  describe(name, { skip: skip ?? false }, () => {
    test("the same SHA-256 on the command line and in Node", async (t) => {
      const testCase = load();
      const shas = { "command line": commandLineSha(testCase), ...(await nodeShas(testCase)) };
      t.diagnostic(`${name}: SHA-256 of the explained decision lines ${shas["command line"]}`);
      assert.equal(new Set(Object.values(shas)).size, 1, JSON.stringify(shas, null, 2));
    });

    test("the same SHA-256 in Chromium", { skip: chromiumPath ? false : "there is no Chromium" }, async () => {
      const testCase = load();
      const shas = { "command line": commandLineSha(testCase), ...(await chromiumShas(testCase)) };
      assert.equal(new Set(Object.values(shas)).size, 1, JSON.stringify(shas, null, 2));
    });
  });
}

sameEverywhere("the sample", sample);
sameEverywhere("the incident log", incidents, incidentsMissing);
