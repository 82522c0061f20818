import { fillLabel, labels } from "c/signalboxLabels";
import { readLabels } from "../../../../../../build/labels.cjs";

describe("c/signalboxLabels", () => {
  it("holds every custom label of the project under its short name", () => {
    const expected = Object.entries(readLabels()).map(([name, value]) => {
      const short = name.replace(/^Signalbox_/, "");
      return [short[0].toLowerCase() + short.slice(1), value];
    });
    expect(labels).toEqual(Object.fromEntries(expected));
  });

  it("fills places in any order and leaves those without a value", () => {
    expect(fillLabel("{1} of {0}, {2}", "a", 2)).toBe("2 of a, {2}");
  });

  it("takes values as they are, with braces and dollar signs", () => {
    expect(fillLabel("{0}!", "$Now {1}")).toBe("$Now {1}!");
  });
});
