// @signalbox/engine. The contract behind these types is docs/engine-api.md; the JSON Schemas of the documents are in engine/api/schemas.

/** Text, UTF-8 bytes, or an object that is written as JSON. */
export type Body = string | Uint8Array | object;
/** A thing that the session keeps; ends with `release`. */
export type Handle = number;
/** `YYYY-MM-DDTHH:MM:SS[.mmm]Z`, or with an offset. */
export type InstantText = string;

export interface Place {
  /** In bytes of the document. */
  offset: number;
  /** From 1. */
  line: number;
  /** From 1, in code points. */
  column: number;
}

/** What is wrong with a document. */
export interface Diagnostic {
  code: string;
  severity: "error" | "warning" | "info";
  /** JSON pointer of the element. */
  path: string;
  start: Place;
  end: Place;
  sentence: string;
  expected?: string;
  found?: string;
  suggestion?: string;
}

/** A diagnostic of a formula or unary test; `from` and `to` count UTF-16 units of it. */
export interface FormulaDiagnostic extends Diagnostic {
  from: number;
  to: number;
}

/**
 * An answer that says no. Beside the engine's codes the host has: `out-of-memory` and `engine-stopped` (the engine must be loaded
 * again), `message-size`, `session-freed`.
 */
export interface Failure {
  ok: false;
  error: { code: string; sentence: string };
  diagnostics: Diagnostic[];
}

export type Answer<T> = ({ ok: true } & T) | Failure;

export interface EvaluationError {
  code: string;
  path: string;
  sentence: string;
}

export type OutputValue = string | number | boolean | null | OutputValue[];

export interface Place {
  /** Conditions, each a unary test of one input; none: everywhere. */
  region: { input: string; test: string }[];
  /** A record that shows it; `inputs` when globals or formulas matter, `at` when rows are effective for a time. */
  witness?: { record: Record<string, unknown>; inputs?: unknown[]; at?: string };
}
export interface Finding extends Diagnostic, Place {
  rows: { index: number; id: string }[];
  rowCount: number;
}
export interface DecisionAnalysis {
  decision: string;
  findings: Finding[];
  counts: Record<string, number>;
  steps: number;
}
export interface ChangedRegion extends Place {
  before: Record<string, unknown>;
  after: Record<string, unknown>;
  rowsBefore: string[];
  rowsAfter: string[];
}
export interface DecisionDifference {
  decision: string;
  result: "same" | "changed" | "undecided" | "added" | "removed";
  changes?: ChangedRegion[];
  count?: number;
  complete?: boolean;
  why?: string;
  steps?: number;
}
/** `by`: how far, in numbers, or in the `unit`; without it there is no distance. */
export interface Distance {
  by?: number;
  unit?: "days" | "ms";
}
export interface SmallestChange {
  decision: string;
  rule: string;
  result: "wins" | "change" | "never" | "undecided";
  reason?: "disabled" | "not-effective" | "contradiction" | "masked" | "formula" | "budget" | "inputs";
  smallest?: boolean;
  changes?: ({ field: string; from: unknown; to: unknown } & Distance)[];
  atLeast?: number;
  failed: ({ input?: number; formula: string; test?: string; value?: unknown; nearest?: unknown } & Distance)[];
  rules?: string[];
  formulas?: { path: string; formula: string }[];
  steps: number;
  sentence: string;
}
export interface MovedRecords {
  before: Record<string, unknown>;
  after: Record<string, unknown>;
  count: number;
  records: { index: number; id?: string }[];
}
export interface Difference {
  decisions: DecisionDifference[];
  records?: {
    count: number;
    bad: number;
    changed: number;
    decisions: { decision: string; changed: number; changes: MovedRecords[] }[];
  };
}

export interface Outcome {
  queue: string | null;
  agent: string | null;
  outputs: Record<string, OutputValue>;
}

/** The distinct outcomes, and which of them each record has (-1: a bad record). */
export interface Outcomes {
  outcomes: Outcome[];
  of: number[];
  /** Only when explained: which rules won, each combination once, and which of them each record has. */
  reasons?: { outcome: number; decisions: Record<string, { winners: string[]; default: boolean }> }[];
  reasonOf?: number[];
}

