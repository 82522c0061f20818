import { LightningElement, api } from "lwc";
import { fillLabel, labels } from "c/signalboxLabels";

/** Why a decision is as it is: sentences first, then each decision table, the candidates and the exclusions to open. */
export default class SignalboxExplanation extends LightningElement {
  /** `explain` of a decision. @type {object} */
  @api explain;

  labels = labels;
  noSections = [];

  get sentences() {
    return (this.explain.sentences ?? []).map((text, index) => ({ key: String(index), text }));
  }

  get decisions() {
    return Object.entries(this.explain.decisions ?? {}).map(([name, trace]) => ({
      name,
      trace,
      label: fillLabel(labels.rulesOf, name),
    }));
  }

  get hasCandidates() {
    return (this.explain.routing?.candidates ?? []).length > 0;
  }

  get candidatesLabel() {
    return fillLabel(labels.candidates, this.explain.routing.candidates.length);
  }

  get hasExcluded() {
    return (this.explain.routing?.excluded ?? []).length > 0;
  }

  get excludedLabel() {
    return fillLabel(labels.excluded, this.explain.routing.excluded.length);
  }
}
