// A small generator of pseudo-random numbers on 32-bit integers: equal seeds give equal samples on every machine.

/** @param {number} seed a 32-bit integer */
export function randomFrom(seed) {
  let state = seed >>> 0;
  /** The next 32 bits (mulberry32). */
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  /** An integer in [low, high], both included. */
  const integer = (low, high) => low + (next() % (high - low + 1));
  /** True in `percent` of 100 cases. */
  const chance = (percent) => integer(0, 99) < percent;
  const pick = (list) => list[integer(0, list.length - 1)];
  /** One of the keys of {key: weight}, weights are positive integers. */
  const weighted = (weights) => {
    const entries = Object.entries(weights);
    let left = integer(
      1,
      entries.reduce((sum, [, weight]) => sum + weight, 0),
    );
    return entries.find(([, weight]) => (left -= weight) <= 0)[0];
  };
  return { integer, chance, pick, weighted };
}
