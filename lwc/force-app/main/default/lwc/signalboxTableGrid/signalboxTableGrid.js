import { LightningElement, api } from "lwc";
import { FormulaChecker, OutputChecker, TestChecker, inputValues, outputValues } from "c/signalboxCellCheckers";
import { edits, outputText, parseOutput } from "c/signalboxEdits";
import { scrollToShow, windowOf } from "c/signalboxVirtualWindow";
import { placeOf, plural } from "c/signalboxWords";

const kRowHeight = 32;
const kHeadHeight = 46;
const kHits = [
  { label: "First", value: "first" },
  { label: "Unique", value: "unique" },
  { label: "Collect", value: "collect" },
];
const kHead = -1;
/** Below this many pixels the first column, which stays in place, leaves more room to the others. */
const kNarrow = 600;

/** The columns of a table: the rule's id, inputs, outputs, note. */
function columnsOf(table) {
  const inputs = table.isRuleList
    ? [{ key: "input-0", kind: "when", text: "Formula", index: 0 }]
    : table.inputs.map((formula, index) => ({ key: `input-${index}`, kind: "when", text: String(formula), index }));
  const outputs = table.outputs.map((output, index) => ({
    key: `output-${index}`,
    kind: "then",
    text: output?.name ?? "",
    type: output?.type,
    index,
  }));
  return [
    { key: "id", kind: "rule", text: "Id" },
    ...inputs,
    ...outputs,
    { key: "note", kind: "note", text: "Why this rule is here" },
  ];
}

/**
 * One decision table as a grid (the ARIA grid pattern): arrows move, Enter or F2 edits, Escape takes an edit back, Tab
 * ends it and goes on. Only the rows in view are drawn. Row -1 is the header, the row behind the last rule the default.
 */
export default class SignalboxTableGrid extends LightningElement {
  /** @type {import("c/signalboxStore").EditorStore} */
  @api store;

  table = null;
  columns = [];
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
  winners = new Set();
  wantsFocus = false;
  seenWish = 0;

  connectedCallback() {
    this.stop = this.store.subscribe((topics) => {
      if (["definition", "table", "results", "selection", "documents"].some((each) => topics.has(each))) this.refresh();
      if (topics.has("focus")) this.follow(this.store.focusWish);
    });
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
    this.stop?.();
    this.observer?.disconnect();
  }

  get editing() {
    return this._editing;
  }
  set editing(value) {
    this._editing = value;
    this.store.isTyping = value !== null;
  }

  /* What is shown */

  refresh() {
    const table = this.store.currentTable;
    if (table?.name !== this.table?.name) {
      this.editing = null;
      this.activeRow = 0;
      this.activeColumn = "id";
      this.showTop(0);
    }
    this.table = table;
    this.columns = table ? columnsOf(table) : [];
    this.activeRow = Math.min(this.activeRow, this.lastRow);
    const explained = this.store.decision?.explain?.decisions?.[this.table?.name];
    this.winners = new Set(explained?.winners ?? []);
    this.defaultWins = Boolean(explained?.default);
    this.invalid = this.troubles();
  }

  /** Sentences of the diagnostics by the cell that they point at. */
  troubles() {
    const found = new Map();
    for (const each of this.store.diagnostics) {
      const place = placeOf(this.store.draft, each.path);
      if (each.severity === "error" && place.table === this.table?.name && place.rule !== undefined)
        found.set(`${place.rule}:${place.column}`, each.sentence);
    }
    return found;
  }

