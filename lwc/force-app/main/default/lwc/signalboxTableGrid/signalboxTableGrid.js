import { LightningElement, api } from "lwc";
import { edits } from "c/signalboxEdits";
import { marksOf } from "c/signalboxFindingWords";
import { GridModel, kHeadRow, motionOf } from "c/signalboxGridModel";
import { scrollToShow, windowOf } from "c/signalboxVirtualWindow";
import { placeOf } from "c/signalboxWords";
import { GridView } from "./gridView.js";

const kRowHeight = 32;
const kHeadHeight = 46;
/** Keys that change the rules, and what they do. */
const kRuleKeys = {
  "Control+Enter": "insert",
  "Control+d": "duplicate",
  "Control+Delete": "delete",
  "Control+Backspace": "delete",
  "Alt+ArrowUp": "moveUp",
  "Alt+ArrowDown": "moveDown",
};
/**
 * One decision table as a grid (the ARIA grid pattern): arrows move, Enter or F2 edits, Escape takes an edit back, Tab
 * ends it and goes on. Only the rows in view are drawn. Row -1 is the header, the row behind the last rule the default.
 */
export default class SignalboxTableGrid extends LightningElement {
  /** @type {import("c/signalboxStore").EditorStore} */
  @api store;
  /** What marks the rules. @type {import("c/signalboxAnalysis").Analysis} */
  @api analysis;

  /** @type {GridModel | null} */
  model = null;
  activeRow = 0;
  activeColumn = "id";
  _editing = null;
  editText = "";
  editChecker;
  editTyping = false;
  scrollTop = 0;
  viewHeight = 600;
  viewWidth = 1000;
  invalid = new Map();
  marks = new Map();
  winners = new Set();
  defaultWins = false;
  wantsFocus = false;
  seenWish = 0;
  opening = 0;

  connectedCallback() {
    this.stop = this.store.subscribe((topics) => {
      if (["definition", "table", "results", "selection", "documents"].some((each) => topics.has(each))) this.refresh();
      if (topics.has("focus")) this.follow(this.store.focusWish);
    });
    this.stopMarking = this.analysis?.subscribe(() => this.mark());
    this.refresh();
    this.follow(this.store.focusWish);
  }

  renderedCallback() {
    if (!this.observer) {
      const scroller = this.template.querySelector(".scroller");
      this.observer = new ResizeObserver(() => {
        this.viewHeight = Math.max(kRowHeight, scroller.clientHeight - kHeadHeight - kRowHeight);
        this.viewWidth = scroller.clientWidth;
      });
      this.observer.observe(scroller);
    }
    if (this.wantsFocus && !this.editing) {
      this.wantsFocus = false;
      this.template.querySelector(`[data-row="${this.activeRow}"][data-column="${this.activeColumn}"]`)?.focus();
    }
  }

  disconnectedCallback() {
    this.editing = null;
    this.stop?.();
    this.stopMarking?.();
    this.observer?.disconnect();
  }

  /** The cell that is being edited, `{row, column, before}`, or null. */
  get editing() {
    return this._editing;
  }
  set editing(value) {
    this._editing = value;
    this.store.isTyping = value !== null;
  }

  /* What is shown */

  refresh() {
    const { store } = this;
    const table = store.currentTable;
    if (table?.name !== this.model?.table.name || this.opening !== store.openings.definition) {
      this.opening = store.openings.definition;
      this.editing = null;
      this.activeRow = 0;
      this.activeColumn = "id";
      this.showTop(0);
    }
    this.model = table && new GridModel(table);
    this.activeRow = Math.min(this.activeRow, this.rules.length);
    const explained = store.decision?.explain?.decisions?.[table?.name];
    this.winners = new Set(explained?.winners ?? []);
    this.defaultWins = Boolean(explained?.default);
    this.invalid = this.troubles();
    this.mark();
  }

  /** Marks the rules that the analysis has found something about; none while it is of an earlier version. */
  mark() {
    const found = this.model && this.analysis?.of(this.model.table.name);
    this.marks = found && !found.isOld ? marksOf(found.findings) : new Map();
  }

  /** Sentences of the diagnostics by the cell that they point at. */
  troubles() {
    const found = new Map();
    for (const each of this.store.diagnostics) {
      const place = placeOf(this.store.draft, each.path);
      if (each.severity === "error" && place.table === this.model?.table.name && place.rule !== undefined)
        found.set(`${place.rule}:${place.column}`, each.sentence);
    }
    return found;
  }

  get columns() {
    return this.model?.columns ?? [];
  }
  get rules() {
    return this.model?.rules ?? [];
  }
  get table() {
    return this.model?.table ?? null;
  }
  get isEmpty() {
    return this.model !== null && this.rules.length === 0;
  }
  get gridLabel() {
    return `Decision table ${this.model?.table.name ?? ""}`;
  }
  get ariaRowCount() {
    return this.rules.length + 2;
  }
  get widths() {
    return this.model?.widths(this.viewWidth) ?? [];
  }
  get rowStyle() {
    return `grid-template-columns: ${this.widths.map(([least, share]) => `minmax(${least}px, ${share}fr)`).join(" ")}`;
  }
  get gridStyle() {
    return `min-width: ${this.widths.reduce((sum, [least]) => sum + least, 0)}px`;
  }
  get window() {
    const { scrollTop, viewHeight } = this;
    return windowOf({ count: this.rules.length, rowHeight: kRowHeight, scrollTop, viewHeight });
  }
  get bodyStyle() {
    return `padding-top: ${this.window.before}px`;
  }

