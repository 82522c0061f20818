// Help in the web editor: what is meant, which word is which, what comes next, and where a field is used.
import assert from "node:assert/strict";
import { axeFindings } from "./support/axe.js";
import { describeEditor } from "./support/editor.js";

describeEditor("help in the web editor", ({ onPage }) => {
  onPage("a test says in plain English what it means while it is typed", async (editor, page) => {
    await editor.showTable("queue");
    await editor.type(editor.cell("dach", "input-0"), '"AT","CH"');
    await page.locator('[data-id="cell-sentence"]').filter({ hasText: "Country is AT or CH" }).waitFor();
    assert.deepEqual(await axeFindings(page), []);
    await page.keyboard.press("Escape");
  });

  onPage("a value of a picklist that is completed takes the closing quotation mark with it", async (editor, page) => {
    await editor.showTable("queue");
    const head = editor.head("input-2");
    await editor.type(head, 'TEXT(Severity__c) = "Cr');
    await page.locator(".cm-tooltip-autocomplete li").filter({ hasText: "Critical" }).waitFor();
    await page.keyboard.press("Enter");
    await head
      .locator(".cm-line")
      .filter({ hasText: /^TEXT\(Severity__c\) = "Critical"$/ })
      .waitFor();
    await page.keyboard.press("Escape");
  });

  onPage("within a call its signature stands there, with the argument that comes next", async (editor, page) => {
    await editor.showTable("queue");
    await editor.type(editor.head("input-0"), "IF(ISBLANK(Country__c), ");
    const box = page.locator(".sb-help.call");
    await box.filter({ hasText: "IF(" }).waitFor();
    const second = await box.locator(".argument").innerText();
    assert.notEqual(second, "");
    await page
      .locator('[data-id="cell-help"]')
      .filter({ hasText: `IF, argument 2: ${second}` })
      .waitFor();
    await page.keyboard.type("Product__c, ");
    await page.locator('[data-id="cell-help"]').filter({ hasText: "IF, argument 3" }).waitFor();
    assert.deepEqual(await axeFindings(page), []);
  });

  onPage("F1 explains the word at the caret, and Escape closes that before it ends the edit", async (editor, page) => {
    await editor.showTable("queue");
    const head = editor.head("input-2");
    await editor.type(head, "TEXT(Severity__c)");
    await page.keyboard.press("Escape");
    await head.focus();
    await page.keyboard.press("F2");
    await editor.editorOf(head).waitFor();
    await page.keyboard.press("Home");
    for (let steps = 0; steps < 8; steps += 1) await page.keyboard.press("ArrowRight");
    await page.keyboard.press("F1");
    const box = page.locator(".sb-help.hover");
    await box.filter({ hasText: "Severity__c" }).waitFor();
    assert.match(await box.innerText(), /Picklist, Severity[\s\S]*Low, Medium, High, Critical/);
    await page.locator('[data-id="cell-help"]').filter({ hasText: "Picklist, Severity" }).waitFor();
    await page.keyboard.press("Escape");
    await box.waitFor({ state: "detached" });
    assert.equal(await editor.editorOf(head).count(), 1, "the cell is still being edited");
    await page.keyboard.press("Escape");
    await head.locator(".text").waitFor();
  });

  onPage("the word under the mouse is explained", async (editor, page) => {
    await editor.showTable("queue");
    await editor.head("input-2").dblclick();
    const word = page.locator(".sb-field").filter({ hasText: "Severity__c" });
    await word.hover();
    await word.hover({ position: { x: 4, y: 4 } });
    await page.locator(".sb-help.hover").filter({ hasText: "Severity__c" }).waitFor();
  });

  onPage("the rule of the row says in plain English what it does, also to a screen reader", async (editor, page) => {
    await editor.showTable("queue");
    const sentence = page.locator('[data-id="rule-sentence"]');
    const cell = editor.cell("dach", "id");
    await cell.click();
    await sentence.filter({ hasText: "When Country is DE, AT or CH, then queue DACH Payments" }).waitFor();
    const devtools = await page.context().newCDPSession(page);
    const { nodes } = await devtools.send("Accessibility.getFullAXTree");
    const described = nodes.filter(({ role, description }) => role?.value === "rowheader" && description?.value);
    assert.match(
      described.find(({ name }) => name.value === "dach").description.value,
      /^When Country is DE, AT or CH/,
    );
    await page.keyboard.press("ArrowDown");
    await sentence.filter({ hasText: "Americas Support" }).waitFor();
    await editor.edit("americas", "input-0", '"US",,');
    await editor.cell("americas", "id").click();
    await sentence.filter({ hasText: "when the problems are solved" }).waitFor();
  });
});