  get rules() {
    return this.table?.rules ?? [];
  }
  get lastRow() {
    return this.rules.length;
  }
  get hit() {
    return this.table?.hit ?? "first";
  }
  get hitOptions() {
    const how = this.table?.collect;
    return how
      ? kHits.map((each) => (each.value === "collect" ? { ...each, label: `Collect (${how})` } : each))
      : kHits;
  }
  get countText() {
    return plural(this.rules.length, "rule");
  }
  get isEmpty() {
    return this.table !== null && this.rules.length === 0;
  }
  get gridLabel() {
    return `Decision table ${this.table?.name ?? ""}`;
  }
  get ariaRowCount() {
    return this.rules.length + 2;
  }
  /** Least widths of the columns in pixels, and how they share what is left. */
  get widths() {
    const idWidth = this.viewWidth < kNarrow ? 140 : 190;
    return this.columns.map(
      ({ kind }) => ({ rule: [idWidth, 1.2], when: [150, 1], then: [120, 1], note: [200, 1.6] })[kind],
    );
  }
  get rowStyle() {
    return `grid-template-columns: ${this.widths.map(([least, share]) => `minmax(${least}px, ${share}fr)`).join(" ")}`;
  }
  get gridStyle() {
    return `min-width: ${this.widths.reduce((sum, [least]) => sum + least, 0)}px`;
  }
  get window() {
    return windowOf({
      count: this.rules.length,
      rowHeight: kRowHeight,
      scrollTop: this.scrollTop,
      viewHeight: this.viewHeight,
    });
  }
  get bodyStyle() {
    return `padding-top: ${this.window.before}px`;
  }

  get headCells() {
    return this.columns.map((column, position) => {
      const place = this.cellState(kHead, column);
      const editable = column.kind === "when" && !this.table.isRuleList;
      return {
        ...place,
        colIndex: position + 1,
        kind: { rule: "Rule", when: "When", then: "Then", note: "Note" }[column.kind],
        text: column.text,
        title: place.title ?? (column.type ? `${column.text} (${column.type})` : column.text),
        label: `Input ${column.index + 1} of ${this.table.name}, formula`,
        readOnly: editable ? "false" : "true",
        className: this.classOf(column, place, editable ? "" : "readonly"),
      };
    });
  }

  get rows() {
    const { first, end } = this.window;
    const rows = this.rules.slice(first, end).map((rule, offset) => this.ruleRow(rule ?? {}, first + offset));
    // The active row stays drawn when it scrolls out of view: it holds the keyboard focus.
    const kept = this.activeRow >= 0 && this.activeRow < this.rules.length;
    if (kept && this.activeRow < first) rows.unshift(this.ruleRow(this.rules[this.activeRow] ?? {}, this.activeRow));
    if (kept && this.activeRow >= end) rows.push(this.ruleRow(this.rules[this.activeRow] ?? {}, this.activeRow));
    return [...rows, this.defaultRow()];
  }

  ruleRow(rule, index) {
    const won = this.winners.has(rule.id);
    return {
      key: `rule-${index}`,
      index,
      id: rule.id,
      rowIndex: index + 2,
      selected: index === this.activeRow ? "true" : "false",
      className: `row${won ? " won" : ""}`,
      style: this.isOutside(index)
        ? `${this.rowStyle}; position: absolute; left: 0; right: 0; top: ${index * kRowHeight}px`
        : this.rowStyle,
      cells: this.columns.map((column, position) => this.cell(column, position, index, won)),
    };
  }

  defaultRow() {
    const index = this.rules.length;
    return {
      key: "default",
      index,
      id: "",
      rowIndex: index + 2,
      selected: index === this.activeRow ? "true" : "false",
      className: `row default${this.defaultWins ? " won" : ""}`,
      style: `${this.rowStyle}; margin-top: ${this.window.after}px`,
      cells: this.columns.map((column, position) => this.cell(column, position, index, this.defaultWins)),
    };
  }

  isOutside(index) {
    const { first, end } = this.window;
    return index < first || index >= end;
  }

  cell(column, position, index, won) {
    const state = this.cellState(index, column);
    const text = this.textOf(index, column);
    const number = column.key === "id" && index < this.rules.length ? String(index + 1) : "";
    return {
      ...state,
      number,
      text,
      won: won && column.key === "id",
      colIndex: position + 1,
      role: column.key === "id" ? "rowheader" : "gridcell",
      title: state.title ?? text,
      label: `${this.rowName(index)}, ${column.kind} ${column.text}`,
      className: this.classOf(column, state, text === "-" || index === this.rules.length ? "quiet" : ""),
    };
  }

  cellState(row, { key }) {
    const active = row === this.activeRow && key === this.activeColumn;
    const trouble = this.invalid.get(`${row}:${key}`);
    return {
      key,
      column: key,
      tabIndex: active ? "0" : "-1",
      editing: active && this.editing !== null,
      invalid: trouble ? "true" : null,
      title: trouble,
    };
  }

