import { loadScript } from "lightning/platformResourceLoader";
import { cellHelp, helpTheme } from "c/signalboxCellHelp";
import CODEMIRROR_URL from "@salesforce/resourceUrl/signalboxCodemirror";

const kGlobal = "SignalboxCodemirror";

/** CodeMirror when it has been loaded, else null. */
export const loadedCodemirror = () => globalThis[kGlobal] ?? null;

/**
 * Loads CodeMirror once for the page. Where it cannot be loaded, cells are edited in plain inputs.
 * @param {import("lwc").LightningElement} component the caller, on whose behalf the platform loads the script
 * @returns {Promise<object|null>}
 */
export async function loadCodemirror(component) {
  if (!loadedCodemirror()) await loadScript(component, CODEMIRROR_URL).catch(() => undefined);
  return loadedCodemirror();
}

const kTokenClasses = [
  "number",
  "text",
  "field",
  "global",
  "function",
  "operator",
  "keyword",
  "punctuation",
  "comment",
  "invalid",
];

const theme = {
  "&": { fontSize: "13px", backgroundColor: "#fff" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--signalbox-mono, ui-monospace, Menlo, Consolas, monospace)", lineHeight: "20px" },
  ".cm-content": { padding: "5px 0", caretColor: "#0b5cab" },
  ".cm-line": { padding: "0 8px" },
  ".cm-tooltip": {
    border: "1px solid #c9c9c9",
    borderRadius: "4px",
    backgroundColor: "#fff",
    boxShadow: "0 2px 8px #0003",
    zIndex: "9000",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "inherit", maxHeight: "none" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "3px 8px", fontSize: "13px" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { backgroundColor: "#0b5cab", color: "#fff" },
  ".cm-completionDetail": { fontStyle: "normal", color: "#5c5c5c", marginLeft: "1em" },
  ".cm-tooltip-autocomplete ul li[aria-selected] .cm-completionDetail": { color: "#fff" },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "bold" },
  ".cm-completionInfo": { padding: "6px 8px", maxWidth: "280px", fontSize: "12px" },
  ".sb-number": { color: "#a13600" },
  ".sb-text": { color: "#2e6b1f" },
  ".sb-field": { color: "#0b5cab" },
  ".sb-global": { color: "#7526a8" },
  ".sb-function": { color: "#024f6b", fontWeight: "600" },
  ".sb-keyword": { color: "#7526a8" },
  ".sb-operator": { color: "#5c5c5c" },
  ".sb-comment": { color: "#6b6b6b", fontStyle: "italic" },
  ".sb-invalid": { color: "#ba0517", textDecoration: "underline wavy #ba0517" },
};

const sourceTheme = {
  "&": { height: "100%", fontSize: "12.5px", backgroundColor: "#fff" },
  ".cm-scroller": {
    fontFamily: "var(--signalbox-mono, ui-monospace, Menlo, Consolas, monospace)",
    lineHeight: "19px",
    overflow: "auto",
  },
  ".cm-gutters": { backgroundColor: "#f7f8fa", color: "#6b6b6b", borderRight: "1px solid #e5e5e5" },
  "&.cm-focused": { outline: "2px solid #0b5cab", outlineOffset: "-2px" },
};

/**
 * One line of a formula or of a unary test in CodeMirror: coloured, checked and completed by the engine.
 * @param {object} cm CodeMirror, from `loadCodemirror`
 * @param {{parent: HTMLElement, text: string, label: string, caretAtEnd: boolean,
 *   check: (text: string) => {tokens: object[], diagnostics: object[]},
 *   complete: (text: string, offset: number, explicit: boolean) => {from: number, to?: number, items: object[],
 *   validFor?: RegExp}, selectOnOpen: boolean,
 *   onChange: (text: string) => void, onKey: (key: string) => boolean, onBlur: () => void,
 *   onCompleting: (open: boolean) => void, help?: import("c/signalboxCellHelp").HelpOptions}} options `onKey`: told of
 *   `Enter`, `Tab`, `Shift-Tab` and `Escape`, unless the list of completions takes them
 * @returns {{view: object, destroy: () => void}}
 */
