/** A decision table as rows and columns: what each cell shows, whether it can be changed, and the command that does. */
import { FormulaChecker, OutputChecker, TestChecker, inputValues, outputValues } from "c/signalboxCellCheckers";
import { edits, outputText, parseOutput } from "c/signalboxEdits";

/** The row of the header; rules count from 0, and the default is the row behind the last rule. */
export const kHeadRow = -1;
/** Below this many pixels the first column, which stays in place, leaves more room to the others. */
const kNarrow = 600;

export class GridModel {
  /** @param {ReturnType<typeof import("c/signalboxEdits").tableOf>} table not null */
  constructor(table) {
    this.table = table;
    this.columns = columnsOf(table);
  }

  get rules() {
    return this.table.rules;
  }
  /** The row of the default. */
  get defaultRow() {
    return this.table.rules.length;
  }
  isRule(row) {
    return row >= 0 && row < this.defaultRow;
  }

  /** Position of a column; -1 when there is none with this key. */
  positionOf(key) {
    return this.columns.findIndex((column) => column.key === key);
  }

  /** Least width of each column in pixels, and its part of what is left. @param {number} viewWidth pixels */
  widths(viewWidth) {
    const idWidth = viewWidth < kNarrow ? 140 : 190;
    const widths = { rule: [idWidth, 1.2], when: [150, 1], then: [120, 1], note: [200, 1.6] };
    return this.columns.map(({ kind }) => widths[kind]);
  }

  rowName(row) {
    if (row === this.defaultRow) return "Default";
    return `Rule ${this.rules[row]?.id ?? row + 1}`;
  }

  /** Accessible name of a cell while it is edited. */
  cellName(row, column) {
    if (row === kHeadRow) return `Input ${column.index + 1} of ${this.table.name}, formula`;
    return `${this.rowName(row)}, ${column.kind} ${column.text}`;
  }

  textOf(row, column) {
    if (row === kHeadRow) return column.text;
    if (row === this.defaultRow) return this.defaultText(column);
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

  isEditable(row, { kind }) {
    if (row === kHeadRow) return kind === "when" && !this.table.isRuleList;
    return row < this.defaultRow || kind === "then";
  }

  /** Checks and completes what is typed into a cell; none for plain text. @param {import("c/signalboxStore").EditorStore} store */
  checkerFor(store, row, column) {
    const { table } = this;
    if (column.kind === "then")
      return new OutputChecker(store.decider, column.type, outputValues(table, column, store.directory));
    if (column.kind !== "when") return undefined;
    if (row === kHeadRow) return new FormulaChecker(store.decider);
    if (table.isRuleList) return new FormulaChecker(store.decider, "Checkbox");
    const values = inputValues(store.draft, column.text, store.records);
    return new TestChecker(store.decider, table.name, column.index, values);
  }

  /** The command that gives a cell this text. @param {object} definition as it is before the command */
  commandFor(definition, row, column, text) {
    const { table } = this;
    if (row === kHeadRow) return edits.input(definition, table, column.index, text);
    if (row === this.defaultRow)
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

  /**
   * The command that changes the rules, seen from a row; null where it makes no sense.
   * @param {object} definition as it is before the command @param {number} row
   * @param {"insert"|"duplicate"|"delete"|"moveUp"|"moveDown"} name
   */
  ruleCommand(definition, row, name) {
    const { table } = this;
    if (name === "insert") {
      const at = row === kHeadRow || this.isRule(row) ? row + 1 : this.defaultRow;
      return edits.insertRule(definition, table, at);
    }
    if (!this.isRule(row)) return null;
    switch (name) {
      case "duplicate":
        return edits.duplicateRule(definition, table, row);
      case "delete":
        return edits.deleteRule(definition, table, row);
      case "moveUp":
        return row === 0 ? null : edits.moveRule(definition, table, row, row - 1);
      default:
        return row === this.defaultRow - 1 ? null : edits.moveRule(definition, table, row, row + 1);
    }
  }
}

/** The columns of a table: the rule's id, inputs, outputs, note. */
function columnsOf(table) {
  const inputs = table.isRuleList
    ? [{ key: "input-0", kind: "when", text: "Formula", index: 0 }]
    : table.inputs.map((formula, index) => ({ key: `input-${index}`, kind: "when", text: String(formula), index }));
  const outputs = table.outputs.map((output, index) => ({
    key: `output-${index}`,
    kind: "then",
    text: String(output?.name ?? ""),
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
 * Where a key leads in a grid.
 * @param {string} key @param {{row: number, position: number, lastRow: number, lastPosition: number, page: number}} from
 *   `page`: rows of a page
 * @returns {[number, number] | null} row and position of the column, before they are held within the grid
 */
export function motionOf(key, { row, position, lastRow, lastPosition, page }) {
  const to = {
    ArrowUp: [row - 1, position],
    ArrowDown: [row + 1, position],
    ArrowLeft: [row, position - 1],
    ArrowRight: [row, position + 1],
    PageUp: [Math.max(0, row - page), position],
    PageDown: [row + page, position],
    Home: [row, 0],
    End: [row, lastPosition],
    "Control+Home": [0, 0],
    "Control+End": [lastRow, lastPosition],
  };
  return to[key] ?? null;
}
