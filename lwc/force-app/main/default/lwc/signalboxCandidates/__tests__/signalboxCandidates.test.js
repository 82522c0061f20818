import Candidates from "c/signalboxCandidates";
import { decisionWith } from "fixtures/decision";
import { all, clearPage, one, settle, show, text } from "fixtures/page";

const routing = decisionWith().explain.routing;
const showCandidates = (changes = {}) =>
  show("c-signalbox-candidates", Candidates, { routing: { ...routing, ...changes } });
const cells = (row) => [...row.children].map(text);

describe("c-signalbox-candidates", () => {
  afterEach(clearPage);

  it("shows the chosen agent first, each with a score sheet", () => {
    expect(all(showCandidates(), "candidate").map(cells)).toEqual([
      ["Ana Lima Chosen", "0.763", "0.500 level 5", "0.700 7 units", "1.000"],
      ["Bo Chen", "0.511", "0.400 level 4", "0.500 5 units", "0.700 1 hr 24 min"],
    ]);
  });

  it("tells what each factor was made of in its own unit, where there is one", () => {
    const sheet = [
      { factor: "rank", raw: 2, unit: "rank" },
      { factor: "territory", raw: 1, unit: "steps" },
      { factor: "fairness", raw: 0.05, unit: "perMinute" },
      { factor: "travelTime", raw: 12.5, unit: "km" },
      { factor: "formula", raw: 0.5 },
    ].map((factor) => ({ ...factor, value: 0.5, weight: 1, points: 0.5 }));
    const element = showCandidates({ candidates: [{ ...routing.candidates[0], factors: sheet }] });
    expect(cells(all(element, "candidate")[0]).slice(2)).toEqual([
      "0.500 rank 2",
      "0.500 1 steps away",
      "0.500 0.05 a minute",
      "0.500 12.5 km",
      "0.500",
    ]);
  });

  it.each([
    ["score", "Chosen by the highest score."],
    ["longest-since-assigned", "Equal scores: chosen because the last assignment is longest ago."],
    ["agent-id", "Equal scores and equal waiting: chosen by agent id."],
    ["only-candidate", "Chosen as the only candidate."],
  ])("says what %s decided", (by, words) => {
    expect(text(one(showCandidates({ by }), "by"))).toBe(words);
  });

  it("keeps the chosen agent first when another has the same score", () => {
    const equal = routing.candidates.map((candidate) => ({ ...candidate, score: 0.5 }));
    const rows = all(showCandidates({ candidates: equal, by: "agent-id" }), "candidate");
    expect(cells(rows[0])[0]).toBe("Ana Lima Chosen");
  });

  it("draws ten candidates at a time", async () => {
    const many = Array.from({ length: 12 }, (_, n) => ({ ...routing.candidates[0], agent: `a${n}` }));
    const element = showCandidates({ candidates: many });
    expect(all(element, "candidate")).toHaveLength(10);
    one(element, "more").click();
    await settle();
    expect(all(element, "candidate")).toHaveLength(12);
  });

  it("is a named table with headers, in a named region that the keyboard can scroll", () => {
    const { shadowRoot } = showCandidates();
    const name = (element) => text(shadowRoot.querySelector(`[id="${element.getAttribute("aria-labelledby")}"]`));
    expect(name(shadowRoot.querySelector("table"))).toMatch(/^Score sheets/);
    expect([...shadowRoot.querySelectorAll("thead th")].map((th) => th.scope)).toEqual(Array(5).fill("col"));
    expect([...shadowRoot.querySelectorAll("tbody th")].map((th) => th.scope)).toEqual(["row", "row"]);
    expect(text(shadowRoot.querySelectorAll("thead th")[2])).toBe("Skill fit weight 40");
    const region = shadowRoot.querySelector("[role=region]");
    expect(region.tabIndex).toBe(0);
    expect(name(region)).toMatch(/^Score sheets/);
  });
});
