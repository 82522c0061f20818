// A table of 10,000 rules: what is drawn, and how long typing and scrolling keep the page busy, as figures of the run.
import assert from "node:assert/strict";
import { test } from "node:test";
import { describeEditor, sampleText } from "./support/editor.js";

const kRules = 10_000;

/** The sample with rules above its own that take no record of it. */
function largeDefinition() {
  const definition = JSON.parse(sampleText("definition"));
  const { queue } = definition.decisions;
  const added = Array.from({ length: kRules - queue.rules.length }, (_, index) => ({
    id: `r${index}`,
    when: [`"X${index % 500}"`, `"P${index % 40}"`, "-", "-", `[${index % 50}..${(index % 50) + 10})`],
    then: ["Overflow"],
  }));
  queue.rules = [...added, ...queue.rules];
  return JSON.stringify(definition);
}

/** Runs in the page: from each key to the end of the frame that it leads to, in milliseconds. */
function watchKeys() {
  globalThis.busy = [];
  const frame = (begin) =>
    requestAnimationFrame(() => setTimeout(() => globalThis.busy.push(performance.now() - begin)));
  document.addEventListener("keydown", () => frame(performance.now()), { capture: true });
}

/** Runs in the page: the same for a scroll. */
function scrolled(element, top) {
  const begin = performance.now();
  element.scrollTop = top;
  return new Promise((resolve) => requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - begin))));
}

const middle = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

describeEditor("the web editor with 10,000 rules", ({ open }) => {
  test("typing, scrolling and the analysis work, and are measured", async (context) => {
    const editor = await open();
    const { page } = editor;
    try {
      await editor.giveFiles({ name: "large.json", text: largeDefinition() });
      await page.locator('[data-id="rule-count"]').filter({ hasText: "10,000 rules" }).waitFor();
      const figures = {};
      const begun = Date.now();
      await page.locator('[data-id="findings"][data-phase="ready"]').waitFor({ timeout: 120_000 });
      figures["analysis in the worker"] = Date.now() - begun;

      await editor.type(editor.cell("r0", "output-0"), "");
      await page.evaluate(watchKeys);
      for (const key of "Tier 2") await page.keyboard.press(key);
      await page.waitForFunction(() => globalThis.busy.length >= 6);
      figures["a key in a cell"] = middle(await page.evaluate(() => globalThis.busy));
      await page.keyboard.press("Enter");
      await editor.cell("r0", "output-0").filter({ hasText: "Tier 2" }).waitFor();

      const scroller = page.locator('c-signalbox-table-grid [data-id="scroller"]');
      const scrolls = [];
      for (let step = 1; step <= 20; step += 1) scrolls.push(await scroller.evaluate(scrolled, step * 12_000));
      figures["a scroll of 375 rows"] = middle(scrolls);
      assert.ok((await page.locator('[role="row"][data-rule]').count()) < 80, "rules out of view are drawn");

      await page.keyboard.press("Control+End");
      await page.locator('[role="row"][data-rule="no-country-hardware"]').waitFor();
      assert.deepEqual(editor.troubles, []);
      for (const [what, milliseconds] of Object.entries(figures))
        context.diagnostic(`${what}: ${Math.round(milliseconds)} ms`);
    } finally {
      await editor.close();
    }
  });
});
