import RuleTrace from "c/signalboxRuleTrace";
import { decisionWith } from "fixtures/decision";
import { all, clearPage, one, settle, show, text } from "fixtures/page";

const trace = decisionWith().explain.decisions.queue;
const showTrace = (changes = {}) => show("c-signalbox-rule-trace", RuleTrace, { trace: { ...trace, ...changes } });

describe("c-signalbox-rule-trace", () => {
  afterEach(clearPage);

  it("shows the winner first, and for each other rule why it did not win", () => {
    expect(all(showTrace(), "rule").map(text)).toEqual([
      "dach: Won",
      'late: Did not match. Severity__c must be "Low"; it is High.',
      "rest: Matches, but an earlier rule won",
    ]);
  });

  it("shows what the rules read, blank values by a word", () => {
    expect(all(showTrace(), "input").map(text)).toEqual(["Country__c = DE", "Product__c = blank"]);
  });

  it("says it when the default applies and when a rule could not be tested", () => {
    const element = showTrace({ default: true, rules: [{ id: "late", result: "error" }] });
    expect(text(one(element, "default"))).toBe("No rule matched, so the default applies.");
    expect(all(element, "rule").map(text)).toEqual(["late: Could not be tested"]);
  });

  it("says which formula of a rule list is not true", () => {
    const rules = [{ id: "vip", result: "failed", input: 0, formula: "IsVip__c", value: false }];
    expect(all(showTrace({ inputs: [], rules }), "rule").map(text)).toEqual([
      "vip: Did not match. IsVip__c is not true.",
    ]);
  });

  it("draws a long table twenty rules at a time", async () => {
    const rules = Array.from({ length: 45 }, (_, n) => ({ id: `r${n}`, result: n === 44 ? "won" : "later" }));
    const element = showTrace({ rules });
    expect(all(element, "rule")).toHaveLength(20);
    expect(text(all(element, "rule")[0])).toBe("r44: Won");
    expect(one(element, "more").label).toBe("Show 20 more");
    one(element, "more").click();
    await settle();
    expect(one(element, "more").label).toBe("Show 5 more");
    one(element, "more").click();
    await settle();
    expect(all(element, "rule")).toHaveLength(45);
    expect(one(element, "more")).toBeNull();
  });

  it("is made of lists, so that screen readers count its items", () => {
    const element = showTrace();
    for (const line of [...all(element, "rule"), ...all(element, "input")]) {
      expect(line.tagName).toBe("LI");
      expect(line.parentElement.tagName).toBe("UL");
    }
  });
});
