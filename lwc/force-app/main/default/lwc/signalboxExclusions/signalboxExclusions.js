import { LightningElement, api } from "lwc";
import { fillLabel, labels } from "c/signalboxLabels";

const kExclusionsPerPage = 20;

/** Why an agent was excluded, as a sentence. Codes that this component does not know are shown as they are. */
function reason(exclusion) {
  switch (exclusion.code) {
    case "skill-missing":
      return fillLabel(labels.excludedSkillMissing, exclusion.skill, exclusion.needed);
    case "skill-level":
      return fillLabel(labels.excludedSkillLevel, exclusion.skill, exclusion.has, exclusion.needed);
    case "presence":
      return fillLabel(labels.excludedPresence, exclusion.presence);
    case "capacity":
      return fillLabel(labels.excludedCapacity, exclusion.open, exclusion.capacity);
    default:
      return fillLabel(labels.excludedOther, exclusion.code);
  }
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
