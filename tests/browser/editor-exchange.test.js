// Tables and models in and out: Excel workbooks, CSV and DMN through the dialogs, and files that are not what they say.
import assert from "node:assert/strict";
import { axeFindings } from "./support/axe.js";
import { describeEditor, downloaded, sampleText } from "./support/editor.js";
import { strToU8, zipSync } from "fflate";
import { readSheets } from "../../web/spreadsheet/spreadsheet.js";

/** A table with every kind of cell that a spreadsheet likes to change. */
const kTable = {
  hit: "first",
  inputs: ["Country__c", "Opened__c", "Amount__c"],
  outputs: [
    { name: "queue", type: "Text" },
    { name: "priority", type: "Number" },
    { name: "due", type: "Date" },
    { name: "vip", type: "Checkbox" },
  ],
  rules: [
    { id: "a", when: ['"DE","AT"', ">= 2026-02-01", "[1..5)"], then: ["+1", 12.5, "2026-02-28", true], note: "+49" },
    { id: "b", when: ["-", "-", '= Amount__c > 10 && Country__c = "ünï 🎉"'], then: ["007", -3, null, false] },
    { id: "c", when: ["not(blank)", "-", "-"], then: [' 1,5; "x" ', null, "1899-12-31", false], note: "@x" },
    { id: "d", when: ["-", "-", "-"], then: ["12", "= Amount__c * 2", "2024-02-29", true], enabled: false },
  ],
  default: ["-", 0, null, false],
};

function definitionText() {
  const definition = {
    signalbox: 1,
    name: "exchange",
    object: "Case",
    fields: { Country__c: "Text", Opened__c: "Date", Amount__c: "Number" },
    decisions: { first: kTable, second: { ...kTable, hit: "collect" } },
    steps: [{ id: "s", decide: "first" }],
  };
  return JSON.stringify(definition).replace("12.5", "0.12345678901234567890123");
}

