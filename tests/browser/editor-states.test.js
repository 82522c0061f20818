// Every state that a person can meet, and what a screen reader and a small screen make of it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { axeFindings } from "./support/axe.js";
import { describeEditor, sampleText } from "./support/editor.js";

describeEditor("the states of the web editor", ({ onPage, open }) => {
  test("without the engine the editor says so, and tries again when asked", async () => {
    let broken = true;
    const editor = await open({
      waitFor: '[data-id="engine-trouble"]',
      prepare: (page) =>
        page.route("**/resources/signalboxEngine*.js", (route) =>
          broken ? route.fulfill({ status: 404 }) : route.continue(),
        ),
    });
    assert.deepEqual(await axeFindings(editor.page), []);
    broken = false;
    await editor.page.getByRole("button", { name: "Try again" }).click();
    await editor.records.first().waitFor();
    await editor.close();
  });

  test("without a sample the editor is empty and opens files", async () => {
    const editor = await open({
      waitFor: "dialog[open]",
      prepare: (page) => page.route("**/sample/*.json", (route) => route.fulfill({ status: 404, body: "" })),
    });
    assert.match(await editor.dialog.innerText(), /could not be loaded/);
    await editor.page.keyboard.press("Escape");
    await editor.page.getByRole("heading", { name: "Open a definition" }).waitFor();
    assert.deepEqual(await axeFindings(editor.page), []);
    await editor.giveFiles({ name: "definition.json", text: sampleText("definition") });
    await editor.page.locator('[data-id="no-records"]').filter({ hasText: "No records are open" }).waitFor();
    assert.deepEqual(await axeFindings(editor.page), []);
    await editor.giveFiles(
      { name: "records.json", text: sampleText("records") },
      { name: "directory.json", text: sampleText("directory") },
    );
    await editor.page.locator('[data-id="record-count"]').filter({ hasText: "2,000 records" }).waitFor();
    await editor.close();
  });

  test("CodeMirror that cannot be loaded leaves plain inputs, which the engine checks all the same", async () => {
    const editor = await open({
      prepare: (page) => page.route("**/signalboxCodemirror.js", (route) => route.fulfill({ status: 404 })),
    });
    await editor.showTable("queue");
    await editor.type(editor.cell("dach", "input-0"), '"AT"');
    assert.equal(await editor.cell("dach", "input-0").locator("input").count(), 1);
    await editor.waitForHeadline(/records move/);
    await editor.page.keyboard.type(",,");
    await editor.page.locator('[data-id="cell-problem"]').waitFor();
    await editor.page.keyboard.press("Escape");
    await editor.waitForHeadline(/Change a rule/);
    await editor.close();
  });

  onPage("axe finds nothing in any state", async (editor, page) => {
    const states = {};
    const look = async (name) => {
      states[name] = await axeFindings(page);
    };
    await look("at first");
    await editor.showTable("queue");
    await editor.type(editor.cell("dach", "input-0"), '"AT","CH"');
    await editor.waitForHeadline(/records move/);
    await look("editing a cell");
    await page.keyboard.press("Enter");
    await page.locator('[data-id="only-moved"]').getByText("Only moved").first().click();
    await page.locator('[data-id="record-count"]').filter({ hasText: " of 2,000" }).waitFor();
    await look("only moved records");
    await editor.type(editor.head("input-0"), "Coun");
    await page.locator(".cm-tooltip-autocomplete li").first().waitFor();
    await look("completing");
    await page.keyboard.press("Escape");
    await page.locator('[data-id="cell-problem"]').waitFor();
    await look("a problem in a cell");
    await page.keyboard.press("Enter");
    await editor.problems.first().waitFor();
    await look("problems");
    await page.keyboard.press("Control+z");
    await page.getByPlaceholder("Find by id").fill("no such record");
    await page.locator('[data-id="no-records"]').waitFor();
    await look("nothing found");
    await editor.giveFiles({ name: "broken.json", text: "{" });
    await editor.dialog.waitFor();
    await look("an error");
    await page.keyboard.press("Escape");
    await editor.dialog.waitFor({ state: "detached" });
    await editor.giveFiles({ name: "other.json", text: sampleText("definition") });
    await editor.dialog.waitFor();
    await look("a question");
    for (const [name, findings] of Object.entries(states)) assert.deepEqual(findings, [], name);
  });

  onPage(
    "on a phone the parts stand behind each other, nothing is cut off, and axe finds nothing",
    async (editor, page) => {
      const fits = () => page.evaluate(() => document.documentElement.scrollWidth <= globalThis.innerWidth);
      await editor.showTable("queue");
      assert.equal(await editor.records.first().isVisible(), false);
      assert.ok(await fits());
      assert.deepEqual(await axeFindings(page), []);
      await editor.edit("dach", "input-0", '"AT","CH"');
      await page.getByRole("button", { name: /^Records\s*[\d,]+ move/ }).click();
      await editor.records.first().waitFor();
      assert.ok(await fits());
      assert.deepEqual(await axeFindings(page), []);
      await editor.records.first().click();
      await page.getByRole("button", { name: "Why", exact: true }).click();
      await page.locator('[data-id="outcome"]').waitFor();
      assert.ok(await fits());
      assert.deepEqual(await axeFindings(page), []);
      await page.locator('[data-decision="queue"] .rule-id').first().click();
      await page.getByRole("grid", { name: "Decision table queue" }).waitFor();
    },
    { viewport: { width: 390, height: 844 }, waitFor: '[role="grid"][aria-label^="Decision table"]' },
  );
});
