import { LightningElement, api } from "lwc";
import { labels } from "c/signalboxLabels";

const kKinds = {
  info: { icon: "utility:info", variant: "", text: labels.information },
  warning: { icon: "utility:warning", variant: "warning", text: labels.warning },
  error: { icon: "utility:error", variant: "error", text: labels.error },
};

/** Something that the reader has to know: what it is, what follows from it, and what is to be done (slot). */
export default class SignalboxNotice extends LightningElement {
  /** `info`, `warning` or `error`. */
  @api kind = "info";
  /** What it is, in a few words. */
  @api heading;
  /** What follows from it. */
  @api detail;
  /** Further lines. @type {{key: string, text: string}[]} */
  @api items = [];

  /** Moves the focus to the heading, for a reader whose button has just gone. */
  @api
  focus() {
    this.refs.heading?.focus();
  }

  get onlyItem() {
    return this.items.length === 1 ? this.items[0].text : "";
  }

  get icon() {
    return kKinds[this.kind].icon;
  }

  get iconVariant() {
    return kKinds[this.kind].variant;
  }

  get iconText() {
    return kKinds[this.kind].text;
  }
}
