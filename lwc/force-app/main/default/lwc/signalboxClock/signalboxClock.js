import { LightningElement, api } from "lwc";
import { fillLabel, labels } from "c/signalboxLabels";
import { formatMinutes, formatShare } from "c/signalboxFormat";

const kShownThresholds = 3;
/** How each state of a milestone looks: its word, its icon (never colour alone) and its theme. */
const kStates = {
  running: { label: labels.stateRunning, icon: "utility:clock", theme: "" },
  breached: { label: labels.stateBreached, icon: "utility:warning", theme: "slds-theme_error" },
  completed: { label: labels.stateCompleted, icon: "utility:success", theme: "slds-theme_success" },
  notStarted: { label: labels.stateNotStarted, icon: "utility:pause", theme: "" },
};

/** One milestone of a decision: its state, the time that is left, and what its clock will change next. */
export default class SignalboxClock extends LightningElement {
  /** Name of the milestone. @type {string} */
  @api name;
  /** The milestone as the decision states it (`milestones.<name>`). @type {object} */
  @api milestone;

  labels = labels;

  get state() {
    return kStates[this.milestone.state] ?? { label: this.milestone.state, icon: "utility:clock", theme: "" };
  }

  get stateLabel() {
    return this.state.label;
  }

  get stateIcon() {
    return this.state.icon;
  }

  get badgeClass() {
    return this.state.theme;
  }

  get isCounting() {
    return this.milestone.state === "running" || this.milestone.state === "breached";
  }

  get remainingText() {
    const { remainingMinutes } = this.milestone;
    const label = remainingMinutes < 0 || this.milestone.state === "breached" ? labels.overdueBy : labels.timeLeft;
    return fillLabel(label, formatMinutes(remainingMinutes));
  }

  get remainingClass() {
    const base = "slds-text-heading_small slds-m-top_xx-small";
    return this.milestone.state === "breached" ? `${base} slds-text-color_error` : base;
  }

  get percentLeft() {
    return Math.max(0, Math.min(100, this.milestone.remaining * 100));
  }

  get progressLabel() {
    return fillLabel(labels.shareLeft, `${this.name} ${formatShare(Math.max(0, this.milestone.remaining))}`);
  }

  get nextThresholds() {
    return (this.milestone.thresholds ?? []).slice(0, kShownThresholds).map((threshold, index) => ({
      key: String(index),
      condition: `${threshold.formula} ${threshold.test ?? ""}`.trim(),
      at: threshold.at,
    }));
  }

  get hasMoreThresholds() {
    return (this.milestone.thresholds ?? []).length > kShownThresholds;
  }

  get moreThresholdsText() {
    return fillLabel(labels.otherThresholds, this.milestone.thresholds.length - kShownThresholds);
  }
}
