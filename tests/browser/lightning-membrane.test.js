// The engine inside the membrane that Lightning Web Security is made of decides, byte for byte, as it does outside.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { chromiumPath, launchChromium } from "./support/chromium.js";
import { publishedSample, servePages } from "./lightning/host.js";
import { buildMembranePage, kSides, openMembrane } from "./lightning/membrane.js";

const kRecords = 60;

describe("the engine in a membrane", { skip: chromiumPath ? false : "no Chromium on this machine" }, () => {
  const sample = publishedSample();
  const records = sample.records.slice(0, kRecords).map(sample.recordPage);
  const { definition, directory } = sample.documents;
  const decisions = {};
  let browser;
  let site;

  before(async () => {
    await buildMembranePage();
    [browser, site] = await Promise.all([launchChromium(), servePages()]);
  });

  after(() => Promise.all([browser.close(), site.close()]));

  for (const [name, side] of Object.entries(kSides)) {
    test(`decides ${name}`, async (t) => {
      const documents = { definition, directory, roster: sample.roster };
      const { page, troubles, kind, close } = await openMembrane(browser, site.url, side, documents);
      t.after(close);
      assert.equal(kind, side.kind);
      decisions[name] = await page.evaluate(
        ({ all, at }) => all.map((record) => globalThis.membranePage.decideText(record, at)),
        { all: records, at: sample.at },
      );
      for (const text of decisions[name]) assert.equal(JSON.parse(text).definition, "case-support");
      assert.deepEqual(troubles, []);
    });
  }

  test("decides the same bytes on every side", () => {
    const [outside, ...others] = Object.keys(kSides).map((name) => decisions[name]);
    assert.equal(outside.length, kRecords);
    assert.ok(new Set(outside).size > 1);
    for (const other of others) assert.deepEqual(other, outside);
  });
});
