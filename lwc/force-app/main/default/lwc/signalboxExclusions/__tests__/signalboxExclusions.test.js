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
    expect(all(showExclusions([{ agent: "gus", code: "moon-phase" }]), "exclusion").map(text)).toEqual([
      "gus: Excluded: moon-phase.",
    ]);
  });

  // 9:00 of the reader, whose clock in these tests is that of Los Angeles.
  const until = "2026-02-02T17:00:00.000Z";

  it.each([
    [{ code: "skill-expired", skill: "Payments", until }, "Payments has expired."],
    [{ code: "language-missing", language: "de", needed: 5 }, "Lacks the language de; level 5 is needed."],
    [{ code: "language-level", language: "de", has: 3, needed: 5 }, "Has de at level 3; level 5 is needed."],
    [{ code: "language-expired", language: "de" }, "de has expired."],
    [{ code: "certification-missing", certification: "PCI" }, "Lacks the certification PCI."],
    [{ code: "certification-expired", certification: "PCI" }, "PCI has expired."],
    [{ code: "territory", territory: "Munich" }, "Does not serve the territory Munich."],
    [{ code: "rank", has: 3, limit: 2 }, "Is of rank 3 in the queue; ranks up to 2 are asked."],
    [{ code: "group", group: "VIP desk" }, "Does not belong to the group VIP desk."],
    [{ code: "formula", formula: "$Agent.Grade > 2" }, "$Agent.Grade > 2 is not true of this agent."],
    [{ code: "cap", cap: "leads", has: 50, limit: 50 }, "Has 50 of at most 50 under the cap leads."],
    [{ code: "hours" }, "Is not at work."],
    [{ code: "hours", until }, "Is not at work until Feb 2, 2026, 9:00 AM."],
    [{ code: "queue-hours" }, "The queue is closed."],
    [{ code: "queue-hours", until }, "The queue is closed until Feb 2, 2026, 9:00 AM."],
    [{ code: "unavailable", status: "" }, "Is not available."],
    [{ code: "unavailable", status: "On a call" }, "Is not available: On a call."],
    [{ code: "absent", until, delegatesOut: [] }, "Is out of office until Feb 2, 2026, 9:00 AM."],
    [
      { code: "absent", until, delegatesOut: ["bo", "cy"] },
      "Is out of office until Feb 2, 2026, 9:00 AM, and so are the delegates: bo, cy.",
    ],
    [{ code: "after-work", until }, "Is in after-work time until Feb 2, 2026, 9:00 AM."],
    [
      { code: "capacity", open: 2, capacity: 2, until },
      "Has 2 open of a capacity of 2, which grows on Feb 2, 2026, 9:00 AM.",
    ],
    [{ code: "declined" }, "Declined this record."],
  ])("has words for %j", (exclusion, words) => {
    const shown = text(one(showExclusions([{ agent: "gus", ...exclusion }]), "exclusion"));
    // The space before AM and PM is a narrow one in some releases of the locale data.
    expect(shown.replace(/\s/g, " ")).toBe(`gus: ${words}`);
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
