import { LightningElement, api } from "lwc";
import { countWords, plural } from "c/signalboxWords";

const kRowsAtFirst = 6;

/**
 * What moves, in numbers: from which queue to which, and how many. A number shows its records in the list.
 * @fires SignalboxMoveSummary#pick the group whose records are wanted, `{key}`; null for all
 */
export default class SignalboxMoveSummary extends LightningElement {
  /** The comparison, from `compareOutcomes`, and whether it is of an earlier definition. */
  @api moves;
  @api stale = false;
  /** Whether there is a result at all. */
  @api decided = false;
  @api changed = false;
  /** The group that is shown in the list, or null. */
  @api picked = null;

  showsAll = false;

  get headline() {
    const { moved } = this.moves;
    const count = moved.length;
    if (this.stale) return this.decided ? "Does not compile: still the last good result." : "Nothing is decided yet.";
    if (!this.changed && count === 0) return "Change a rule to see which records move.";
    return count === 0 ? "No record moves." : `${plural(count, "record")} ${count === 1 ? "moves" : "move"}.`;
  }

  get rows() {
    const rows = this.moves.groups.map((group) => {
      const from = group.from ?? "no queue";
      const to = { queue: group.to ?? "no queue", agent: "another agent", outputs: "other outputs" }[group.kind];
      return {
        key: group.key,
        kind: group.kind,
        from,
        to,
        count: countWords(group.count),
        pressed: this.picked === group.key ? "true" : "false",
        label: `${plural(group.count, "record")} from ${from} to ${to}: show only these`,
        className: group.kind === "queue" ? "" : "minor",
      };
    });
    return this.showsAll ? rows : rows.slice(0, kRowsAtFirst);
  }

  get hiddenCount() {
    return this.showsAll ? 0 : Math.max(0, this.moves.groups.length - kRowsAtFirst);
  }
  get moreLabel() {
    return `Show ${this.hiddenCount} more`;
  }

  handleMore() {
    this.showsAll = true;
  }

  handlePick(event) {
    const { key } = event.currentTarget.dataset;
    this.dispatchEvent(new CustomEvent("pick", { detail: { key: key === this.picked ? null : key } }));
  }
}
