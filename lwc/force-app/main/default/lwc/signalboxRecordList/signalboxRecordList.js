import { LightningElement, api } from "lwc";
import { scrollToShow, windowOf } from "c/signalboxVirtualWindow";
import { countWords, instantWords, outputsWords, plural } from "c/signalboxWords";

const kRowHeight = 46;

/** The records and where each goes; after a change, what moves from where to where. Only the rows in view are drawn. */
export default class SignalboxRecordList extends LightningElement {
  /** @type {import("c/signalboxStore").EditorStore} */
  @api store;

  search = "";
  onlyMoved = false;
  picked = null;
  moves = { kinds: [], keys: [], moved: [], groups: [] };
  isStale = false;
  isDecided = false;
  isChanged = false;
  timeText = "";
  scrollTop = 0;
  viewHeight = 600;
  selected = -1;
  /** Indices of the records that pass the filters, in order. */
  shown = [];
  /** Counts the answers of the store, so that rows are drawn anew after each. */
  turn = 0;
  wantsFocus = false;
  opening = 0;
  instantText = "";

  connectedCallback() {
    this.stop = this.store.subscribe((topics) => {
      if (["results", "documents", "selection", "definition", "phase"].some((each) => topics.has(each))) this.refresh();
    });
    this.refresh();
  }

  renderedCallback() {
    if (!this.observer) {
      const scroller = this.template.querySelector(".scroller");
      this.observer = new ResizeObserver(() => {
        this.viewHeight = scroller.clientHeight;
      });
      this.observer.observe(scroller);
    }
    if (this.wantsFocus) {
      this.wantsFocus = false;
      this.template.querySelector('[role="row"][tabindex="0"]')?.focus();
    }
  }

  disconnectedCallback() {
    this.stop?.();
    this.observer?.disconnect();
  }

  refresh() {
    const { store } = this;
    if (this.opening !== store.openings.records) {
      this.opening = store.openings.records;
      Object.assign(this, { search: "", onlyMoved: false, picked: null });
      this.showTop(0);
    }
    this.instantText = store.at ? `as of ${instantWords(store.at)}` : "";
    this.moves = store.moves;
    this.isStale = store.isStale;
    this.isDecided = store.results !== null;
    this.isChanged = store.isDirty || store.draft !== store.definition;
    this.timeText = store.milliseconds && !store.isStale ? `${store.milliseconds.toFixed(0)} ms` : "";
    this.selected = store.selectedRecord;
    if (this.picked && !this.moves.groups.some((group) => group.key === this.picked)) this.picked = null;
    this.filter();
    this.turn += 1;
  }

  filter() {
    const { records } = this.store;
    const wanted = this.search.trim().toLowerCase();
    let list = this.picked || this.onlyMoved ? this.moves.moved : records.map((_, index) => index);
    if (this.picked) list = list.filter((index) => this.moves.keys[index] === this.picked);
    this.shown = wanted ? list.filter((index) => this.textOf(index).includes(wanted)) : list;
  }

  textOf(index) {
    const { id, subject } = this.store.records[index];
    const outcome = this.outcomeOf(this.store.results, index);
    const agent = outcome?.agent ? this.store.agentName(outcome.agent) : "";
    return `${id} ${subject} ${outcome?.queue ?? ""} ${agent}`.toLowerCase();
  }

  outcomeOf(results, index) {
    return results ? (results.outcomes[results.of[index]] ?? null) : null;
  }

  get countText() {
    const { length } = this.store.records;
    return this.shown.length === length
      ? plural(length, "record")
      : `${countWords(this.shown.length)} of ${countWords(length)}`;
  }
  get ariaRowCount() {
    return this.shown.length + 1;
  }
  get window() {
    const { scrollTop, viewHeight } = this;
    return windowOf({ count: this.shown.length, rowHeight: kRowHeight, scrollTop, viewHeight });
  }
  get bodyStyle() {
    const { before, after } = this.window;
    return `padding-top: ${before}px; padding-bottom: ${after}px`;
  }
  get emptyText() {
    if (this.shown.length > 0) return "";
    if (this.store.records.length === 0) return "No records are open. Open a file of records: JSON, JSON lines or CSV.";
    return this.onlyMoved || this.picked ? "No record moves." : "No record fits the search.";
  }

