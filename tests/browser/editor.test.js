// The web editor, driven as a person would: by clicking and typing in Chromium, on the built site, under its strict policy.
import assert from "node:assert/strict";
import { axeFindings } from "./support/axe.js";
import { describeEditor, sampleText } from "./support/editor.js";

describeEditor("the web editor", ({ onPage }) => {
  onPage("opens the sample with no server and decides every record", async (editor, page) => {
    assert.equal(await page.locator('[data-id="record-count"]').innerText(), "2,000 records");
    assert.equal(await page.locator('[data-id="definition-name"]').innerText(), "case-support");
    assert.equal(await page.locator('[data-id="state"]').innerText(), "Sample");
    assert.match(await editor.records.first().innerText(), /Support|Payments|Tier 2|Overflow/);
    assert.equal(await editor.problems.count(), 0);
    assert.equal(await page.locator('[data-id="save-draft"]').count(), 0, "there is no server to save to");
  });

  onPage("a rule that is typed moves records while it is typed; undo and redo follow", async (editor, page) => {
    await editor.showTable("queue");
    await editor.type(editor.cell("dach", "input-0"), '"AT","CH"');
    await editor.waitForHeadline(/records move/);
    const whileTyping = await editor.summary();
    await page.keyboard.press("Enter");
    await page.locator('[data-id="unsaved"]').waitFor();
    assert.deepEqual(await editor.summary(), whileTyping);

    const moves = await editor.summary();
    const headline = await editor.headline.innerText();
    const total = Number(/^([\d,]+) records/.exec(headline)[1].replaceAll(",", ""));
    assert.ok(moves.some(([from, to, count]) => from === "DACH Payments" && to === "EMEA Support" && count > 50));
    assert.equal(
      moves.reduce((sum, [, , count]) => sum + count, 0),
      total,
    );

    await page.locator('[data-id="only-moved"]').getByText("Only moved").first().click();
    await page.locator('[data-id="record-count"]').filter({ hasText: " of 2,000" }).waitFor();
    const first = editor.records
      .filter({ has: page.locator('[data-id="from"]', { hasText: "DACH Payments" }) })
      .first();
    assert.match(await first.locator('[data-id="to"]').innerText(), /EMEA Support/);

    await page.keyboard.press("Control+z");
    await editor.waitForHeadline(/Change a rule/);
    assert.equal(await editor.cellText("dach", "input-0"), '"DE","AT","CH"');
    assert.equal(await page.locator('[data-id="unsaved"]').count(), 0);
    await page.locator('[data-id="no-records"]').filter({ hasText: "No record moves" }).waitFor();

    await page.keyboard.press("Control+y");
    await editor.waitForHeadline(headline);
    assert.deepEqual(await editor.summary(), moves);
  });

  onPage("a number of the summary shows its records, and only them", async (editor, page) => {
    await editor.showTable("queue");
    await editor.edit("dach", "input-0", '"AT","CH"');
    await editor.waitForHeadline(/records move/);
    const [[from, to, count]] = await editor.summary();
    await page.locator('[data-id="move"] button').first().click();
    await page
      .locator('[data-id="record-count"]')
      .filter({ hasText: `${count} of 2,000` })
      .waitFor();
    for (const text of await editor.records.allInnerTexts()) assert.ok(text.includes(from) && text.includes(to), text);
  });

  onPage("Escape takes an edit back, and nothing has moved", async (editor, page) => {
    await editor.showTable("queue");
    await editor.type(editor.cell("apac", "output-0"), "Tier 2");
    await editor.waitForHeadline(/records move/);
    await page.keyboard.press("Escape");
    await editor.waitForHeadline(/Change a rule/);
    assert.equal(await editor.cellText("apac", "output-0"), "APAC Support");
    assert.equal(await page.locator('[data-id="undo"] button').isDisabled(), true);
  });

  onPage("the why panel names the winning rule, why others lost, the agents and the clock", async (editor, page) => {
    await editor.showTable("queue");
    await page.getByPlaceholder("Find by id").fill("APAC Support");
    await page.locator('[data-id="record-count"]').filter({ hasText: " of 2,000" }).waitFor();
    await editor.records.nth(1).click();
    const why = page.locator('[data-id="why"]');
    await why.locator('[data-outcome="Queue"]').filter({ hasText: "APAC Support" }).waitFor();

    const rules = why.locator('[data-decision="queue"] li[data-result]');
    assert.match(await rules.first().innerText(), /apac[\s\S]*won/);
    assert.match(
      await why.locator('li[data-result="failed"]', { hasText: "dach" }).innerText(),
      /Country__c\s+is\s+\w\w\s*, not\s+"DE","AT","CH"/,
    );
    await page.locator('[role="row"][data-rule="apac"].won').waitFor();

    await why.getByRole("button", { name: "dach", exact: true }).click();
    await page.waitForFunction(() => {
      const deep = (root) =>
        root.activeElement?.shadowRoot ? deep(root.activeElement.shadowRoot) : root.activeElement;
      return deep(document)?.closest('[data-rule="dach"]') !== null;
    });

    assert.ok((await why.locator('[data-id="milestones"]').innerText()).includes("Resolution"));
    assert.ok((await why.locator('[data-id="sentences"] li').count()) > 0);
    assert.ok((await why.locator('[data-id="routing"]').innerText()).length > 0);
  });

  onPage("candidates have score sheets, and the excluded have reasons", async (editor, page) => {
    const names = [];
    for (let index = 0; index < 8 && names.length === 0; index += 1) {
      await editor.records.nth(index).click();
      names.push(...(await page.locator("[data-candidate]").allInnerTexts()));
    }
    assert.ok(names.length > 0, "no record of the first has a candidate");
    assert.match(names[0], /Skill fit[\s\S]*Spare capacity/);
    const reasons = await page.locator('[data-id="excluded"] li').allInnerTexts();
    for (const reason of reasons) assert.match(reason, /Lacks|level|Is |no room/, reason);
  });

  onPage("a formula is coloured, completed and checked while it is typed", async (editor, page) => {
    await editor.showTable("queue");
    await editor.type(editor.head("input-0"), "Prod");
    await page.locator(".cm-tooltip-autocomplete li").filter({ hasText: "Product__c" }).waitFor();
    await page.keyboard.press("Enter");
    await page.locator(".sb-field").filter({ hasText: "Product__c" }).waitFor();
    await page.keyboard.press("Escape");
    await editor.waitForHeadline(/Change a rule/);

    // The space ends the word, and with it the list of completions.
    await editor.type(editor.head("input-0"), "Contry__c ");
    await page.locator('[data-id="cell-problem"]').filter({ hasText: "Contry__c" }).waitFor();
    await page.keyboard.press("Enter");
    const problem = editor.problems.filter({ hasText: "Contry__c" });
    await problem.first().waitFor();
    await editor.waitForHeadline(/last good result/);
    assert.ok((await editor.records.first().innerText()).length > 0, "the last result stays");

    await editor.showTable("priority");
    await problem.first().getByRole("button").click();
    await page.locator('[role="grid"][aria-label="Decision table queue"]').waitFor();
    await page.waitForFunction(() => {
      const deep = (root) =>
        root.activeElement?.shadowRoot ? deep(root.activeElement.shadowRoot) : root.activeElement;
      return deep(document)?.dataset.row === "-1" && deep(document).dataset.column === "input-0";
    });
    await page.keyboard.press("Control+z");
    await problem.first().waitFor({ state: "detached" });
  });

  onPage("values that an input can have are offered, and names of queues", async (editor, page) => {
    const offered = page.locator(".cm-tooltip-autocomplete li");
    await editor.showTable("queue");
    await editor.type(editor.cell("high-late", "input-2"), "cr");
    await offered.filter({ hasText: '"Critical"' }).waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Enter");
    await editor.cell("high-late", "input-2").locator(".text").waitFor();
    assert.equal(await editor.cellText("high-late", "input-2"), '"Critical"');

    await editor.type(editor.cell("dach", "output-0"), "over");
    await offered.filter({ hasText: "Overflow" }).waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Enter");
    await editor.cell("dach", "output-0").locator(".text").waitFor();
    assert.equal(await editor.cellText("dach", "output-0"), "Overflow");
    await editor.waitForHeadline(/records move/);
  });

  onPage("a wrong unary test and a wrong output are each a problem of their cell", async (editor, page) => {
    await editor.showTable("queue");
    await editor.edit("dach", "input-0", '"DE",,');
    await editor.cell("dach", "input-0").and(page.locator('[aria-invalid="true"]')).waitFor();
    await editor.showTable("priority");
    await editor.edit("high", "output-0", "plenty");
    await editor.cell("high", "output-0").and(page.locator('[aria-invalid="true"]')).waitFor();
    assert.ok((await editor.problems.count()) >= 2, "all problems are listed, not the first alone");
    await page.keyboard.press("Control+z");
    await page.keyboard.press("Control+z");
    await editor.waitForHeadline(/Change a rule/);
  });

  onPage("what the tables do not show is edited as source, and its problems lead there", async (editor, page) => {
    await page.getByRole("tab", { name: "Source" }).click();
    const content = page.locator('[aria-label="Source of the definition"]');
    await content.waitFor();
    assert.deepEqual(await axeFindings(page), []);
    const apply = page.locator('[data-id="source-apply"] button');
    assert.equal(await apply.isDisabled(), true);

    const replaceAll = async (text) => {
      await content.click();
      await page.keyboard.press("Control+a");
      await page.keyboard.insertText(text);
    };
    await replaceAll(sampleText("definition").replace('"queue": "Overflow"', '"queue": "Overflow" oops'));
    await page.locator('[data-id="source-problem"]').filter({ hasText: "not valid JSON" }).waitFor();
    assert.equal(await apply.isDisabled(), true);
    await editor.showTable("queue");
    await page.getByRole("tab", { name: "Source" }).click();
    await page.locator('[data-id="source-problem"]').waitFor();
    await page.locator('[data-id="source-revert"] button').click();
    await page.locator('[data-id="source-problem"]').waitFor({ state: "detached" });

    await replaceAll(sampleText("definition").replace('"target": "4h"', '"target": "soon"'));
    const problem = editor.problems.filter({ hasText: "FirstResponse" });
    await problem.first().waitFor();
    await apply.click();
    await page.locator('[data-id="unsaved"]').waitFor();
    await editor.showTable("queue");
    await problem.first().getByRole("button").click();
    await content.waitFor();
    await page.waitForFunction(() => {
      const deep = (root) =>
        root.activeElement?.shadowRoot ? deep(root.activeElement.shadowRoot) : root.activeElement;
      return deep(document)?.getAttribute("aria-label") === "Source of the definition";
    });
    await page.locator('[data-id="undo"] button').click();
    await problem.first().waitFor({ state: "detached" });
    assert.equal(await page.locator('[data-id="unsaved"]').count(), 0);
  });

  onPage("the keyboard alone is enough: cells, rules, undo", async (editor, page) => {
    const focused = () =>
      page.evaluate(() => {
        const deep = (root) =>
          root.activeElement?.shadowRoot ? deep(root.activeElement.shadowRoot) : root.activeElement;
        const cell = deep(document);
        return `${cell?.dataset?.row}:${cell?.dataset?.column}`;
      });
    const press = async (...keys) => {
      for (const key of keys) await page.keyboard.press(key);
    };
    const waitForFocus = (place) =>
      page.waitForFunction((wanted) => {
        const deep = (root) =>
          root.activeElement?.shadowRoot ? deep(root.activeElement.shadowRoot) : root.activeElement;
        const cell = deep(document);
        return `${cell?.dataset?.row}:${cell?.dataset?.column}` === wanted;
      }, place);

    await page.getByRole("tab", { name: "queue" }).focus();
    for (let tabs = 0; tabs < 20 && !/^\d+:/.test(await focused()); tabs += 1) await press("Tab");
    await waitForFocus("0:id");
    await press("ArrowDown", "ArrowDown", "ArrowDown");
    await waitForFocus("3:id");
    await press("ArrowRight");
    await waitForFocus("3:input-0");
    await press("F2");
    await editor.editorOf(editor.cell("dach", "input-0")).waitFor();
    await press("Control+a");
    await page.keyboard.type('"AT"');
    await press("Tab");
    await waitForFocus("3:input-1");
    await editor.waitForHeadline(/records move/);
    assert.equal(await editor.cellText("dach", "input-0"), '"AT"');

    await press("End");
    await waitForFocus("3:note");
    await press("Home");
    await waitForFocus("3:id");
    await press("Alt+ArrowUp");
    await waitForFocus("2:id");
    assert.equal(await page.locator('[data-row="2"][data-column="id"] .text').innerText(), "dach");
    await press("Control+Enter");
    await waitForFocus("3:id");
    await page.locator('[data-id="rule-count"]').filter({ hasText: "9 rules" }).waitFor();
    await press("Control+Delete");
    await page.locator('[data-id="rule-count"]').filter({ hasText: "8 rules" }).waitFor();
    await press("Control+z", "Control+z", "Control+z", "Control+z");
    await editor.waitForHeadline(/Change a rule/);
    assert.equal(await page.locator('[data-id="undo"] button').isDisabled(), true);

    await press("Control+End");
    await waitForFocus("8:note");
    await press("Control+Home");
    await waitForFocus("0:id");
    await press("ArrowUp");
    await waitForFocus("-1:id");
    await press("ArrowRight", "x");
    await editor.editorOf(editor.head("input-0")).waitFor();
    await press("Escape");
    await press("Escape");
    await waitForFocus("-1:input-0");
  });

  onPage("the list of records is walked by keys, and the why panel follows", async (editor, page) => {
    await editor.records.first().click();
    const title = page.locator('[data-id="why-title"]');
    const first = await title.innerText();
    await page.keyboard.press("ArrowDown");
    await page.locator('[data-id="record"][aria-selected="true"][aria-rowindex="3"]').waitFor();
    await page.keyboard.press("End");
    await page.locator('[data-id="record"][aria-selected="true"][aria-rowindex="2001"]').waitFor();
    assert.notEqual(await title.innerText(), first);
    assert.ok((await editor.records.count()) < 60, "only the rows in view are drawn");
    await page.keyboard.press("Home");
    await title.filter({ hasText: first }).waitFor();
  });
});