describeEditor("the web editor and other people's formats", ({ onPage }) => {
  const openTables = async (editor, text = definitionText()) => {
    await editor.giveFiles({ name: "exchange.json", text });
    await editor.page.locator('[data-id="state"]').filter({ hasText: "exchange.json" }).waitFor();
    assert.deepEqual(await editor.problems.allInnerTexts(), []);
  };
  const exported = async (editor, label) => {
    await editor.page.locator('[data-id="export"]').click();
    await editor.dialog.waitFor();
    await editor.dialog.getByText(label, { exact: true }).click();
    return downloaded(editor.page, () => editor.dialog.getByRole("button", { name: "Export" }).click());
  };
  const imported = async (editor, file) => {
    await editor.giveFiles(file);
    await editor.page.locator('[data-id="message"]').filter({ hasText: "Imported" }).waitFor();
  };

  onPage("a workbook goes out and comes in again as the same tables", async (editor, page) => {
    await openTables(editor);
    const before = (await editor.saveToFile()).text;
    const file = await exported(editor, "Excel workbook");
    assert.equal(file.name, "exchange.xlsx");
    const sheets = await readSheets(new Uint8Array(file.bytes));
    assert.deepEqual(
      sheets.map(({ name }) => name),
      ["first", "second"],
    );
    assert.equal(sheets[0].rows[2][5], -3, "a number is a number to the spreadsheet");
    assert.equal(sheets[0].rows[1][6], "2026-02-28", "a date is a date");

    await editor.showTable("first");
    await editor.edit("a", "output-0", "changed");
    await page.locator('[data-id="unsaved"]').waitFor();
    await imported(editor, file);
    assert.equal(await editor.cellText("a", "output-0"), "+1");
    assert.equal((await editor.saveToFile()).text, before, "no cell has changed");
    await page.locator('[data-id="undo"] button').click();
    await editor.cell("a", "output-0").filter({ hasText: "changed" }).waitFor();
  });

  onPage("one table goes out as CSV and comes in again", async (editor) => {
    await openTables(editor);
    const before = (await editor.saveToFile()).text;
    const file = await exported(editor, "CSV");
    assert.equal(file.name, "first.csv");
    await imported(editor, file);
    assert.equal((await editor.saveToFile()).text, before);
  });

  onPage("a model says what it leaves out, goes out, and comes in again", async (editor, page) => {
    const lossy = await exported(editor, "DMN model");
    assert.equal(lossy.name, "case-support.dmn");
    await editor.dialog.filter({ hasText: /says less than the definition[^]*milestones/ }).waitFor();
    assert.deepEqual(await axeFindings(page), []);
    await page.keyboard.press("Escape");
    await editor.dialog.waitFor({ state: "detached" });

    const definition = JSON.parse(sampleText("definition"));
    const { resolutionTarget } = definition.decisions;
    const alone = { ...definition, milestones: {}, routing: {}, decisions: { resolutionTarget }, steps: [] };
    await openTables(editor, JSON.stringify(alone));
    const file = await exported(editor, "DMN model");
    await page.keyboard.press("Escape");
    await editor.dialog.waitFor({ state: "detached" });
    await editor.giveFiles(file);
    await page.locator('[data-id="message"]').filter({ hasText: "Imported resolutionTarget (6 rules)" }).waitFor();
    await page.keyboard.press("Escape");
    await editor.dialog.waitFor({ state: "detached" });
    assert.deepEqual(await editor.problems.allInnerTexts(), []);
  });

  onPage("a table of somebody's spreadsheet is edited there and replaces the one here", async (editor) => {
    await openTables(editor);
    const file = await exported(editor, "Excel workbook");
    const sheets = await readSheets(new Uint8Array(file.bytes));
    assert.equal(sheets.length, 2);
    const cell = (address, value) => `<c r="${address}" t="inlineStr"><is><t>${value}</t></is></c>`;
    const rows = [
      ["decision first, hit unique", "when: Amount__c", "then: queue (Text)"],
      ["low", "&lt; 10", "Small"],
      ["high", "&gt;= 10", "Large"],
    ].map((row, y) => `<row r="${y + 1}">${row.map((value, x) => cell("ABC"[x] + (y + 1), value)).join("")}</row>`);
    const relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const parts = {
      "xl/workbook.xml": `<workbook xmlns:r="${relation}"><sheets><sheet name="Mine" sheetId="1" r:id="rId1"/></sheets></workbook>`,
      "xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="rId1" Type="${relation}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
      "xl/worksheets/sheet1.xml": `<worksheet><sheetData>${rows.join("")}</sheetData></worksheet>`,
    };
    const bytes = (list) => Buffer.from(zipSync(Object.fromEntries(list.map(([n, t]) => [n, strToU8(t)]))));
    await imported(editor, { name: "mine.xlsx", bytes: bytes(Object.entries(parts)) });
    assert.equal(await editor.cellText("high", "output-0"), "Large");
    assert.deepEqual(await editor.problems.allInnerTexts(), []);

    // The same with a cell that the table cannot take: nothing comes in, and the cell is named.
    const bad = {
      ...parts,
      "xl/worksheets/sheet1.xml": parts["xl/worksheets/sheet1.xml"].replace("&lt; 10", "&lt; ten"),
    };
    await editor.giveFiles({ name: "bad.xlsx", bytes: bytes(Object.entries(bad)) });
    await editor.dialog.filter({ hasText: /bad\.xlsx could not be imported[^]*Mine!B2/ }).waitFor();
    assert.equal(await editor.cellText("high", "output-0"), "Large");
  });

  onPage("files that are no workbooks are refused with the reason, and nothing changes", async (editor, page) => {
    const bomb = zipSync({ "xl/workbook.xml": [new Uint8Array(100 * 1024 * 1024), { level: 9 }] });
    const broken = [
      ["text.xlsx", Buffer.from("decision queue, hit first"), /no XLSX workbook/],
      ["old.xls", Buffer.from([0xd0, 0xcf, 0x11, 0xe0]), /older workbook/],
      ["bomb.xlsx", Buffer.from(bomb), /more than 96 MiB/],
      ["empty.xlsx", Buffer.from(zipSync({ "a.xml": strToU8("<a/>") })), /no sheet/],
    ];
    for (const [name, bytes, reason] of broken) {
      await editor.giveFiles({ name, bytes });
      await editor.dialog.filter({ hasText: `${name} could not be imported` }).waitFor();
      assert.match(await editor.dialog.innerText(), reason);
      await page.keyboard.press("Escape");
      await editor.dialog.waitFor({ state: "detached" });
    }
    assert.equal(await page.locator('[data-id="unsaved"]').count(), 0);
  });

  for (const [width, height] of [[1440, 900], [390, 844]]) // prettier-ignore
    onPage(`the export dialog is clean and works by keyboard at ${width} pixels`, async (editor, page) => {
      if (width < 768) {
        await page.locator('[data-id="more"] button').click();
        await page.getByRole("menuitem", { name: "Export" }).click();
      } else {
        await page.locator('[data-id="export"] button').focus();
        await page.keyboard.press("Enter");
      }
      await editor.dialog.waitFor();
      assert.deepEqual(await axeFindings(page), []);
      await editor.dialog.getByRole("radio", { name: /Excel/ }).focus();
      await page.keyboard.press("ArrowDown");
      assert.equal(await editor.dialog.getByRole("radio", { name: /CSV/ }).isChecked(), true);
      await page.locator('[data-id="export-table"]').waitFor();
      assert.deepEqual(await axeFindings(page), []);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
      await page.keyboard.press("Escape");
      await editor.dialog.waitFor({ state: "detached" });
    }, { viewport: { width, height }, waitFor: "[data-rule]" }); // prettier-ignore
});
