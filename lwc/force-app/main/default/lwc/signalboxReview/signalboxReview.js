import { LightningElement, api } from "lwc";
import { kBudget } from "c/signalboxAnalysis";
import { placeOf, plural } from "c/signalboxWords";
import { decisionsOf, exampleWords, failedExamples, recordsOf } from "./reviewWords.js";

/**
 * What publishing would change, before it is done: for which inputs and which records the outcome differs from the
 * version that the draft is compared with, what the analysis holds to be wrong, and examples that fail.
 * @fires SignalboxReview#answer `{name}`: `publish` or `cancel`
 */
export default class SignalboxReview extends LightningElement {
  /** @type {import("c/signalboxStore").EditorStore} */
  @api store;
  /** @type {import("c/signalboxWorkbench").Workbench} */
  @api workbench;
  /** @type {import("c/signalboxAnalysis").Analysis} */
  @api analysis;

  /** `comparing`, `ready` or `failed`. */
  phase = "comparing";
  trouble = "";
  decisions = [];
  records = null;
  examples = [];
  exampleLine = "";

  connectedCallback() {
    const report = this.store.decider.examples();
    this.examples = failedExamples(report);
    this.exampleLine = exampleWords(report);
    this.end = this.analysis.subscribe(() => this.findProblems());
    this.findProblems();
    this.compare();
  }

  disconnectedCallback() {
    this.end?.();
    if (this.phase === "comparing") this.workbench.stop();
  }

  async compare() {
    const { store } = this;
    const { decider, at, comparedText } = store;
    const with_ = { records: decider.recordsText, directory: decider.directoryText, at, budget: kBudget };
    try {
      const answer = await this.workbench.difference(comparedText, store.definitionText, with_);
      if (!answer.ok) throw new Error(answer.error?.sentence ?? "The comparison has failed.");
      this.decisions = decisionsOf(answer);
      this.records = recordsOf(answer, store.records);
      this.phase = "ready";
    } catch (error) {
      this.trouble = error?.message ?? String(error);
      this.phase = "failed";
    }
  }

  problems = [];
  unread = [];

  /** Errors of the analysis, and the tables about which it does not speak yet. */
  findProblems() {
    const { store } = this;
    const tables = store.tableNames.map((name) => ({ name, ...this.analysis.of(name) }));
    this.problems = tables
      .flatMap(({ findings, isOld }) => (isOld ? [] : findings.filter(({ severity }) => severity === "error")))
      .map(({ path, sentence }, key) => ({ key, place: placeOf(store.draft, path).words, sentence }));
    this.unread = tables.filter(({ phase, isOld }) => phase !== "ready" || isOld).map(({ name }) => name);
  }

  get problemsTitle() {
    return `The analysis finds ${plural(this.problems.length, "error")}`;
  }

  get status() {
    if (this.phase === "comparing") return "Comparing with the published version";
    if (this.phase === "failed") return `The versions could not be compared: ${this.trouble}`;
    return this.decisions.length === 0 ? "No decision differs from the published version." : "";
  }

  get lines() {
    const { length } = this.store.moves.moved;
    const moves = length === 0 ? "none moves" : `${plural(length, "record")} ${length === 1 ? "moves" : "move"}`;
    return [
      "Records are decided by it as soon as it is published.",
      `Of the records that are open here, ${moves}.`,
      this.exampleLine,
      this.unread.length ? `Not analysed yet: ${this.unread.join(", ")}.` : "",
    ].filter(Boolean);
  }

  get buttons() {
    return [
      { name: "cancel", label: "Go back" },
      { name: "publish", label: "Publish", variant: "brand", disabled: this.phase === "comparing" },
    ];
  }

  handleAnswer(event) {
    this.dispatchEvent(new CustomEvent("answer", { detail: { name: event.detail.name } }));
  }
}
