import { Topics } from "c/signalboxTopics";
import { StoppedError } from "c/signalboxWorkbench";

/** Rows looked at for one decision before its open questions are left open. */
export const kBudget = 20_000_000;
const kMoreBudget = 10;
/** Above this many rules a table is analysed when somebody asks, where the page would stand still meanwhile. */
const kRulesAtOnce = 1000;
const kPauseMs = 400;

// eslint-disable-next-line @lwc/lwc/no-async-operation -- ended when the editor goes
const pause = (work) => setTimeout(work, kPauseMs);

/**
 * The analysis of the definition, table by table. It follows the store: some time after the last change it asks the
 * workbench anew, and what is under way is stopped. Tables that did not change keep their report.
 *
 * @typedef {object} TableAnalysis
 * @property {"none"|"waiting"|"running"|"ready"|"failed"|"asleep"} phase `waiting`: a change has just been made;
 *   `asleep`: not begun, because the page would stand still; `none`: nothing is known yet
 * @property {boolean} isOld the findings are those of an earlier version of the table
 * @property {object[]} findings as the engine gives them
 * @property {Record<string, number>} counts how often each code was found; more than are described
 * @property {number} steps rows looked at
 * @property {number} budget
 * @property {string} trouble why it failed
 */
export class Analysis {
  _topics = new Topics();
  /** Reports by table: `{key, decision, budget, report}`. */
  _reports = new Map();
  _phases = new Map();
  _budgets = new Map();
  _draft = null;
  _timer = null;
  _run = 0;

  /**
   * @param {import("c/signalboxStore").EditorStore} store
   * @param {import("c/signalboxWorkbench").Workbench} workbench of its own, since it is stopped at each change
   * @param {(work: () => void) => any} [later] calls it after a pause
   */
  constructor(store, workbench, later = pause) {
    this._store = store;
    this._workbench = workbench;
    this._later = later;
    this._end = store.subscribe((topics) => {
      if (topics.has("results")) this._follow();
    });
  }

  /** @param {() => void} listener told when something about some table has changed */
  subscribe(listener) {
    return this._topics.subscribe(listener);
  }

  /** Stops all work. */
  close() {
    this._end();
    clearTimeout(this._timer);
    this._run += 1;
    this._workbench.stop();
  }

  /** @param {string} table @returns {TableAnalysis} */
  of(table) {
    const kept = this._reports.get(table);
    const { phase, trouble = "" } = this._phases.get(table) ?? { phase: kept ? "ready" : "none" };
    return {
      phase,
      isOld: Boolean(kept) && this._isOld(kept, table),
      findings: kept?.report.findings ?? [],
      counts: kept?.report.counts ?? {},
      steps: kept?.report.steps ?? 0,
      budget: kept?.budget ?? this._budgetOf(table),
      trouble,
    };
  }

  /** A table that is being typed into is another one; its text need not be compared at each key. */
  _isOld(kept, table) {
    const { isStale, isTyping, draft } = this._store;
    if (isStale) return true;
    return isTyping && draft.decisions?.[table] !== kept.decision ? true : kept.key !== keyOf(draft, table);
  }

  /** Looks further into the questions that a table's budget has left open. */
  lookFurther(table) {
    this._budgets.set(table, this._budgetOf(table) * kMoreBudget);
    this._beginWith(table);
  }

  /** Analyses a table that was left asleep. */
  wake(table) {
    this._beginWith(table);
  }

  _beginWith(table) {
    clearTimeout(this._timer);
    this._workbench.stop();
    const isDue = (name) => ["waiting", "running"].includes(this._phases.get(name)?.phase);
    this._begin([table, ...this._store.tableNames.filter((name) => name !== table && isDue(name))], table);
  }

  _budgetOf(table) {
    return this._budgets.get(table) ?? kBudget;
  }

  _follow() {
    const { draft, isStale } = this._store;
    if (draft === this._draft && !isStale) return;
    clearTimeout(this._timer);
    this._run += 1;
    this._workbench.stop();
    this._phases.clear();
    this._draft = isStale ? null : draft;
    if (draft !== null && !isStale) {
      const due = this._store.tableNames.filter((name) => !this._isKnown(name));
      for (const name of due) this._phases.set(name, { phase: "waiting" });
      for (const name of [...this._reports.keys()]) if (!draft.decisions?.[name]) this._reports.delete(name);
      if (due.length > 0) this._timer = this._later(() => this._begin(inOrder(due, this._store.table)));
    }
    this._topics.changed("findings");
  }

  _isKnown(table) {
    const kept = this._reports.get(table);
    return kept?.key === keyOf(this._store.draft, table) && kept.budget >= this._budgetOf(table);
  }

  /** @param {string[]} tables in order @param {string} [asked] the one that somebody asked for */
  async _begin(tables, asked) {
    const run = (this._run += 1);
    const { draft } = this._store;
    const text = JSON.stringify(draft);
    for (const table of tables) {
      // One after the other: each answer shows at once, and a change stops what is left.
      // eslint-disable-next-line no-await-in-loop
      await this._analyse({ table, text, draft, run }, table === asked).catch((error) =>
        this._failed(table, error, run),
      );
      if (run !== this._run) return;
    }
  }

  async _analyse({ table, text, draft, run }, isAsked) {
    const rules = draft.decisions[table]?.rules?.length ?? 0;
    if (!isAsked && rules > kRulesAtOnce && !(await this._workbench.runsBeside())) {
      if (run === this._run) this._say(table, { phase: "asleep" });
      return;
    }
    if (run !== this._run) return;
    this._say(table, { phase: "running" });
    const budget = this._budgetOf(table);
    const answer = await this._workbench.analyse(text, table, budget);
    if (run !== this._run) return;
    if (!answer.ok) {
      this._say(table, { phase: "failed", trouble: answer.error?.sentence ?? "The analysis has failed." });
      return;
    }
    this._reports.set(table, {
      key: keyOf(draft, table),
      decision: draft.decisions[table],
      budget,
      report: answer.report,
    });
    this._say(table, { phase: "ready" });
  }

  _failed(table, error, run) {
    if (run !== this._run || error instanceof StoppedError) return;
    this._say(table, { phase: "failed", trouble: error?.message ?? String(error) });
  }

  _say(table, state) {
    this._phases.set(table, state);
    this._topics.changed("findings");
  }
}

/** The table that is shown comes first. */
const inOrder = (tables, shown) => [...tables].sort((a, b) => (b === shown) - (a === shown));

/** Texts of decisions, which stay the same objects while other parts of the definition change. */
const kTexts = new WeakMap();

function textOf(decision) {
  if (!kTexts.has(decision)) kTexts.set(decision, JSON.stringify(decision));
  return kTexts.get(decision);
}

/** What the analysis of a table depends on: the table, the fields and what decisions offer to each other. */
function keyOf(definition, table) {
  const decision = definition?.decisions?.[table];
  if (!decision || typeof decision !== "object") return "";
  const offered = Object.entries(definition.decisions).map(([name, each]) => [name, each?.outputs]);
  const { fields, blanks, milestones } = definition;
  return JSON.stringify([offered, fields, blanks, milestones]) + textOf(decision);
}
