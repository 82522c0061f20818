import Notice from "c/signalboxNotice";
import { all, clearPage, headings, show, text } from "fixtures/page";

const showNotice = (properties) => show("c-signalbox-notice", Notice, properties);

describe("c-signalbox-notice", () => {
  afterEach(clearPage);

  it("shows heading, detail and lines", () => {
    const items = [{ key: "0", text: "First." }, { key: "1", text: "Second." }]; // prettier-ignore
    const element = showNotice({ kind: "error", heading: "It failed", detail: "Because.", items });
    expect(headings(element)).toEqual(["H3"]);
    expect(text(element.shadowRoot)).toContain("It failed Because.");
    expect(all(element, "item").map(text)).toEqual(["First.", "Second."]);
  });

  it("shows a single line as a sentence, not as a list of one", () => {
    const element = showNotice({ heading: "It failed", items: [{ key: "0", text: "First." }] });
    expect(all(element, "item").map(({ tagName }) => tagName)).toEqual(["P"]);
  });

  it.each([
    ["info", "Information"],
    ["warning", "Warning"],
    ["error", "Error"],
  ])("says by words that it is of kind %s", (kind, word) => {
    const icon = showNotice({ kind, detail: "x" }).shadowRoot.querySelector("lightning-icon");
    expect(icon.alternativeText).toBe(word);
  });

  it("has no empty heading or list", () => {
    const { shadowRoot } = showNotice({ detail: "Only this." });
    expect(shadowRoot.querySelectorAll("h3, ul")).toHaveLength(0);
  });

  it("takes the focus on its heading", () => {
    const element = showNotice({ heading: "It failed" });
    element.focus();
    expect(element.shadowRoot.activeElement.tagName).toBe("H3");
  });
});
