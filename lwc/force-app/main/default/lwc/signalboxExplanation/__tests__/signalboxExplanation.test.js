import Explanation from "c/signalboxExplanation";
import { decisionWith } from "fixtures/decision";
import { all, clearPage, headings, one, settle, show, text } from "fixtures/page";

const showExplanation = (changes = {}) =>
  show("c-signalbox-explanation", Explanation, { explain: { ...decisionWith().explain, ...changes } });
const sections = (element) => [...element.shadowRoot.querySelectorAll("lightning-accordion-section")];

describe("c-signalbox-explanation", () => {
  afterEach(clearPage);

  it("shows the sentences first, then what can be opened", () => {
    const element = showExplanation();
    expect(all(element, "sentence").map(text)).toEqual(["Rule dach of queue won.", "Ana Lima has the highest score."]);
    expect(sections(element).map(({ label }) => label)).toEqual(["Rules of queue", "Candidates (2)", "Excluded (4)"]);
  });

  it("shows eight sentences, and the others on demand", async () => {
    const element = showExplanation({ sentences: Array.from({ length: 11 }, (_, n) => `Rule \`r${n}\` failed.`) });
    expect(all(element, "sentence")).toHaveLength(8);
    expect(text(all(element, "sentence")[7])).toBe("Rule r7 failed.");
    expect(all(element, "sentence")[7].querySelector("code").textContent).toBe("r7");
    expect(one(element, "more").label).toBe("Show 3 more");
    one(element, "more").click();
    await settle();
    expect(all(element, "sentence")).toHaveLength(11);
    expect(one(element, "more")).toBeNull();
  });

  it("leaves out candidates and exclusions when nothing was routed", () => {
    const element = showExplanation({ routing: undefined });
    expect(sections(element).map(({ label }) => label)).toEqual(["Rules of queue"]);
  });

  it("is headed, and its sections are headed one level below", () => {
    const element = showExplanation();
    expect(headings(element)).toEqual(["H3"]);
    expect(sections(element).map((section) => section.getAttribute("heading-level") ?? section.headingLevel)).toEqual(
      Array(3).fill("4"),
    );
  });
});
