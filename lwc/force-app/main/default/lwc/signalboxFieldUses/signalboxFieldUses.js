import { LightningElement, api } from "lwc";
import { renameCommand } from "c/signalboxEdits";
import { plural } from "c/signalboxWords";
import { fieldOptions, kShownRows, useRows } from "./fieldRows";

const kClose = { name: "cancel", label: "Close" };

/**
 * Where a field is used, each use with a way there; and its renaming, shown before it is done.
 * @fires SignalboxFieldUses#close it is answered
 * @fires SignalboxFieldUses#showrule the store has been asked to go to a use
 */
export default class SignalboxFieldUses extends LightningElement {
  /** @type {import("c/signalboxStore").EditorStore} */
  @api store;

  names = [];
  name = "";
  newName = "";
  /** What a renaming changes; none while there is nothing to rename. */
  changes = [];
  /** Why the engine refuses. */
  refusal = "";
  text = "";

  connectedCallback() {
    this.text = JSON.stringify(this.store.definition);
    const answer = this.store.decider.references(this.text);
    this.names = answer.names ?? [];
    const isUsed = ({ kind, uses }) => kind === "field" && uses.some(({ member }) => !member);
    this.name = (this.names.find(isUsed) ?? this.names[0])?.name ?? "";
    this.refusal = answer.ok ? "" : answer.error.sentence;
  }

  get options() {
    return fieldOptions(this.names);
  }
  get hasNames() {
    return this.names.length > 0;
  }
  get chosen() {
    return this.names.find(({ name }) => name === this.name);
  }
  get uses() {
    return this.chosen?.uses ?? [];
  }
  get isField() {
    return this.chosen?.kind === "field";
  }
  get rows() {
    return useRows(this.store.definition, this.uses, this.changes);
  }
  get listTitle() {
    const places = plural(this.uses.length, "place");
    return this.changes.length ? `${places}, ${plural(this.changes.length, "text")} will change` : places;
  }
  get moreText() {
    const more = this.uses.length - kShownRows;
    return more > 0 ? `and ${plural(more, "place")} more` : "";
  }
  get buttons() {
    if (!this.isField) return [{ ...kClose, variant: "brand" }];
    return [
      kClose,
      { name: "rename", label: "Rename everywhere", variant: "brand", disabled: this.changes.length === 0 },
    ];
  }

  handleName(event) {
    this.name = event.detail.value;
    this.newName = "";
    this.changes = [];
    this.refusal = "";
  }

  handleNewName(event) {
    this.newName = event.detail.value.trim();
    const isNew = this.newName !== "" && this.newName !== this.name;
    const answer = isNew ? this.store.decider.rename(this.text, this.name, this.newName) : { ok: true };
    this.changes = answer.edits ?? [];
    this.refusal = answer.ok ? "" : answer.error.sentence;
  }

  handleNewNameKey(event) {
    if (event.key !== "Enter" || this.changes.length === 0) return;
    // Else the key would press the button that gets the focus back.
    event.preventDefault();
    this.rename();
  }

  handleGo(event) {
    const { go } = this.rows[Number(event.currentTarget.dataset.index)];
    this.close();
    this.store.goTo(go);
    this.dispatchEvent(new CustomEvent("showrule"));
  }

  handleAnswer(event) {
    if (event.detail.name === "rename") this.rename();
    else this.close();
  }

  rename() {
    this.store.execute(renameCommand(this.store.definition, this.changes));
    this.close();
  }

  close() {
    this.refs.dialog.close();
    this.dispatchEvent(new CustomEvent("close"));
  }
}
