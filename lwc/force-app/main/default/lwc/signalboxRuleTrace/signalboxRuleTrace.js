import { LightningElement, api } from "lwc";
import { fillLabel, labels } from "c/signalboxLabels";
import { formatValue } from "c/signalboxFormat";

/** A table may have thousands of rows: so many are drawn at once. */
const kRulesPerPage = 20;
const kResults = {
  won: { label: labels.ruleWon, icon: "utility:success", variant: "success" },
  failed: { label: labels.ruleFailed, icon: "utility:close", variant: "" },
  later: { label: labels.ruleLater, icon: "utility:ban", variant: "" },
  error: { label: labels.ruleError, icon: "utility:warning", variant: "warning" },
};

/** Why a rule did not match: the first test that failed, with the value that it met. */
function failure(rule) {
  if (rule.result !== "failed") return "";
  if (rule.test === undefined) return fillLabel(labels.failedFormula, rule.formula);
  return fillLabel(labels.failedTest, rule.formula, rule.test, formatValue(rule.value));
}

/** How one decision table came to its outputs: what it read, which rules won, why each other did not. */
export default class SignalboxRuleTrace extends LightningElement {
  /** The decision's explanation (`explain.decisions.<name>`). @type {object} */
  @api
  get trace() {
    return this._trace;
  }
  set trace(value) {
    this._trace = value;
    this.shownCount = kRulesPerPage;
  }

  _trace;
  labels = labels;
  shownCount = kRulesPerPage;

  get inputs() {
    return (this.trace.inputs ?? []).map((input, index) => ({
      key: String(index),
      formula: input.formula,
      value: formatValue(input.value),
    }));
  }

  /** Winners first, then the others in the order of the table. */
  get orderedRules() {
    const rules = this.trace.rules ?? [];
    return [...rules.filter((rule) => rule.result === "won"), ...rules.filter((rule) => rule.result !== "won")];
  }

  get shownRules() {
    return this.orderedRules.slice(0, this.shownCount).map((rule) => ({
      id: rule.id,
      detail: failure(rule),
      won: rule.result === "won",
      ...(kResults[rule.result] ?? kResults.error),
    }));
  }

  get hiddenCount() {
    return Math.max(0, (this.trace.rules ?? []).length - this.shownCount);
  }

  get showMoreLabel() {
    return fillLabel(labels.showMore, Math.min(kRulesPerPage, this.hiddenCount));
  }

  handleShowMore() {
    this.shownCount += kRulesPerPage;
  }
}
