import { LightningElement, api } from "lwc";
import { labels } from "c/signalboxLabels";
import { formatValue } from "c/signalboxFormat";

/**
 * The name by which people know the agent whom a decision chose.
 * @param {object} decision
 * @returns {string|null} null when it chose nobody
 */
export function chosenAgentName({ outcome, explain }) {
  if (!outcome.agent) return null;
  const sheet = (explain?.routing?.candidates ?? []).find(({ agent }) => agent === outcome.agent);
  return sheet?.name ?? outcome.agent;
}

/** What a decision says: queue, agent and the outputs of its decision tables. */
export default class SignalboxOutcome extends LightningElement {
  /** The whole decision. @type {object} */
  @api decision;

  labels = labels;

  get queueText() {
    return this.decision.outcome.queue ?? labels.noQueue;
  }

  get hasNoQueue() {
    return !this.decision.outcome.queue;
  }

  get isOverflow() {
    return this.decision.explain?.routing?.overflow === true;
  }

  get agentText() {
    return chosenAgentName(this.decision) ?? labels.noAgent;
  }

  get outputs() {
    return Object.entries(this.decision.outcome.outputs ?? {}).map(([name, value]) => ({
      name,
      value: formatValue(value),
    }));
  }
}