  get focusPosition() {
    const position = this.shown.indexOf(this.selected);
    return position < 0 ? 0 : position;
  }

  get rows() {
    const { first, end } = this.window;
    const focus = Math.max(first, Math.min(end - 1, this.focusPosition));
    return this.turn < 0
      ? []
      : this.shown.slice(first, end).map((index, offset) => this.row(index, first + offset, focus));
  }

  row(index, position, focus) {
    const record = this.store.records[index];
    const after = this.outcomeOf(this.store.results, index);
    const kind = this.moves.kinds[index];
    const chosen = index === this.selected;
    return {
      key: `record-${index}`,
      position,
      rowIndex: position + 2,
      id: record.id,
      idText: record.subject ? record.id : "",
      subject: record.subject || record.id || `Record ${index + 1}`,
      selected: chosen ? "true" : "false",
      tabIndex: position === focus ? "0" : "-1",
      className: `record${chosen ? " selected" : ""}${this.store.results && !after ? " bad" : ""}`,
      moved: Boolean(kind),
      ...(kind ? this.movedWords(kind, index, after) : {}),
      queue: this.queueWords(after),
      agent: after?.agent ? this.store.agentName(after.agent) : after?.queue ? "no agent" : "",
    };
  }

  queueWords(outcome) {
    if (!this.store.results) return "not decided";
    return outcome ? (outcome.queue ?? "no queue") : "cannot be read";
  }

  movedWords(kind, index, after) {
    const before = this.outcomeOf(this.store.baseline, index);
    if (kind === "queue") return { from: this.queueWords(before), to: this.queueWords(after) };
    if (kind === "agent") {
      const name = (outcome) => (outcome.agent ? this.store.agentName(outcome.agent) : "no agent");
      return { from: name(before), to: name(after) };
    }
    return { from: outputsWords(before.outputs, after.outputs), to: outputsWords(after.outputs, before.outputs) };
  }

  handleScroll(event) {
    this.scrollTop = event.target.scrollTop;
  }

  handleSearch(event) {
    this.search = event.detail.value ?? "";
    this.toTop();
  }

  handleOnlyMoved(event) {
    this.onlyMoved = event.detail.checked ?? event.target.checked;
    this.toTop();
  }

  handlePick(event) {
    this.picked = event.detail.key;
    this.toTop();
  }

  toTop() {
    this.filter();
    this.showTop(0);
  }

  showTop(scrollTop) {
    this.scrollTop = scrollTop;
    const scroller = this.template.querySelector(".scroller");
    if (scroller) scroller.scrollTop = scrollTop;
  }

  handleClick(event) {
    this.select(Number(event.currentTarget.dataset.position));
  }

  handleFocus(event) {
    const position = Number(event.currentTarget.dataset.position);
    if (this.shown[position] !== this.selected) this.store.selectRecord(this.shown[position]);
  }

  select(position) {
    if (this.shown.length === 0) return;
    const row = Math.max(0, Math.min(this.shown.length - 1, position));
    this.showTop(scrollToShow({ row, rowHeight: kRowHeight, scrollTop: this.scrollTop, viewHeight: this.viewHeight }));
    this.selected = this.shown[row];
    this.wantsFocus = true;
    this.store.selectRecord(this.shown[row]);
  }

  handleKey(event) {
    const page = Math.max(1, Math.floor(this.viewHeight / kRowHeight) - 1);
    const to = {
      ArrowUp: this.focusPosition - 1,
      ArrowDown: this.focusPosition + 1,
      PageUp: this.focusPosition - page,
      PageDown: this.focusPosition + page,
      Home: 0,
      End: this.shown.length - 1,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this.select(to);
  }
}
