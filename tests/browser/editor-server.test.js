// The web editor as the Signalbox server serves it: drafts, publishing, and the server's token, with the real program.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { axeFindings } from "./support/axe.js";
import { chromiumPath, launchChromium } from "./support/chromium.js";
import { EditorPage, sampleText, siteFolder, siteIsBuilt } from "./support/editor.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const program = process.env.SIGNALBOX_BIN ?? path.join(root, "build/bin/signalbox");
const skip = !chromiumPath
  ? "no Chromium on this machine"
  : !siteIsBuilt || !fs.existsSync(program)
    ? "build/web or build/bin/signalbox is not built"
    : false;

/** Starts the server on a free port with the sample published. */
async function startServer(...more) {
  const data = fs.mkdtempSync(path.join(os.tmpdir(), "signalbox-editor-"));
  const documents = ["definition", "directory", "roster"].flatMap((kind) => [
    `--${kind}`,
    path.join(root, `web/sample/${kind}.json`),
  ]);
  const words = [
    "serve",
    "--json",
    "--data",
    data,
    "--listen",
    "127.0.0.1:0",
    "--web",
    siteFolder,
    ...documents,
    ...more,
  ];
  const child = spawn(program, words, { stdio: ["ignore", "pipe", "inherit"] });
  const line = await new Promise((resolve, reject) => {
    let text = "";
    child.stdout.on("data", (chunk) => {
      text += chunk;
      if (text.includes("\n")) resolve(text.split("\n")[0]);
    });
    child.on("exit", (code) => reject(new Error(`signalbox serve ended with ${code}`)));
  });
  const { address, url = address } = JSON.parse(line);
  return {
    url: `${url.startsWith("http") ? url : `http://${url}`}/`.replace(/\/+$/, "/"),
    stop: async () => {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      await ended;
      fs.rmSync(data, { recursive: true, force: true });
    },
  };
}

