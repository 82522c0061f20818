// What the analysis finds, beside the table: found anew after each edit, shown, gone to, and mended.
import assert from "node:assert/strict";
import { axeFindings } from "./support/axe.js";
import { describeEditor, sampleText } from "./support/editor.js";

describeEditor("the web editor's findings", ({ onPage }) => {
  const ready = (page) => page.locator('[data-id="findings"][data-phase="ready"]').waitFor();
  const headline = (page) => page.locator('[data-id="findings-headline"]');
  const finding = (page, code) => page.locator(`[data-id="finding-list"] li[data-code="${code}"]`);

  onPage("an edit that hides a rule is found, marked, gone to by Enter, and gone after undo", async (editor, page) => {
    await editor.showTable("queue");
    await ready(page);
    assert.equal(await finding(page, "masked-row").count(), 0);
    await editor.edit("critical", "input-1", "-");
    await editor.edit("critical", "input-2", "-");
    await finding(page, "masked-row").first().waitFor();
    assert.match(await headline(page).innerText(), /^\d+ warnings?/);
    const marks = page.locator('[data-rule="dach"] [data-column="id"] .mark');
    await marks.waitFor();
    assert.match(await marks.innerText(), /finding/);
    assert.deepEqual(await axeFindings(page), []);

    await finding(page, "masked-row").filter({ hasText: "dach" }).locator("button").first().focus();
    await page.keyboard.press("Enter");
    await page.locator('[data-rule="dach"] [data-column="id"]:focus').waitFor();

    await page.keyboard.press("Control+z");
    await page.keyboard.press("Control+z");
    await finding(page, "masked-row").first().waitFor({ state: "detached" });
    await ready(page);
  });

  onPage("a rule is written for a gap, and taken back", async (editor, page) => {
    await editor.showTable("queue");
    await ready(page);
    await finding(page, "left-to-default").locator('[data-id="add-rule"]').click();
    await page.locator('[data-rule="rule-9"] [data-column="output-0"]:focus').waitFor();
    assert.match(await editor.cellText("rule-9", "input-2"), /^"Low","Medium",blank$/);
    assert.match(await editor.cellText("rule-9", "input-0"), /^not\(/);
    await page.keyboard.type("Overflow");
    await page.keyboard.press("Enter");
    await editor.cell("rule-9", "output-0").filter({ hasText: "Overflow" }).waitFor();
    assert.equal(await editor.problems.count(), 0);
    await page.keyboard.press("Control+z");
    await page.keyboard.press("Control+z");
    await page.locator('[data-rule="rule-9"]').waitFor({ state: "detached" });
    await page.locator('[data-id="unsaved"]').waitFor({ state: "detached" });
  });

  onPage("the record of a finding becomes an example that holds", async (editor, page) => {
    await editor.showTable("queue");
    await ready(page);
    await finding(page, "left-to-default").locator('[data-id="add-example"]').click();
    await page.locator('[data-id="message"]').filter({ hasText: "Example 1 is added" }).waitFor();
    const { examples } = JSON.parse((await editor.saveToFile()).text);
    assert.deepEqual(examples[0].expect, { decisions: { queue: { rules: [] } } });
    assert.equal(examples[0].record.Country__c, "other");
    assert.equal(await editor.problems.count(), 0, "the example is one that the engine takes");
  });

  onPage("findings of one kind are shown when asked", async (editor, page) => {
    await editor.showTable("queue");
    await ready(page);
    const kinds = page.locator(".kind");
    const all = await page.locator('[data-id="finding-list"] li').count();
    assert.ok(all > 1);
    await kinds.filter({ hasText: "Redundant" }).click();
    assert.equal(
      await page.locator('[data-id="finding-list"] li').count(),
      await finding(page, "redundant-row").count(),
    );
    assert.equal(await kinds.filter({ hasText: "Redundant" }).getAttribute("aria-pressed"), "true");
  });

  onPage("questions that formulas leave open are said to be open", async (editor, page) => {
    await editor.showTable("queue");
    await ready(page);
    await editor.edit("critical", "input-0", '= BEGINS(Country__c, "D")');
    await finding(page, "undecided").first().waitFor();
    assert.match(await headline(page).innerText(), /open question/);
  });

  onPage("while the definition does not compile, findings are said to be old", async (editor, page) => {
    await editor.showTable("queue");
    await ready(page);
    await editor.edit("critical", "input-0", "<");
    await editor.problems.first().waitFor();
    await headline(page).filter({ hasText: "earlier version" }).waitFor();
    assert.equal(await page.locator('[data-id="add-rule"]').count(), 0);
  });

  onPage(
    "where no worker may run, the page analyses small tables itself and large ones when asked",
    async (editor, page) => {
      await editor.showTable("queue");
      await ready(page);
      const definition = JSON.parse(sampleText("definition"));
      const { queue } = definition.decisions;
      const added = Array.from({ length: 1200 }, (_, index) => ({
        id: `r${index}`,
        when: [`"X${index}"`, "-", "-", "-", "-"],
        then: ["Overflow"],
      }));
      queue.rules = [...added, ...queue.rules];
      await editor.giveFiles({ name: "large.json", text: JSON.stringify(definition) });
      await page.locator('[data-id="findings"][data-phase="asleep"]').waitFor();
      assert.match(await headline(page).innerText(), /1,208 rules not analysed yet/);
      await page.locator('[data-id="analyse-now"]').click();
      await ready(page);
      await editor.showTable("priority");
      await ready(page);
    },
    { prepare: (page) => page.addInitScript(() => delete globalThis.Worker) },
  );

  onPage("a losing rule says what would make it win", async (editor, page) => {
    const ask = page.locator('[data-id="make-win"][data-rule="dach"]');
    const answer = page.locator('[data-id="win-answer"]');
    await ask.focus();
    await page.keyboard.press("Enter");
    await answer.filter({ hasText: /dach would win if Country__c were/ }).waitFor();
    assert.deepEqual(await axeFindings(page), []);
    await page.keyboard.press("Enter");
    await answer.waitFor({ state: "detached" });
    await ask.click();
    await answer.waitFor();
    await editor.records.nth(2).click();
    await answer.waitFor({ state: "detached" });
    assert.equal(await page.locator('[data-id="make-win"][data-rule="apac"]').count(), 0, "it has won");
  });

  onPage("at 390 pixels the list is folded away, opens, and is clean", async (editor, page) => {
    await ready(page);
    const toggle = page.locator('[data-id="findings-toggle"]');
    assert.equal(await toggle.getAttribute("aria-expanded"), "false");
    await toggle.focus();
    await page.keyboard.press("Enter");
    await page.locator('[data-id="finding-list"]').waitFor();
    assert.deepEqual(await axeFindings(page), []);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 390);
  }, { viewport: { width: 390, height: 844 }, waitFor: "[data-rule]" }); // prettier-ignore
});
