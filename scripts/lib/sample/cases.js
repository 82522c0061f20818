// Made-up cases with the shape of real ones: skewed towards few countries and products, mostly open, some late, some incomplete.
import { countries, countryWeights, products } from "./places.js";
import { salesforceId } from "./salesforce-id.js";
import { subjects } from "./subjects.js";

const minute = 60_000;
const hour = 60 * minute;
const contacts = [
  "Sofía Núñez",
  "Jürgen Groß",
  "Aoife Byrne",
  "佐藤 花子",
  "김민준",
  "Thandi Nkosi",
  "Zoë Vermeer",
  "Łukasz Nowak",
  "Oleh Кравець",
  "Dana Scott",
];

function subjectOf(random, language, product) {
  const texts = subjects[language][product];
  return random.pick(texts).replace("#", String(random.integer(10_000, 99_999)));
}

function accountOf(random, country) {
  const name = random.pick(countries[country].companies);
  // A company keeps its tier: it follows from the name.
  const tiers = ["Enterprise", "Standard", "Premier", "Standard"];
  const tier = tiers[[...name].reduce((sum, c) => sum + c.codePointAt(0), 0) % tiers.length];
  return { Name: name, Tier__c: tier };
}

/** When it came, when it was first answered, when it was closed. */
function clockOf(random, at) {
  const created = at - random.integer(1, random.chance(70) ? 24 * 60 : 6 * 24 * 60) * minute;
  const answered = created + random.integer(3, 8 * 60) * minute;
  const closed = created + random.integer(2, 90) * hour;
  return {
    CreatedDate: new Date(created).toISOString(),
    FirstResponse__c: answered < at && random.chance(80) ? new Date(answered).toISOString() : null,
    ClosedDate: closed < at && random.chance(60) ? new Date(closed).toISOString() : null,
  };
}

function statusOf(random, clock) {
  if (clock.ClosedDate) return "Closed";
  if (!clock.FirstResponse__c) return "New";
  return random.weighted({ Working: 6, "Waiting on Customer": 3, Escalated: 1 });
}

/** One case. @param {number} number counts from 1 */
export function caseRecord(random, number, at) {
  const country = random.weighted(countryWeights);
  const language = random.chance(85) ? countries[country].language : "English";
  const product = random.weighted(products);
  const clock = clockOf(random, at);
  const status = statusOf(random, clock);
  return {
    Id: salesforceId("500", number),
    CaseNumber: String(number).padStart(8, "0"),
    Subject: subjectOf(random, language, product),
    Status: status,
    IsClosed: status === "Closed",
    Origin: random.weighted({ Email: 5, Web: 4, Phone: 3, Chat: 2 }),
    Severity__c: random.weighted({ Low: 6, Medium: 9, High: 4, Critical: 1 }),
    Product__c: random.chance(2) ? null : product,
    Country__c: random.chance(3) ? null : country,
    Language__c: language,
    Sentiment__c: random.chance(10) ? null : random.integer(-100, 100) / 100,
    OnSiteRequired__c: product === "Hardware" && random.chance(40),
    ReopenCount__c: random.weighted({ 0: 17, 1: 2, 2: 1 }) * 1,
    ...clock,
    Account: accountOf(random, country),
    Contact: { Name: random.pick(contacts) },
  };
}