export interface Threshold {
  formula: string;
  test: string;
  at: InstantText;
}

export interface MilestoneState {
  state: "notStarted" | "running" | "breached" | "completed" | "paused";
  start?: InstantText | null;
  due?: InstantText | null;
  targetMinutes?: number | null;
  /** Share of the target that is left, rounded to 6 decimals for display. */
  remaining?: number | null;
  remainingMinutes?: number | null;
  thresholds?: Threshold[];
}

export interface RuleTrace {
  id: string;
  result: "won" | "failed" | "later" | "error";
  input?: number;
  formula?: string;
  test?: string;
  value?: OutputValue;
}

export interface DecisionTrace {
  hit: "first" | "unique" | "collect";
  inputs: { formula: string; value: OutputValue }[];
  winners: string[];
  default: boolean;
  outputs: Record<string, OutputValue>;
  /** Not with `explain: "winners"`. */
  rules?: RuleTrace[];
}

export interface Candidate {
  agent: string;
  name: string;
  score: number;
  factors: { factor: string; value: number; weight: number }[];
}

export interface Exclusion {
  agent: string;
  name: string;
  code: "skill-missing" | "skill-level" | "presence" | "capacity";
  skill?: string;
  needed?: number;
  has?: number;
  presence?: string;
  open?: number;
  capacity?: number;
}

export interface RoutingTrace {
  policy: string;
  queue: { name: string; from: object };
  overflow: boolean;
  chosen: string | null;
  by: "score" | "longest-since-assigned" | "agent-id" | "only-candidate" | "none";
  candidates: Candidate[];
  excluded: Exclusion[];
}

export interface Explanation {
  steps: { id: string; ran: boolean; when?: boolean }[];
  decisions: Record<string, DecisionTrace>;
  routing: RoutingTrace | null;
  sentences: string[];
}

export interface Decision {
  ok?: undefined;
  signalbox: 1;
  definition: string;
  record: { object: string; id: string | null };
  at: InstantText;
  outcome: Outcome;
  milestones: Record<string, MilestoneState>;
  /** The earliest instant at which anything could change. */
  wake: InstantText | null;
  roster: "given" | "assumed";
  errors: EvaluationError[];
  explain?: Explanation;
}

export interface Token {
  from: number;
  to: number;
  kind:
    | "number"
    | "text"
    | "field"
    | "global"
    | "function"
    | "operator"
    | "keyword"
    | "punctuation"
    | "comment"
    | "invalid";
}

export type FormulaCheck = Answer<{ type: string | null; tokens: Token[]; diagnostics: FormulaDiagnostic[] }>;

export type NameKind = "field" | "global" | "unknown";

/** A name in the text at `path`, or with `member` in the name of the member at `path`. Offsets in UTF-16 units. */
export interface NameUse {
  path: string;
  member?: true;
  from: number;
  to: number;
}

export interface NameEdit {
  path: string;
  member?: true;
  old: string;
  new: string;
}

export interface FormulaHover {
  from: number;
  to: number;
  kind: "field" | "global" | "function" | "keyword" | "number" | "text" | "unknown";
  name: string;
  type?: string;
  label?: string;
  values?: string[];
  signature?: string;
  sentence?: string;
}

export interface FormulaSignature {
  from: number;
  to: number;
  function: string;
  signature: string;
  sentence: string;
  /** From 0. */
  argument: number;
  /** The part of `signature` that stands for the argument. */
  parameter?: { from: number; to: number };
  takes?: string;
}

/** What a decision reads beside the records. Without a roster everyone is assumed online, idle and never assigned. */
export interface Context {
  program: Handle;
  directory: Handle;
  roster?: Handle;
  at: InstantText;
}

export interface Explained {
  /** False when left out; "winners": without the rules that did not win. */
  explain?: boolean | "winners";
}

