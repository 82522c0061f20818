import LOCALE from "@salesforce/i18n/locale";
import TIME_ZONE from "@salesforce/i18n/timeZone";
import { fillLabel, labels } from "c/signalboxLabels";

const kMinutesPerHour = 60;
const kMinutesPerDay = 24 * kMinutesPerHour;
const kSecondsPerMinute = 60;

const unit = (value, name) =>
  new Intl.NumberFormat(LOCALE, { style: "unit", unit: name, unitDisplay: "short", maximumFractionDigits: 0 }).format(
    value,
  );

/**
 * A span of time in words, in the two largest units that say something: `1 day 2 hr`, `45 min`, `30 sec`.
 * @param {number} minutes length in minutes, fractions allowed; the sign is not shown
 * @returns {string} in the reader's locale
 */
export function formatMinutes(minutes) {
  const length = Math.abs(minutes);
  if (length < 1) return unit(Math.floor(length * kSecondsPerMinute), "second");
  const days = Math.floor(length / kMinutesPerDay);
  const hours = Math.floor((length % kMinutesPerDay) / kMinutesPerHour);
  const rest = Math.floor(length % kMinutesPerHour);
  const parts = [
    [days, "day"],
    [hours, "hour"],
    [rest, "minute"],
  ];
  const first = parts.findIndex(([value]) => value > 0);
  return parts
    .slice(first, first + 2)
    .filter(([value]) => value > 0)
    .map(([value, name]) => unit(value, name))
    .join(" ");
}

/**
 * A share as a percentage, rounded down so that "100%" is never said of less.
 * @param {number} share 0..1
 * @returns {string} in the reader's locale
 */
export function formatShare(share) {
  const percent = Math.floor(share * 100 + 1e-9);
  return new Intl.NumberFormat(LOCALE, { style: "percent", maximumFractionDigits: 0 }).format(percent / 100);
}

/**
 * A factor or score of a score sheet with three decimals.
 * @param {number} value 0..1
 * @returns {string} in the reader's locale
 */
export function formatScore(value) {
  return new Intl.NumberFormat(LOCALE, { minimumFractionDigits: 3, maximumFractionDigits: 3 }).format(value);
}

/**
 * An instant as the reader's clock shows it.
 * @param {string} instant such as `2026-01-31T08:00:00.000Z`
 * @returns {string} in the reader's locale and time zone
 */
export function formatInstant(instant) {
  const style = { dateStyle: "medium", timeStyle: "short", timeZone: TIME_ZONE };
  return new Intl.DateTimeFormat(LOCALE, style).format(new Date(instant));
}

/**
 * A value of the decision as people read it; blank has a word of its own, and so has what could not be computed.
 * @param {*} value JSON value of an input, an output or a failed test
 * @returns {string}
 */
export function formatValue(value) {
  if (value === null || value === undefined || value === "") return labels.blank;
  if (Array.isArray(value)) return value.length ? value.map(formatValue).join(", ") : labels.blank;
  if (value.error) return fillLabel(labels.notComputed, value.error);
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/**
 * A sentence of the explanation in pieces: what it quotes in backticks is code.
 * @param {string} sentence
 * @returns {{key: string, text: string, isCode: boolean}[]}
 */
export function sentencePieces(sentence) {
  return sentence
    .split("`")
    .map((text, index) => ({ key: String(index), text, isCode: index % 2 === 1 }))
    .filter(({ text }) => text);
}
