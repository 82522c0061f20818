import { formatMinutes, formatScore, formatShare, formatValue, sentencePieces } from "c/signalboxFormat";

describe("c/signalboxFormat", () => {
  it.each([
    [1380, "23 hr"],
    [1441, "1 day"],
    [1500, "1 day 1 hr"],
    [61.9, "1 hr 1 min"],
    [59.99, "59 min"],
    [0.5, "30 sec"],
    [0, "0 sec"],
    [-90, "1 hr 30 min"],
  ])("says %d minutes in the two largest units", (minutes, words) => {
    expect(formatMinutes(minutes)).toBe(words);
  });

  it("never says 100% of less than all", () => {
    expect(formatShare(0.999999)).toBe("99%");
    expect(formatShare(0.29)).toBe("29%");
    expect(formatShare(1)).toBe("100%");
  });

  it("shows factors with three decimals", () => {
    expect(formatScore(0.7625)).toBe("0.763");
    expect(formatScore(1)).toBe("1.000");
  });

  it.each([
    [null, "blank"],
    ["", "blank"],
    [[], "blank"],
    [0, "0"],
    [false, "false"],
    ["DE", "DE"],
    [["a", null], "a, blank"],
    [{ a: 1 }, '{"a":1}'],
    [{ error: "division-by-zero" }, "not computed (division-by-zero)"],
  ])("shows the value %j as words", (value, words) => {
    expect(formatValue(value)).toBe(words);
  });

  it("tells what a sentence quotes from what it says", () => {
    expect(sentencePieces("Rule `late` failed: `x`.")).toEqual([
      { key: "0", text: "Rule ", isCode: false },
      { key: "1", text: "late", isCode: true },
      { key: "2", text: " failed: ", isCode: false },
      { key: "3", text: "x", isCode: true },
      { key: "4", text: ".", isCode: false },
    ]);
  });
});