/** What assigning a batch gave; `oneByOne` is what deciding record by record would have given. Scores are 0..1 a record. */
export interface BatchAssignment {
  assigned: number;
  total: number;
  /** False: the batch was too large for one run and was assigned in parts. */
  exact: boolean;
  /** No assignment of the served records has a greater total. */
  bound: number;
  oneByOne: { assigned: number; total: number };
  records: {
    id: string | null;
    queue?: string;
    agent?: string;
    score?: number;
    unserved?: "no-candidate" | "no-capacity" | "not-routed" | "bad-record";
  }[];
}

export interface AsIfFree {
  /** As if this agent were online, available, in office and without work. */
  free?: string;
}

/** One thing that happened, or that time has passed. Instants in order. */
export interface DispatchEvent {
  at: InstantText;
  arrive?: { item: string; record: object; queuedAt?: InstantText };
  accept?: { item: string; agent: string };
  decline?: { item: string; agent: string };
  /** By hand: only where the policy allows it. */
  take?: { item: string; agent: string };
  finish?: { item: string };
  withdraw?: { item: string };
  /** A roster update. */
  roster?: object;
}

/** What the host must do. */
export interface DispatchCommand {
  do: "assign" | "offer" | "expire" | "wait" | "refuse";
  at: InstantText;
  item?: string;
  agent?: string;
  queue?: string;
  /** How long an offer stands. */
  until?: InstantText;
}

export interface DispatchAnswer {
  at: InstantText;
  commands: DispatchCommand[];
  /** How many items wait. */
  waiting: number;
  /** When the host should send an event although nothing happened. */
  wake: InstantText | null;
  /** What could not be computed for an item, told once. */
  errors?: { item: string; at: InstantText; code: string; path: string; sentence: string }[];
  /** So much time has passed before the event that it has not come yet: the next call, with `[]` or later events, carries on. */
  more?: true;
}

/** How evenly the work was spread over the agents, by weight and time present (docs/routing.md, "Fair distribution"). */
export interface DispatchReport {
  waiting: number;
  agents: { agent: string; assigned: number; weight: number; presentMinutes: number }[];
  jain: number;
  gini: number;
  maxToTarget: number;
}

export interface Copied {
  /** What ISCLONE() says: the record has been made as a copy of another one. */
  clone?: boolean;
}

/** What every session has. Not for use from several threads. Methods never throw for what a person wrote: trouble is in the answer. */
interface Session {
  /** Which form of the engine runs here. */
  readonly kind: "wasm" | "js";
  readonly engineVersion: string;
  readonly limits: {
    maxMessageBytes: number;
    maxDocumentBytes: number;
    maxRecordBytes: number;
    maxRecordsInBatch: number;
  };

  /** Another session with handles of its own, in the same memory. */
  newSession(): this;
  /** Ends the session and gives back its memory; every later message answers `session-freed`. */
  free(): void;

  /** One message; the answer parsed. Not for `decideBatch`, whose answer is lines. */
  call(header: object, body?: Body): any;
  /** One message; the answer as text. */
  callText(header: object, body?: Body): string;
  /** One message; a copy of the answer's bytes. */
  callBytes(header: object, body?: Body): Uint8Array;

  version(): Answer<{ engine: string; format: number; limits: Record<string, number> }>;
  /** `from`: a program of an earlier text, from which all but an edited rule is taken over. */
  compile(
    definition: Body,
    context?: { from?: Handle },
  ): Answer<{ program: Handle; definition: string; layout: string; diagnostics: Diagnostic[] }>;
  loadDirectory(directory: Body): Answer<{ directory: Handle; diagnostics: Diagnostic[] }>;
  loadRoster(roster: Body, context: { directory: Handle }): Answer<{ roster: Handle; diagnostics: Diagnostic[] }>;
  /** Diagnostics of a definition against a directory; keeps nothing. */
  check(definition: Body, context: { directory: Handle }): Answer<{ diagnostics: Diagnostic[] }>;
  /** Reads records once for any number of decisions; bad records keep their place. */
  prepareRecords(
    records: Body,
    context: { program: Handle; format?: "auto" | "json" | "jsonl" | "csv" },
  ): Answer<{
    records: Handle;
    count: number;
    ids: (string | null)[];
    errors: (EvaluationError & { index: number })[];
  }>;
  release(handle: Handle): Answer<{}>;
}

