import Exclusions from "c/signalboxExclusions";
import { decisionWith } from "fixtures/decision";
import { all, clearPage, one, settle, show, text } from "fixtures/page";

const showExclusions = (excluded = decisionWith().explain.routing.excluded) =>
  show("c-signalbox-exclusions", Exclusions, { excluded });

describe("c-signalbox-exclusions", () => {
  afterEach(clearPage);

  it("says of each agent why it was excluded", () => {
    expect(all(showExclusions(), "exclusion").map(text)).toEqual([
      "Cy Young: Has Payments at level 1; level 3 is needed.",
      "Di Ray: Lacks the skill Payments; level 3 is needed.",
      "Ed Fox: Is Away; only Online takes work.",
      "Flo Hu: Has 5 open of a capacity of 5.",
    ]);
  });

  it("shows a code that it does not know, and an agent without a name", () => {
    expect(all(showExclusions([{ agent: "gus", code: "territory" }]), "exclusion").map(text)).toEqual([
      "gus: Excluded: territory.",
    ]);
  });

  it("draws twenty exclusions at a time, as a list", async () => {
    const element = showExclusions(Array.from({ length: 30 }, (_, n) => ({ agent: `a${n}`, code: "x" })));
    expect(all(element, "exclusion")).toHaveLength(20);
    expect(all(element, "exclusion")[0].parentElement.tagName).toBe("UL");
    one(element, "more").click();
    await settle();
    expect(all(element, "exclusion")).toHaveLength(30);
  });
});
