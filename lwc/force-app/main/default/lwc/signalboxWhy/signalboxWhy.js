import { LightningElement, api } from "lwc";
import { fieldsOf, typedRecord } from "c/signalboxDocuments";
import { piecesOf } from "c/signalboxFindingWords";
import {
  choiceWords,
  durationWords,
  exclusionWords,
  factorName,
  instantWords,
  percentWords,
  stateWords,
  valueWords,
} from "c/signalboxWords";

const kRulesAtFirst = 12;
const kCandidatesAtFirst = 5;
/** Results of rules that a change of the record could make win. */
const kLost = new Set(["failed", "later", "outranked"]);
const isBlank = (value) => value === null || value === undefined || value === "";
const valueClass = (value) => (isBlank(value) ? "code is-blank" : "code");

/** Why the selected record goes where it goes: outcome, rules, agents, clocks, and the engine's own sentences. */
export default class SignalboxWhy extends LightningElement {
  /** @type {import("c/signalboxStore").EditorStore} */
  @api store;
  /** @type {import("c/signalboxWorkbench").Workbench} */
  @api workbench;

  view = null;
  /** The rule that somebody wants to see winning, `{decision, rule, sentence}`; null: none. */
  wish = null;
  /** Decisions whose rules are all shown. */
  opened = new Set();
  showsAllCandidates = false;
  seen = -1;

  connectedCallback() {
    this.stop = this.store.subscribe((topics) => {
      if (["selection", "results", "documents", "phase"].some((each) => topics.has(each))) this.refresh();
    });
    this.refresh();
  }

  disconnectedCallback() {
    this.stop?.();
  }

  get emptyText() {
    if (this.store.records.length === 0) return "Open records to see why each goes where it goes.";
    if (this.store.errorCount > 0) return "Mend the definition to see why records go where they go.";
    return "Select a record to see why it goes where it goes.";
  }

  refresh() {
    const { store } = this;
    const record = store.records[store.selectedRecord];
    // Another record or another definition may need another change.
    this.wish = null;
    if (store.selectedRecord !== this.seen) {
      this.seen = store.selectedRecord;
      this.opened = new Set();
      this.showsAllCandidates = false;
    }
    this.view = record && store.decision ? this.viewOf(record, store.decision) : null;
  }

  viewOf(record, decision) {
    const head = {
      subject: record.subject || record.id || "Record without an id",
      id: record.subject ? record.id : "",
    };
    if (decision.ok === false)
      return { ...head, failure: decision.error?.sentence ?? "This record cannot be decided." };
    const explain = decision.explain ?? {};
    return {
      ...head,
      failure: "",
      outcome: this.outcomeOf(decision.outcome),
      errors: (decision.errors ?? []).map((error, key) => ({ key, sentence: error.sentence })),
      sentences: (explain.sentences ?? []).map((text, key) => ({ key, text })),
      decisions: this.decisionsOf(explain),
      routing: explain.routing ? this.routingOf(explain.routing) : null,
      milestones: Object.entries(decision.milestones ?? {}).map(([name, each]) => milestoneOf(name, each)),
      fields: fieldRows(record.fields),
    };
  }

  outcomeOf(outcome) {
    const { store } = this;
    const moved = store.moves.kinds[store.selectedRecord];
    const before = moved ? store.baseline.outcomes[store.baseline.of[store.selectedRecord]] : null;
    const agent = (each) => (each?.agent ? store.agentName(each.agent) : "no agent");
    const items = [
      { name: "Queue", value: outcome.queue ?? "no queue", was: before && (before.queue ?? "no queue") },
      { name: "Agent", value: agent(outcome), was: before && agent(before) },
      ...Object.entries(outcome.outputs ?? {}).map(([name, value]) => ({
        name,
        value: valueWords(value),
        was: before && valueWords(before.outputs?.[name]),
      })),
    ];
    return items.map(({ name, value, was }) => {
      const differs = was !== null && was !== value;
      return { name, value, before: differs ? was : "", className: differs ? "moved" : "" };
    });
  }

  /** The decisions, the one that found the queue first: it is what people ask for. */
  decisionsOf(explain) {
    const ofQueue = explain.routing?.queue?.from?.decision;
    return Object.entries(explain.decisions ?? {})
      .sort(([a], [b]) => (b === ofQueue) - (a === ofQueue))
      .map(([name, each]) => this.decisionOf(name, each));
  }

  decisionOf(name, decision) {
    const all = [...(decision.rules ?? [])];
    const first = all.filter((rule) => rule.result === "won");
    const ordered = [...first, ...all.filter((rule) => rule.result !== "won")];
    const shown = this.opened.has(name) ? ordered : ordered.slice(0, kRulesAtFirst);
    const hidden = ordered.length - shown.length;
    return {
      name,
      hit: `${decision.hit} hit` + (decision.default ? ", no rule matched: the default" : ""),
      inputs: (decision.inputs ?? []).map((input, key) => ({
        key,
        formula: input.formula,
        value: valueWords(input.value),
        className: valueClass(input.value),
      })),
      rules: shown.map((rule, key) => this.ruleOf(name, rule, key)),
      hidden,
      moreLabel: `Show ${hidden} more rules`,
    };
  }

  ruleOf(decision, rule, key) {
    const isWished = this.wish?.decision === decision && this.wish.rule === rule.id;
    return {
      ...ruleOf(rule, key),
      lost: kLost.has(rule.result) && !this.store.isStale,
      winLabel: `What would make ${rule.id} win?`,
      asked: isWished ? "true" : "false",
      answer: isWished ? piecesOf(this.wish.sentence) : null,
    };
  }