/** A session that decides, explains, follows records over time and helps while a person writes. */
export interface Engine extends Session, Journey {
  decide(record: Body, context: Context & Explained & Copied & AsIfFree): Decision | Failure;
  /** The outcome of that decision alone, in a third of the time. Frozen: equal outcomes are mostly the same object. */
  outcome(record: Body, context: Context & Copied & AsIfFree): Readonly<Outcome> | Failure;
  decideOne(context: Context & Explained & Copied & AsIfFree & { records: Handle; index: number }): Decision | Failure;
  /** `lines`: UTF-8, one decision or failure a line, each ended by a line feed. */
  decideBatch(context: Context & Explained & { records: Handle }): Answer<{ lines: Uint8Array }>;
  /** The distinct outcomes, and which of them each record has (-1: a bad record). */
  outcomes(context: Context & Explained & { records: Handle }): Answer<Outcomes>;
  /** The same for records that are read and decided on the way, and not kept. */
  outcomesOf(
    records: Body,
    context: Context & Explained & { format?: "auto" | "json" | "jsonl" | "csv" },
  ): Answer<Outcomes & { errors: (EvaluationError & { index: number })[] }>;
  /** All records at once, which wait in this order: as many as possible are served, with the greatest total score. */
  assign(context: Context & { records: Handle }): Answer<BatchAssignment>;
  /** A later word about some agents, with a `sequence`. Updates may arrive twice and out of order. */
  updateRoster(
    update: Body,
    context: { roster: Handle },
  ): Answer<{ applied: string[]; stale: string[]; diagnostics: Diagnostic[] }>;

  checkFormula(formula: string, context: { program: Handle; expect?: string }): FormulaCheck;
  checkTest(test: string, context: { program: Handle; decision: string; input: number }): FormulaCheck;
  /** `offset`: the caret, in UTF-16 units. */
  completeFormula(
    formula: string,
    context: { program: Handle; offset: number },
  ): Answer<{ from: number; to: number; items: { label: string; kind: string; detail?: string; info?: string }[] }>;
  /** The indexes of the prepared records for which a Checkbox formula is true; those that fail do not match and are errors. */
  filter(
    condition: string,
    context: { program: Handle; directory?: Handle; records: Handle; at: string },
  ): Answer<{ count: number; matches: number[]; errors: { index: number; code: string; sentence: string }[] }>;
  /** The canonical text, comments kept. */
  formatFormula(formula: string, context: { program: Handle }): Answer<{ text: string }>;
  /** The fields and globals that a formula reads, also of one with errors. */
  formulaReferences(
    formula: string,
    context: { program: Handle },
  ): Answer<{ names: { name: string; kind: NameKind; type?: string; uses: { from: number; to: number }[] }[] }>;
  /** What the word at `offset` is; null where none stands. */
  hoverFormula(formula: string, context: { program: Handle; offset: number }): Answer<{ hover: FormulaHover | null }>;
  /** The call whose arguments the caret is in; null outside of calls. */
  formulaSignature(
    formula: string,
    context: { program: Handle; offset: number },
  ): Answer<{ call: FormulaSignature | null }>;
  /** In plain English; null when the text has errors. */
  formulaInEnglish(formula: string, context: { program: Handle }): Answer<{ sentence: string | null }>;
  testInEnglish(
    test: string,
    context: { program: Handle; decision: string; input: number },
  ): Answer<{ sentence: string | null }>;
  ruleInEnglish(context: { program: Handle; decision: string; rule: number }): Answer<{ sentence: string | null }>;
  /** Where each field and global is named; `name`: only this one, or what begins with it. */
  definitionReferences(
    definition: Body,
    context?: { name?: string },
  ): Answer<{ names: { name: string; kind: NameKind; uses: NameUse[] }[] }>;
  /** What changes when a field, or a relationship with all its fields, is renamed. */
  renameField(definition: Body, context: { from: string; to: string }): Answer<{ edits: NameEdit[] }>;
  /** One case of the conformance contract; its answer line. */
  evaluateFormulaCase(formulaCase: Body): { name: string; results: unknown[] } | Failure;
}

