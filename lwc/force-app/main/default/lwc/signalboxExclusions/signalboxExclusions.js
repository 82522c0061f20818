import { LightningElement, api } from "lwc";
import { fillLabel, labels } from "c/signalboxLabels";
import { formatInstant } from "c/signalboxFormat";

const kExclusionsPerPage = 20;

/** A sentence with the instant at which the reason ends by itself, where it does. */
const upTo = (until, dated, undated) => (until ? fillLabel(dated, formatInstant(until)) : undated);

function absence({ until, delegatesOut = [] }) {
  if (delegatesOut.length === 0) return fillLabel(labels.excludedAbsent, formatInstant(until));
  return fillLabel(labels.excludedAbsentDelegates, formatInstant(until), delegatesOut.join(", "));
}

function fullness({ open, capacity, until }) {
  if (!until) return fillLabel(labels.excludedCapacity, open, capacity);
  return fillLabel(labels.excludedCapacityUntil, open, capacity, formatInstant(until));
}

/** Code of an exclusion -> its sentence. */
const kReasons = {
  presence: ({ presence }) => fillLabel(labels.excludedPresence, presence),
  capacity: fullness,
  "skill-missing": ({ skill, needed }) => fillLabel(labels.excludedSkillMissing, skill, needed),
  "skill-level": ({ skill, has, needed }) => fillLabel(labels.excludedSkillLevel, skill, has, needed),
  "skill-expired": ({ skill }) => fillLabel(labels.excludedExpired, skill),
  "language-missing": ({ language, needed }) => fillLabel(labels.excludedLanguageMissing, language, needed),
  "language-level": ({ language, has, needed }) => fillLabel(labels.excludedSkillLevel, language, has, needed),
  "language-expired": ({ language }) => fillLabel(labels.excludedExpired, language),
  "certification-missing": ({ certification }) => fillLabel(labels.excludedCertificationMissing, certification),
  "certification-expired": ({ certification }) => fillLabel(labels.excludedExpired, certification),
  territory: ({ territory }) => fillLabel(labels.excludedTerritory, territory),
  rank: ({ has, limit }) => fillLabel(labels.excludedRank, has, limit),
  group: ({ group }) => fillLabel(labels.excludedGroup, group),
  formula: ({ formula }) => fillLabel(labels.excludedFormula, formula),
  cap: ({ has, limit, cap }) => fillLabel(labels.excludedCap, has, limit, cap),
  hours: ({ until }) => upTo(until, labels.excludedHoursUntil, labels.excludedHours),
  "queue-hours": ({ until }) => upTo(until, labels.excludedQueueHoursUntil, labels.excludedQueueHours),
  unavailable: ({ status }) =>
    status ? fillLabel(labels.excludedUnavailableStatus, status) : labels.excludedUnavailable,
  absent: absence,
  "after-work": ({ until }) => fillLabel(labels.excludedAfterWork, formatInstant(until)),
  declined: () => labels.excludedDeclined,
};

/** Why an agent was excluded, as a sentence. Codes that this component does not know are shown as they are. */
function reason(exclusion) {
  const words = Object.hasOwn(kReasons, exclusion.code) ? kReasons[exclusion.code] : null;
  return words ? words(exclusion) : fillLabel(labels.excludedOther, exclusion.code);
}

/** The agents that a routing policy excluded, each with the reason. */
export default class SignalboxExclusions extends LightningElement {
  /** `explain.routing.excluded`. @type {object[]} */
  @api
  get excluded() {
    return this._excluded;
  }
  set excluded(value) {
    this._excluded = value;
    this.shownCount = kExclusionsPerPage;
  }

  _excluded = [];
  shownCount = kExclusionsPerPage;

  get shown() {
    return this.excluded.slice(0, this.shownCount).map((exclusion) => ({
      agent: exclusion.agent,
      label: exclusion.name ?? exclusion.agent,
      reason: reason(exclusion),
    }));
  }

  get hiddenCount() {
    return Math.max(0, this.excluded.length - this.shownCount);
  }

  get showMoreLabel() {
    return fillLabel(labels.showMore, Math.min(kExclusionsPerPage, this.hiddenCount));
  }

  handleShowMore() {
    this.shownCount += kExclusionsPerPage;
  }
}
