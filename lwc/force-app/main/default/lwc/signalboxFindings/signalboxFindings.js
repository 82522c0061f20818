import { LightningElement, api } from "lwc";
import { exampleOfFinding, ruleForFinding } from "c/signalboxFindingEdits";
import { countWords, placeOf, plural } from "c/signalboxWords";
import { headline, inOrder, isOfBudget, kindsOf, rowOf } from "c/signalboxFindingWords";

const kShownAtFirst = 20;
const kAll = "all";
const kNothing = { phase: "none", isOld: false, findings: [], counts: {}, steps: 0, budget: 0, trouble: "" };

/**
 * What the analysis found in the table that is shown: each finding with a record that shows it, the way to its place,
 * and what can be made of it.
 * @fires SignalboxFindings#showrule a place in a table is shown now
 * @fires SignalboxFindings#message what was done, `{text}`
 */
export default class SignalboxFindings extends LightningElement {
  /** @type {import("c/signalboxStore").EditorStore} */
  @api store;
  /** @type {import("c/signalboxAnalysis").Analysis} */
  @api source;

  analysis = kNothing;
  table = "";
  rules = 0;
  kind = kAll;
  isOpen = !globalThis.matchMedia?.("(max-width: 767px)").matches;
  showsAll = false;

  connectedCallback() {
    this.ends = [
      this.source.subscribe(() => this.refresh()),
      this.store.subscribe((topics) => {
        if (["definition", "table", "results"].some((each) => topics.has(each))) this.refresh();
      }),
    ];
    this.refresh();
  }

  disconnectedCallback() {
    for (const end of this.ends) end();
  }

  refresh() {
    const { table } = this.store;
    if (table !== this.table) {
      this.table = table;
      this.kind = kAll;
      this.showsAll = false;
    }
    this.rules = this.store.currentTable?.rules.length ?? 0;
    this.analysis = this.source.of(table);
    if (this.kind !== kAll && !this.analysis.counts[this.kind]) this.kind = kAll;
  }

  get headline() {
    return headline(this.analysis, this.rules);
  }
  get isBusy() {
    return ["waiting", "running"].includes(this.analysis.phase);
  }
  get canWake() {
    return this.analysis.phase === "asleep" || this.analysis.phase === "failed";
  }
  get canLookFurther() {
    return this.analysis.phase === "ready" && !this.analysis.isOld && this.analysis.findings.some(isOfBudget);
  }
  get expanded() {
    return this.isOpen ? "true" : "false";
  }
  get chevron() {
    return this.isOpen ? "utility:chevrondown" : "utility:chevronright";
  }
  get bodyClass() {
    return this.isOpen ? "body" : "body slds-hide";
  }
  get listClass() {
    return this.analysis.isOld || this.isBusy ? "list old" : "list";
  }

  /** Buttons that show one kind; none where there is only one. */
  get kinds() {
    const found = kindsOf(this.analysis.counts);
    if (found.length < 2) return [];
    const total = found.reduce((sum, { count }) => sum + count, 0);
    return [{ code: kAll, label: "All", count: total }, ...found].map((each) => ({
      ...each,
      countText: countWords(each.count),
      pressed: each.code === this.kind ? "true" : "false",
    }));
  }

  get ordered() {
    return inOrder(this.analysis.findings).filter(({ code }) => this.kind === kAll || code === this.kind);
  }
  get rows() {
    const { draft } = this.store;
    const shown = this.showsAll ? this.ordered : this.ordered.slice(0, kShownAtFirst);
    if (!draft?.decisions?.[this.table]) return [];
    const rows = shown.map((finding, key) => rowOf(draft, this.table, finding, key));
    // What an earlier version lacked may not be added to this one.
    return this.analysis.isOld ? rows.map((row) => ({ ...row, canAddRule: false, canAddExample: false })) : rows;
  }
  get hiddenCount() {
    return this.ordered.length - this.rows.length;
  }
  get moreLabel() {
    return `Show ${plural(this.hiddenCount, "more finding")}`;
  }

  /** The engine describes the first findings of each kind, and counts the others. */
  get undescribed() {
    const { counts, findings } = this.analysis;
    const codes = this.kind === kAll ? Object.keys(counts) : [this.kind];
    const described = findings.filter(({ code }) => codes.includes(code)).length;
    const others = codes.reduce((sum, code) => sum + (counts[code] ?? 0), 0) - described;
    return others > 0 ? `${plural(others, "more finding")} of these kinds, not described one by one.` : "";
  }

  findingAt(event) {
    return this.ordered[Number(event.currentTarget.dataset.index)];
  }

  handleToggle() {
    this.isOpen = !this.isOpen;
  }

  handleKind(event) {
    this.kind = event.currentTarget.dataset.code;
    this.showsAll = false;
  }

  handleMore() {
    this.showsAll = true;
  }

  handleWake() {
    this.source.wake(this.table);
  }

  handleLookFurther() {
    this.source.lookFurther(this.table);
  }

  handleGo(event) {
    const finding = this.findingAt(event);
    const place = placeOf(this.store.draft, finding.path);
    const last = this.store.currentTable.rules.length;
    this.store.goTo({ table: this.table, rule: place.rule ?? last, column: place.column ?? "id" });
    this.dispatchEvent(new CustomEvent("showrule"));
  }

  handleRule(event) {
    const { store } = this;
    const command = ruleForFinding(store.definition, this.table, this.findingAt(event));
    store.execute(command);
    store.goTo(command.place);
    this.dispatchEvent(new CustomEvent("showrule"));
    this.say("A rule is added. Say what it gives.");
  }

  handleExample(event) {
    const { store } = this;
    const finding = this.findingAt(event);
    const at = finding.witness.at ?? store.at;
    const winners = store.decider.winnersFor(store.definition, this.table, finding.witness.record, at);
    store.execute(exampleOfFinding(store.definition, this.table, finding, winners, at));
    const { length } = store.definition.examples;
    this.say(`Example ${length} is added: it expects what is decided now.`);
  }

  say(text) {
    this.dispatchEvent(new CustomEvent("message", { detail: { text } }));
  }
}
