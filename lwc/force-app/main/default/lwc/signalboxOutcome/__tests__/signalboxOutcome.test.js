import Outcome, { chosenAgentName } from "c/signalboxOutcome";
import { decisionWith } from "fixtures/decision";
import { all, clearPage, one, show, text } from "fixtures/page";

const showOutcome = (changes = {}) => show("c-signalbox-outcome", Outcome, { decision: decisionWith(changes) });

describe("c-signalbox-outcome", () => {
  afterEach(clearPage);

  it("shows queue, agent by name, and outputs", () => {
    const element = showOutcome();
    expect(text(one(element, "queue"))).toBe("DACH Payments");
    expect(text(one(element, "agent"))).toBe("Ana Lima");
    expect(all(element, "output").map(text)).toEqual(["priority 2"]);
  });

  it("says it when there is no queue and no agent", () => {
    const element = showOutcome({ outcome: { queue: null, agent: null, outputs: {} } });
    expect(text(one(element, "queue"))).toBe("No queue");
    expect(text(one(element, "agent"))).toBe("No agent can take it now");
    expect(text(element.shadowRoot)).toContain("No rule places this record in a queue");
  });

  it("marks the overflow queue", () => {
    const { explain } = decisionWith();
    const element = showOutcome({ explain: { ...explain, routing: { ...explain.routing, overflow: true } } });
    expect(element.shadowRoot.querySelector("lightning-badge").label).toBe("Overflow queue");
  });

  it("names an agent without a score sheet by the id", () => {
    expect(chosenAgentName({ outcome: { agent: "zoe" } })).toBe("zoe");
  });

  it("pairs every word with its value as terms of one list", () => {
    const { shadowRoot } = showOutcome();
    const terms = [...shadowRoot.querySelectorAll("dl > div > dt")];
    expect(terms.map(text)).toEqual(["Queue", "Agent", "priority"]);
    for (const term of terms) expect(term.nextElementSibling.tagName).toBe("DD");
  });
});
