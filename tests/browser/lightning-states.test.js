// The preview on a record page in Chromium, with Lightning base components and SLDS: every state, wide and narrow.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { axeFindings } from "./support/axe.js";
import { chromiumPath, launchChromium } from "./support/chromium.js";
import { buildPreviewPage, builtFolder, servePages } from "./lightning/host.js";
import { openPreview, supplied } from "./lightning/preview.js";
import { claim, publishedDocuments } from "./lightning/small-org.js";

const kViewports = { desktop: { width: 1280, height: 900 }, narrow: { width: 360, height: 740 } };
const hiding = (...names) => {
  const record = claim();
  for (const name of names) delete record.fields[name];
  return record;
};

/** Each state: what the platform supplies, and words that the reader then sees. */
const kStates = [
  { name: "loading", supply: {}, sees: ["Deciding where this record goes"] },
  {
    name: "decided",
    supply: supplied(),
    sees: ["Reviewers", "Ana Lima", "1 hr 30 min left", "german: Won", "Bo Chen", "0.400"],
    opens: true,
  },
  {
    name: "breached",
    supply: supplied({ record: { data: claim({ CreatedDate: "2026-03-02T11:00:00.000Z" }) } }),
    sees: ["Seniors", "No agent can take it now", "Breached", "Overdue by 1 hr 30 min", "Is Away; only Online"],
    opens: true,
  },
  {
    name: "evaluation error",
    supply: supplied({ record: { data: claim({ Parts__c: 0 }) } }),
    sees: ["Some formulas could not be computed", "/decisions/queue/inputs/1", "Could not be tested"],
    opens: true,
  },
  {
    name: "no queue",
    supply: supplied({ record: { data: claim({ Country__c: "FR" }) } }),
    sees: ["No queue", "No rule places this record", 'must be "DE"; it is FR'],
    opens: true,
  },
  {
    name: "some fields hidden",
    supply: supplied({ record: { data: hiding("Amount__c", "Policy__r") } }),
    sees: ["You cannot see Amount__c, Policy__r.Tier__c"],
  },
  { name: "no roster", supply: supplied({ roster: { data: null } }), sees: ["No roster is published"] },
  {
    name: "no access",
    supply: supplied({
      record: { error: { status: 403, body: { message: "No.", errorCode: "INSUFFICIENT_ACCESS" } } },
    }),
    sees: ["You do not have access to this record"],
  },
  {
    name: "all fields hidden",
    supply: supplied({ record: { data: hiding("Country__c", "Amount__c", "Parts__c", "CreatedDate", "Policy__r") } }),
    sees: ["You do not have access to this record"],
  },
  {
    name: "record error",
    supply: supplied({ record: { error: { status: 404, body: { message: "The record was deleted." } } } }),
    sees: ["The record could not be read", "The record was deleted."],
  },
  {
    name: "rules error",
    supply: supplied({ documents: { error: { status: 500, body: { message: "You may not read the documents." } } } }),
    sees: ["The published rules could not be read", "You may not read the documents."],
  },
  { name: "nothing published", supply: supplied({ documents: { data: null } }), sees: ["No rules are published for"] },
  {
    name: "rules with errors",
    supply: supplied({ documents: { data: publishedDocuments({ milestones: { Review: { target: "soon" } }, x: 1 }) } }),
    sees: ["The published definition has errors", "/milestones/Review/target", "/x"],
  },
  { name: "no record", supply: supplied(), properties: {}, sees: ["No record is chosen"] },
  {
    name: "no engine",
    supply: supplied(),
    withEngine: false,
    sees: ["The decision engine cannot run here", "Try again"],
  },
];

