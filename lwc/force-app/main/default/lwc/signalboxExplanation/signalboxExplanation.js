import { LightningElement, api } from "lwc";
import { fillLabel, labels } from "c/signalboxLabels";
import { sentencePieces } from "c/signalboxFormat";

/** A long table has a sentence for every rule: so many are shown at once. */
const kSentencesPerPage = 8;

/** Why a decision is as it is: sentences first, then each decision table, the candidates and the exclusions to open. */
export default class SignalboxExplanation extends LightningElement {
  /** `explain` of a decision. @type {object} */
  @api explain;

  labels = labels;
  shownCount = kSentencesPerPage;
  noSections = [];

  get shownSentences() {
    return (this.explain.sentences ?? []).slice(0, this.shownCount).map((sentence, index) => ({
      key: String(index),
      pieces: sentencePieces(sentence),
    }));
  }

  get hiddenCount() {
    return Math.max(0, (this.explain.sentences ?? []).length - this.shownCount);
  }

  get showMoreLabel() {
    return fillLabel(labels.showMore, this.hiddenCount);
  }

  handleShowMore() {
    this.shownCount = Infinity;
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
