import { LightningElement, api } from "lwc";

const kAll = "";
const kFormats = [
  { name: "xlsx", label: "Excel workbook", about: "A sheet for each table, to be edited and imported again." },
  { name: "csv", label: "CSV", about: "One table as text, for programs and version control." },
  { name: "dmn", label: "DMN model", about: "All decisions as a DMN 1.5 model, for other engines and modellers." },
];

/**
 * In which form the definition or its tables leave the editor.
 * @fires SignalboxExport#answer `{name: "export" | "cancel", format, tables}`; `tables`: names of those that are wanted
 */
export default class SignalboxExport extends LightningElement {
  /** Names of the tables. @type {string[]} */
  @api tables = [];
  /** The table that is shown. */
  @api shown = "";

  format = "";
  /** The table that is wanted; blank for all of them. */
  table = kAll;

  connectedCallback() {
    this.format = this.tables.length > 0 ? "xlsx" : "dmn";
  }

  get formats() {
    return kFormats.map((each) => ({
      ...each,
      checked: each.name === this.format,
      disabled: each.name !== "dmn" && this.tables.length === 0,
      className: each.name === this.format ? "format chosen" : "format",
    }));
  }
  get needsTable() {
    return this.format !== "dmn" && this.tables.length > 1;
  }
  get tableLabel() {
    return this.format === "csv" ? "Table" : "Tables";
  }
  get tableOptions() {
    const each = this.tables.map((name) => ({ label: name, value: name }));
    return this.format === "xlsx" ? [{ label: "All tables", value: kAll }, ...each] : each;
  }
  get buttons() {
    return [
      { name: "cancel", label: "Cancel" },
      { name: "export", label: "Export", variant: "brand" },
    ];
  }

  handleFormat(event) {
    this.format = event.target.value;
    this.table = this.format === "csv" ? this.shown || this.tables[0] : kAll;
  }

  handleTable(event) {
    this.table = event.detail.value;
  }

  handleAnswer(event) {
    const tables = this.table === kAll ? this.tables : [this.table];
    this.dispatchEvent(
      new CustomEvent("answer", { detail: { name: event.detail.name, format: this.format, tables: [...tables] } }),
    );
  }
}
