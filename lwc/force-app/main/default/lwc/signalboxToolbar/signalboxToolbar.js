import { LightningElement, api } from "lwc";

/**
 * Buttons in a row.
 * @typedef {object} ToolbarButton
 * @property {string} name what `press` tells
 * @property {string} label its text; the accessible name where only the icon is shown
 * @property {string} [icon] such as `utility:undo`
 * @property {boolean} [isIcon] only the icon is shown
 * @property {string} [title] says more, such as the key; by default the label
 * @property {string} [variant] of a button with text
 * @property {boolean} [disabled]
 *
 * @fires SignalboxToolbar#press which button was pressed, `{name}`
 */
export default class SignalboxToolbar extends LightningElement {
  /** @type {ToolbarButton[]} */
  @api buttons = [];

  get shown() {
    return this.buttons.map((each) => ({
      variant: "neutral",
      title: each.label,
      ...each,
      id: each.name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
    }));
  }

  handleClick(event) {
    this.dispatchEvent(new CustomEvent("press", { detail: { name: event.currentTarget.dataset.name } }));
  }
}
