import { LightningElement, api } from "lwc";

/**
 * A question or a message that must be answered first. It shows itself when it is put on the page.
 * @slot default stands below the lines
 * @fires SignalboxDialog#answer the chosen button's `{name, value}`; `cancel` for the Escape key; `value`: of the field
 */
export default class SignalboxDialog extends LightningElement {
  @api heading = "";
  /** Paragraphs of plain text. @type {string[]} */
  @api lines = [];
  /** @type {{name: string, label: string, variant?: string, disabled?: boolean}[]} the last is the one that is meant most often */
  @api buttons = [];

  /** Something to fill in. @type {{label: string, type: string} | undefined} */
  @api field;

  /** `medium`, or `large` for more than a question. */
  @api size = "medium";

  value = "";

  get dialogClass() {
    return this.size;
  }

  get paragraphs() {
    return this.lines.map((text, key) => ({ key, text }));
  }

  renderedCallback() {
    const { dialog } = this.refs;
    if (!dialog.open) dialog.showModal();
  }

  /** Ends it, and the focus goes back to where it was. Who put it on the page takes it off. */
  @api
  close() {
    this.refs.dialog.close();
  }

  answer(name) {
    this.close();
    this.dispatchEvent(new CustomEvent("answer", { detail: { name, value: this.value } }));
  }

  handleValue(event) {
    this.value = event.detail.value;
  }

  handleFieldKey(event) {
    if (event.key !== "Enter") return;
    // Else the key would press the button that gets the focus back.
    event.preventDefault();
    this.answer(this.buttons[this.buttons.length - 1].name);
  }

  handleCancel(event) {
    event.preventDefault();
    this.answer("cancel");
  }

  handleButton(event) {
    this.answer(event.currentTarget.dataset.name);
  }
}
