import Clock from "c/signalboxClock";
import { decisionWith } from "fixtures/decision";
import { all, clearPage, headings, one, show, text } from "fixtures/page";

const running = decisionWith().milestones.Resolution;
const showClock = (changes = {}) =>
  show("c-signalbox-clock", Clock, { name: "Resolution", milestone: { ...running, ...changes } });
const badge = (element) => element.shadowRoot.querySelector("lightning-badge");
const bar = (element) => element.shadowRoot.querySelector("lightning-progress-bar");

describe("c-signalbox-clock", () => {
  afterEach(clearPage);

  it("shows the time that the decision says is left", () => {
    const element = showClock();
    expect(text(one(element, "remaining"))).toBe("23 hr left");
    expect(badge(element).label).toBe("Running");
    expect(bar(element).value).toBeCloseTo(95.8333, 4);
  });

  it("shows by how much a breached clock is overdue", () => {
    const element = showClock({ state: "breached", remaining: -0.0625, remainingMinutes: -90, thresholds: [] });
    expect(text(one(element, "remaining"))).toBe("Overdue by 1 hr 30 min");
    expect(badge(element).label).toBe("Breached");
    expect(bar(element).value).toBe(0);
  });

  it.each([
    ["completed", "Completed"],
    ["notStarted", "Not started"],
  ])("counts nothing down when the clock is %s", (state, word) => {
    const element = showClock({ state, thresholds: [] });
    expect(badge(element).label).toBe(word);
    expect(one(element, "remaining")).toBeNull();
    expect(bar(element)).toBeNull();
  });

  it("names the next three thresholds with their instants, and counts the rest", () => {
    const at = (hour) => `2026-02-01T0${hour}:00:00.000Z`;
    const thresholds = [1, 2, 3, 4, 5].map((n) => ({ formula: "$M.Remaining", test: `<= 0.${n}`, at: at(n) }));
    const element = showClock({ thresholds });
    const lines = all(element, "threshold");
    expect(lines.map(text)).toEqual(["$M.Remaining <= 0.1", "$M.Remaining <= 0.2", "$M.Remaining <= 0.3"]);
    expect(lines[0].querySelector("lightning-formatted-date-time").value).toBe(at(1));
    expect(text(element.shadowRoot)).toContain("2 more later");
  });

  it("names the clock by a heading and the bar by its share, and never says the state by colour alone", () => {
    const element = showClock();
    expect(headings(element)).toEqual(["H4"]);
    expect(bar(element).ariaLabel).toBe("Resolution 95%: share of the target left");
    expect(badge(element).iconName).toBe("utility:clock");
  });
});
