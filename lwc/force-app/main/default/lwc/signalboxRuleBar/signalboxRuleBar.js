import { LightningElement, api } from "lwc";
import { plural } from "c/signalboxWords";

const kHits = [
  { label: "First", value: "first" },
  { label: "Unique", value: "unique" },
  { label: "Any", value: "any" },
  { label: "Priority", value: "priority" },
  { label: "Collect", value: "collect" },
  { label: "Rule order", value: "ruleOrder" },
  { label: "Output order", value: "outputOrder" },
];

/**
 * The hit policy of a table, and what can be done with the rule that the grid stands on.
 * @fires SignalboxRuleBar#hit the chosen hit policy, `{hit}`
 * @fires SignalboxRuleBar#rule what was asked for, `{name}`: `insert`, `duplicate`, `moveUp`, `moveDown`, `delete`
 */
export default class SignalboxRuleBar extends LightningElement {
  /** The table, from `tableOf`, or null. */
  @api table = null;
  /** The row that the grid stands on: -1 is the header, the number of rules the default. */
  @api row = 0;

  get count() {
    return this.table?.rules.length ?? 0;
  }
  get countText() {
    return plural(this.count, "rule");
  }
  get hit() {
    return this.table?.hit ?? "first";
  }
  get hitOptions() {
    const how = this.table?.collect;
    const worded = how ? `Collect (${how})` : "Collect";
    return kHits.map((each) => (each.value === "collect" ? { ...each, label: worded } : each));
  }
  get noRule() {
    return this.row < 0 || this.row >= this.count;
  }
  get cannotMoveUp() {
    return this.noRule || this.row === 0;
  }
  get cannotMoveDown() {
    return this.noRule || this.row === this.count - 1;
  }

  get buttons() {
    const { noRule } = this;
    return [
      { name: "insert", icon: "utility:add", label: "Insert a rule below", key: "Ctrl+Enter" },
      { name: "duplicate", icon: "utility:copy", label: "Duplicate the rule", key: "Ctrl+D", disabled: noRule },
      {
        name: "moveUp",
        icon: "utility:arrowup",
        label: "Move the rule up",
        key: "Alt+Up",
        disabled: this.cannotMoveUp,
      },
      {
        name: "moveDown",
        icon: "utility:arrowdown",
        label: "Move the rule down",
        key: "Alt+Down",
        disabled: this.cannotMoveDown,
      },
      { name: "delete", icon: "utility:delete", label: "Delete the rule", key: "Ctrl+Delete", disabled: noRule },
    ].map((each) => ({ ...each, isIcon: true, title: `${each.label} (${each.key})` }));
  }

  handleHit(event) {
    this.dispatchEvent(new CustomEvent("hit", { detail: { hit: event.detail.value } }));
  }

  handleRule(event) {
    this.dispatchEvent(new CustomEvent("rule", { detail: { name: event.detail.name } }));
  }
}
