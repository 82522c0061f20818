import { LightningElement, api } from "lwc";
import { Analysis } from "c/signalboxAnalysis";
import { loadCodemirror } from "c/signalboxCodemirror";
import { exportFrom, importInto, readExchange, readWorkbook } from "c/signalboxExchange";
import { download, readFiles } from "c/signalboxFiles";
import { EditorHost } from "c/signalboxHost";
import { Publishing } from "c/signalboxPublishing";
import { loadSpreadsheet } from "c/signalboxSpreadsheet";
import { EditorStore } from "c/signalboxStore";
import { countWords, placeOf, plural } from "c/signalboxWords";
import { Workbench } from "c/signalboxWorkbench";

const kViews = [
  { name: "records", label: "Records" },
  { name: "tables", label: "Rules" },
  { name: "why", label: "Why" },
];
const kSourceTab = "source";

/**
 * The editor of a definition: records to the left, decision tables in the middle, the reasons to the right. Each change
 * is decided over all records at once, so one sees what moves while one types.
 */
export default class SignalboxEditor extends LightningElement {
  /** What the place where the editor runs supplies. @type {EditorHost} */
  @api host = new EditorHost();

  store = new EditorStore();
  /** For what a person waits for. */
  workbench = new Workbench(() => this.host.openWorkbench(this));
  /** Has a workbench of its own, which is stopped at each change. */
  analysis = new Analysis(this.store, new Workbench(() => this.host.openWorkbench(this)));
  publishing = new Publishing({
    store: this.store,
    server: () => this.server,
    ask: (question) => this.ask(question),
    review: () => this.ask({ isReview: true }),
    say: (message) => {
      this.message = message;
    },
  });
  server = null;
  phase = "starting";
  engineTrouble = "";
  message = "";
  view = "tables";
  tables = [];
  tableName = "";
  isSource = false;
  diagnostics = [];
  movedCount = 0;
  question = null;
  trouble = null;
  showsFields = false;
  isDragging = false;

  connectedCallback() {
    this.stop = this.store.subscribe(() => this.refresh());
    this.handleLeave = (event) => {
      if (this.store.isDirty) event.preventDefault();
    };
    window.addEventListener("beforeunload", this.handleLeave);
    this.start();
  }

  disconnectedCallback() {
    this.stop();
    this.analysis.close();
    this.workbench.stop();
    window.removeEventListener("beforeunload", this.handleLeave);
  }

  async start() {
    this.phase = "starting";
    try {
      const [engine] = await Promise.all([this.host.loadEngine(this), loadCodemirror(this)]);
      this.store.useEngine(engine.newSession());
    } catch (error) {
      this.store.engineFailed(error?.message ?? String(error));
      return;
    }
    try {
      this.server = await this.host.connect((again) => this.askForToken(again));
      const workspace = await this.host.loadWorkspace();
      if (workspace) this.store.openWorkspace(workspace, workspace.source);
    } catch (error) {
      this.store.report("The documents could not be loaded", [error?.message ?? String(error)]);
    }
  }

  refresh() {
    const { store } = this;
    this.phase = store.phase;
    this.engineTrouble = store.engineTrouble;
    this.diagnostics = store.diagnostics;
    this.movedCount = store.moves.moved.length;
    this.trouble = store.trouble;
    this.tableName = store.table;
    this.isSource = store.isSource;
    this.tables = this.tabs();
  }

  /** One tab for each decision table, and one for the source. */
  tabs() {
    const { store } = this;
    const problems = store.diagnostics
      .filter((each) => each.severity === "error")
      .map((each) => placeOf(store.draft, each.path).table);
    const of = (table) => problems.filter((each) => each === table).length;
    const tables = store.tableNames.map((name) =>
      this.tab(`table-${name}`, name, of(name), !store.isSource && name === store.table),
    );
    return [...tables, this.tab(kSourceTab, "Source", of(undefined), store.isSource)];
  }

  tab(key, name, problems, selected) {
    return {
      key,
      name,
      problems,
      problemsText: plural(problems, "problem"),
      selected: selected ? "true" : "false",
      tabIndex: selected ? "0" : "-1",
      className: selected ? "tab selected" : "tab",
    };
  }

  get showsFindings() {
    return !this.isSource && this.tableName !== "";
  }
  get panelName() {
    return this.isSource ? "Source" : this.tableName;
  }
  get isStarting() {
    return this.phase === "starting";
  }
  get isUnavailable() {
    return this.phase === "unavailable";
  }
  get isReady() {
    return this.phase === "ready";
  }
  get isConnectedToServer() {
    return this.server !== null;
  }
  get views() {
    return kViews.map(({ name, label }) => ({
      name,
      label,
      moved: name === "records" && this.movedCount ? countWords(this.movedCount) : "",
      pressed: name === this.view ? "true" : "false",
      className: name === this.view ? "view selected" : "view",
    }));
  }

  /** The question that is open, or what went wrong. */
  get dialog() {
    if (this.question) return this.question.heading ? this.question : null;
    if (!this.trouble) return null;
    return {
      heading: this.trouble.title,
      lines: this.trouble.lines,
      buttons: [{ name: "cancel", label: "Close", variant: "brand" }],
    };
  }

  get exportable() {
    return this.store.tableNames;
  }
  get showsExport() {
    return Boolean(this.question?.isExport);
  }
  get showsReview() {
    return Boolean(this.question?.isReview);
  }

  handleAnswer(event) {
    const answered = this.question;
    this.question = null;
    if (answered) answered.resolve(event.detail);
    else this.store.dismissTrouble();
  }

