// Random workflows and a random world around them: answers that are lost, late, doubled and in another order.

/** Equal seeds give equal numbers (mulberry32). */
export class Random {
  #state;
  constructor(seed) {
    this.#state = seed >>> 0;
  }
  next() {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }
  below(n) {
    return Math.floor(this.next() * n);
  }
  chance(share) {
    return this.next() < share;
  }
  of(list) {
    return list[this.below(list.length)];
  }
}

const kDurations = ["10s", "3m", "2h", "1d6h"];
const kMaxDepth = 3;

/** A definition without errors: ways lead forward, or back to a step that waits. */
export class RandomWorkflow {
  #random;
  #count = 0;
  constructor(random) {
    this.#random = random;
  }

  definition() {
    return {
      signalbox: 1,
      name: "random",
      object: "Case",
      fields: { A: "Number", B: "Text", L: "Text", D: "Checkbox" },
      decisions: {
        d: {
          hit: "first",
          inputs: ["A"],
          outputs: [{ name: "r", type: "Text" }],
          rules: [{ id: "1", when: ["> 5"], then: ["big"] }],
          default: ["small"],
        },
      },
      steps: this.#block(0),
    };
  }

  #block(depth) {
    const random = this.#random;
    const ids = Array.from({ length: 1 + random.below(depth === 0 ? 6 : 3) }, () => `s${++this.#count}`);
    return ids.map((id, index) => this.#step(id, ids.slice(index + 1), depth));
  }

  #step(id, later, depth) {
    const random = this.#random;
    const ahead = () => random.of([...later, "end"]);
    const step = { id, ...this.#kind(ahead, depth) };
    if (random.chance(0.1)) step.when = random.of(["A > 3", "NOT(D)", "1 / A > 0"]);
    const [kind] = Object.keys(step).filter((name) => name !== "id" && name !== "when");
    const waits = ["call", "approve", "followUp", "wait", "classify", "split"].includes(kind);
    if (waits && random.chance(0.4)) step.timeout = random.of(kDurations);
    if (random.chance(0.3))
      step.retry = { times: 1 + random.below(3), interval: random.of(kDurations), backoff: 2, cap: "4h" };
    if (kind === "call" && random.chance(0.4)) step.catch = [{ on: ["e1"], next: "end" }, { next: "end" }];
    if (["call", "notify", "set"].includes(kind) && random.chance(0.3)) step.compensate = this.#undo();
    return step;
  }

