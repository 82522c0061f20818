import { LightningElement, api } from "lwc";

/**
 * Name and state of the definition, and what can be done with the whole of it.
 * @fires SignalboxEditorHeader#action what was asked for, `{name}`: `undo`, `redo`, `fields`, `open`, `saveFile`, `export`,
 *   `saveDraft`, `publish`
 */
export default class SignalboxEditorHeader extends LightningElement {
  /** @type {import("c/signalboxStore").EditorStore} */
  @api store;
  /** True when a Signalbox server serves the page. */
  @api connected = false;
  /** What happened last, in a few words. */
  @api message = "";

  name = "";
  stateText = "";
  badgeClass = "badge";
  dirty = false;
  undoText = "";
  redoText = "";
  cannotUndo = true;
  cannotRedo = true;
  nothingOpen = true;
  cannotPublish = true;

  connectedCallback() {
    this.stop = this.store.subscribe(() => this.refresh());
    this.refresh();
  }

  disconnectedCallback() {
    this.stop?.();
  }

  refresh() {
    const { store } = this;
    this.nothingOpen = store.definition === null;
    this.name = this.nothingOpen ? "Signalbox" : String(store.definition.name ?? "Definition without a name");
    this.dirty = store.isDirty;
    this.cannotUndo = !store.canUndo;
    this.cannotRedo = !store.canRedo;
    this.undoText = store.canUndo ? `Undo ${store.undoLabel} (Ctrl+Z)` : "Nothing to undo";
    this.redoText = store.canRedo ? `Redo ${store.redoLabel} (Ctrl+Y)` : "Nothing to redo";
    const isPublished = store.source?.state === "published" && !store.isDirty;
    this.cannotPublish = this.nothingOpen || store.errorCount > 0 || isPublished;
    this.stateText = this.wordState(store.source);
    this.badgeClass = `badge ${store.source?.state ?? ""}`;
  }

  wordState(source) {
    switch (source?.kind) {
      case "sample":
        return "Sample";
      case "file":
        return `File ${source.name}`;
      case "server":
        return source.state === "published" ? `Published, version ${source.version}` : "Draft";
      default:
        return "Nothing open";
    }
  }

  /** What is done step by step. */
  get steps() {
    const find = "Find uses of a field, or rename it";
    return [
      { name: "undo", label: this.undoText, icon: "utility:undo", disabled: this.cannotUndo },
      { name: "redo", label: this.redoText, icon: "utility:redo", disabled: this.cannotRedo },
      { name: "fields", label: find, icon: "utility:search", disabled: this.nothingOpen },
    ].map((each) => ({ ...each, isIcon: true }));
  }

  /** What is done with the whole definition; a narrow page has them in a menu. */
  get actions() {
    const { nothingOpen } = this;
    return [
      { name: "open", label: "Open", icon: "utility:open_folder" },
      { name: "saveFile", label: "Save to file", icon: "utility:download", disabled: nothingOpen },
      { name: "export", label: "Export", disabled: nothingOpen },
      ...(this.connected
        ? [{ name: "saveDraft", label: "Save draft", icon: "utility:save", disabled: nothingOpen }]
        : []),
    ];
  }

  get publishing() {
    if (!this.connected) return [];
    return [{ name: "publish", label: "Publish", variant: "brand", disabled: this.cannotPublish }];
  }

  handlePress(event) {
    this.ask(event.detail.name);
  }

  handleSelect(event) {
    this.ask(event.detail.value);
  }

  ask(name) {
    this.dispatchEvent(new CustomEvent("action", { detail: { name } }));
  }
}
