import { openPage } from "../support/chromium.js";
import { claim, kNow, publishedDocuments, publishedRoster } from "./small-org.js";

const kRecordPage = { recordId: "a005g0000000001AAA", objectApiName: "Claim__c" };

/** Everything that the platform supplies when all is well, with what a test says instead. */
export const supplied = (changes = {}) => ({
  documents: { data: publishedDocuments() },
  roster: { data: publishedRoster },
  record: { data: claim() },
  ...changes,
});

/**
 * Opens the page of a record with the preview on it.
 * @param {import("playwright-core").Browser} browser
 * @param {string} url of the served pages
 * @param {object} [options]
 * @param {object} [options.supply] what the wires know: `documents`, `roster`, `record`
 * @param {object} [options.properties] of the component
 * @param {string} [options.now] what the page's clock shows
 * @param {boolean} [options.ticking] whether that clock runs on
 * @param {{width: number, height: number}} [options.viewport]
 */
export async function openPreview(browser, url, options = {}) {
  const { supply = {}, properties = kRecordPage, now = kNow, ticking = false, viewport } = options;
  const opened = await openPage(browser, viewport ? { viewport } : {});
  const { page } = opened;
  await (ticking ? page.clock.install({ time: now }) : page.clock.setFixedTime(now));
  await page.goto(`${url}page.html`);
  const tell = (known) => page.evaluate((values) => globalThis.lightningPage.supply(values), known);
  await tell(supply);
  await page.evaluate((values) => globalThis.lightningPage.show(values), properties);
  return { ...opened, tell, preview: page.locator("c-signalbox-preview") };
}