/** For questions about records over time. */
export interface Moment {
  program: Handle;
  directory: Handle;
  at: InstantText;
}

/** What a history makes of its clocks (docs/engine-api.md, "Histories"). */
export interface HistoryClocks {
  id: string | null;
  at: InstantText;
  milestones: Record<string, MilestoneState>;
  cycles: Record<string, MilestoneCycle[]>;
  /** How many events count now, and when the first of them leaves the window. */
  contacts: Record<string, { count: number; leaves: InstantText | null }>;
  /** When to ask again although nothing happened. */
  wake: InstantText | null;
  tzdata: string;
  errors: EvaluationError[];
  diagnostics: Diagnostic[];
}

export interface MilestoneCycle {
  start: InstantText;
  due: InstantText | null;
  completed: InstantText | null;
  breached: boolean;
  elapsedMinutes: number;
  targets: { from: InstantText; minutes: number }[];
  paused: { from: InstantText; until: InstantText | null; reason: string }[];
}

export type EscalationResult = "fired" | "held" | "suppressed" | "dropped" | "overridden" | "pulledBack";

/** What is to be done about a record; `state` and `events` are the host's to keep, each `key` is carried out once. */
export interface Escalated extends HistoryClocks {
  state: object;
  commands: ({ command: string; key: string; rule: string; level: string } & Record<string, unknown>)[];
  decisions: {
    rule: string;
    level: string;
    cycle: InstantText;
    result: EscalationResult;
    due: InstantText;
    at: InstantText;
    lateMs?: number;
    heldUntil?: InstantText;
    by?: string;
    reason?: string;
  }[];
  events: { at: InstantText; changed: object }[];
  rules: {
    rule: string;
    milestone?: string;
    cycle: InstantText | null;
    levels: {
      level: string;
      state: EscalationResult | "waiting" | "notWatched";
      due?: InstantText | null;
      false?: { formula: string; turns: InstantText | null }[];
    }[];
  }[];
}

/** What follows records and agents over time. The answers stand in docs/engine-api.md, "Histories" and "Dispatch". */
interface Journey {
  /** What a record's history makes of its clocks at an instant. */
  milestones(history: Body, context: Moment): Answer<HistoryClocks>;
  /** Carries the escalations of one record, `{history, state}`, on to an instant. What is due after `until` is left for another call. */
  escalate(body: Body, context: Moment & { until?: InstantText }): Answer<Escalated>;
  /** JSON lines of `{history, state?}`: what comes due within that time, such as `30m`. */
  atRisk(
    lines: Body,
    context: Moment & { within: string },
  ): Answer<{
    atRisk: ({ id: string | null; at: InstantText } & ({ rule: string; level: string } | { breach: string }))[];
    errors: { index: number; code: string; sentence: string; path: string }[];
  }>;
  /** JSON lines of histories: what would have escalated, a line each, and the sums; with `old` what moves between two policies. */
  whatIf(histories: Body, context: Moment & { old?: Handle; oldDirectory?: Handle }): Answer<{ lines: Uint8Array }>;
  /** Work is given out event by event. `fairWindow`: a duration such as "24h"; what was given longer ago counts no longer. */
  openDispatch(context: {
    program: Handle;
    directory: Handle;
    roster: Handle;
    fairWindow?: string;
  }): Answer<{ dispatch: Handle }>;
  /** `events`: an array of `DispatchEvent`. With mistakes in them nothing is applied. */
  sendEvents(events: Body, context: { dispatch: Handle }): Answer<{ events: DispatchAnswer[] }>;
  reportDispatch(context: { dispatch: Handle }): Answer<DispatchReport>;
}

/**
 * A session for what dialogs of an editor ask now and then. Its handles are its own: what an Engine holds must be given to it as well.
 */
