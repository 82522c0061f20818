// The steps of scripts/test, in order. A step is one command; `results` says how its results file is counted (without it the step
// counts as one test). Nothing here decides what passes: the commands do.
import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { basename } from "node:path";
import { junitCounts, jestCounts } from "./results.js";

const jobs = "2";
const fuzzSeconds = 60;

/** Files that git tracks or would track, below the project, whose path matches the pattern. */
export function projectFiles(pattern) {
  const listed = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate"]);
  return listed
    .toString()
    .split("\0")
    .filter((path) => path !== "" && pattern.test(path))
    .sort();
}

const nodeTestFile = /^(tests|wasm|server|web|scripts)\/.*\.test\.js$/;

function ctest(preset) {
  return {
    name: `C++ tests (${preset})`,
    command: (results) => ["ctest", "--preset", preset, "-j", jobs, "--progress", "--output-junit", results],
    results: junitCounts,
  };
}

function nodeTests() {
  const reporters = (results) => [
    "--test-reporter=spec",
    "--test-reporter-destination=stdout",
    "--test-reporter=junit",
    `--test-reporter-destination=${results}`,
  ];
  return {
    name: "Node tests",
    command: (results) => [
      "node",
      "--test",
      "--test-timeout=900000",
      ...reporters(results),
      ...projectFiles(nodeTestFile),
    ],
    results: junitCounts,
  };
}

function fuzzers() {
  return readdirSync("tests/fuzz")
    .filter((file) => file.endsWith("_fuzz.cc"))
    .map((file) => basename(file, "_fuzz.cc"))
    .sort()
    .map((name) => ({
      name: `fuzz ${name} for ${fuzzSeconds} s`,
      command: () => ["scripts/lib/test/fuzz", name, String(fuzzSeconds)],
    }));
}

/** @param {{long: boolean}} options */
export function steps({ long }) {
  const short = [
    { name: "build what ships", command: () => ["scripts/build"] },
    { name: "build with GCC", command: () => ["scripts/lib/test/build-preset", "release"] },
    { name: "build with Clang and sanitizers", command: () => ["scripts/lib/test/build-preset", "asan"] },
    { name: "format of C++", command: () => ["clang-format-14", "--dry-run", "-Werror", ...projectFiles(/\.(cc|h)$/)] },
    { name: "format of everything else", command: () => ["node_modules/.bin/prettier", "--check", "."] },
    { name: "lint of JavaScript", command: () => ["node_modules/.bin/eslint", "--max-warnings=0", "."] },
    ctest("release"),
    ctest("asan"),
    nodeTests(),
    {
      name: "component tests",
      command: (results) => ["npm", "test", "-w", "lwc", "--", "--ci", "--json", `--outputFile=${results}`],
      results: jestCounts,
    },
  ];
  if (!long) return short;
  return [
    ...short,
    // Reading every file takes longer than the rest of the short form.
    { name: "clang-tidy", command: () => ["node", "scripts/lib/test/clang-tidy.js", jobs, "--deep"] },
    { name: "build the fuzzers", command: () => ["scripts/lib/test/build-preset", "fuzz"] },
    ...fuzzers(),
  ];
}