  classOf(column, { editing, invalid }, extra) {
    const kind = { rule: "first", when: "code", then: "code output", note: "note" }[column.kind];
    return ["cell", kind, extra, editing ? "editing" : "", invalid ? "invalid" : ""].filter(Boolean).join(" ");
  }

  rowName(index) {
    if (index === this.rules.length) return "Default";
    return `Rule ${this.rules[index]?.id ?? index + 1}`;
  }

  textOf(row, column) {
    if (row === this.rules.length) return this.defaultText(column);
    const rule = this.rules[row] ?? {};
    switch (column.kind) {
      case "rule":
        return String(rule.id ?? "");
      case "when":
        return String((this.table.isRuleList ? rule.when : rule.when?.[column.index]) ?? "");
      case "then":
        return outputText(rule.then?.[column.index]);
      default:
        return String(rule.note ?? "");
    }
  }

  defaultText(column) {
    if (column.kind === "rule") return "Otherwise";
    return column.kind === "then" ? outputText(this.table.default?.[column.index]) : "";
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
    if (this.editing) return;
    event.currentTarget.focus();
  }

  handleOpen(event) {
    if (this.editing) return;
    event.currentTarget.focus();
    this.startEdit();
  }

  move(row, columnPosition) {
    this.activeRow = Math.max(kHead, Math.min(this.lastRow, row));
    this.activeColumn = this.columns[Math.max(0, Math.min(this.columns.length - 1, columnPosition))].key;
    if (this.activeRow >= 0 && this.rules.length > 0) {
      const { scrollTop, viewHeight } = this;
      // The default stays in view by itself; the rules that stand before it come with it.
      const row = Math.min(this.activeRow, this.rules.length - 1);
      this.showTop(scrollToShow({ row, rowHeight: kRowHeight, scrollTop, viewHeight }));
    }
    this.wantsFocus = true;
  }

  get columnPosition() {
    return Math.max(
      0,
      this.columns.findIndex((column) => column.key === this.activeColumn),
    );
  }

  follow(wish) {
    if (!wish || wish.table !== this.table?.name || wish.turn === this.seenWish) return;
    this.seenWish = wish.turn;
    this.editing = null;
    const position = this.columns.findIndex((column) => column.key === wish.column);
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
    const command = event.ctrlKey || event.metaKey;
    if (event.altKey) {
      if (event.key === "ArrowUp") return () => this.handleMoveUp();
      return event.key === "ArrowDown" ? () => this.handleMoveDown() : null;
    }
    if (command) return this.commandOf(event.key);
    return this.motionOf(event.key) ?? this.editOf(event.key);
  }

  commandOf(key) {
    switch (key) {
      case "Enter":
        return () => this.handleInsert();
      case "d":
        return () => this.handleDuplicate();
      case "Delete":
      case "Backspace":
        return () => this.handleDelete();
      case "Home":
        return () => this.move(0, 0);
      case "End":
        return () => this.move(this.lastRow, this.columns.length - 1);
      default:
        return null;
    }
  }

  motionOf(key) {
    const page = Math.max(1, Math.floor(this.viewHeight / kRowHeight) - 1);
    const to = {
      ArrowUp: [this.activeRow - 1, this.columnPosition],
      ArrowDown: [this.activeRow + 1, this.columnPosition],
      ArrowLeft: [this.activeRow, this.columnPosition - 1],
      ArrowRight: [this.activeRow, this.columnPosition + 1],
      PageUp: [Math.max(0, this.activeRow - page), this.columnPosition],
      PageDown: [this.activeRow + page, this.columnPosition],
      Home: [this.activeRow, 0],
      End: [this.activeRow, this.columns.length - 1],
    }[key];
    return to ? () => this.move(...to) : null;
  }

  editOf(key) {
    if (key === "Enter" || key === "F2") return () => this.startEdit();
    if (key === "Delete" || key === "Backspace") return () => this.clearCell();
    return key.length === 1 && key !== " " ? () => this.startEdit(key) : null;
  }

  /* Editing */

  get activeColumnOf() {
    return this.columns[this.columnPosition];
  }

