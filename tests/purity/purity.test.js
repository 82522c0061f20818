// The engine reaches no clock, file, locale, thread, environment or chance: proved on its object files.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { engineLibrary } from "../equality/places.js";
import { impureSymbols, undefinedCount } from "./symbols.js";

const listing = (file) =>
  execFileSync("nm", ["--undefined-only", "--demangle", "--print-file-name", file], {
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });

test("the engine's objects reach nothing but memory and arithmetic", () => {
  assert.ok(existsSync(engineLibrary), `there is no ${engineLibrary}; scripts/build makes it`);
  const symbols = listing(engineLibrary);
  assert.ok(undefinedCount(symbols) > 100, "nm has shown the symbols of the library");
  const found = impureSymbols(symbols).map(({ object, symbol, reason }) => `${object} reaches ${symbol}: ${reason}`);
  assert.deepEqual(found, []);
});

describe("an impure object is found", () => {
  let folder;
  before(() => (folder = mkdtempSync(join(tmpdir(), "signalbox-purity-"))));
  after(() => rmSync(folder, { recursive: true }));

  function compiled(code) {
    const source = join(folder, "sample.cc");
    const object = join(folder, "sample.o");
    writeFileSync(source, code);
    execFileSync("g++", ["-std=c++20", "-O2", "-fno-exceptions", "-fno-rtti", "-c", source, "-o", object]);
    return impureSymbols(listing(object)).map(({ reason }) => reason);
  }

  const impure = {
    "a C clock": ["#include <ctime>\nlong f() { return time(nullptr); }", /clock/],
    "a C++ clock": [
      "#include <chrono>\nlong f() { return std::chrono::system_clock::now().time_since_epoch().count(); }",
      /clock/,
    ],
    "a file": ['#include <cstdio>\nvoid* f() { return fopen("x", "r"); }', /file/],
    "a file stream": ["#include <fstream>\nvoid f() { std::ofstream(\"x\").put('x'); }", /file/],
    "standard output": ["#include <iostream>\nvoid f() { std::cout.put('x'); }", /file/],
    "a locale": ['#include <cstdio>\nint f(char* to, double x) { return snprintf(to, 9, "%g", x); }', /locale/],
    "a string stream": [
      "#include <sstream>\nauto f(double x) { std::ostringstream s; s << x; return s.str(); }",
      /locale/,
    ],
    "a thread": ["#include <thread>\nvoid f() { std::thread([] {}).join(); }", /thread/],
    "a mutex": ["#include <pthread.h>\npthread_mutex_t m;\nvoid f() { pthread_mutex_lock(&m); }", /thread/],
    "the environment": ['#include <cstdlib>\nchar* f() { return getenv("HOME"); }', /environment/],
    chance: ["#include <random>\nunsigned f() { return std::random_device()(); }", /chance/],
    "the C generator of random numbers": ["#include <cstdlib>\nint f() { return rand(); }", /chance/],
    "the network": ["#include <sys/socket.h>\nint f() { return socket(AF_INET, SOCK_STREAM, 0); }", /network/],
    "a logarithm": ["#include <cmath>\ndouble f(double x) { return std::log(x); }", /last digit/],
  };
  for (const [what, [code, reason]] of Object.entries(impure)) {
    test(what, () => assert.match(compiled(code).join(), reason));
  }

  test("and a pure one is not", () => {
    const code =
      '#include <map>\n#include <string>\n#include <vector>\nint f(std::map<std::string, std::vector<int>>& m) { m["a"].push_back(1); return m.size(); }';
    assert.deepEqual(compiled(code), []);
  });
});
