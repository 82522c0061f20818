// House rules that no formatter, linter or compiler knows.
import { test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { projectFiles } from "../../scripts/lib/test/steps.js";

const code = /\.(cc|h|js|mjs|cjs|html|css|cls|sh|cmake)$|^scripts\/[a-z-]+$/;
const longestFile = 400;
// This file names what it forbids.
const self = "tests/project/tidy.test.js";

const sources = projectFiles(code)
  .filter((path) => path !== self)
  .map((path) => ({ path, text: readFileSync(path, "utf8") }));

/** "path:line: what stands there" for each line that matches, over files whose path matches. */
function found(pattern, paths = /./) {
  return sources
    .filter(({ path }) => paths.test(path))
    .flatMap(({ path, text }) =>
      text.split("\n").flatMap((line, i) => (pattern.test(line) ? [`${path}:${i + 1}: ${line.trim()}`] : [])),
    )
    .join("\n");
}

test("there is code to look at", () => assert.ok(sources.length > 20));

test(`no file is longer than ${longestFile} lines`, () => {
  const long = sources.map(({ path, text }) => [path, text.split("\n").length - 1]);
  assert.deepEqual(
    long.filter(([, lines]) => lines > longestFile),
    [],
  );
});

test("no work is left for later in the code", () => {
  assert.equal(found(/\b(TODO|FIXME|XXX|HACK)\b|not implemented|\bplaceholder implementation\b/i), "");
});

test("no test is switched off", () => {
  assert.equal(found(/\b(it|test|describe)\.only\(|\b(xit|xtest|xdescribe|fit|fdescribe)\(/, /\.js$/), "");
  assert.equal(found(/\bDISABLED_/, /\.cc$/), "");
});

test("no test waits by sleeping", () => {
  assert.equal(found(/\bsleep_for\b|\busleep\(|new Promise\(\(?\w+\)? => setTimeout\(\w+, *\d+\)\)/, /test/), "");
});

test("names say what a thing is: no Manager, Helper or Util", () => {
  assert.equal(found(/\b(class|struct|function|namespace)\s+\w*(Manager|Helper|Utils?)\b/), "");
});

test("the words of the glossary are used, and no synonyms", () => {
  assert.equal(found(/\b(tickets?|assignees?|AI agents?)\b/i, /^(engine|server|wasm|lwc|web)\//), "");
});

test("every header is included once", () => {
  const without = sources.filter(({ path, text }) => path.endsWith(".h") && !/^#pragma once$/m.test(text));
  assert.deepEqual(
    without.map(({ path }) => path),
    [],
  );
});

test("nothing depends on where the project stands on one machine", () => {
  assert.equal(found(/(^|["'`\s=(])\/(work|home|Users)\//), "");
});

test("the lockfile names no registry", () => {
  const lock = JSON.parse(readFileSync("package-lock.json", "utf8"));
  const resolved = Object.values(lock.packages).flatMap((entry) => (entry.link ? [] : (entry.resolved ?? [])));
  assert.deepEqual(resolved, []);
});

/**
 * The classes that a C++ file defines under names that the linker knows: not in an unnamed namespace, and not within another class.
 * clang-format writes the opening line of each namespace and of each class at the start of its line.
 */
function classesOf({ path, text }) {
  const open = [];
  const classes = [];
  for (const line of text.split("\n")) {
    const opened = line.match(/^namespace\s*([\w:]*)\s*\{/);
    if (opened) open.push(opened[1]);
    else if (/^\}\s*\/\/ namespace/.test(line)) open.pop();
    else {
      const name = line.match(/^(?:struct|class|enum class|union)\s+(\w+)(?:\s+final)?\s*(?::(?!:)[^;]*)?\{/)?.[1];
      if (name && open.every(Boolean)) classes.push([[...open, name].join("::"), path]);
    }
  }
  return classes;
}

test("a class has a name of its own among all files that are linked together", () => {
  // The linker keeps one of two inline functions of the same name, whichever class it is of: a crash that no compiler reports.
  const places = new Map();
  for (const [name, path] of sources
    .filter(({ path }) => /^(engine|server|wasm)\/.*\.(cc|h)$/.test(path))
    .flatMap(classesOf))
    places.set(name, [...(places.get(name) ?? []), path]);
  assert.ok(places.size > 100);
  assert.deepEqual(
    [...places].filter(([, paths]) => paths.length > 1),
    [],
  );
});
