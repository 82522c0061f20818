import Explanation from "c/signalboxExplanation";
import { decisionWith } from "fixtures/decision";
import { all, clearPage, headings, show, text } from "fixtures/page";

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