describeEditor("the fields of a definition", ({ onPage }) => {
  const open = async (editor, page) => {
    await page.locator('[data-id="fields"] button').focus();
    await page.keyboard.press("Enter");
    await editor.dialog.waitFor();
    return page.locator('[data-id="field-uses"] li');
  };
  const choose = async (page, name) => {
    await page.locator('[data-id="field-name"] button').click();
    await page.getByRole("option", { name: `${name} ·` }).click();
  };
  const type = async (page, name) => {
    await page.locator('[data-id="field-new-name"] input').focus();
    await page.keyboard.press("Control+a");
    await page.keyboard.type(name);
  };

  onPage("where a field is used is listed in words, and a click goes there", async (editor, page) => {
    const uses = await open(editor, page);
    await choose(page, "Country__c");
    const input = uses.filter({ hasText: "queue · input Country__c" });
    await input.waitFor();
    assert.deepEqual(await axeFindings(page), []);
    await input.getByRole("button").click();
    await editor.dialog.waitFor({ state: "detached" });
    await page.locator('[role="grid"][aria-label="Decision table queue"]').waitFor();
    await page.waitForFunction(() => {
      const deep = (root) =>
        root.activeElement?.shadowRoot ? deep(root.activeElement.shadowRoot) : root.activeElement;
      return deep(document)?.dataset.row === "-1" && deep(document).dataset.column === "input-0";
    });
  });

  onPage("a field is renamed everywhere by keys alone, and one undo takes it back", async (editor, page) => {
    await editor.showTable("queue");
    await open(editor, page);
    await choose(page, "Country__c");
    const rename = editor.dialog.getByRole("button", { name: "Rename everywhere" });
    await type(page, "Product__c");
    await page.locator('[data-id="field-refusal"]').filter({ hasText: "Product__c" }).waitFor();
    assert.equal(await rename.isDisabled(), true);
    assert.deepEqual(await axeFindings(page), []);
    await type(page, "Land__c");
    await page.locator('[data-id="field-uses"] .becomes').first().waitFor();
    await page.locator('[data-id="field-refusal"]').filter({ hasText: /^$/ }).waitFor({ state: "attached" });
    await page.keyboard.press("Enter");
    await editor.dialog.waitFor({ state: "detached" });
    await editor.head("input-0").filter({ hasText: "Land__c" }).waitFor();
    assert.equal(await editor.problems.count(), 0);
    await page.locator('[data-id="undo"] button').click();
    await editor.head("input-0").filter({ hasText: "Country__c" }).waitFor();
    assert.equal(await page.locator('[data-id="unsaved"]').count(), 0);
    assert.equal(await page.locator('[data-id="undo"] button').isDisabled(), true);
  });

  onPage("Escape closes the fields, changes nothing, and gives the focus back", async (editor, page) => {
    await open(editor, page);
    await type(page, "Another__c");
    await page.keyboard.press("Escape");
    await editor.dialog.waitFor({ state: "detached" });
    assert.equal(await page.locator('[data-id="undo"] button').isDisabled(), true);
    await page.waitForFunction(() => {
      const deep = (root) =>
        root.activeElement?.shadowRoot ? deep(root.activeElement.shadowRoot) : root.activeElement;
      return deep(document)?.title.startsWith("Find uses of a field");
    });
  });
});
