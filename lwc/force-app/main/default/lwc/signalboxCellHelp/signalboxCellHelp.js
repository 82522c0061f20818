/**
 * Help in the cell that is being edited: what the word under the mouse or at the caret is, and which argument of a call
 * comes next. The engine says it; here it becomes parts of a box, words for a screen reader, and tooltips of CodeMirror.
 */

const kShownValues = 12;
const kKindWords = { global: "Global", function: "Function", keyword: "Keyword", unknown: "Unknown name" };

/**
 * @typedef {object} HelpOptions
 * @property {(text: string, offset: number) => object | null} hover what the word at a place is (`formula.hover`)
 * @property {(text: string, offset: number) => object | null} signature the call around a place (`formula.signature`)
 * @property {(words: string) => void} onSpeak told what a screen reader should say
 */

/** What a word is, as lines of a box: `{kind, text}`, the first one being its heading. @param {object} hover */
export function hoverLines(hover) {
  const named = hover.signature ?? hover.name;
  const kind = [hover.type ?? kKindWords[hover.kind], hover.label].filter(Boolean).join(", ");
  const values = hover.values ?? [];
  const more = values.length > kShownValues ? ` and ${values.length - kShownValues} more` : "";
  return [
    { kind: "name", text: named },
    { kind: "type", text: kind },
    { kind: "sentence", text: hover.sentence ?? "" },
    { kind: "values", text: values.length ? `Values: ${values.slice(0, kShownValues).join(", ")}${more}` : "" },
  ].filter(({ text }) => text !== "");
}

/** The words of `hoverLines` in a row. */
export const hoverWords = (hover) =>
  hoverLines(hover)
    .map(({ text }) => text.replace(/\.$/, ""))
    .join(". ");

/** A call's signature around the argument that comes next. @returns {{before: string, argument: string, after: string}} */
export function signatureParts({ signature, parameter }) {
  if (!parameter) return { before: signature, argument: "", after: "" };
  const { from, to } = parameter;
  return { before: signature.slice(0, from), argument: signature.slice(from, to), after: signature.slice(to) };
}

/** What is to be typed at the caret, such as `IF, argument 2: value_if_true, takes Text`. @param {object} call */
export function signatureWords(call) {
  const { argument } = signatureParts(call);
  const named = [`argument ${call.argument + 1}`, argument].filter(Boolean).join(": ");
  return [call.function, named, call.takes && `takes ${call.takes}`].filter(Boolean).join(", ");
}

export const helpTheme = {
  ".sb-help": { padding: "6px 10px", maxWidth: "min(380px, calc(100vw - 16px))", fontSize: "12px", lineHeight: "17px" },
  ".sb-help div": { overflowWrap: "anywhere" },
  ".sb-help .name, .sb-help .signature": {
    fontFamily: "var(--signalbox-mono, ui-monospace, Menlo, Consolas, monospace)",
  },
  ".sb-help .name": { fontWeight: "700", color: "#181818" },
  ".sb-help .type, .sb-help .takes": { color: "#5c5c5c" },
  ".sb-help .argument": { fontWeight: "700", color: "#0b5cab", textDecoration: "underline" },
};

function element(tag, className, text) {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

function hoverBox(hover) {
  const box = element("div", "sb-help hover", "");
  box.append(...hoverLines(hover).map(({ kind, text }) => element("div", kind, text)));
  return box;
}

function signatureBox(call) {
  const box = element("div", "sb-help call", "");
  const line = element("div", "signature", "");
  const { before, argument, after } = signatureParts(call);
  line.append(before, element("span", "argument", argument), after);
  box.append(line);
  if (call.takes) box.append(element("div", "takes", `Takes ${call.takes}`));
  if (call.sentence) box.append(element("div", "sentence", call.sentence));
  return box;
}

const tooltipOf = (pos, end, dom) => ({ pos, end, above: true, create: () => ({ dom }) });

/** Literals explain themselves. */
const isWorthSaying = (hover) => hover !== null && hover.kind !== "number" && hover.kind !== "text";

/** What stands above the caret: `{words, tooltip}` of the call around it or, when `explain` asked, of the word at it. */
function helpField(cm, { hover, signature }, explain) {
  const ask = (question, { doc, selection }) => question(doc.toString(), selection.main.head);
  const called = (state) => {
    const call = ask(signature, state);
    return call && { words: signatureWords(call), tooltip: tooltipOf(call.from, undefined, signatureBox(call)) };
  };
  const explained = (state) => {
    const word = ask(hover, state);
    if (!isWorthSaying(word)) return null;
    return { words: hoverWords(word), isExplanation: true, tooltip: tooltipOf(word.from, word.to, hoverBox(word)) };
  };
  return cm.StateField.define({
    create: called,
    update(value, change) {
      const asked = change.effects.find((effect) => effect.is(explain));
      if (asked) return (asked.value && explained(change.state)) || called(change.state);
      if (!change.docChanged && !change.selection) return value;
      const next = called(change.state);
      // The same box stays where it is: CodeMirror builds another one only for another tooltip.
      return next && value?.words === next.words && value.tooltip.pos === next.tooltip.pos ? value : next;
    },
    provide: (field) => cm.showTooltip.from(field, (value) => value?.tooltip ?? null),
  });
}

/**
 * The extension of CodeMirror that shows help. The F1 key shows what the word at the caret is, as the mouse does for the
 * word under it; Escape closes it. Within a call its signature stands above the caret.
 * @param {object} cm CodeMirror @param {HelpOptions} options
 */
export function cellHelp(cm, options) {
  const explain = cm.StateEffect.define();
  const field = helpField(cm, options, explain);
  const show = (view) => {
    view.dispatch({ effects: explain.of(true) });
    options.onSpeak(view.state.field(field)?.words ?? "No name or function stands at the caret");
    return true;
  };
  const close = (view) => {
    const isOpen = view.state.field(field)?.isExplanation;
    if (!isOpen && !cm.hasHoverTooltips(view.state)) return false;
    view.dispatch({ effects: [cm.closeHoverTooltips, ...(isOpen ? [explain.of(false)] : [])] });
    return true;
  };
  const wordUnderMouse = (view, pos) => {
    const word = options.hover(view.state.doc.toString(), pos);
    return isWorthSaying(word) ? tooltipOf(word.from, word.to, hoverBox(word)) : null;
  };
  return [
    field,
    cm.hoverTooltip(wordUnderMouse, { hideOnChange: true }),
    cm.keymap.of([
      { key: "F1", run: show },
      { key: "Escape", run: close },
    ]),
    cm.EditorView.updateListener.of(({ startState, state }) => {
      const words = state.field(field)?.words ?? "";
      if (words !== (startState.field(field)?.words ?? "")) options.onSpeak(words);
    }),
  ];
}
