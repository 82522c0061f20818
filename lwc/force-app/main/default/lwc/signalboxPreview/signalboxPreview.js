import { LightningElement, api, wire } from "lwc";
import { getRecord, notifyRecordUpdateAvailable } from "lightning/uiRecordApi";
import { refreshApex } from "@salesforce/apex";
import getPublishedDocuments from "@salesforce/apex/SignalboxDefinitionController.getPublishedDocuments";
import getPublishedRoster from "@salesforce/apex/SignalboxDefinitionController.getPublishedRoster";
import { forgetEngine, loadEngine } from "c/signalboxEngineLoader";
import { EngineStoppedError, RecordDecider } from "c/signalboxRecordDecider";
import { chosenAgentName } from "c/signalboxOutcome";
import { fillLabel, labels } from "c/signalboxLabels";
import { fieldsToRead, hiddenFields } from "./recordFields";
import { previewState } from "./previewState";

/** Clocks run on while the page stands still: so often the record is decided anew, and at the decision's `wake`. */
const kDecideEveryMs = 60_000;
const kSoonestWakeMs = 1_000;

/**
 * On a record page: where the record goes, who gets it, which clocks run, and why; decided on the page by the engine
 * that the server runs, anew whenever the record, the rules or the roster change.
 */
export default class SignalboxPreview extends LightningElement {
  /** The page's record (record pages). @type {string} */
  @api recordId;
  /** The page's object (record pages). @type {string} */
  @api objectApiName;
  /** The record to show on a page that has none (app pages). @type {string} */
  @api shownRecordId;
  /** The object of `shownRecordId`. @type {string} */
  @api shownObject;

  labels = labels;
  documents = {};
  roster = {};
  record = {};
  engine;
  engineError;
  decision;
  decisionError;
  hidden = [];

  _connected = false;
  _decider;
  _timer;
  _focusAfterRetry = false;

  get targetRecordId() {
    return this.recordId ?? this.shownRecordId;
  }

  get targetObject() {
    return this.objectApiName ?? this.shownObject;
  }

  /** Undefined until the definition is known, which holds the record's wire back. */
  get recordFields() {
    const definition = this.documents.data?.definition;
    return definition ? fieldsToRead(definition) : undefined;
  }

  @wire(getPublishedDocuments, { objectApiName: "$targetObject" })
  receiveDocuments(result) {
    this.documents = result;
    this.decide();
  }

  @wire(getPublishedRoster)
  receiveRoster(result) {
    this.roster = result;
    this.decide();
  }

  @wire(getRecord, { recordId: "$targetRecordId", optionalFields: "$recordFields" })
  receiveRecord(result) {
    this.record = result;
    this.decide();
  }

  connectedCallback() {
    this._connected = true;
    this.startEngine();
  }

  disconnectedCallback() {
    this._connected = false;
    clearTimeout(this._timer);
    this._decider?.release();
    this._decider = undefined;
  }

  renderedCallback() {
    if (!this._focusAfterRetry || this.isLoading) return;
    this._focusAfterRetry = false;
    (this.refs.notice ?? this.refs.outcome)?.focus();
  }

  async startEngine() {
    this.engineError = undefined;
    try {
      this.engine = await loadEngine(this);
    } catch (error) {
      this.engineError = error;
      return;
    }
    this.decide();
  }

  /** Decides the record with what is known now, or waits for what is missing. */
  decide() {
    clearTimeout(this._timer);
    this.decision = undefined;
    this.decisionError = undefined;
    const { definition, directory } = this.documents.data ?? {};
    const ready = this._connected && this.engine && definition && this.record.data && this.roster.data !== undefined;
    if (!ready) return;
    this.hidden = hiddenFields(this.recordFields, this.record.data);
    try {
      this._decider ??= new RecordDecider(this.engine);
      this._decider.prepare({ definition, directory, roster: this.roster.data });
      this.decision = this._decider.decide(this.record.data, new Date());
      this.decideLater();
    } catch (error) {
      this.receiveFailure(error);
    }
  }

  receiveFailure(error) {
    if (!(error instanceof EngineStoppedError)) {
      this.decisionError = error;
      return;
    }
    forgetEngine();
    this.engine = undefined;
    this._decider = undefined;
    this.engineError = error;
  }

  decideLater() {
    const { wake, at } = this.decision;
    const untilWakeMs = wake ? Date.parse(wake) - Date.parse(at) : Infinity;
    const delayMs = Math.max(kSoonestWakeMs, Math.min(kDecideEveryMs, untilWakeMs));
    // Time itself changes the decision, and nothing else would tell the page.
    // eslint-disable-next-line @lwc/lwc/no-async-operation
    this._timer = setTimeout(() => this.decide(), delayMs);
  }

  async handleDecideAgain() {
    await Promise.allSettled([
      refreshApex(this.documents),
      refreshApex(this.roster),
      notifyRecordUpdateAvailable([{ recordId: this.targetRecordId }]),
    ]);
    this.decide();
  }

  handleTryAgain() {
    this._focusAfterRetry = true;
    this.startEngine();
  }

  get state() {
    return previewState({
      recordId: this.targetRecordId,
      objectApiName: this.targetObject,
      documents: this.documents,
      roster: this.roster,
      record: this.record,
      engineError: this.engineError,
      allFieldsHidden: this.hidden.length > 0 && this.hidden.length === this.recordFields?.length,
      decisionError: this.decisionError,
      decision: this.decision,
    });
  }

  get isLoading() {
    return this.state.name === "loading";
  }

  get isNotice() {
    return this.state.name === "notice";
  }

  get isDecided() {
    return this.state.name === "decided";
  }

  /** Spoken by screen readers whenever it changes; a new decision with the same outcome says nothing. */
  get announcement() {
    if (this.isNotice) return this.state.heading;
    if (!this.isDecided) return "";
    const { queue } = this.decision.outcome;
    return fillLabel(labels.announcement, queue ?? labels.noQueue, chosenAgentName(this.decision) ?? labels.noAgent);
  }

  get milestones() {
    return Object.entries(this.decision.milestones ?? {}).map(([name, milestone]) => ({ name, milestone }));
  }

  get evaluationErrors() {
    return (this.decision.errors ?? []).map(({ path, sentence }, index) => ({
      key: String(index),
      text: path ? `${sentence} (${path})` : sentence,
    }));
  }

  get isRosterAssumed() {
    return this.decision.roster === "assumed";
  }

  get hiddenFieldsText() {
    return this.hidden.length ? fillLabel(labels.hiddenFields, this.hidden.join(", ")) : "";
  }

  get provenanceText() {
    const { definition } = this.decision;
    const engine = this.engine.kind === "wasm" ? labels.engineWebAssembly : labels.engineJavaScript;
    return [
      fillLabel(labels.byDefinition, definition, this.documents.data.definitionVersion),
      fillLabel(engine, this.engine.engineVersion),
    ].join(", ");
  }
}