  get view() {
    return new GridView(this.model, {
      active: { row: this.activeRow, column: this.activeColumn, isEdited: this.editing !== null },
      window: this.window,
      rowHeight: kRowHeight,
      rowStyle: this.rowStyle,
      troubles: this.invalid,
      marks: this.marks,
      winners: this.winners,
      defaultWins: this.defaultWins,
    });
  }
  get headCells() {
    return this.model ? this.view.headCells : [];
  }
  get rows() {
    return this.model ? this.view.rows : [];
  }

  /* Moving */

  handleScroll(event) {
    // Drawing is left to the next render, so several scroll events of a frame cost one.
    this.scrollTop = event.target.scrollTop;
  }

  showTop(scrollTop) {
    this.scrollTop = scrollTop;
    const scroller = this.template.querySelector(".scroller");
    if (scroller) scroller.scrollTop = scrollTop;
  }

  handleFocus(event) {
    if (this.editing) return;
    const { row, column } = event.currentTarget.dataset;
    this.activeRow = Number(row);
    this.activeColumn = column;
  }

  handleClick(event) {
    if (!this.editing) event.currentTarget.focus();
  }

  handleOpen(event) {
    if (this.editing) return;
    event.currentTarget.focus();
    this.startEdit();
  }

  get columnPosition() {
    return Math.max(0, this.model.positionOf(this.activeColumn));
  }

  move(row, columnPosition) {
    this.activeRow = Math.max(kHeadRow, Math.min(this.rules.length, row));
    this.activeColumn = this.columns[Math.max(0, Math.min(this.columns.length - 1, columnPosition))].key;
    if (this.activeRow >= 0 && this.rules.length > 0) {
      const { scrollTop, viewHeight } = this;
      // The default stays in view by itself; the rules that stand before it come with it.
      const shown = Math.min(this.activeRow, this.rules.length - 1);
      this.showTop(scrollToShow({ row: shown, rowHeight: kRowHeight, scrollTop, viewHeight }));
    }
    this.wantsFocus = true;
  }

  /** Goes where the store wishes the focus. */
  follow(wish) {
    if (!wish || !this.model || wish.table !== this.model.table.name || wish.turn === this.seenWish) return;
    this.seenWish = wish.turn;
    this.editing = null;
    const position = this.model.positionOf(wish.column);
    this.move(wish.rule ?? 0, position < 0 ? this.columnPosition : position);
  }

  handleKey(event) {
    if (this.editing || event.defaultPrevented) return;
    const action = this.actionOf(event);
    if (!action) return;
    event.preventDefault();
    event.stopPropagation();
    action();
  }

  actionOf(event) {
    const isCommand = event.ctrlKey || event.metaKey;
    const name = kRuleKeys[`${event.altKey ? "Alt+" : isCommand ? "Control+" : ""}${event.key}`];
    if (name) return () => this.changeRules(name);
    if (event.altKey) return null;
    return this.goingOf(event.key, isCommand) ?? (isCommand ? null : this.editOf(event.key));
  }

  goingOf(key, isCommand) {
    const to = motionOf(isCommand ? `Control+${key}` : key, {
      row: this.activeRow,
      position: this.columnPosition,
      lastRow: this.rules.length,
      lastPosition: this.columns.length - 1,
      page: Math.max(1, Math.floor(this.viewHeight / kRowHeight) - 1),
    });
    return to && (() => this.move(...to));
  }

  editOf(key) {
    if (key === "Enter" || key === "F2") return () => this.startEdit();
    if (key === "Delete" || key === "Backspace") return () => this.clearCell();
    return key.length === 1 && key !== " " ? () => this.startEdit(key) : null;
  }

  /* Editing */

  /** @param {string} [typed] the character that began the edit; it replaces the text */
  startEdit(typed) {
    const column = this.columns[this.columnPosition];
    if (!this.model.isEditable(this.activeRow, column)) return;
    const before = this.model.textOf(this.activeRow, column);
    this.editChecker = this.model.checkerFor(this.store, this.activeRow, column);
    this.editText = typed ?? before;
    this.editTyping = typed !== undefined;
    this.editing = { row: this.activeRow, column, before };
    if (typed !== undefined) this.store.preview(this.commandFor(typed));
  }

  commandFor(text) {
    const { row, column } = this.editing;
    return this.model.commandFor(this.store.definition, row, column, text);
  }

  handleDraft(event) {
    if (this.editing) this.store.preview(this.commandFor(event.detail.text));
  }

  handleCommit(event) {
    if (!this.editing) return;
    const { text, move } = event.detail;
    const { row, column, before } = this.editing;
    if (text === before) this.store.preview(null);
    else this.store.execute(this.commandFor(text));
    this.editing = null;
    const position = this.model.positionOf(column.key);
    if (move === "down") this.move(row + 1, position);
    else if (move === "right") this.move(row, position + 1);
    else if (move === "left") this.move(row, position - 1);
  }

  handleCancel() {
    this.editing = null;
    this.store.preview(null);
    this.wantsFocus = true;
  }

  clearCell() {
    const column = this.columns[this.columnPosition];
    const isNeeded = this.activeRow === kHeadRow || column.kind === "rule";
    if (isNeeded || !this.model.isEditable(this.activeRow, column)) return;
    this.store.execute(this.model.commandFor(this.store.definition, this.activeRow, column, ""));
    this.wantsFocus = true;
  }

  /* Rules */

  handleHit(event) {
    this.store.execute(edits.hit(this.store.definition, this.table, event.detail.hit));
  }

  handleRule(event) {
    this.changeRules(event.detail.name);
  }

  handleInsert() {
    this.changeRules("insert");
  }

  changeRules(name) {
    const command = this.model.ruleCommand(this.store.definition, this.activeRow, name);
    if (!command) return;
    this.store.execute(command);
    this.store.goTo(command.place);
  }
}
