import { CommandStack } from "c/signalboxCommands";
import { Comparison } from "c/signalboxComparison";
import { Decider } from "c/signalboxDecider";
import { documentKind, formatDefinition, parseDefinition, readRecords, subjectOf } from "c/signalboxDocuments";
import { applyEdit, tableOf } from "c/signalboxEdits";
import { afterAPause, onceAFrame } from "c/signalboxFrames";
import { Topics } from "c/signalboxTopics";
import { lineWords } from "c/signalboxWords";

/** Above this, deciding holds up who types; then it waits until they pause for so long. */
const kLongMs = 60;
const kPauseMs = 200;
const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);

/**
 * The editor's state, of which there is one: the documents, what the engine makes of them, and what is selected.
 * Components read its fields, call its methods, and are told of changes once for all changes of a turn.
 * It is a class, so Lightning passes it to components as it is and wraps no array in a proxy.
 */
export class EditorStore {
  /** `starting`, `empty`, `ready`, or `unavailable` (no engine). */
  phase = "starting";
  /** Why the engine is unavailable. */
  engineTrouble = "";
  /** What could not be opened or saved: `{title, lines}`, until it is dismissed. */
  trouble = null;

  /** The definition as the commands made it. */
  definition = null;
  /** The definition that is shown: with the cell that is being typed, if one is. */
  draft = null;
  /** Where the definition came from: `{kind: "sample"|"file"|"server", name, version?, state?}`. */
  source = null;
  title = "";
  directory = null;
  /** Records as the list shows them: `{id, subject, fields}`. */
  records = [];
  /** How often a definition and records have been opened: lists begin at their top again. */
  openings = { definition: 0, records: 0 };

  table = "";
  /** True while the source is shown in place of a table. */
  isSource = false;
  /** Text of the source that was typed and not applied; null when there is none. */
  unappliedSource = null;
  selectedRecord = -1;
  decision = null;
  /** Where the grid should put its focus: `{table, rule, column, turn}`; `turn` tells equal wishes apart. */
  focusWish = null;
  /** True while a cell is being edited: undo then belongs to the cell. */
  isTyping = false;

  _commands = new CommandStack(applyEdit);
  _decider = null;
  _topics = new Topics();
  _comparison = new Comparison();
  _turn = 0;

  /**
   * @param {(topics: Set<string>) => void} listener told, in a microtask, what changed: `phase`, `documents`,
   *   `definition`, `results`, `selection`, `table`, `focus`, `trouble`
   * @returns {() => void} ends it
   */
  subscribe(listener) {
    return this._topics.subscribe(listener);
  }

  _changed(...topics) {
    this._topics.changed(...topics);
  }

  /* Starting */

  useEngine(engine) {
    this._decider = new Decider(engine);
    this.phase = "empty";
    this._changed("phase");
  }

  engineFailed(sentence) {
    this.phase = "unavailable";
    this.engineTrouble = sentence;
    this._changed("phase");
  }

  get canUndo() {
    return this._commands.canUndo;
  }
  get canRedo() {
    return this._commands.canRedo;
  }
  get undoLabel() {
    return this._commands.undoLabel;
  }
  get redoLabel() {
    return this._commands.redoLabel;
  }
  get isDirty() {
    return this.definition !== null && this._commands.isDirty;
  }
  get decider() {
    return this._decider;
  }
  get diagnostics() {
    return this._comparison.diagnostics;
  }
  /** True while the results are those of an earlier definition, because the present one does not compile. */
  get isStale() {
    return this._comparison.isStale;
  }
  get baseline() {
    return this._comparison.baseline;
  }
  get results() {
    return this._comparison.results;
  }
  get moves() {
    return this._comparison.moves;
  }
  get milliseconds() {
    return this._comparison.milliseconds;
  }
  /** The definition that moves are counted from, such as the published one. */
  get comparedText() {
    return this._comparison.comparedText;
  }
  get tableNames() {
    return isObject(this.draft?.decisions) ? Object.keys(this.draft.decisions) : [];
  }
  /** The decision table that is shown, or null. */
  get currentTable() {
    return tableOf(this.draft, this.table);
  }
  get definitionText() {
    return formatDefinition(this.definition);
  }
  /** The instant at which the records are decided. */
  get at() {
    return this._decider?.at ?? null;
  }
  get errorCount() {
    return this.diagnostics.filter((each) => each.severity === "error").length;
  }

