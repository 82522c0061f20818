import { LightningElement, api } from "lwc";
import { fillLabel, labels } from "c/signalboxLabels";
import { formatMinutes, formatScore, formatValue } from "c/signalboxFormat";

const kCandidatesPerPage = 10;
const kReasons = {
  score: labels.byScore,
  "longest-since-assigned": labels.byLongest,
  "agent-id": labels.byAgentId,
  "only-candidate": labels.byOnlyCandidate,
};
const kFactors = {
  skillFit: labels.factorSkillFit,
  spareCapacity: labels.factorSpareCapacity,
  longestIdle: labels.factorLongestIdle,
  rank: labels.factorRank,
  territory: labels.factorTerritory,
  continuity: labels.factorContinuity,
  fairness: labels.factorFairness,
  slaUrgency: labels.factorSlaUrgency,
  travelTime: labels.factorTravelTime,
};

const kUnits = {
  level: labels.rawLevel,
  units: labels.rawUnits,
  rank: labels.rawRank,
  steps: labels.rawSteps,
  perMinute: labels.rawPerMinute,
  km: labels.rawKm,
};

/** What a factor was made of, in its own unit; empty when it stands in none. */
function rawText({ raw, unit }) {
  if (raw === null || raw === undefined || !unit) return "";
  return unit === "minutes" ? formatMinutes(raw) : fillLabel(kUnits[unit] ?? "{0}", formatValue(raw));
}

/** The candidates for a record beside each other: one score sheet a row, the chosen agent first. */
export default class SignalboxCandidates extends LightningElement {
  /** The routing's explanation (`explain.routing`), with at least one candidate. @type {object} */
  @api
  get routing() {
    return this._routing;
  }
  set routing(value) {
    this._routing = value;
    this.shownCount = kCandidatesPerPage;
  }

  _routing;
  labels = labels;
  shownCount = kCandidatesPerPage;

  get reasonText() {
    return kReasons[this.routing.by];
  }

  get factors() {
    return this.routing.candidates[0].factors.map(({ factor, weight }, index) => ({
      key: index,
      label: kFactors[factor] ?? factor,
      weightText: fillLabel(labels.weight, weight),
    }));
  }

  /** The chosen agent, then the others by score. The engine's own order decides between equal scores. */
  get orderedCandidates() {
    const { candidates, chosen } = this.routing;
    const others = candidates.filter(({ agent }) => agent !== chosen);
    return [...candidates.filter(({ agent }) => agent === chosen), ...others.sort((a, b) => b.score - a.score)];
  }

  get shownCandidates() {
    return this.orderedCandidates.slice(0, this.shownCount).map((candidate) => {
      const chosen = candidate.agent === this.routing.chosen;
      return {
        agent: candidate.agent,
        label: candidate.name ?? candidate.agent,
        chosen,
        score: formatScore(candidate.score),
        cells: candidate.factors.map((factor, index) => ({
          key: index,
          value: formatScore(factor.value),
          raw: rawText(factor),
        })),
      };
    });
  }

  get hiddenCount() {
    return Math.max(0, this.routing.candidates.length - this.shownCount);
  }

  get showMoreLabel() {
    return fillLabel(labels.showMore, Math.min(kCandidatesPerPage, this.hiddenCount));
  }

  handleShowMore() {
    this.shownCount += kCandidatesPerPage;
  }
}
