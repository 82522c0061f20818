import { LightningElement, api } from "lwc";
import { createCodeEditor, loadedCodemirror } from "c/signalboxCodemirror";

/**
 * Edits the text of one cell. Formulas and unary tests are coloured, checked and completed by the engine while they are
 * typed; names and notes are plain text. F1 explains the word at the caret, as the mouse does the word under it.
 * @fires SignalboxFormulaCell#draft each change, with `{text}`
 * @fires SignalboxFormulaCell#commit the end of an accepted edit, with `{text, move}`; `move`: `down`, `right`, `left`, `none`
 * @fires SignalboxFormulaCell#cancel the end of an edit that is not wanted
 */
export default class SignalboxFormulaCell extends LightningElement {
  /** Accessible name of the text box. */
  @api label = "";
  /**
   * Checks and completes, from `c/signalboxCellCheckers`; none for plain text.
   * @type {import("c/signalboxCellCheckers").TestChecker | undefined}
   */
  @api checker;
  /** The text at the beginning. */
  @api
  get value() {
    return this.text;
  }
  set value(value) {
    this.text = value ?? "";
  }
  /** True when the person began by typing: the caret then stands behind what was typed, and nothing is selected. */
  @api typing = false;

  text = "";
  problem = "";
  /** What the text says in plain English, while it has no errors. */
  sentence = "";
  /** What the help at the caret says, for screen readers. */
  spoken = "";
  /** True while the list of completions covers the place where the problem would stand. */
  isCompleting = false;
  isCode = false;
  isOver = false;
  editor = null;

  connectedCallback() {
    this.isCode = Boolean(this.checker) && loadedCodemirror() !== null;
    this.check(this.text);
  }

  renderedCallback() {
    if (this.editor || this.isOver) return;
    if (this.isCode) this.startCode();
    else this.startPlain();
  }

  disconnectedCallback() {
    this.isOver = true;
    if (this.isCode) this.editor?.destroy();
  }

  startPlain() {
    const input = this.template.querySelector("input");
    this.editor = input;
    input.focus();
    input.setSelectionRange(this.typing ? this.text.length : 0, this.text.length);
  }

  startCode() {
    this.editor = createCodeEditor(loadedCodemirror(), {
      parent: this.template.querySelector(".code"),
      text: this.text,
      label: this.label,
      caretAtEnd: this.typing,
      check: (text) => this.check(text),
      complete: (text, offset, explicit) => this.checker.complete(text, offset, explicit),
      selectOnOpen: this.checker.selectsFirst,
      onChange: (text) => this.changed(text),
      onKey: (key) => this.key(key),
      onBlur: () => this.commit("none"),
      onCompleting: (open) => {
        this.isCompleting = open;
      },
      help: this.checker.hover && {
        hover: (text, offset) => this.checker.hover(text, offset),
        signature: (text, offset) => this.checker.signature(text, offset),
        onSpeak: (words) => {
          this.spoken = words;
        },
      },
    });
    this.editor.view.focus();
  }

  get shownProblem() {
    return this.isCompleting ? "" : this.problem;
  }

  get shownSentence() {
    return this.isCompleting || this.problem ? "" : this.sentence;
  }

  check(text) {
    if (!this.checker) return { tokens: [], diagnostics: [] };
    const answer = this.checker.check(text);
    this.problem = answer.diagnostics.find((each) => each.severity === "error")?.sentence ?? "";
    this.sentence = this.problem ? "" : this.checker.say(text);
    return answer;
  }

  changed(text) {
    this.text = text;
    this.dispatchEvent(new CustomEvent("draft", { detail: { text } }));
  }

  key(key) {
    if (key === "Escape") this.cancel();
    else this.commit({ Enter: "down", Tab: "right", "Shift-Tab": "left" }[key]);
    return true;
  }

  commit(move) {
    if (this.isOver) return;
    this.isOver = true;
    this.dispatchEvent(new CustomEvent("commit", { detail: { text: this.text, move } }));
  }

  cancel() {
    if (this.isOver) return;
    this.isOver = true;
    this.dispatchEvent(new CustomEvent("cancel"));
  }

  handleInput(event) {
    this.changed(event.target.value);
    this.check(this.text);
  }

  handleKey(event) {
    const key = event.shiftKey && event.key === "Tab" ? "Shift-Tab" : event.key;
    event.stopPropagation();
    if (["Enter", "Tab", "Shift-Tab", "Escape"].includes(key)) {
      event.preventDefault();
      this.key(key);
    }
  }

  handleBlur() {
    this.commit("none");
  }
}
