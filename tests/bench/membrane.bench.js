// How long a page takes to decide one record of 100 kB, inside the membrane of Lightning Web Security and outside, as the preview
// does it: the record of lightning/uiRecordApi to JSON, the decision with its explanation, and back to an object.
import { chromiumPath, launchChromium } from "../browser/support/chromium.js";
import { publishedSample, servePages, uiRecord } from "../browser/lightning/host.js";
import { buildMembranePage, kSides, openMembrane } from "../browser/lightning/membrane.js";
import { printFigures } from "./table.js";

const kRecordBytes = 100_000;
const kExtraFields = 200;
const kTimes = 200;
const kTargetMs = 50;
const kOutside = "outside, WebAssembly";

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

/** Milliseconds within which half of the decisions, and 95 of 100, were made. */
function shares(spent) {
  const sorted = spent.toSorted((a, b) => a - b);
  const within = (part) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
  return { median: within(0.5), p95: within(0.95) };
}

async function measureSide(browser, url, side, sample, record) {
  const { definition, directory } = sample.documents;
  const opened = await openMembrane(browser, url, side, { definition, directory, roster: sample.roster });
  const spent = await opened.page.evaluate(
    ({ large, at, count }) => {
      globalThis.membranePage.measure(large, at, 20);
      return globalThis.membranePage.measure(large, at, count);
    },
    { large: record, at: sample.at, count: kTimes },
  );
  await opened.close();
  return shares(spent);
}

function figuresOf(results) {
  return Object.entries(results).flatMap(([side, { median, p95 }]) => {
    const outside = results[kOutside];
    const beside = side === kOutside ? {} : { beside: kOutside };
    return [
      { what: `${side}, median`, value: median, unit: "ms", ...beside, ratio: median / outside.median },
      { what: `${side}, 95 of 100 within`, value: p95, unit: "ms", ...beside, ratio: p95 / outside.p95 },
    ];
  });
}

async function run() {
  await buildMembranePage();
  const sample = publishedSample();
  const record = largeRecord(sample);
  const [browser, site] = await Promise.all([launchChromium(), servePages()]);
  try {
    const results = {};
    for (const [name, side] of Object.entries(kSides)) {
      results[name] = await measureSide(browser, site.url, side, sample, record);
    }
    const bytes = JSON.stringify(record).length;
    printFigures(`a record of ${bytes} bytes in a page (target: ${kTargetMs} ms inside)`, figuresOf(results));
  } finally {
    await Promise.all([browser.close(), site.close()]);
  }
}

if (chromiumPath) await run();
else console.log("skipped: there is no Chromium on this machine");
