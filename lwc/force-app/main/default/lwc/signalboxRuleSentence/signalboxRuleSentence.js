import { LightningElement, api } from "lwc";

/** The rule that the grid stands on, in plain English. The grid names it as the description of the rule's first cell. */
export default class SignalboxRuleSentence extends LightningElement {
  /** @type {import("c/signalboxStore").EditorStore} */
  @api store;
  /** The row that the grid stands on: -1 is the header, the number of rules the default. */
  @api
  get row() {
    return this._row;
  }
  set row(value) {
    this._row = value;
    if (this.stop) this.refresh();
  }

  _row = 0;
  sentence = "";

  connectedCallback() {
    this.stop = this.store.subscribe((topics) => {
      if (topics.has("results") || topics.has("table")) this.refresh();
    });
    this.refresh();
  }

  disconnectedCallback() {
    this.stop();
  }

  refresh() {
    const { store, row } = this;
    const count = store.currentTable?.rules.length ?? 0;
    if (row < 0 || row >= count) this.sentence = "";
    else if (store.isStale) this.sentence = "The rule is put into words when the problems are solved.";
    else this.sentence = store.decider.ruleInEnglish(store.table, row);
  }
}
