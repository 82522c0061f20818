import { LightningElement, api } from "lwc";

/** Fields or inputs and what each is, side by side: a record that shows something, or the region where it happens. */
export default class SignalboxPairs extends LightningElement {
  /** @type {{key: number, name: string, value: string}[]} */
  @api pairs = [];
  /** What they are, for those who do not see where they stand. */
  @api label = "";
}
