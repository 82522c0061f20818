// Reads what the test runners write about themselves, so that the sum of scripts/test is counted and not guessed.

/** @typedef {{passed: number, failed: number, skipped: number}} Counts */

/** @returns {Counts} */
export const noCounts = () => ({ passed: 0, failed: 0, skipped: 0 });

/** @param {Counts} a @param {Counts} b @returns {Counts} */
export const add = (a, b) => ({
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
  skipped: a.skipped + b.skipped,
});

/**
 * Counts the <testcase> elements of a JUnit file (CTest and `node --test` write such). A case fails by a <failure> or <error> child
 * or by CTest's status "fail"; it is skipped by a <skipped> child or by CTest's status "notrun" or "disabled".
 * @param {string} xml
 * @returns {Counts}
 */
export function junitCounts(xml) {
  const counts = noCounts();
  const cases = /<testcase\b([^>]*?)(\/>|>([\s\S]*?)<\/testcase>)/g;
  for (const [, attributes, , body = ""] of xml.matchAll(cases)) {
    const status = /\bstatus="([^"]*)"/.exec(attributes)?.[1];
    if (/<(failure|error)\b/.test(body) || status === "fail") counts.failed++;
    else if (/<skipped\b/.test(body) || status === "notrun" || status === "disabled") counts.skipped++;
    else counts.passed++;
  }
  return counts;
}

/**
 * Counts the results that Jest writes with --json.
 * @param {string} json
 * @returns {Counts}
 */
export function jestCounts(json) {
  const result = JSON.parse(json);
  return {
    passed: result.numPassedTests,
    failed: result.numFailedTests + result.numRuntimeErrorTestSuites,
    skipped: result.numPendingTests + result.numTodoTests,
  };
}

/**
 * What one step adds to the sum. A step without a results file is one test; a step that ends badly without a counted failure has
 * crashed, which is a failure as well.
 * @param {{name: string, results?: (text: string) => Counts}} step
 * @param {number} exitCode
 * @param {string | undefined} text the results file, undefined when it is missing
 * @returns {Counts}
 */
export function stepCounts(step, exitCode, text) {
  if (!step.results) return exitCode === 0 ? { ...noCounts(), passed: 1 } : { ...noCounts(), failed: 1 };
  let counts = noCounts();
  try {
    if (text !== undefined) counts = step.results(text);
  } catch {
    return { ...noCounts(), failed: 1 };
  }
  const nothingRan = counts.passed + counts.failed + counts.skipped === 0;
  if (counts.failed === 0 && (exitCode !== 0 || nothingRan)) counts.failed = 1;
  return counts;
}

/** @param {Counts} counts */
export const lastLine = ({ passed, failed, skipped }) => `${passed} passed, ${failed} failed, ${skipped} skipped`;
