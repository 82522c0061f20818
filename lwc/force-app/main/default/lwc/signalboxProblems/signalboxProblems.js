import { LightningElement, api } from "lwc";
import { placeOf, plural } from "c/signalboxWords";

const kIcons = { error: "utility:error", warning: "utility:warning", info: "utility:info" };
const kShown = 200;

/** Every diagnostic of the definition, each with a way to its place. */
export default class SignalboxProblems extends LightningElement {
  /** @type {import("c/signalboxStore").EditorStore} */
  @api store;
  /** The diagnostics, worst first. @type {object[]} */
  @api diagnostics = [];

  get ordered() {
    const rank = { error: 0, warning: 1, info: 2 };
    return [...this.diagnostics].sort((a, b) => rank[a.severity] - rank[b.severity]);
  }

  get title() {
    const errors = this.diagnostics.filter((each) => each.severity === "error").length;
    const others = this.diagnostics.length - errors;
    return [errors ? plural(errors, "problem") : "", others ? plural(others, "note") : ""].filter(Boolean).join(", ");
  }

  get rows() {
    return this.ordered.slice(0, kShown).map((each, key) => {
      const place = placeOf(this.store.draft, each.path);
      const suggestion = each.suggestion ? ` Did you mean ${each.suggestion}?` : "";
      return {
        key,
        severity: each.severity,
        icon: kIcons[each.severity] ?? kIcons.info,
        place: place.words,
        sentence: `${each.sentence}${each.sentence.includes(each.suggestion ?? "\0") ? "" : suggestion}`,
        className: each.severity,
      };
    });
  }

  handleGo(event) {
    const place = placeOf(this.store.draft, this.ordered[Number(event.currentTarget.dataset.index)].path);
    if (place.source !== undefined) this.store.goTo({ source: place.source });
    else this.store.goTo({ table: place.table, rule: place.rule ?? 0, column: place.column ?? "id" });
    this.dispatchEvent(new CustomEvent("showrule"));
  }
}