export interface Workbench extends Session {
  /** Gaps, overlaps, rows that are never reached: of one decision or of all. `budget`: rows looked at for each. */
  analyse(context: { program: Handle; decision?: string; budget?: number }): Answer<{ decisions: DecisionAnalysis[] }>;
  /** For which inputs, and which records, a new version decides otherwise. */
  diff(context: {
    old: Handle;
    new: Handle;
    budget?: number;
    records?: Handle;
    newRecords?: Handle;
    directory?: Handle;
    at?: string;
  }): Answer<Difference>;
  /** The smallest change of a record that makes a rule win (docs/engine-api.md, "Change"). */
  smallestChange(
    record: Body,
    context: { program: Handle; decision: string; rule: string; at: InstantText; directory?: Handle; budget?: number },
  ): Answer<{ change: SmallestChange }>;
  /** Examples that show, test by test, that each rule of a decision matters (docs/engine-api.md, "Examples"). */
  generateExamples(context: { program: Handle; decision: string; at: InstantText }): Answer<{ cases: object }>;
  /** XML of a DMN model as a JSON tree (docs/engine-api.md, "Models and sheets"). */
  importModel(tree: Body): Answer<{ definition: object; diagnostics: ImportFinding[] }>;
  exportModel(definition: Body): Answer<{ xml: string; diagnostics: ImportFinding[] }>;
  exportTable(
    definition: Body,
    context?: { decision?: string },
  ): Answer<{ decision: string; rows: string[][]; csv: string }>;
  /** `body`: {"definition", "rows"} or {"definition", "csv"}. */
  importTable(
    body: Body,
    context?: { sheet?: string },
  ): Answer<{ decision: string; definition: object; diagnostics: ImportFinding[] }>;
}

/** A finding about a model or a sheet: `path` is the element or the cell. */
export interface ImportFinding {
  code: string;
  severity: "error" | "warning" | "info";
  path: string;
  line?: number;
  sentence: string;
  expected?: string;
  found?: string;
  suggestion?: string;
}

/** The running engine and its memory, which its sessions share. */
export interface EngineMachine {
  readonly kind: "wasm" | "js";
  readonly version: string;
  readonly limits: Engine["limits"];
  createSession(): Engine;
}

/** The same of signalbox-workbench.wasm.js and, since it has all operations, of signalbox-engine.fallback.js. */
export interface WorkbenchMachine {
  readonly kind: "wasm" | "js";
  readonly version: string;
  readonly limits: Workbench["limits"];
  createSession(): Workbench;
}

/**
 * Starts the engine; what a raw file (`signalbox-engine.wasm.js`, `signalbox-engine.fallback.js`) sets as globals or as
 * `module.exports`. Throws where this form of the engine is forbidden or missing.
 */
export type EngineFactory = () => EngineMachine;
export type WorkbenchFactory = () => WorkbenchMachine;

export interface LoadOptions<Factory = EngineFactory> {
  /** Which form is tried first: "wasm" when left out. */
  prefer?: "wasm" | "js";
  /** Gives the factory instead of the import of the raw file beside this module. */
  wasmFactory?: () => Factory | Promise<Factory>;
  fallbackFactory?: () => Factory | Promise<Factory>;
}

/** Neither form could be started; `causes` in the order they were tried. */
export declare class EngineUnavailable extends Error {
  readonly causes: unknown[];
}

/** Starts the engine: WebAssembly, else plain JavaScript. Rejects with EngineUnavailable. */
export declare function loadEngine(options?: LoadOptions): Promise<Engine>;
/** Starts the workbench likewise: a module and memory of its own, for a page to load when somebody asks for what only it does. */
export declare function loadWorkbench(options?: LoadOptions<WorkbenchFactory>): Promise<Workbench>;

declare global {
  /** Set by signalbox-engine.wasm.js. */
  var SignalboxEngineWasm: EngineFactory | undefined;
  /** Set by signalbox-workbench.wasm.js. */
  var SignalboxWorkbenchWasm: WorkbenchFactory | undefined;
  /** Set by signalbox-engine.fallback.js. */
  var SignalboxEngineFallback: EngineFactory | undefined;
  /** Set by signalbox-engine.wasm.js and signalbox-engine.fallback.js: the one that was loaded last. */
  var SignalboxEngine: EngineFactory | undefined;
}