export function createCodeEditor(cm, options) {
  // CodeMirror needs a real root of its own: under synthetic shadow the default root lacks what it measures with.
  const root = options.parent.shadowRoot ?? options.parent.attachShadow({ mode: "open" });
  const tokens = tokenField(cm, options.check);
  const key = (name) => ({ key: name, run: () => options.onKey(name) });
  const view = new cm.EditorView({
    parent: root,
    root,
    state: cm.EditorState.create({
      doc: options.text,
      selection: { anchor: options.caretAtEnd ? options.text.length : 0, head: options.text.length },
      extensions: [
        cm.history(),
        cm.bracketMatching(),
        // Its Escape closes what it shows, before Escape means the edit.
        options.help ? cellHelp(cm, options.help) : [],
        cm.closeBrackets(),
        cm.autocompletion({
          override: [completions(options.complete)],
          defaultKeymap: false,
          icons: false,
          interactionDelay: 0,
          selectOnOpen: options.selectOnOpen,
          // The list shows this many and moves on with the selection: a box that scrolls could not be reached by keys.
          maxRenderedOptions: 10,
        }),
        // Escape closes the list only where one has begun to choose from it; else it ends the edit at once.
        cm.keymap.of([{ key: "Escape", run: ({ state }) => !cm.selectedCompletion(state) && options.onKey("Escape") }]),
        cm.keymap.of(cm.completionKeymap),
        cm.keymap.of(["Enter", "Tab", "Shift-Tab", "Escape"].map(key)),
        cm.keymap.of([...cm.historyKeymap, ...cm.defaultKeymap]),
        cm.EditorState.transactionFilter.of((change) => (change.newDoc.lines > 1 ? oneLine(cm, change) : change)),
        cm.EditorView.contentAttributes.of(attributesOf(options)),
        cm.EditorView.theme({ ...theme, ...helpTheme }),
        tokens,
        cm.EditorView.updateListener.of((update) => {
          if (update.docChanged) options.onChange(update.state.doc.toString());
          options.onCompleting(cm.completionStatus(update.state) === "active");
        }),
        cm.EditorView.domEventHandlers({ blur: () => options.onBlur() }),
      ],
    }),
  });
  return { view, destroy: () => view.destroy() };
}

const attributesOf = ({ label, help }) => ({
  "aria-label": label,
  spellcheck: "false",
  autocapitalize: "off",
  ...(help ? { "aria-keyshortcuts": "F1" } : {}),
});

/**
 * The text of a whole document in CodeMirror.
 * @param {object} cm CodeMirror, from `loadCodemirror`
 * @param {{parent: HTMLElement, text: string, label: string, onChange: (text: string) => void,
 *   onFocus: (focused: boolean) => void}} options
 * @returns {{show: (text: string) => void, select: (place: {from: number, to: number}) => void, destroy: () => void}}
 */
export function createSourceEditor(cm, { parent, text, label, onChange, onFocus }) {
  const root = parent.shadowRoot ?? parent.attachShadow({ mode: "open" });
  const view = new cm.EditorView({
    parent: root,
    root,
    state: cm.EditorState.create({
      doc: text,
      extensions: [
        cm.lineNumbers(),
        cm.EditorView.lineWrapping,
        cm.history(),
        cm.bracketMatching(),
        cm.keymap.of([...cm.historyKeymap, ...cm.defaultKeymap]),
        cm.EditorView.contentAttributes.of({
          "aria-label": label,
          spellcheck: "false",
          autocapitalize: "off",
          tabindex: "0",
        }),
        cm.EditorView.theme({ ...theme, ...sourceTheme }),
        cm.EditorView.updateListener.of((update) => {
          if (update.docChanged) onChange(update.state.doc.toString());
          if (update.focusChanged) onFocus(update.view.hasFocus);
        }),
      ],
    }),
  });
  return {
    show: (next) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: next } }),
    select: ({ from, to }) => {
      const effects = cm.EditorView.scrollIntoView(from, { y: "center" });
      view.dispatch({ selection: { anchor: from, head: to }, effects });
      view.focus();
    },
    destroy: () => view.destroy(),
  };
}

/** A pasted line break becomes a space: a cell is one line. */
function oneLine(cm, change) {
  const text = change.newDoc.toString().replace(/\s*\n\s*/g, " ");
  return [{ changes: { from: 0, to: change.startState.doc.length, insert: text }, selection: { anchor: text.length } }];
}

function tokenField(cm, check) {
  const marks = Object.fromEntries(kTokenClasses.map((kind) => [kind, cm.Decoration.mark({ class: `sb-${kind}` })]));
  const build = (doc) => {
    const text = doc.toString();
    const answer = check(text);
    const spans = [
      ...answer.tokens.map((token) => ({ from: token.from, to: token.to, mark: marks[token.kind] })),
      ...answer.diagnostics
        .filter((each) => each.severity === "error" && each.from !== undefined)
        .map((each) => ({ from: each.from, to: Math.max(each.to, each.from + 1), mark: marks.invalid })),
    ];
    const inside = spans.filter(({ from, to, mark }) => mark && from < to && to <= text.length);
    return cm.Decoration.set(
      inside.map(({ from, to, mark }) => mark.range(from, to)),
      true,
    );
  };
  return cm.StateField.define({
    create: (state) => build(state.doc),
    update: (value, change) => (change.docChanged ? build(change.newDoc) : value),
    provide: (field) => cm.EditorView.decorations.from(field),
  });
}

/** Asks the engine, which answers at once; so the list follows each character, and takes keys all the time. */
const completions = (complete) => (context) => {
  const text = context.state.doc.toString();
  const answer = complete(text, context.pos, context.explicit);
  if (answer.items.length === 0) return null;
  return {
    update: (_result, _from, _to, next) => completions(complete)(next),
    from: answer.from,
    to: answer.to,
    options: answer.items.map((item) => ({
      label: item.label,
      detail: item.detail,
      info: item.info,
      apply: item.kind === "function" ? `${item.label}(` : item.label,
    })),
    validFor: answer.validFor,
  };
};
