import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { chromiumPath, launchChromium, openPage } from "./chromium.js";
import { serve } from "./serve.js";

/** The site under test. */
export const siteFolder = process.env.SIGNALBOX_SITE ?? fileURLToPath(new URL("../../../build/web", import.meta.url));
/** True when the site has been built (`npm run build -w web`). */
export const siteIsBuilt = fs.existsSync(path.join(siteFolder, "index.html"));

/** The editor on a page, with the gestures of a person. Everything waits for what it expects; nothing waits for time. */
export class EditorPage {
  constructor({ page, troubles, close }) {
    Object.assign(this, { page, troubles, close });
    page.setDefaultTimeout(15000);
  }

  /** Opens the site. @param {string} url @param {{waitFor?: string, ...}} [options] `waitFor`: selector; by default a record */
  static async open(browser, url, { waitFor = '[data-id="record"]', prepare, ...options } = {}) {
    const editor = new EditorPage(await openPage(browser, options));
    await prepare?.(editor.page);
    await editor.page.goto(url);
    await editor.page.waitForSelector(waitFor);
    return editor;
  }

  get records() {
    return this.page.locator('[data-id="record"]');
  }
  get headline() {
    return this.page.locator('[data-id="moved-count"]');
  }
  get problems() {
    return this.page.locator('[data-id="problems"] li');
  }

  /** A cell of the grid. @param {string} rule the rule's id @param {string} column such as `input-0` */
  cell(rule, column) {
    return this.page.locator(`[data-rule="${rule}"] [data-column="${column}"]`);
  }
  head(column) {
    return this.page.locator(`[data-row="-1"][data-column="${column}"]`);
  }
  async cellText(rule, column) {
    return (await this.cell(rule, column).locator(".text").innerText()).trim();
  }

  async showTable(name) {
    await this.page.locator(`[role="tab"][data-key="table-${name}"]`).click();
    await this.page.locator(`[role="grid"][aria-label="Decision table ${name}"]`).waitFor();
  }

  /** Begins to edit a cell and replaces its text, without ending the edit. */
  async type(cell, text) {
    await cell.dblclick();
    await this.editorOf(cell).waitFor();
    await this.page.keyboard.press("Control+a");
    await this.page.keyboard.type(text);
  }

  editorOf(cell) {
    return cell.locator('[contenteditable="true"], input');
  }

  async edit(rule, column, text) {
    await this.type(this.cell(rule, column), text);
    await this.page.keyboard.press("Enter");
    await this.cell(rule, column).locator(".text").waitFor();
  }

  waitForHeadline(pattern) {
    return this.headline.filter({ hasText: pattern }).waitFor();
  }

  /** The rows of the summary, as `[from, to, count]`. */
  async summary() {
    return this.page.locator('[data-id="move"]').evaluateAll((rows) =>
      rows.map((row) => {
        const [from, to, count] = [...row.querySelectorAll("td")].map((cell) => cell.textContent.trim());
        return [from, to.replace("→", ""), Number(count.replaceAll(",", ""))];
      }),
    );
  }

  /** Gives files to the editor as the file dialog would. @param {...{name: string, text?: string, bytes?: Buffer}} files */
  async giveFiles(...files) {
    const given = files.map(({ name, text, bytes = Buffer.from(text) }) => ({
      name,
      mimeType: "application/octet-stream",
      buffer: bytes,
    }));
    await this.page.locator('[data-id="file"]').setInputFiles(given);
  }

  get dialog() {
    return this.page.locator("dialog[open]");
  }

  /** The definition as "Save to file" writes it. @returns {Promise<{name: string, text: string}>} */
  async saveToFile() {
    const waiting = this.page.waitForEvent("download");
    await this.page.getByRole("button", { name: "Save to file" }).click();
    const download = await waiting;
    return { name: download.suggestedFilename(), text: fs.readFileSync(await download.path(), "utf8") };
  }
}

/** What a download brings. @param {import('playwright-core').Page} page @param {() => Promise<void>} begin */
export async function downloaded(page, begin) {
  const waiting = page.waitForEvent("download");
  await begin();
  const download = await waiting;
  return { name: download.suggestedFilename(), bytes: fs.readFileSync(await download.path()) };
}

/** A document of the sample. @param {string} name such as `definition` */
export const sampleText = (name) =>
  fs.readFileSync(new URL(`../../../web/sample/${name}.json`, import.meta.url), "utf8");

/**
 * A suite of tests on the built site, served as any static file server would, under the strict policy.
 * @param {string} name
 * @param {(tools: {
 *   onPage: (name: string, body: (editor: EditorPage, page: import("playwright-core").Page) => Promise<void>, options?: object) => void,
 *   open: (options?: object) => Promise<EditorPage>}) => void} define `onPage`: a test on a page of its own, which must
 *   end without an error of a script, the console or the policy; `open`: a page for a test that needs more
 */
export function describeEditor(name, define) {
  const skip = !chromiumPath ? "no Chromium on this machine" : !siteIsBuilt ? "build/web is not built" : false;
  describe(name, { skip }, () => {
    let browser;
    let site;
    before(async () => {
      [browser, site] = await Promise.all([launchChromium(), serve(siteFolder)]);
    });
    after(async () => {
      await browser?.close();
      await site?.close();
    });

    const open = (options) => EditorPage.open(browser, site.url, options);
    const onPage = (title, body, options) =>
      test(title, async () => {
        const editor = await open(options);
        try {
          await body(editor, editor.page);
          assert.deepEqual(editor.troubles, []);
        } finally {
          await editor.close();
        }
      });
    define({ onPage, open });
  });
}
