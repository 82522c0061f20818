import { LightningElement, api } from "lwc";
import { createSourceEditor, loadedCodemirror } from "c/signalboxCodemirror";
import { documentKind, formatDefinition, parseDefinition } from "c/signalboxDocuments";
import { commandFor } from "c/signalboxEdits";
import { placeInJson } from "c/signalboxJsonPlaces";

/**
 * The whole definition as text, for what the tables do not show: fields, milestones, routing, steps. Text that is valid
 * JSON is decided while it is typed; it becomes part of the definition when it is applied. Text that was not applied
 * stays until it is.
 */
export default class SignalboxSource extends LightningElement {
  /** @type {import("c/signalboxStore").EditorStore} */
  @api store;

  isCode = loadedCodemirror() !== null;
  problem = "";
  isClean = true;
  text = "";
  seenWish = 0;

  connectedCallback() {
    this.stop = this.store.subscribe((topics) => {
      if (topics.has("definition") && this.isClean) this.show(formatDefinition(this.store.definition));
      if (topics.has("focus")) this.follow(this.store.focusWish);
    });
    const kept = this.store.unappliedSource;
    this.text = kept ?? formatDefinition(this.store.definition);
    this.isClean = kept === null;
    this.problem = this.isClean ? "" : this.troubleOf(this.text);
  }

  renderedCallback() {
    if (this.editor) return;
    if (this.isCode) {
      this.editor = createSourceEditor(loadedCodemirror(), {
        parent: this.template.querySelector(".code"),
        text: this.text,
        label: "Source of the definition",
        onChange: (text) => this.changed(text),
        onFocus: (focused) => this.setTyping(focused),
      });
    } else {
      const area = this.template.querySelector("textarea");
      area.value = this.text;
      this.editor = {
        show: (text) => {
          area.value = text;
        },
        select: ({ from, to }) => {
          area.focus();
          area.setSelectionRange(from, to);
        },
        destroy: () => undefined,
      };
    }
    this.follow(this.store.focusWish);
  }

  disconnectedCallback() {
    this.stop?.();
    this.setTyping(false);
    if (!this.isClean) this.store.preview(null);
    this.editor?.destroy();
  }

  get hint() {
    return "Fields, milestones, routing and steps are edited here.";
  }
  get cannotApply() {
    return this.isClean || this.problem !== "";
  }

  setTyping(typing) {
    this.store.isTyping = typing;
  }

  show(text) {
    if (text === this.text) return;
    this.text = text;
    this.editor?.show(text);
  }

  follow(wish) {
    if (!wish || wish.source === undefined || wish.turn === this.seenWish || !this.editor) return;
    this.seenWish = wish.turn;
    this.editor.select(placeInJson(this.text, wish.source));
  }

  troubleOf(text) {
    try {
      const value = parseDefinition(text);
      return value === null || typeof value !== "object" || Array.isArray(value)
        ? "A definition is a JSON object."
        : "";
    } catch (error) {
      return documentKind(text).error ?? error.message;
    }
  }

  get command() {
    const edit = { kind: "set", path: [], value: parseDefinition(this.text) };
    return commandFor(this.store.definition, "edit of the source", edit, { source: "" });
  }

  changed(text) {
    if (text === this.text) return;
    this.text = text;
    this.isClean = text === formatDefinition(this.store.definition);
    this.store.unappliedSource = this.isClean ? null : text;
    this.problem = this.troubleOf(text);
    if (this.problem === "") this.store.preview(this.isClean ? null : this.command);
  }

  handleInput(event) {
    this.changed(event.target.value);
  }

  handleFocus() {
    this.setTyping(true);
  }

  handleBlur() {
    this.setTyping(false);
  }

  handleApply() {
    const { command } = this;
    this.store.unappliedSource = null;
    this.isClean = true;
    this.store.execute(command);
  }

  handleRevert() {
    this.store.unappliedSource = null;
    this.isClean = true;
    this.problem = "";
    this.store.preview(null);
    this.show(formatDefinition(this.store.definition));
  }
}
