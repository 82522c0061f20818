// People and a policy as tests/programs/bench_routing.cc makes them: 200 skills of which two are required, five factors.
const kNow = "2026-01-31T08:00:00Z";
const kSkills = 200;

/** Whole numbers below a bound, from a seed (the generator of Park and Miller). */
function randomOf(seed) {
  let state = seed;
  return (bound) => (state = (state * 48271) % 2147483647) % bound;
}

function agent(below) {
  const held = Array.from({ length: kSkills }, (_, skill) => skill).filter((skill) => below(skill < 2 ? 2 : 10) === 0);
  return { capacity: below(20), skills: Object.fromEntries(held.map((skill) => [`s${skill}`, below(11)])) };
}

function state(below) {
  return {
    presence: below(5) === 0 ? "Away" : "Online",
    open: below(15),
    assigned: below(100),
    lastAssigned: new Date(Date.parse(kNow) - below(10_000_000)).toISOString(),
  };
}

/**
 * @param {number} agents
 * @param {number} records how many, all alike
 * @returns {import("../equality/answers.js").Case}
 */
export function routingProblem(agents, records) {
  const below = randomOf(20261121);
  const ids = Array.from({ length: agents }, (_, number) => `a${1_000_000 + number}`);
  const each = (make) => Object.fromEntries(ids.map((id) => [id, make(below)]));
  const policy = {
    queue: "Q",
    require: [{ skill: '"s0"', level: 3 }, { skill: '"s1"', level: 3 }, "presence", "capacity"],
    prefer: { skillFit: 40, spareCapacity: 30, longestIdle: 20, rank: 10, fairness: 10 },
  };
  return {
    name: `${agents} agents`,
    kind: "decisions",
    definition: JSON.stringify({
      signalbox: 1,
      name: "bench",
      object: "Case",
      fields: {},
      routing: { place: policy },
      steps: [{ id: "place", route: "place" }],
    }),
    directory: JSON.stringify({
      signalbox: 1,
      skills: Array.from({ length: kSkills }, (_, skill) => `s${skill}`),
      agents: each(agent),
      queues: { Q: { members: ids.map((id) => ({ agent: id, rank: 1 + below(3) })) } },
    }),
    roster: JSON.stringify({ signalbox: 1, agents: each(state) }),
    records: JSON.stringify(Array.from({ length: records }, () => ({}))),
    format: "auto",
    at: [kNow],
  };
}