  /* Opening */

  /** @param {import("c/signalboxHost").Workspace} workspace @param {object} source see the field */
  openWorkspace(workspace, source) {
    this._decider.at = workspace.at;
    if (
      !this._take("directory", workspace.directory, "The directory") ||
      !this._take("roster", workspace.roster, "The roster")
    )
      return false;
    this._takeRecords(workspace.records);
    const named = { ...source, title: workspace.title };
    return this.openDefinition(workspace.definition, named, workspace.comparedWith);
  }

  /**
   * Opens a file of any kind, told by its content. What cannot be opened changes nothing and is reported.
   * @param {string} text @param {string} name the file's name, for people @param {string} now for records without a time
   * @returns {boolean}
   */
  openFile(text, name, now) {
    const { kind, error } = documentKind(text);
    if (kind === "records" || this._decider.at === null) this._decider.at = now;
    switch (kind) {
      case "definition":
        return this.openDefinition(text, { kind: "file", name, title: name });
      case "directory":
      case "roster":
        return this._take(kind, text, name) && this._decideAfresh();
      case "records":
        this._takeRecords(text);
        return this._decideAfresh();
      default:
        return this.report(`${name} could not be opened`, [error]);
    }
  }

  /**
   * @param {string} text @param {object} source see the field
   * @param {string} [comparedWith] the definition that moves are counted from; by default the opened one
   * @returns {boolean} false when the text is no definition; then nothing has changed
   */
  openDefinition(text, source, comparedWith = text) {
    let definition;
    try {
      definition = parseDefinition(text);
    } catch (error) {
      return this.report(`${source.name} could not be opened`, [documentKind(text).error ?? error.message]);
    }
    if (!isObject(definition))
      return this.report(`${source.name} could not be opened`, ["A definition is a JSON object."]);
    this.definition = definition;
    this.draft = definition;
    this.source = source;
    this.title = source.title ?? source.name;
    this.trouble = null;
    this._commands.clear();
    this._comparison.compareWith(comparedWith, comparedWith !== text);
    this.table = this._firstTable();
    this.isSource = false;
    this.unappliedSource = null;
    this.openings.definition += 1;
    this.phase = "ready";
    this._changed("phase", "documents", "definition", "table", "trouble");
    return this._decideAfresh();
  }

  /** The table that finds the queue, since that is what people come for; else the first one. */
  _firstTable() {
    const policies = isObject(this.draft.routing) ? Object.values(this.draft.routing) : [];
    const ofQueue = policies.map((policy) => policy?.queue?.decision).find((name) => this.tableNames.includes(name));
    return ofQueue ?? this.tableNames[0] ?? "";
  }

  _take(kind, text, name) {
    const answer = kind === "directory" ? this._decider.setDirectory(text) : this._decider.setRoster(text);
    if (!answer.ok) {
      const lines = (answer.diagnostics ?? []).map((each) => lineWords(each));
      return this.report(`${name} could not be opened`, lines.length ? lines : [answer.error?.sentence ?? ""]);
    }
    if (kind === "directory") this.directory = JSON.parse(text);
    this._changed("documents");
    return true;
  }

  _takeRecords(text) {
    this._decider.setRecords(text);
    this.records = readRecords(text).map((fields) => ({ id: "", subject: subjectOf(fields), fields }));
    this.openings.records += 1;
    this.selectedRecord = -1;
    this.decision = null;
    this._changed("documents", "selection");
  }

  /** Decides with the definition that changes are compared with, then with the present one. */
  _decideAfresh() {
    this._comparison.forget();
    if (this.definition !== null) {
      const opened = this._decider.decide(this._comparison.comparedText);
      if (opened.ok) this._comparison.baseline = opened.results;
      if (this._commands.isDirty || this._comparison.isWithAnother) this._decideNow();
      else this._accept(opened);
    }
    this._changed("results", "documents");
    return true;
  }

