import { createElement } from "lwc";
import Review from "c/signalboxReview";

const settled = async () => {
  for (let turn = 0; turn < 5; turn += 1) await Promise.resolve(); // eslint-disable-line no-await-in-loop
};

const change = (after, rowsAfter, test) => ({
  before: { queue: "A" },
  after: { queue: after },
  rowsBefore: ["a"],
  rowsAfter,
  region: [{ input: "Country__c", test }],
  witness: { record: { Country__c: "DE" } },
});
const difference = {
  ok: true,
  decisions: [
    { decision: "same", result: "same", changes: [], count: 0, complete: true },
    {
      decision: "queue",
      result: "changed",
      changes: [change("B", ["b"], '"DE"'), change("B", ["b"], '"AT"'), change("C", [], '"FR"')],
      count: 3,
      complete: false,
      why: "the budget ended",
    },
    { decision: "new", result: "added" },
  ],
  records: {
    count: 10,
    bad: 1,
    changed: 2,
    decisions: [
      {
        decision: "queue",
        changes: [{ before: { queue: "A" }, after: { queue: "B" }, count: 2, records: [{ index: 0, id: "1" }] }],
      },
    ],
  },
};

/** As much of the store as the review asks; a class, so that nothing of it becomes a proxy. */
class Store {
  at = "2026-01-01T00:00:00Z";
  comparedText = "{}";
  definitionText = "{ }";
  tableNames = ["queue"];
  records = [{ subject: "First" }];
  moves = { moved: [0] };
  draft = { decisions: { queue: {} } };
  decider = {
    recordsText: "[]",
    directoryText: null,
    examples: () => ({
      examples: [
        { index: 0, name: "VIP", result: "failed", differences: [{ path: "/queue", expected: "A", found: "B" }] },
        { index: 1, name: null, result: "passed", differences: [] },
      ],
      passed: 1,
      failed: 1,
      undecided: 0,
    }),
  };
}

class Workbench {
  stopped = 0;
  constructor(answer) {
    this.answer = answer;
  }
  difference = () => this.answer;
  stop = () => (this.stopped += 1);
}

class Analysis {
  subscribe = () => () => undefined;
  of = () => ({
    phase: "ready",
    isOld: false,
    findings: [{ severity: "error", path: "/decisions/queue", sentence: "They overlap." }, { severity: "info" }],
  });
}

async function review(answer) {
  const element = createElement("c-signalbox-review", { is: Review });
  element.store = new Store();
  element.workbench = new Workbench(answer);
  element.analysis = new Analysis();
  document.body.appendChild(element);
  await settled();
  const { shadowRoot } = element;
  return {
    element,
    dialog: shadowRoot.querySelector("c-signalbox-dialog"),
    one: (id) => shadowRoot.querySelector(`[data-id="${id}"]`),
    all: (selector) => [...shadowRoot.querySelectorAll(selector)],
  };
}

describe("c-signalbox-review", () => {
  beforeAll(() => {
    // jsdom draws no dialogs.
    HTMLDialogElement.prototype.showModal ??= function showModal() {
      this.open = true;
    };
  });
  afterEach(() => document.body.replaceChildren());

  it("shows what changes, for which inputs, and which records", async () => {
    const { all, one, dialog } = await review(Promise.resolve(difference));
    const headings = all('[data-id="review-decision"] h3').map((each) => each.textContent);
    expect(headings).toEqual(["queue: 3 regions change", "new: is new"]);
    expect(one("review-decision").querySelector(".open").textContent).toBe("There may be more: the budget ended.");
    expect(all(".group").length).toBe(2);
    expect(all(".rows").map((each) => each.textContent)).toEqual(["a → b", "a → no rule"]);
    expect(all("c-signalbox-pairs")[0].pairs).toEqual([{ key: 0, name: "Country__c", value: '"DE"' }]);
    expect(one("review-records").querySelector("p").textContent).toBe(
      "2 of 10 records get another answer from some decision. 1 record cannot be read.",
    );
    expect(all(".record").map((each) => each.textContent)).toEqual(["First"]);
    expect(dialog.buttons[1].disabled).toBe(false);
  });

  it("shows examples that fail, and only what the analysis holds to be wrong", async () => {
    const { one, dialog } = await review(Promise.resolve(difference));
    expect(one("review-examples").textContent).toContain("queue: expected A, found B");
    expect(one("review-problems").textContent).toContain("They overlap.");
    expect(one("review-problems").querySelectorAll("li").length).toBe(1);
    expect(dialog.lines).toContain("1 of 2 examples pass, 1 fail.");
  });

  it("publishes nothing while it compares, and stops comparing when one goes back", async () => {
    const { element, dialog, one } = await review(new Promise(() => undefined));
    expect(dialog.buttons[1].disabled).toBe(true);
    expect(one("review-status").textContent).toBe("Comparing with the published version");
    element.remove();
    expect(element.workbench.stopped).toBe(1);
  });

  it("tells why the versions could not be compared, and leaves the choice to the person", async () => {
    const { dialog, one } = await review(Promise.reject(new Error("No memory.")));
    expect(one("review-status").textContent).toBe("The versions could not be compared: No memory.");
    expect(dialog.buttons[1].disabled).toBe(false);
  });

  it("hands on the answer", async () => {
    const { element, dialog } = await review(Promise.resolve(difference));
    const answers = [];
    element.addEventListener("answer", (event) => answers.push(event.detail.name));
    dialog.dispatchEvent(new CustomEvent("answer", { detail: { name: "publish", value: "" } }));
    expect(answers).toEqual(["publish"]);
  });
});
