/**
 * What a changed definition moves: two answers of the engine's `outcomes` compared, record by record. The engine lists
 * each distinct outcome once, so the cost is that of two arrays of indices.
 *
 * @typedef {{queue: string|null, agent: string|null, outputs: object}} Outcome
 * @typedef {{outcomes: Outcome[], of: number[]}} Outcomes `of`: outcome of each record; -1 for a bad record
 */

/** How far a record moves, the farthest first. */
export const kMoveKinds = ["queue", "agent", "outputs"];

function kindOf(before, after) {
  if (!before || !after) return before === after ? null : "queue";
  if (before.queue !== after.queue) return "queue";
  if (before.agent !== after.agent) return "agent";
  return JSON.stringify(before.outputs) === JSON.stringify(after.outputs) ? null : "outputs";
}

/**
 * @param {Outcomes} before
 * @param {Outcomes} after of the same records
 * @returns {{kinds: (string|null)[], moved: number[], groups: {kind: string, from: string|null, to: string|null,
 *   count: number, key: string}[], keys: (string|null)[]}} `kinds` and `keys`: of each record, null for one that stays;
 *   `moved`: indices of the records that move; `groups`: by kind and queues, the largest first
 */
export function compareOutcomes(before, after) {
  const pairs = new Map();
  const groups = new Map();
  const kinds = new Array(after.of.length).fill(null);
  const keys = new Array(after.of.length).fill(null);
  const moved = [];
  for (let record = 0; record < after.of.length; record += 1) {
    const pair = (before.of[record] + 1) * (after.outcomes.length + 1) + after.of[record] + 1;
    let group = pairs.get(pair);
    if (group === undefined) {
      group = groupOf(groups, before.outcomes[before.of[record]], after.outcomes[after.of[record]]);
      pairs.set(pair, group);
    }
    if (group) {
      group.count += 1;
      kinds[record] = group.kind;
      keys[record] = group.key;
      moved.push(record);
    }
  }
  const list = [...groups.values()].sort(
    (a, b) => kMoveKinds.indexOf(a.kind) - kMoveKinds.indexOf(b.kind) || b.count - a.count || (a.key < b.key ? -1 : 1),
  );
  return { kinds, keys, moved, groups: list };
}

function groupOf(groups, before, after) {
  const kind = kindOf(before, after);
  if (kind === null) return null;
  const from = before?.queue ?? null;
  const to = after?.queue ?? null;
  const key = JSON.stringify([kind, from, to]);
  if (!groups.has(key)) groups.set(key, { kind, from, to, count: 0, key });
  return groups.get(key);
}
