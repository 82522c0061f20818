// One table of figures, for people or as JSON.

/**
 * @typedef {object} Figure
 * @property {string} what
 * @property {number} [value] with its unit; or a failure
 * @property {string} [unit]
 * @property {string} [failure] why there is no value
 * @property {string} [beside] what it is compared with
 * @property {number} [ratio] value / the other; above 1 is more
 */

const rounded = (value) => {
  if (value >= 1000) return Math.round(value).toLocaleString("en");
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
};

/** @param {string} title @param {Figure[]} figures */
export function printFigures(title, figures) {
  if (process.argv.includes("--json")) {
    console.log(JSON.stringify({ title, figures }));
    return;
  }
  const rows = figures.map(({ what, value, unit, failure, beside, ratio }) => {
    if (failure) return [what, "-", failure, ""];
    return [what, rounded(value), unit, beside ? `${rounded(ratio)}x ${beside}` : ""];
  });
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column].length)));
  console.log(`\n${title}`);
  for (const [what, value, unit, beside] of rows) {
    console.log(`  ${what.padEnd(widths[0])}  ${value.padStart(widths[1])} ${unit.padEnd(12)}  ${beside}`.trimEnd());
  }
}

/** The least milliseconds of several runs, which other work on the machine disturbs least. */
export function leastMs(repeats, work) {
  let least = Infinity;
  for (let repeat = 0; repeat < repeats; repeat++) {
    const start = performance.now();
    work();
    least = Math.min(least, performance.now() - start);
  }
  return least;
}
