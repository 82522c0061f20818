import { LightningElement, api } from "lwc";

/**
 * A question or a message that must be answered first. It shows itself when it is put on the page.
 * @fires SignalboxDialog#answer the chosen button's `{name}`; `cancel` for the Escape key
 */
export default class SignalboxDialog extends LightningElement {
  @api heading = "";
  /** Paragraphs of plain text. @type {string[]} */
  @api lines = [];
  /** @type {{name: string, label: string, variant?: string}[]} the last is the one that is meant most often */
  @api buttons = [];

  get paragraphs() {
    return this.lines.map((text, key) => ({ key, text }));
  }

  renderedCallback() {
    const { dialog } = this.refs;
    if (!dialog.open) dialog.showModal();
  }

  answer(name) {
    this.dispatchEvent(new CustomEvent("answer", { detail: { name } }));
  }

  handleCancel(event) {
    event.preventDefault();
    this.answer("cancel");
  }

  handleButton(event) {
    this.answer(event.currentTarget.dataset.name);
  }
}
