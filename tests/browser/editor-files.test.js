// What people open and save: good files, broken ones, hostile ones, large ones.
import assert from "node:assert/strict";
import { describeEditor, sampleText } from "./support/editor.js";

describeEditor("the web editor and files", ({ onPage }) => {
  onPage("what is saved to a file opens as the same definition, and nothing is unsaved then", async (editor, page) => {
    await editor.showTable("priority");
    await editor.edit("high", "output-0", "31");
    await page.locator('[data-id="unsaved"]').waitFor();
    const saved = await editor.saveToFile();
    assert.equal(saved.name, "case-support.json");
    assert.equal(await page.locator('[data-id="unsaved"]').count(), 0);

    const expected = JSON.parse(sampleText("definition"));
    expected.decisions.priority.rules.find((rule) => rule.id === "high").then = [31];
    assert.equal(JSON.stringify(JSON.parse(saved.text)), JSON.stringify(expected));

    await editor.giveFiles(saved);
    await page.locator('[data-id="state"]').filter({ hasText: "File case-support.json" }).waitFor();
    await editor.showTable("priority");
    assert.equal(await editor.cellText("high", "output-0"), "31");
    assert.equal(await editor.problems.count(), 0);
    assert.equal((await editor.saveToFile()).text, saved.text);
  });

  onPage("numbers keep their digits from file to file", async (editor) => {
    const digits = "0.12345678901234567890123456789";
    const text = sampleText("definition").replace('"then": [30]', `"then": [${digits}]`);
    await editor.giveFiles({ name: "digits.json", text });
    await editor.page.locator('[data-id="state"]').filter({ hasText: "digits.json" }).waitFor();
    await editor.showTable("priority");
    assert.equal(await editor.cellText("high", "output-0"), digits);
    assert.ok((await editor.saveToFile()).text.includes(digits));
  });

  onPage("broken files give a clear error, and nothing is lost", async (editor, page) => {
    await editor.showTable("queue");
    await editor.edit("dach", "input-0", '"AT"');
    await editor.waitForHeadline(/records move/);
    const headline = await editor.headline.innerText();
    const broken = [
      ['{\n "signalbox": 1,\n oops', /line 3/],
      ["<html></html>", /neither JSON nor CSV/],
      ["", /neither JSON nor CSV/],
      ["[1, 2", /not valid JSON/],
      ['{"signalbox": 1, "skills": "none", "queues": 7}', /./],
    ];
    for (const [text, sentence] of broken) {
      await editor.giveFiles({ name: "broken.json", text });
      await editor.dialog.waitFor();
      const told = await editor.dialog.innerText();
      assert.match(told, /broken\.json could not be opened/);
      assert.match(told, sentence);
      await page.keyboard.press("Escape");
      await editor.dialog.waitFor({ state: "detached" });
      assert.equal(await editor.headline.innerText(), headline);
      assert.equal(await editor.cellText("dach", "input-0"), '"AT"');
    }
  });

  onPage("a definition of a later format version opens with its problem told", async (editor, page) => {
    await editor.giveFiles({
      name: "later.json",
      text: sampleText("definition").replace('"signalbox": 1', '"signalbox": 99'),
    });
    await page.locator('[data-id="state"]').filter({ hasText: "later.json" }).waitFor();
    await editor.problems.first().waitFor();
    await editor.waitForHeadline(/Nothing is decided/);
  });

  onPage("a definition of the wrong shape opens as far as it goes, with all problems told", async (editor, page) => {
    const text =
      '{"signalbox":1,"name":7,"object":"Case","fields":{},"decisions":{"a":{"rules":"no"},"b":3,"c":{"inputs":["x"],"rules":[null,{"when":4}]}}}';
    await editor.giveFiles({ name: "odd.json", text });
    await page.locator('[data-id="state"]').filter({ hasText: "odd.json" }).waitFor();
    await editor.problems.first().waitFor();
    for (const name of ["a", "c"]) await editor.showTable(name);
  });

  onPage(
    "newly opened documents are shown from their top, without the filters of the former ones",
    async (editor, page) => {
      await editor.showTable("queue");
      await editor.cell("dach", "input-0").click();
      await editor.records.first().click();
      await page.keyboard.press("End");
      await page.getByPlaceholder("Find by id").fill("Support");
      const records = JSON.stringify(JSON.parse(sampleText("records")).slice(500, 1500));
      await editor.giveFiles(
        { name: "records.json", text: records },
        { name: "definition.json", text: sampleText("definition") },
      );
      await page
        .locator('[data-id="record-count"]')
        .filter({ hasText: /^1,000 records$/ })
        .waitFor();
      await page.locator('[data-id="record"][aria-rowindex="2"]').waitFor();
      assert.equal(await page.getByPlaceholder("Find by id").inputValue(), "");
      await page.locator('[role="row"][aria-selected="true"][data-rule="critical"]').waitFor();
    },
  );

  onPage("markup in records and rules is shown as text", async (editor, page) => {
    const markup = '<img src=x onerror="globalThis.hacked=1"><b>bold</b>';
    const records = JSON.stringify([{ Id: markup, Subject: markup, Product__c: markup, Country__c: "DE" }]);
    const definition = sampleText("definition").replace('"Money and uptime first."', JSON.stringify(markup));
    await editor.giveFiles({ name: "records.json", text: records }, { name: "definition.json", text: definition });
    await page.locator('[data-id="record-count"]').filter({ hasText: "1 record" }).waitFor();
    await page.locator('[data-id="why-title"]').filter({ hasText: markup }).waitFor();
    await editor.showTable("queue");
    assert.equal(await editor.cellText("critical", "note"), markup);
    assert.equal(await page.evaluate(() => globalThis.hacked), undefined);
    assert.equal(await page.locator("img").count(), 0);
  });

  onPage("files that are dropped are opened", async (editor, page) => {
    const data = await page.evaluateHandle(() => {
      const transfer = new DataTransfer();
      transfer.items.add(
        new File(['Id,Subject,Country__c\n1,"From, CSV",DE\n2,Two,FR\n'], "cases.csv", { type: "text/csv" }),
      );
      return transfer;
    });
    await page.locator(".editor").dispatchEvent("dragover", { dataTransfer: data });
    await page.locator(".drop").waitFor();
    await page.locator(".editor").dispatchEvent("drop", { dataTransfer: data });
    await page.locator('[data-id="record-count"]').filter({ hasText: "2 records" }).waitFor();
    assert.match(await editor.records.first().innerText(), /From, CSV[\s\S]*DACH Payments/);
  });

  onPage("leaving with unsaved changes asks, and opening another definition asks", async (editor, page) => {
    await editor.showTable("queue");
    await editor.edit("dach", "input-0", '"AT"');
    await page.locator('[data-id="unsaved"]').waitFor();
    await editor.giveFiles({ name: "other.json", text: sampleText("definition") });
    await editor.dialog.filter({ hasText: "Discard your changes?" }).waitFor();
    await editor.dialog.getByRole("button", { name: "Keep editing" }).click();
    assert.equal(await editor.cellText("dach", "input-0"), '"AT"');

    const asked = new Promise((resolve) => {
      page.once("dialog", async (dialog) => {
        resolve(dialog.type());
        await dialog.accept();
      });
    });
    await page.reload();
    assert.equal(await asked, "beforeunload");
  });

  onPage("leaving with nothing unsaved does not ask", async (editor, page) => {
    await editor.records.nth(3).click();
    page.once("dialog", () => assert.fail("asked"));
    await page.reload();
    await editor.records.first().waitFor();
  });

  onPage(
    "10,000 records and 1,000 rules: only what is in view is drawn, and edits still move records",
    async (editor, page) => {
      const definition = JSON.parse(sampleText("definition"));
      const { queue } = definition.decisions;
      const added = Array.from({ length: 1000 }, (_, index) => ({
        id: `r${index}`,
        when: [`"X${index}"`, "-", "-", "-", "-"],
        then: ["Overflow"],
      }));
      queue.rules = [...added, ...queue.rules];
      const records = Array.from({ length: 10000 }, (_, index) => ({
        Id: String(index),
        Subject: `Case ${index}`,
        Country__c: `X${index % 2000}`,
      }));
      await editor.giveFiles(
        { name: "records.json", text: JSON.stringify(records) },
        { name: "large.json", text: JSON.stringify(definition) },
      );
      await page.locator('[data-id="record-count"]').filter({ hasText: "10,000 records" }).waitFor();
      await editor.showTable("queue");
      await editor.cell("r0", "output-0").click();
      await page.keyboard.press("Control+End");
      await page.locator('[role="row"][data-rule="no-country-hardware"]').waitFor();
      assert.ok((await page.locator('[role="row"][data-rule]').count()) < 80, "rules out of view are drawn");
      await page.keyboard.press("Control+Home");
      await page.locator('[role="row"][data-rule="r0"]').waitFor();
      await editor.edit("r0", "output-0", "Tier 2");
      await editor.waitForHeadline(/^5 records move/);
      await editor.records.first().click();
      await page.keyboard.press("End");
      await page.locator('[data-id="record"][aria-rowindex="10001"]').waitFor();
      assert.ok((await editor.records.count()) < 60, "records out of view are drawn");
    },
  );
});
