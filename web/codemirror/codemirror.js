/**
 * The parts of CodeMirror 6 that the editor uses, as one script: a static resource on Salesforce, a file of the site
 * elsewhere. Components reach it through `c/signalboxCodemirror`.
 */
export {
  autocompletion,
  closeBrackets,
  completionKeymap,
  completionStatus,
  selectedCompletion,
} from "@codemirror/autocomplete";
export { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
export { bracketMatching } from "@codemirror/language";
export { EditorState, StateEffect, StateField } from "@codemirror/state";
export {
  closeHoverTooltips,
  Decoration,
  EditorView,
  hasHoverTooltips,
  hoverTooltip,
  keymap,
  lineNumbers,
  showTooltip,
} from "@codemirror/view";
