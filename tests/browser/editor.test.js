// The web editor, driven as a person would: by clicking and typing in Chromium, on the built site, under its strict policy.
import assert from "node:assert/strict";
import fs from "node:fs";
import { after, before, describe, test } from "node:test";
import { axeFindings } from "./support/axe.js";
import { chromiumPath, launchChromium } from "./support/chromium.js";
import { EditorPage, siteFolder, siteIsBuilt } from "./support/editor.js";
import { serve } from "./support/serve.js";

const skip = !chromiumPath ? "no Chromium on this machine" : !siteIsBuilt ? "build/web is not built" : false;
const sample = (name) => fs.readFileSync(new URL(`../../web/sample/${name}.json`, import.meta.url), "utf8");

describe("the web editor", { skip, concurrency: 2 }, () => {
  let browser;
  let site;

  before(async () => {
    [browser, site] = await Promise.all([launchChromium(), serve(siteFolder)]);
  });
  after(async () => {
    await browser?.close();
    await site?.close();
  });

  /** Runs a test on a page of its own, which must end without an error of a script, the console or the policy. */
  const onPage = (name, body, options) =>
    test(name, async () => {
      const editor = await EditorPage.open(browser, site.url, options);
      try {
        await body(editor, editor.page);
        assert.deepEqual(editor.troubles, []);
      } finally {
        await editor.close();
      }
    });

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
    await replaceAll(sample("definition").replace('"queue": "Overflow"', '"queue": "Overflow" oops'));
    await page.locator('[data-id="source-problem"]').filter({ hasText: "not valid JSON" }).waitFor();
    assert.equal(await apply.isDisabled(), true);
    await editor.showTable("queue");
    await page.getByRole("tab", { name: "Source" }).click();
    await page.locator('[data-id="source-problem"]').waitFor();
    await page.locator('[data-id="source-revert"] button').click();
    await page.locator('[data-id="source-problem"]').waitFor({ state: "detached" });

    await replaceAll(sample("definition").replace('"target": "4h"', '"target": "soon"'));
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

  onPage("what is saved to a file opens as the same definition, and nothing is unsaved then", async (editor, page) => {
    await editor.showTable("priority");
    await editor.edit("high", "output-0", "31");
    await page.locator('[data-id="unsaved"]').waitFor();
    const saved = await editor.saveToFile();
    assert.equal(saved.name, "case-support.json");
    assert.equal(await page.locator('[data-id="unsaved"]').count(), 0);

    const expected = JSON.parse(sample("definition"));
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
    const text = sample("definition").replace('"then": [30]', `"then": [${digits}]`);
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
      text: sample("definition").replace('"signalbox": 1', '"signalbox": 99'),
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

  onPage("markup in records and rules is shown as text", async (editor, page) => {
    const markup = '<img src=x onerror="globalThis.hacked=1"><b>bold</b>';
    const records = JSON.stringify([{ Id: markup, Subject: markup, Product__c: markup, Country__c: "DE" }]);
    const definition = sample("definition").replace('"Money and uptime first."', JSON.stringify(markup));
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
    await editor.giveFiles({ name: "other.json", text: sample("definition") });
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
      const definition = JSON.parse(sample("definition"));
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

  test("without the engine the editor says so, and tries again when asked", async () => {
    let broken = true;
    const editor = await EditorPage.open(browser, site.url, {
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
    const editor = await EditorPage.open(browser, site.url, {
      waitFor: "dialog[open]",
      prepare: (page) => page.route("**/sample/*.json", (route) => route.fulfill({ status: 404, body: "" })),
    });
    assert.match(await editor.dialog.innerText(), /could not be loaded/);
    await editor.page.keyboard.press("Escape");
    await editor.page.getByRole("heading", { name: "Open a definition" }).waitFor();
    assert.deepEqual(await axeFindings(editor.page), []);
    await editor.giveFiles({ name: "definition.json", text: sample("definition") });
    await editor.page.locator('[data-id="no-records"]').filter({ hasText: "No records are open" }).waitFor();
    assert.deepEqual(await axeFindings(editor.page), []);
    await editor.giveFiles(
      { name: "records.json", text: sample("records") },
      { name: "directory.json", text: sample("directory") },
    );
    await editor.page.locator('[data-id="record-count"]').filter({ hasText: "2,000 records" }).waitFor();
    await editor.close();
  });

  test("CodeMirror that cannot be loaded leaves plain inputs, which the engine checks all the same", async () => {
    const editor = await EditorPage.open(browser, site.url, {
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
    await editor.giveFiles({ name: "other.json", text: sample("definition") });
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
