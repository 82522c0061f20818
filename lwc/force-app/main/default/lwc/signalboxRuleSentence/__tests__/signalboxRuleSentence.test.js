import RuleSentence from "c/signalboxRuleSentence";
import { clearPage, one, settle, show, text } from "fixtures/page";

/** A store of two rules, as far as the component looks. */
class StoreOfTwoRules {
  table = "queue";
  currentTable = { rules: [{}, {}] };
  isStale = false;
  decider = { ruleInEnglish: (table, row) => `${table} says ${row}` };
  listeners = new Set();

  subscribe(listener) {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
  tell(...topics) {
    this.listeners.forEach((listener) => listener(new Set(topics)));
  }
}

const showSentence = (store, row) => show("c-signalbox-rule-sentence", RuleSentence, { store, row });
const sentence = (element) => {
  const found = one(element, "rule-sentence");
  return found && text(found);
};

describe("c-signalbox-rule-sentence", () => {
  afterEach(clearPage);

  it("says the rule of its row, and follows the row", async () => {
    const element = showSentence(new StoreOfTwoRules(), 1);
    expect(sentence(element)).toBe("queue says 1");
    element.row = 0;
    await settle();
    expect(sentence(element)).toBe("queue says 0");
  });

  it.each([-1, 2])("says nothing of row %s, which is no rule", (row) => {
    expect(sentence(showSentence(new StoreOfTwoRules(), row))).toBeNull();
  });

  it("says that the definition has problems instead of what an earlier one meant", async () => {
    const store = new StoreOfTwoRules();
    const element = showSentence(store, 0);
    store.isStale = true;
    store.tell("results");
    await settle();
    expect(sentence(element)).toMatch(/when the problems are solved/);
  });

  it("hears nothing any more when it is off the page", () => {
    const store = new StoreOfTwoRules();
    showSentence(store, 0);
    clearPage();
    expect(store.listeners.size).toBe(0);
  });
});
