import { createElement } from "lwc";
import Findings from "c/signalboxFindings";

const definition = {
  decisions: {
    queue: { inputs: ["A"], outputs: [{ name: "queue", type: "Text" }], rules: [{ id: "r", when: ["1"] }] },
  },
};
const found = (code, severity, path, more = {}) => ({
  code,
  severity,
  path,
  sentence: `About \`${code}\`.`,
  rows: [],
  region: [],
  ...more,
});
const gap = found("gap", "warning", "/decisions/queue", {
  region: [{ input: "A", test: "2" }],
  witness: { record: { A: 2 } },
});
const idle = found("idle-input", "info", "/decisions/queue/inputs/0");
const undecided = found("undecided", "info", "/decisions/queue", { sentence: "Not decided within the budget." });

const report = (...findings) => ({
  phase: "ready",
  isOld: false,
  findings,
  counts: Object.fromEntries(findings.map(({ code }) => [code, 1])),
  steps: 3,
  budget: 100,
  trouble: "",
});

/** As much of the store as the panel asks; a class, as the store is one, so that nothing of it becomes a proxy. */
class Store {
  table = "queue";
  draft = definition;
  definition = definition;
  at = null;
  currentTable = definition.decisions.queue;
  decider = { winnersFor: () => ["r"] };
  done = [];
  places = [];
  subscribe() {
    return () => undefined;
  }
  execute(command) {
    this.done.push(command);
    this.definition = { ...definition, examples: [{}] };
  }
  goTo(place) {
    this.places.push(place);
  }
}

class Source {
  asked = [];
  constructor(analysis) {
    this.analysis = analysis;
  }
  of = () => this.analysis;
  subscribe = (listener) => {
    this.tell = listener;
    return () => undefined;
  };
  lookFurther = (table) => this.asked.push(["further", table]);
  wake = (table) => this.asked.push(["wake", table]);
}

function panel(analysis) {
  const element = createElement("c-signalbox-findings", { is: Findings });
  element.store = new Store();
  element.source = new Source(analysis);
  document.body.appendChild(element);
  const all = (selector) => [...element.shadowRoot.querySelectorAll(selector)];
  const one = (selector) => element.shadowRoot.querySelector(selector);
  return { element, all, one, text: (selector) => one(selector).textContent.trim() };
}

describe("c-signalbox-findings", () => {
  afterEach(() => document.body.replaceChildren());

  it("lists findings, the worst first, each with its record", () => {
    const { all, text } = panel(report(idle, gap));
    expect(all("li").map((each) => each.dataset.code)).toEqual(["gap", "idle-input"]);
    expect(all("c-signalbox-pairs").map(({ pairs }) => pairs)).toEqual([[{ key: 0, name: "A", value: "2" }]]);
    expect(text('[data-id="findings-headline"]')).toBe("1 warning, 1 note (3 of at most 100 rows looked at)");
  });

  it("goes to the place of a finding", () => {
    const { element, all } = panel(report(gap, idle));
    all(".go")[1].click();
    expect(element.store.places).toEqual([{ table: "queue", rule: -1, column: "input-0" }]);
  });

  it("shows one kind when asked", async () => {
    const { all } = panel(report(gap, idle));
    all(".kind")
      .find((each) => each.dataset.code === "idle-input")
      .click();
    await Promise.resolve();
    expect(all("li").map((each) => each.dataset.code)).toEqual(["idle-input"]);
  });

  it("adds a rule and an example as commands", () => {
    const { element, one } = panel(report(gap));
    const said = [];
    element.addEventListener("message", (event) => said.push(event.detail.text));
    one('[data-id="add-rule"]').click();
    one('[data-id="add-example"]').click();
    expect(element.store.done.map(({ label }) => label)).toEqual(["rule for a gap", "example of a finding"]);
    expect(element.store.done[0].edit.value.when).toEqual(["2"]);
    expect(said).toEqual([
      "A rule is added. Say what it gives.",
      "Example 1 is added: it expects what is decided now.",
    ]);
  });

  it("says what is undecided, and looks further when asked", () => {
    const { element, one, text } = panel(report(undecided));
    expect(text('[data-id="findings-headline"]')).toMatch(/^1 open question/);
    one('[data-id="look-further"]').click();
    expect(element.source.asked).toEqual([["further", "queue"]]);
  });

  it("offers no edit while its findings are of an earlier version", () => {
    const { one, text } = panel({ ...report(gap), isOld: true });
    expect(one('[data-id="add-rule"]')).toBeNull();
    expect(text('[data-id="findings-headline"]')).toMatch(/earlier version/);
  });

  it("follows the analysis, and begins one that waits to be asked", async () => {
    const { element, one, text } = panel({ ...report(), phase: "asleep" });
    one('[data-id="analyse-now"]').click();
    expect(element.source.asked).toEqual([["wake", "queue"]]);
    element.source.analysis = { ...report(), phase: "running" };
    element.source.tell();
    await Promise.resolve();
    expect(text('[data-id="findings-headline"]')).toBe("Checking 1 rule");
  });
});
