// The sum that scripts/test prints must be counted from what the runners wrote, and nothing may get lost on the way.
import { test } from "node:test";
import assert from "node:assert/strict";
import { add, jestCounts, junitCounts, lastLine, stepCounts } from "../../scripts/lib/test/results.js";

const ctestFile = `<?xml version="1.0"?>
<testsuite name="x" tests="4" failures="1" disabled="0" skipped="1">
  <testcase name="a" time="0.1" status="run"><system-out>ok</system-out></testcase>
  <testcase name="b" time="0.1" status="fail"><failure message=""/><system-out/></testcase>
  <testcase name="c" time="0.1" status="notrun"><skipped message="SKIP_REGULAR_EXPRESSION_MATCHED"/></testcase>
  <testcase name="d" time="0.1" status="run"/>
</testsuite>`;

const nodeFile = `<testsuites>
  <testsuite name="suite" tests="3" failures="1" skipped="1">
    <testcase name="a" time="0.1" classname="test"/>
    <testcase name="b" time="0.1" classname="test" failure="broken"><failure type="x" message="broken">trace</failure></testcase>
    <testcase name="c" time="0.1" classname="test"><skipped type="skipped" message="true"/></testcase>
  </testsuite>
</testsuites>`;

test("counts the test cases that CTest writes", () => {
  assert.deepEqual(junitCounts(ctestFile), { passed: 2, failed: 1, skipped: 1 });
});

test("counts the test cases that Node writes, at any depth", () => {
  assert.deepEqual(junitCounts(nodeFile), { passed: 1, failed: 1, skipped: 1 });
});

test("counts what Jest writes, and a suite that did not load as a failure", () => {
  const json = {
    numPassedTests: 5,
    numFailedTests: 1,
    numPendingTests: 2,
    numTodoTests: 0,
    numRuntimeErrorTestSuites: 1,
  };
  assert.deepEqual(jestCounts(JSON.stringify(json)), { passed: 5, failed: 2, skipped: 2 });
});

test("a step without a results file is one test", () => {
  assert.deepEqual(stepCounts({ name: "format" }, 0, undefined), { passed: 1, failed: 0, skipped: 0 });
  assert.deepEqual(stepCounts({ name: "format" }, 1, undefined), { passed: 0, failed: 1, skipped: 0 });
});

test("a runner that crashes, writes nothing or writes nonsense is a failure", () => {
  const step = { name: "tests", results: junitCounts };
  assert.equal(stepCounts(step, 139, `<testcase name="a" status="run"/>`).failed, 1);
  assert.equal(stepCounts(step, 0, undefined).failed, 1);
  assert.equal(stepCounts(step, 0, "<testsuites/>").failed, 1);
  assert.equal(stepCounts({ name: "components", results: jestCounts }, 0, "{").failed, 1);
});

test("a runner that reports its failures is not counted twice", () => {
  const counts = stepCounts({ name: "tests", results: junitCounts }, 1, ctestFile);
  assert.deepEqual(counts, { passed: 2, failed: 1, skipped: 1 });
});

test("the last line has the promised form", () => {
  const sum = add({ passed: 1, failed: 0, skipped: 2 }, { passed: 3, failed: 1, skipped: 0 });
  assert.equal(lastLine(sum), "4 passed, 1 failed, 2 skipped");
});