  routingOf(routing) {
    const all = [...(routing.candidates ?? [])].sort(
      (a, b) => (b.agent === routing.chosen) - (a.agent === routing.chosen) || b.score - a.score,
    );
    const shown = this.showsAllCandidates ? all : all.slice(0, kCandidatesAtFirst);
    const hidden = all.length - shown.length;
    return {
      by: choiceWords(routing.by),
      overflow: Boolean(routing.overflow),
      candidates: shown.map((candidate) => candidateOf(candidate, routing.chosen)),
      hiddenCandidates: hidden,
      moreCandidates: `Show ${hidden} more`,
      excluded: (routing.excluded ?? []).map((each) => ({
        agent: each.agent,
        name: each.name ?? each.agent,
        reason: exclusionWords(each),
      })),
    };
  }

  handleRule(event) {
    const { decision, rule } = event.currentTarget.dataset;
    const rules = this.store.draft?.decisions?.[decision]?.rules ?? [];
    const index = rules.findIndex((each) => each?.id === rule);
    if (index >= 0) this.store.goTo({ table: decision, rule: index, column: "id" });
    this.dispatchEvent(new CustomEvent("showrule"));
  }

  /** Shows what would have to be different about the record for a rule to win, or takes that away. */
  async handleWin(event) {
    const { decision, rule } = event.currentTarget.dataset;
    const isShown = this.wish?.decision === decision && this.wish.rule === rule;
    this.showWish(isShown ? null : { decision, rule, sentence: "Looking for the smallest change" });
    if (isShown) return;
    const { wish } = this;
    const sentence = await this.smallestChange(decision, rule).catch((error) => error?.message ?? String(error));
    if (this.wish === wish) this.showWish({ ...wish, sentence });
  }

  async smallestChange(decision, rule) {
    const { store } = this;
    const record = typedRecord(store.records[store.selectedRecord].fields, store.draft.fields);
    const { directoryText } = store.decider;
    const question = { decision, rule, record, at: store.at, directory: directoryText };
    const answer = await this.workbench.change(JSON.stringify(store.draft), question);
    return answer.ok ? answer.change.sentence : (answer.error?.sentence ?? "No change could be found.");
  }

  showWish(wish) {
    const { store } = this;
    this.wish = wish;
    this.view = this.viewOf(store.records[store.selectedRecord], store.decision);
  }

  handleMoreRules(event) {
    this.opened = new Set([...this.opened, event.currentTarget.dataset.decision]);
    this.refresh();
  }

  handleMoreCandidates() {
    this.showsAllCandidates = true;
    this.refresh();
  }
}

function ruleOf(rule, key) {
  const words = {
    won: "won",
    later: "would match, but an earlier rule won",
    outranked: "matches, but another rule has priority",
    disabled: "is disabled",
    notEffective: "is not effective at this time",
    error: "could not be tested",
  }[rule.result];
  return {
    key,
    id: rule.id,
    result: rule.result,
    failed: rule.result === "failed",
    formula: rule.formula,
    // Spaces of the template would be trimmed.
    is: " is ",
    not: ", not ",
    test: rule.test,
    value: valueWords(rule.value),
    words,
    className: rule.result === "won" ? "winner" : "",
  };
}

function candidateOf(candidate, chosen) {
  return {
    agent: candidate.agent,
    name: candidate.name ?? candidate.agent,
    chosen: candidate.agent === chosen,
    className: candidate.agent === chosen ? "chosen" : "",
    score: Number(candidate.score).toFixed(3),
    factors: (candidate.factors ?? []).map(({ factor, value, weight }) => ({
      key: factor,
      name: factorName(factor),
      style: `width: ${Math.max(0, Math.min(100, value * 100))}%`,
      value: Number(value).toFixed(2),
      weight,
    })),
  };
}

function milestoneOf(name, milestone) {
  const { state, remaining, remainingMinutes } = milestone;
  const left =
    remainingMinutes === undefined || remainingMinutes === null || state === "completed" || state === "notStarted"
      ? ""
      : `${durationWords(remainingMinutes)} ${remainingMinutes < 0 ? "overdue" : "left"}`;
  const share = Math.max(0, Math.min(1, remaining ?? 0));
  return {
    name,
    state: stateWords(state),
    badge: `badge${state === "breached" ? " bad" : state === "completed" ? " good" : ""}`,
    left,
    hasClock: state === "running" || state === "breached",
    fillClass: `fill${state === "breached" ? " late" : share <= 0.25 ? " soon" : ""}`,
    style: `width: ${state === "breached" ? 100 : share * 100}%`,
    due: milestone.due
      ? `${instantWords(milestone.due)}${left && share > 0 ? ` (${percentWords(share)} left)` : ""}`
      : "",
    thresholds: thresholdRows(milestone.thresholds ?? []),
  };
}

/** The instants at which each test comes true or stops being true, one row a test. */
function thresholdRows(thresholds) {
  const rows = new Map();
  for (const { formula, test, at } of thresholds) {
    const name = `${formula} ${test}`;
    rows.set(name, [...(rows.get(name) ?? []), instantWords(at)]);
  }
  return [...rows].map(([test, instants]) => ({ key: test, test, at: `changes ${instants.join(" and ")}` }));
}

/** Fields with those of related records by their paths. */
function fieldRows(record) {
  const rows = [];
  const add = (value, path) => {
    if (value !== null && typeof value === "object" && !Array.isArray(value)) {
      for (const [name, member] of Object.entries(value))
        if (name !== "attributes") add(member, path ? `${path}.${name}` : name);
    } else rows.push({ name: path, value: valueWords(value), className: valueClass(value) });
  };
  add(fieldsOf(record), "");
  return rows;
}
