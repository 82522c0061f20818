import { compareOutcomes } from "c/signalboxMoves";

const kNothingMoves = { kinds: [], keys: [], moved: [], groups: [] };

/** What the engine made of the definition and the records, compared with another version of the definition. */
export class Comparison {
  diagnostics = [];
  /** True while the results are those of an earlier definition, because the present one does not compile. */
  isStale = false;
  /** Outcomes under the definition that moves are counted from; null when there are none. */
  baseline = null;
  results = null;
  moves = kNothingMoves;
  milliseconds = 0;
  /** The definition that moves are counted from. @type {string | null} */
  comparedText = null;
  /** Whether that is another one than the definition that was opened. */
  isWithAnother = false;

  /** From now on, moves are counted from this definition. @param {string} text @param {boolean} isAnother */
  compareWith(text, isAnother) {
    this.comparedText = text;
    this.isWithAnother = isAnother;
  }

  /** The present definition becomes the one that moves are counted from. @param {string} text of it */
  rebase(text) {
    this.compareWith(text, false);
    if (this.isStale || !this.results) return;
    this.baseline = this.results;
    this.moves = compareOutcomes(this.baseline, this.results);
  }

  /** Forgets all outcomes, for other records or another definition. */
  forget() {
    this.baseline = null;
    this.results = null;
    this.moves = kNothingMoves;
  }

  /** @param {import("c/signalboxDecider").Decided} decided */
  accept(decided) {
    this.diagnostics = decided.diagnostics;
    if (!decided.ok && decided.diagnostics.length === 0)
      this.diagnostics = [{ code: "failed", severity: "error", path: "", sentence: decided.sentence }];
    this.isStale = !decided.ok;
    this.milliseconds = decided.milliseconds;
    if (!decided.ok) return;
    this.results = decided.results;
    this.baseline ??= decided.results;
    this.moves = compareOutcomes(this.baseline, this.results);
  }
}
