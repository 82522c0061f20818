// The preview under the content security policies that pages of Salesforce have had: which build of the engine runs, and that
// it decides the same.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { chromiumPath, launchChromium } from "./support/chromium.js";
import { buildPreviewPage, kPolicies, publishedSample, servePages } from "./lightning/host.js";
import { openPreview } from "./lightning/preview.js";

describe("the preview's engine", { skip: chromiumPath ? false : "no Chromium on this machine" }, () => {
  const sample = publishedSample();
  const plain = sample.records.find((record) => !record.IsClosed && record.Country__c === "DE");
  const options = {
    supply: {
      documents: { data: sample.documents },
      roster: { data: sample.roster },
      record: { data: sample.recordPage(plain) },
    },
    properties: { recordId: plain.Id, objectApiName: "Case" },
    now: sample.at,
  };
  const shown = [];
  let browser;

  before(async () => {
    await buildPreviewPage();
    browser = await launchChromium();
  });

  after(() => browser.close());

  for (const { scripts, engine } of kPolicies) {
    test(`under script-src ${scripts} it is the build of ${engine}`, async (t) => {
      const site = await servePages({ scripts });
      t.after(() => site.close());
      const { preview, troubles, close } = await openPreview(browser, site.url, options);
      t.after(close);
      await preview.getByText("Decided", { exact: true }).waitFor();
      assert.match(await preview.locator("[data-id=provenance]").innerText(), new RegExp(`, ${engine}$`));
      assert.deepEqual(troubles, []);
      for (const section of await preview.locator(".section-control").all()) await section.click();
      shown.push((await preview.innerText()).replace(/, (WebAssembly|JavaScript)$/, ""));
    });
  }

  test("shows the same decision under every policy", () => {
    assert.equal(shown.length, kPolicies.length);
    assert.match(shown[0], /DACH Payments/);
    assert.deepEqual(new Set(shown).size, 1);
  });
});
