import { kHeadRow } from "c/signalboxGridModel";

const kKindWords = { rule: "Rule", when: "When", then: "Then", note: "Note" };

/**
 * What the grid draws: the header and the rows in view, as the template reads them.
 *
 * @typedef {object} Shown
 * @property {{row: number, column: string, isEdited: boolean}} active the cell that the grid stands on
 * @property {{first: number, end: number, after: number}} window the rules in view
 * @property {number} rowHeight pixels
 * @property {string} rowStyle
 * @property {Map<string, string>} troubles sentences by `row:column`
 * @property {Map<number, {severity: string, words: string, sentences: string}>} marks what the analysis says of rules
 * @property {Set<string>} winners ids of the rules that win for the selected record
 * @property {boolean} defaultWins
 */
export class GridView {
  /** @param {import("c/signalboxGridModel").GridModel} model @param {Shown} shown */
  constructor(model, shown) {
    this.model = model;
    this.shown = shown;
  }

  get headCells() {
    return this.model.columns.map((column, position) => {
      const state = this.cellState(kHeadRow, column);
      const editable = this.model.isEditable(kHeadRow, column);
      return {
        ...state,
        colIndex: position + 1,
        kind: kKindWords[column.kind],
        text: column.text,
        title: state.title ?? (column.type ? `${column.text} (${column.type})` : column.text),
        label: this.model.cellName(kHeadRow, column),
        readOnly: editable ? "false" : "true",
        className: classOf(column, state, editable ? "" : "readonly"),
      };
    });
  }

  get rows() {
    const { model } = this;
    const { window, rowHeight, rowStyle, active, defaultWins } = this.shown;
    const { first, end, after } = window;
    const rows = model.rules.slice(first, end).map((_, offset) => this.ruleRow(first + offset, rowStyle));
    // The active row stays drawn when it scrolls out of view: it holds the keyboard focus.
    if (model.isRule(active.row) && (active.row < first || active.row >= end)) {
      const place = `position: absolute; left: 0; right: 0; top: ${active.row * rowHeight}px`;
      rows.push(this.ruleRow(active.row, `${rowStyle}; ${place}`));
    }
    const style = `${rowStyle}; margin-top: ${after}px`;
    return [...rows, this.row(model.defaultRow, "default", "", defaultWins, style)];
  }

  ruleRow(index, style) {
    const id = this.model.rules[index]?.id;
    return this.row(index, `rule-${index}`, id, this.shown.winners.has(id), style);
  }

  row(index, key, id, won, style) {
    const kind = key === "default" ? " default" : "";
    return {
      key,
      index,
      id,
      style,
      rowIndex: index + 2,
      selected: index === this.shown.active.row ? "true" : "false",
      className: `row${kind}${won ? " won" : ""}`,
      cells: this.model.columns.map((column, position) => this.cell(column, position, index, won)),
    };
  }

  cell(column, position, index, won) {
    const state = this.cellState(index, column);
    const text = this.model.textOf(index, column);
    const isFirst = column.kind === "rule";
    const mark = isFirst ? this.shown.marks.get(index) : undefined;
    return {
      ...state,
      text,
      number: isFirst && this.model.isRule(index) ? String(index + 1) : "",
      won: won && isFirst,
      mark: mark?.words ?? "",
      markClass: mark ? `mark ${mark.severity}` : "",
      colIndex: position + 1,
      role: isFirst ? "rowheader" : "gridcell",
      title: state.title ?? mark?.sentences ?? text,
      label: this.model.cellName(index, column),
      describedBy: isFirst && state.tabIndex === "0" ? "sentence" : null,
      className: classOf(column, state, text === "-" || index === this.model.defaultRow ? "quiet" : ""),
    };
  }

  cellState(row, { key }) {
    const { active, troubles } = this.shown;
    const isActive = row === active.row && key === active.column;
    const trouble = troubles.get(`${row}:${key}`);
    return {
      key,
      column: key,
      tabIndex: isActive ? "0" : "-1",
      editing: isActive && active.isEdited,
      invalid: trouble ? "true" : null,
      title: trouble,
    };
  }
}

function classOf(column, { editing, invalid }, extra) {
  const kind = { rule: "first", when: "code", then: "code output", note: "note" }[column.kind];
  return ["cell", kind, extra, editing ? "editing" : "", invalid ? "invalid" : ""].filter(Boolean).join(" ");
}