  /** Asks and waits. @returns {Promise<{name: string, value: string}>} the chosen button, and what else the dialog tells */
  ask(question) {
    return new Promise((resolve) => {
      this.question = { ...question, resolve };
    });
  }

  async mayDiscard() {
    if (!this.store.isDirty) return true;
    const { name } = await this.ask({
      heading: "Discard your changes?",
      lines: ["The changes of this definition are saved neither to a file nor to a server."],
      buttons: [
        { name: "cancel", label: "Keep editing" },
        { name: "discard", label: "Discard", variant: "destructive" },
      ],
    });
    return name === "discard";
  }

  async askForToken(again) {
    const { name, value } = await this.ask({
      heading: "The server asks for its token",
      lines: [again ? "The server has refused this token." : "It is kept until the page is closed."],
      field: { label: "Token", type: "password" },
      buttons: [
        { name: "cancel", label: "Cancel" },
        { name: "use", label: "Use the token", variant: "brand" },
      ],
    });
    return name === "use" && value !== "" ? value : null;
  }

  handleMessage(event) {
    this.message = event.detail.text;
  }

  handleFields() {
    this.showsFields = !this.showsFields;
  }

  /* Keys and views */

  handleKey(event) {
    if (!(event.ctrlKey || event.metaKey) || event.defaultPrevented || this.store.isTyping) return;
    const first = event.composedPath()[0];
    const inText = first?.tagName === "INPUT" && first.type !== "checkbox";
    const key = event.key.toLowerCase();
    const action =
      key === "s"
        ? () => this.save()
        : inText
          ? null
          : { z: () => (event.shiftKey ? this.store.redo() : this.store.undo()), y: () => this.store.redo() }[key];
    if (!action) return;
    event.preventDefault();
    action();
  }

  handleView(event) {
    this.view = event.currentTarget.dataset.name;
  }

  showTables() {
    this.view = "tables";
  }

  handleTable(event) {
    this.showTab(event.currentTarget.dataset.key);
  }

  showTab(key) {
    if (key === kSourceTab) this.store.showSource();
    else this.store.selectTable(key.slice("table-".length));
  }

  handleTabKey(event) {
    const at = this.tables.findIndex((tab) => tab.selected === "true");
    const { length } = this.tables;
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const { key } = this.tables[(to + length) % length];
    this.showTab(key);
    [...this.template.querySelectorAll('[role="tab"]')].find((tab) => tab.dataset.key === key)?.focus();
  }

  /* Actions */

  handleAction(event) {
    const actions = {
      undo: () => this.store.undo(),
      redo: () => this.store.redo(),
      fields: () => this.handleFields(),
      open: () => this.chooseFiles(),
      saveFile: () => this.saveFile(),
      export: () => this.exportFile(),
      saveDraft: () => this.publishing.saveDraft(),
      publish: () => this.publishing.publish(),
    };
    this.message = "";
    actions[event.detail.name]();
  }

  save() {
    if (this.store.definition === null) return;
    if (this.server) this.publishing.saveDraft();
    else this.saveFile();
  }

  saveFile() {
    const name = `${String(this.store.definition.name ?? "definition").replace(/[^\w.-]+/g, "-")}.json`;
    this.give({ name, data: this.store.definitionText, type: "application/json" });
    this.store.markSaved();
  }

  give(file) {
    download(file);
    this.message = `Saved to ${file.name}`;
  }

  async exportFile() {
    const wanted = await this.ask({ isExport: true });
    if (wanted.name === "cancel") return;
    const file = await exportFrom(this.store, this.workbench, wanted, () => loadSpreadsheet(this));
    if (file) this.give(file);
  }

  /* Opening */

  chooseFiles() {
    const { file } = this.refs;
    file.value = "";
    file.click();
  }

  async handleOpenSample() {
    const sample = await this.host.loadSample();
    if (sample) this.store.openWorkspace(sample, { kind: "sample", name: sample.title });
    else this.store.report("There is no sample here", ["Choose a file instead."]);
  }

  handleFiles(event) {
    this.openFiles([...event.target.files]);
  }

  /** Opens files in the order in which they depend on each other; asks first when changes would be lost. */
  async openFiles(files) {
    this.message = "";
    const read = await readFiles(files);
    if (read.some((each) => each.kind === "definition") && !(await this.mayDiscard())) return;
    const done = [];
    for (const file of read) {
      // Each file may belong to the one before.
      // eslint-disable-next-line no-await-in-loop
      const words = await this.openFile(file);
      if (!words) return;
      done.push(words);
    }
    this.message = done.join(", ");
  }

  /** @returns {Promise<string | null>} what was done, in words; null when it was not, and the person knows */
  async openFile({ name, kind, text, bytes }) {
    const { store, workbench } = this;
    const now = this.host.now();
    if (kind === "workbook") {
      const read = async (definition) => readWorkbook(workbench, await loadSpreadsheet(this), bytes, definition);
      return importInto(store, read, name, now);
    }
    if (kind === "model" || kind === "table")
      return importInto(store, (definition) => readExchange(workbench, text, definition), name, now);
    return store.openFile(text, name, now) ? `Opened ${name}` : null;
  }

  handleDragOver(event) {
    if (![...(event.dataTransfer?.types ?? [])].includes("Files")) return;
    event.preventDefault();
    this.isDragging = true;
  }

  handleDragLeave(event) {
    if (event.currentTarget === event.target) this.isDragging = false;
  }

  handleDrop(event) {
    event.preventDefault();
    this.isDragging = false;
    this.openFiles([...event.dataTransfer.files]);
  }
}