  /** From now on, changes are compared with the definition as it is now. */
  rebase() {
    this._comparison.rebase(this.definitionText);
    this._changed("results");
  }

  /* Trouble */

  report(title, lines) {
    this.trouble = { title, lines: lines.filter(Boolean) };
    this._changed("trouble");
    return false;
  }

  dismissTrouble() {
    this.trouble = null;
    this._changed("trouble");
  }

  /* Changing */

  /** Shows a command's effect without doing it: what the user is typing. Null ends it. */
  preview(command) {
    this.draft = command ? applyEdit(this.definition, command.edit) : this.definition;
    this._changed("definition");
    this._decideSoon();
  }

  /** Does a command. One that changes nothing is not remembered. */
  execute(command) {
    if (JSON.stringify(command.edit) === JSON.stringify(command.inverse)) {
      this.preview(null);
      return;
    }
    this.definition = this._commands.execute(this.definition, command);
    this._show();
  }

  undo() {
    this._step(this._commands.undo(this.definition));
  }

  redo() {
    this._step(this._commands.redo(this.definition));
  }

  _step(done) {
    if (!done) return;
    this.definition = done.state;
    this._show();
    const { place } = done.command;
    if (place.table || place.source !== undefined) this.goTo(place);
  }

  _show() {
    this.draft = this.definition;
    if (!this.tableNames.includes(this.table)) this.table = this.tableNames[0] ?? "";
    this._changed("definition", "table");
    this._decideSoon();
  }

  /** @param {object} source where the definition now also lives */
  markSaved(source) {
    this._commands.markSaved();
    if (source) this.source = { ...this.source, ...source };
    this._changed("documents", "definition");
  }

  /* Selecting */

  selectTable(name) {
    this.table = name;
    this.isSource = false;
    this._changed("table", "definition");
  }

  selectRecord(index) {
    this.selectedRecord = index;
    this._explain();
    this._changed("selection");
  }

  showSource() {
    this.isSource = true;
    this._changed("table", "definition");
  }

  /**
   * Shows a table and asks the grid to focus a cell, or the source and a place in it.
   * @param {{table: string, rule?: number, column?: string} | {source: string}} place
   */
  goTo(place) {
    this.isSource = place.source !== undefined;
    if (!this.isSource) this.table = place.table;
    this.focusWish = { ...place, turn: (this._turn += 1) };
    this._changed("table", "definition", "focus");
  }

  /* Deciding */

  /** Keystrokes of one frame are decided once, before the frame is drawn; where that takes long, once they pause. */
  _decideSoon() {
    if (this.milliseconds > kLongMs) this._decideLater();
    else this._decideInFrame();
  }

  _decideInFrame = onceAFrame(() => this._decideNow());
  _decideLater = afterAPause(() => this._decideNow(), kPauseMs);

  _decideNow() {
    if (this.draft === null) return;
    this._accept(this._decider.decide(JSON.stringify(this.draft)));
  }

  _accept(decided) {
    if (decided.ok) this._nameRecords();
    this._comparison.accept(decided);
    if (decided.ok) {
      if (this.selectedRecord < 0 && this.records.length > 0) this.selectedRecord = 0;
      this._explain();
    }
    this._changed("results", "selection");
  }

  /** The engine says which id a record has. Records that it counts and the list could not read stay nameless. */
  _nameRecords() {
    const { count, ids } = this._decider.recordsReport;
    if (this.records.length !== count) {
      this.records = ids.map((id, index) => this.records[index] ?? { id, subject: "", fields: {} });
    }
    ids.forEach((id, index) => {
      this.records[index].id = id ?? "";
    });
  }

  _explain() {
    this.decision = this.selectedRecord < 0 ? null : (this._decider?.explain(this.selectedRecord) ?? null);
  }

  /** An agent's name, for people. */
  agentName(id) {
    return this.directory?.agents?.[id]?.name ?? id;
  }
}
