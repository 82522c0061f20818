// How long a page takes to decide one record of 100 kB, inside the membrane of Lightning Web Security and outside, as the preview
// does it: the record of lightning/uiRecordApi to JSON, the decision with its explanation, and back to an object.
// Usage: node tests/bench/membrane.js [--json FILE] [--times N]
import fs from "node:fs";
import { parseArgs } from "node:util";
import { launchChromium } from "../browser/support/chromium.js";
import { publishedSample, servePages, uiRecord } from "../browser/lightning/host.js";
import { buildMembranePage, kSides, openMembrane } from "../browser/lightning/membrane.js";

const kRecordBytes = 100_000;
const kTargetMs = 50;
const kExtraFields = 200;

const { values } = parseArgs({ options: { json: { type: "string" }, times: { type: "string", default: "200" } } });
const times = Number(values.times);
if (!Number.isInteger(times) || times < 1) {
  console.error(`--times: a whole number from 1 is expected, found ${values.times}`);
  process.exit(2);
}

/** A case of the sample with 200 further text fields, which together make 100 kB as `lightning/uiRecordApi` gives them. */
function largeRecord(sample) {
  const plain = { ...sample.records.find((record) => !record.IsClosed) };
  const names = Array.from({ length: kExtraFields }, (_, n) => `Note_${n}__c`);
  const of = (length) => {
    for (const name of names) plain[name] = "x".repeat(length);
    return uiRecord(plain, [...sample.fields, ...names]);
  };
  const empty = JSON.stringify(of(0)).length;
  return of(Math.ceil((kRecordBytes - empty) / kExtraFields));
}

const share = (sorted, part) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
const rounded = (milliseconds) => Math.round(milliseconds * 100) / 100;

async function measureSide(browser, url, side, sample, record) {
  const { definition, directory } = sample.documents;
  const opened = await openMembrane(browser, url, side, { definition, directory, roster: sample.roster });
  const spent = await opened.page.evaluate(
    ({ large, at, count }) => {
      globalThis.membranePage.measure(large, at, 20);
      return globalThis.membranePage.measure(large, at, count);
    },
    { large: record, at: sample.at, count: times },
  );
  await opened.close();
  spent.sort((a, b) => a - b);
  return { medianMs: rounded(share(spent, 0.5)), p95Ms: rounded(share(spent, 0.95)), maxMs: rounded(spent.at(-1)) };
}

await buildMembranePage();
const sample = publishedSample();
const record = largeRecord(sample);
const [browser, site] = await Promise.all([launchChromium(), servePages()]);
const results = {};
for (const [name, side] of Object.entries(kSides)) {
  results[name] = await measureSide(browser, site.url, side, sample, record);
}
await browser.close();
await site.close();

console.log(`one record of ${JSON.stringify(record).length} bytes, ${times} decisions each; target ${kTargetMs} ms`);
for (const [name, { medianMs, p95Ms, maxMs }] of Object.entries(results)) {
  console.log(`${name.padEnd(34)} median ${medianMs} ms, 95 % ${p95Ms} ms, most ${maxMs} ms`);
}
if (values.json) {
  fs.writeFileSync(
    values.json,
    `${JSON.stringify({ recordBytes: kRecordBytes, targetMs: kTargetMs, times, results })}\n`,
  );
}