describe("the web editor on its server", { skip }, () => {
  let browser;
  before(async () => {
    browser = await launchChromium();
  });
  after(() => browser?.close());

  const state = (editor, text) => editor.page.locator('[data-id="state"]').filter({ hasText: text }).waitFor();
  const json = async (address) => (await fetch(address)).json();

  test("a draft is saved, opened again by the next visitor, and published", async () => {
    const server = await startServer();
    try {
      const first = await EditorPage.open(browser, server.url);
      await state(first, "Published, version 1");
      await first.showTable("queue");
      await first.edit("dach", "input-0", '"AT","CH"');
      await first.waitForHeadline(/records move/);
      const headline = await first.headline.innerText();
      await first.page.getByRole("button", { name: "Save draft" }).click();
      await state(first, "Draft");
      assert.equal(await first.page.locator('[data-id="unsaved"]').count(), 0);
      await first.edit("apac", "input-0", '"JP"');
      await first.page.keyboard.press("Control+s");
      await first.page.locator('[data-id="unsaved"]').waitFor({ state: "detached" });
      await first.page.keyboard.press("Control+z");
      await first.page.keyboard.press("Control+s");
      await first.page.locator('[data-id="unsaved"]').waitFor({ state: "detached" });
      await first.close();

      const second = await EditorPage.open(browser, server.url);
      await state(second, "Draft");
      assert.equal(await second.headline.innerText(), headline, "moves are counted from the published version");
      await second.showTable("queue");
      assert.equal(await second.cellText("dach", "input-0"), '"AT","CH"');

      await second.page.getByRole("button", { name: "Publish" }).click();
      await second.dialog.waitFor();
      assert.ok((await second.dialog.innerText()).includes(headline.replace(".", "")), "the question tells what moves");
      await second.page.locator('[data-id="review"][data-phase="ready"]').waitFor();
      const region = await second.page.locator('[data-id="review-decision"][data-decision="queue"]').innerText();
      assert.match(region, /regions? changes?[\s\S]*DACH Payments[\s\S]*EMEA Support[\s\S]*dach → no rule[\s\S]*"DE"/);
      const records = await second.page.locator('[data-id="review-records"]').innerText();
      assert.match(records, /\d+ of 2,000 records get another answer[\s\S]*and \d+ more/);
      assert.deepEqual(await axeFindings(second.page), []);
      await second.dialog.getByRole("button", { name: "Publish" }).click();
      await state(second, "Published, version 2");
      await second.waitForHeadline(/Change a rule/);
      const { definitions } = await json(`${server.url}v1/definitions`);
      assert.deepEqual(
        definitions.map(({ name, version }) => [name, version]),
        [["case-support", 2]],
      );
      const published = await json(`${server.url}v1/definitions/case-support/versions/2`);
      assert.equal(published.decisions.queue.rules.find((rule) => rule.id === "dach").when[0], '"AT","CH"');
      await second.close();
    } finally {
      await server.stop();
    }
  });

  test("publishing shows examples that fail and errors of the analysis, and one can go back", async () => {
    const server = await startServer();
    try {
      const editor = await EditorPage.open(browser, server.url);
      const definition = JSON.parse(sampleText("definition"));
      definition.decisions.priority.hit = "unique";
      delete definition.decisions.priority.collect;
      definition.examples = [{ name: "Germany", record: { Country__c: "DE" }, expect: { queue: "Nowhere" } }];
      await editor.giveFiles({ name: "case.json", text: JSON.stringify(definition) });
      await state(editor, "File case.json");
      await editor.showTable("priority");
      await editor.page.locator('[data-id="findings"][data-phase="ready"]').waitFor();
      await editor.page.getByRole("button", { name: "Publish" }).click();
      await editor.page.locator('[data-id="review"][data-phase="ready"]').waitFor();
      assert.match(
        await editor.page.locator('[data-id="review-examples"]').innerText(),
        /Germany[\s\S]*expected Nowhere/,
      );
      assert.match(
        await editor.page.locator('[data-id="review-problems"]').innerText(),
        /finds \d+ errors?[\s\S]*priority/,
      );
      assert.deepEqual(await axeFindings(editor.page), []);
      await editor.dialog.getByRole("button", { name: "Go back" }).click();
      await editor.dialog.waitFor({ state: "detached" });
      assert.equal((await json(`${server.url}v1/definitions`)).definitions[0].version, 1);
      await editor.close();
    } finally {
      await server.stop();
    }
  });

  test("on a narrow page the header is one line, with the rest in a menu", async () => {
    const server = await startServer();
    try {
      const editor = await EditorPage.open(browser, server.url, {
        viewport: { width: 390, height: 844 },
        waitFor: '[data-id="publish"]',
      });
      const button = (name) => editor.page.getByRole("button", { name, exact: true });
      const boxes = await Promise.all(["Publish", "More actions"].map((name) => button(name).boundingBox()));
      for (const box of boxes) {
        assert.ok(box.x >= 0 && box.x + box.width <= 390, `inside the page: ${JSON.stringify(box)}`);
        assert.ok(box.y + box.height < 56, `on the one line: ${JSON.stringify(box)}`);
      }
      await button("More actions").click();
      for (const name of ["Open", "Save to file", "Export", "Save draft"])
        await editor.page.getByRole("menuitem", { name, exact: true }).waitFor();
      assert.deepEqual(await axeFindings(editor.page), []);
      await editor.page.getByRole("menuitem", { name: "Save draft" }).click();
      await state(editor, "Draft");
      await editor.close();
    } finally {
      await server.stop();
    }
  });

  test("a draft that somebody else saved is replaced only when one says so", async () => {
    const server = await startServer();
    try {
      const editor = await EditorPage.open(browser, server.url);
      await editor.showTable("queue");
      const address = `${server.url}v1/definitions/case-support/draft`;
      const theirs = await (await fetch(`${server.url}v1/definitions/case-support/versions/1`)).json();
      theirs.decisions.queue.default = ["Overflow"];
      const body = JSON.stringify(theirs);
      assert.equal(
        (await fetch(address, { method: "PUT", headers: { "Content-Type": "application/json" }, body })).status,
        200,
      );

      await editor.edit("dach", "input-0", '"AT"');
      await editor.page.getByRole("button", { name: "Save draft" }).click();
      await editor.dialog.filter({ hasText: "Replace the draft" }).waitFor();
      await editor.page.keyboard.press("Escape");
      await editor.dialog.waitFor({ state: "detached" });
      assert.deepEqual((await json(address)).decisions.queue.default, ["Overflow"]);
      await editor.page.locator('[data-id="unsaved"]').waitFor();

      await editor.page.getByRole("button", { name: "Save draft" }).click();
      await editor.dialog.getByRole("button", { name: "Replace it" }).click();
      await state(editor, "Draft");
      assert.deepEqual((await json(address)).decisions.queue.default, ["EMEA Support"]);
      await editor.close();
    } finally {
      await server.stop();
    }
  });

  test("a definition that does not compile can be saved as a draft, and cannot be published", async () => {
    const server = await startServer();
    try {
      const editor = await EditorPage.open(browser, server.url);
      await editor.showTable("priority");
      await editor.edit("high", "output-0", "plenty");
      await editor.problems.first().waitFor();
      assert.equal(await editor.page.getByRole("button", { name: "Publish" }).isDisabled(), true);
      await editor.page.getByRole("button", { name: "Save draft" }).click();
      await state(editor, "Draft");
      await editor.close();
    } finally {
      await server.stop();
    }
  });

  test("a server with a token is asked for it, and a wrong one is asked for again", async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "signalbox-token-"));
    const token = path.join(folder, "token");
    fs.writeFileSync(token, "0123456789abcdef0123456789abcdef\n", { mode: 0o600 });
    const server = await startServer("--token-file", token);
    try {
      const editor = await EditorPage.open(browser, server.url, { waitFor: "dialog[open]" });
      const give = async (text) => {
        await editor.dialog.getByLabel("Token", { exact: true }).fill(text);
        await editor.page.keyboard.press("Enter");
      };
      assert.deepEqual(await axeFindings(editor.page), []);
      await give("wrong");
      await editor.dialog.filter({ hasText: "refused this token" }).waitFor();
      await give("0123456789abcdef0123456789abcdef");
      await state(editor, "Published, version 1");
      await editor.close();
    } finally {
      await server.stop();
      fs.rmSync(folder, { recursive: true, force: true });
    }
  });
});