describe("the preview on a Lightning page", { skip: chromiumPath ? false : "no Chromium on this machine" }, () => {
  let browser;
  let site;
  let siteWithoutEngine;

  before(async () => {
    await buildPreviewPage();
    [browser, site, siteWithoutEngine] = await Promise.all([
      launchChromium(),
      servePages(),
      servePages({ withEngine: false }),
    ]);
  });

  after(() => Promise.all([browser.close(), site.close(), siteWithoutEngine.close()]));

  for (const [viewportName, viewport] of Object.entries(kViewports)) {
    for (const { name, supply, properties, sees, opens, withEngine = true } of kStates) {
      test(`${name}, ${viewportName}: says it, and axe finds nothing`, async (t) => {
        const { url } = withEngine ? site : siteWithoutEngine;
        const { page, preview, troubles, close } = await openPreview(browser, url, { supply, properties, viewport });
        t.after(close);
        await preview.getByText(sees[0]).first().waitFor({ state: "attached" });
        if (opens) for (const section of await preview.locator(".section-control").all()) await section.click();
        const words = (await preview.innerText()).replace(/\s+/g, " ");
        for (const seen of sees) assert.ok(words.includes(seen), `\`${seen}\` is not in: ${words}`);
        assert.deepEqual(await axeFindings(page), []);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.body.clientWidth);
        assert.ok(overflow <= 0, `the page scrolls sideways by ${overflow} px`);
        await screenshot(page, `${viewportName}-${name.replaceAll(" ", "-")}`);
        if (withEngine) assert.deepEqual(troubles, []);
      });
    }
  }

  test("decides anew when the record changes, and says so to screen readers", async (t) => {
    const { preview, tell, close } = await openPreview(browser, site.url, { supply: supplied() });
    t.after(close);
    const status = preview.locator("[data-id=announcement]");
    await status.getByText("Queue: Reviewers. Agent: Ana Lima.").waitFor();
    await tell(supplied({ record: { data: claim({ Amount__c: 5000 }) } }));
    await status.getByText("Queue: Seniors. Agent: No agent can take it now.").waitFor();
    assert.equal(await preview.locator("[data-id=queue]").innerText(), "Seniors");
  });

  test("decides anew when the clock has reached a threshold", async (t) => {
    const { page, preview, close } = await openPreview(browser, site.url, { supply: supplied(), ticking: true });
    t.after(close);
    await preview.locator("[data-id=queue]").getByText("Reviewers").waitFor();
    await page.clock.fastForward("01:00:01");
    await preview.locator("[data-id=queue]").getByText("Seniors").waitFor();
  });

  test("opens and closes the reasons by keyboard", async (t) => {
    const { page, preview, close } = await openPreview(browser, site.url, { supply: supplied() });
    t.after(close);
    const rules = preview.getByRole("button", { name: "Rules of queue" });
    await rules.focus();
    assert.equal(await rules.getAttribute("aria-expanded"), "false");
    await page.keyboard.press("Enter");
    await preview.locator("[data-id=rule]").getByText("german").waitFor();
    assert.equal(await rules.getAttribute("aria-expanded"), "true");
    await page.keyboard.press("Space");
    await preview.locator("[data-id=rule]").getByText("german").waitFor({ state: "hidden" });
  });

  test("tries the engine again on demand, and moves the focus to what follows", async (t) => {
    const { page, preview, close } = await openPreview(browser, siteWithoutEngine.url, { supply: supplied() });
    t.after(close);
    const again = preview.getByRole("button", { name: "Try again" });
    await again.waitFor();
    await page.route("**/resources/**", async (route) => {
      const file = new URL(route.request().url()).pathname;
      await route.fulfill({ response: await page.request.get(new URL(file, site.url).href) });
    });
    await again.focus();
    await page.keyboard.press("Enter");
    await preview.locator("[data-id=queue]").getByText("Reviewers").waitFor();
    await preview.locator("div:focus c-signalbox-outcome").waitFor();
  });
});

async function screenshot(page, name) {
  const folder = path.join(builtFolder, "screenshots");
  fs.mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: path.join(folder, `${name}.png`), fullPage: true });
}