  #undo() {
    return this.#random.of([{ call: { http: "undo" } }, { notify: { to: "x", text: "undone" } }]);
  }

  #kind(ahead, depth) {
    const random = this.#random;
    const simple = [
      () => ({ set: random.of([{ A: "=A + 1" }, { B: "=$Item.Value" }, { D: true }, { A: "=10 / A" }]) }),
      () => ({ notify: { to: ["x", "=B"], text: "=TEXT(A)" } }),
      () => ({ decide: "d" }),
      () => ({ wait: { for: random.of(kDurations) } }),
      () => ({ wait: { event: "update", when: random.of(["A > 7", "D"]), for: "2d" } }),
      () => ({ wait: { event: "reply" } }),
      () => ({ call: { http: "x", with: { a: "=A" }, returns: { n: "Number" } } }),
      () => ({ classify: { into: { B: ["x", "y"] }, confidence: 0.5, otherwise: { B: "x" } } }),
      () => ({ approve: { by: ["p", "q"], quorum: 1 + random.below(2), escalate: { after: "3h", to: "r" } } }),
      () => ({ followUp: { task: "t", to: "p", due: random.of(kDurations) } }),
      () => ({ split: { over: "=L", object: "Case", wait: random.chance(0.5) } }),
      () => ({ resolve: { require: ["B"], children: random.of(["closed", "any"]) } }),
    ];
    if (depth >= kMaxDepth || random.chance(0.7)) return random.of(simple)();
    return random.of([
      () => ({
        parallel: { branches: [this.#block(depth + 1), this.#block(depth + 1)], until: random.of(["all", "first"]) },
      }),
      () => ({ forEach: { in: "=L", do: this.#block(depth + 1), atOnce: random.chance(0.5) } }),
      () => ({ try: { do: this.#block(depth + 1), catch: this.#block(depth + 1) } }),
    ])();
  }
}

const iso = (ms) => new Date(ms).toISOString();

/** What may be said to a command; undefined: nobody waits for an answer. */
function answerTo(random, { command, key, to, agent }) {
  if (command === "approve" || command === "task" || command === "offer") {
    const by = random.of([...(to ?? [agent]), ...(to ?? [agent]), "stranger"]);
    const words = ["approve", "approve", "reject", "done", "done", "accept", "accept", "decline", "what"];
    return { humanAnswer: { key, by, answer: random.of(words) } };
  }
  if (!["call", "classify", "create", "match", "handoff"].includes(command)) return undefined;
  if (random.chance(0.25)) return { commandAnswered: { key, error: { code: random.of(["e1", "e2"]) } } };
  const candidates = [{ id: "1", name: "b" }];
  const result = random.of([
    { n: random.below(20), B: "x", confidence: random.next().toFixed(2) * 1, id: `C-${key}`, candidates },
    { n: "wrong", B: "z", confidence: 1, id: `C-${key}`, candidates },
    { id: `C-${key}`, candidates: [] },
  ]);
  return { commandAnswered: { key, result } };
}

/** The world: events to come, in the order of their instants. */
export class World {
  #random;
  #pending = [];
  constructor(random, begin) {
    this.#random = random;
    this.now = begin;
  }

  add(at, event) {
    this.#pending.push({ at, event });
    this.#pending.sort((a, b) => a.at - b.at);
  }

  /** Answers some commands: late, twice, never. */
  take(commands) {
    for (const command of commands) {
      const times = this.#random.of([0, 1, 1, 1, 2]);
      for (let i = 0; i < times; ++i) {
        const event = answerTo(this.#random, command);
        if (event) this.add(this.now + 1 + this.#random.below(5_000_000), event);
        if (command.command === "create") {
          this.add(this.now + 6_000_000 + this.#random.below(9_000_000), {
            childClosed: { child: `C-${command.key}` },
          });
        }
      }
    }
  }

  /** Something that happens by itself. */
  disturb(run) {
    const random = this.#random;
    const at = this.now + 1 + random.below(20_000_000);
    const [incident] = run.incidents;
    const by = { by: "op", reason: "r" };
    if (incident && random.chance(0.7)) {
      this.add(at, { override: { do: random.of(["retry", "skip", "skip"]), incident: incident.id, ...by } });
    } else {
      const changed = random.of([{ A: random.below(12) }, { D: random.chance(0.5) }, { B: "b" }, { L: "u;v" }]);
      this.add(
        at,
        random.of([
          { recordUpdated: { changed } },
          { recordUpdated: { changed } },
          { replyReceived: { from: "f", text: "t" } },
        ]),
      );
    }
    if (random.chance(0.02)) this.add(at, { cancel: by });
  }

  /** The next event, or the timer if it comes first. A host may sleep over its timer: then what comes next makes up for it. */
  next(wake) {
    const [first] = this.#pending;
    const due = wake === null ? Infinity : Date.parse(wake);
    if (first && (first.at <= due || this.#random.chance(0.1))) {
      this.#pending.shift();
      this.now = Math.max(this.now, first.at);
      return { at: iso(first.at), ...first.event };
    }
    if (wake === null) return undefined;
    const late = due + (this.#random.chance(0.2) ? this.#random.below(100_000) : 0);
    // What came in before it stays before it.
    this.now = Math.max(this.now, due, Math.min(late, (first?.at ?? Infinity) - 1));
    return { at: iso(this.now), timerDue: true };
  }
}

/** Every place of a value, as the container and the key. */
function places(node, found = []) {
  if (node === null || typeof node !== "object") return found;
  for (const key of Object.keys(node)) {
    found.push([node, key]);
    places(node[key], found);
  }
  return found;
}

/** The document with some values lost, replaced or put elsewhere. */
export function mutated(document, random) {
  const copy = structuredClone(document);
  for (let i = 1 + random.below(3); i > 0; --i) {
    const all = places(copy);
    const [node, key] = random.of(all);
    const [other, from] = random.of(all);
    const values = [null, -1, 0, 1, 3e9, 1e20, "", "x", "9999-12-31T23:59:59Z", [], {}, [[]], true];
    const way = random.below(4);
    if (way === 0 && !Array.isArray(node)) delete node[key];
    else if (way === 1) node[key] = structuredClone(other[from]);
    else node[key] = random.of(values);
  }
  return copy;
}