  /** Whether the active cell can be changed. */
  get canEdit() {
    const { kind } = this.activeColumnOf;
    if (this.activeRow === kHead) return kind === "when" && !this.table.isRuleList;
    return this.activeRow < this.rules.length || kind === "then";
  }

  startEdit(typed) {
    if (!this.canEdit) return;
    const column = this.activeColumnOf;
    const text = this.activeRow === kHead ? column.text : this.textOf(this.activeRow, column);
    this.editChecker = this.checkerOf(column);
    this.editText = typed ?? text;
    this.editTyping = typed !== undefined;
    this.editing = { row: this.activeRow, column, before: text };
    if (typed !== undefined) this.preview(typed);
  }

  checkerOf(column) {
    const { store, table } = this;
    if (column.kind === "then")
      return new OutputChecker(store.decider, column.type, outputValues(table, column, store.directory));
    if (column.kind !== "when") return undefined;
    if (this.activeRow === kHead) return new FormulaChecker(store.decider);
    if (table.isRuleList) return new FormulaChecker(store.decider, "Checkbox");
    const values = inputValues(store.draft, column.text, store.records);
    return new TestChecker(store.decider, table.name, column.index, values);
  }

  commandFor(text) {
    const { definition } = this.store;
    const { row, column } = this.editing;
    const table = this.table;
    if (row === kHead) return edits.input(definition, table, column.index, text);
    if (row === this.rules.length)
      return edits.defaultOutput(definition, table, column.index, parseOutput(text, column.type));
    switch (column.kind) {
      case "when":
        return edits.test(definition, table, row, column.index, text);
      case "then":
        return edits.output(definition, table, row, column.index, parseOutput(text, column.type));
      case "note":
        return edits.note(definition, table, row, text);
      default:
        return edits.ruleId(definition, table, row, text);
    }
  }

  preview(text) {
    this.store.preview(this.commandFor(text));
  }

  handleDraft(event) {
    this.preview(event.detail.text);
  }

  handleCommit(event) {
    if (!this.editing) return;
    const { text, move } = event.detail;
    const { row, column, before } = this.editing;
    if (text === before) this.store.preview(null);
    else this.store.execute(this.commandFor(text));
    this.editing = null;
    const position = this.columns.findIndex(({ key }) => key === column.key);
    if (move === "down") this.move(row === this.lastRow ? row : row + 1, position);
    else if (move === "right") this.move(row, position + 1);
    else if (move === "left") this.move(row, position - 1);
  }

  handleCancel() {
    this.editing = null;
    this.store.preview(null);
    this.wantsFocus = true;
  }

  clearCell() {
    const column = this.activeColumnOf;
    if (!this.canEdit || this.activeRow === kHead || column.kind === "rule") return;
    this.editing = { row: this.activeRow, column };
    const command = this.commandFor("");
    this.editing = null;
    this.store.execute(command);
    this.wantsFocus = true;
  }

  /* Rules */

  get noRule() {
    return this.activeRow < 0 || this.activeRow >= this.rules.length;
  }
  get cannotMoveUp() {
    return this.noRule || this.activeRow === 0;
  }
  get cannotMoveDown() {
    return this.noRule || this.activeRow === this.rules.length - 1;
  }

  handleHit(event) {
    this.store.execute(edits.hit(this.store.definition, this.table, event.detail.value));
  }

  handleInsert() {
    const at = this.noRule ? this.rules.length : this.activeRow + 1;
    this.run(edits.insertRule(this.store.definition, this.table, this.activeRow === kHead ? 0 : at));
  }

  handleDuplicate() {
    if (!this.noRule) this.run(edits.duplicateRule(this.store.definition, this.table, this.activeRow));
  }

  handleDelete() {
    if (!this.noRule) this.run(edits.deleteRule(this.store.definition, this.table, this.activeRow));
  }

  handleMoveUp() {
    if (!this.cannotMoveUp)
      this.run(edits.moveRule(this.store.definition, this.table, this.activeRow, this.activeRow - 1));
  }

  handleMoveDown() {
    if (!this.cannotMoveDown)
      this.run(edits.moveRule(this.store.definition, this.table, this.activeRow, this.activeRow + 1));
  }

  run(command) {
    this.store.execute(command);
    this.store.goTo(command.place);
  }
}
