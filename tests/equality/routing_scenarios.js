// Random scenarios of routing: people with everything a directory may say of them, policies of every kind, records, and a dispatch
// with everything that may happen. Few names and few instants, so that ties, exclusions and relaxing are common.

const kStart = Date.UTC(2026, 0, 30, 22); // business hours open, and clocks strike twelve, on the way
const kMinute = 60_000;

/** Numbers in 0..1 from a seed (mulberry32). */
function randomOf(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

class Scenario {
  constructor(seed) {
    this.random = randomOf(seed);
    this.agents = Array.from({ length: 1 + this.below(12) }, (_, n) => `a${n}`);
  }

  below = (bound) => Math.floor(this.random() * bound);
  chance = (share) => this.random() < share;
  pick = (list) => list[this.below(list.length)];
  some = (list, share) => list.filter(() => this.chance(share));
  at = (minutes) => new Date(kStart + minutes * kMinute).toISOString();
  instant = () => this.at(this.below(40) * 20);
  level = () => this.below(101) / 10;
  /** The members of an object that chance has left in. */
  sparse = (members) => Object.fromEntries(Object.entries(members).filter(() => this.chance(0.5)));

  abilities(names) {
    const held = (level) => (this.chance(0.2) ? { level, until: this.instant() } : level);
    return Object.fromEntries(this.some(names, 0.7).map((name) => [name, held(this.level())]));
  }

  agent(number) {
    const from = this.below(40) * 20;
    return {
      capacity: this.chance(0.7) ? this.below(5) : { units: this.below(5), interruptible: this.below(3) },
      ...this.sparse({
        name: `Agent ${number}`,
        skills: this.abilities(["A", "B", "C"]),
        languages: this.abilities(["de", "en"]),
        certifications: { X: this.chance(0.5) ? this.instant() : null },
        weight: this.below(4),
        territories: [this.pick(["W", "E", "D", "F", "M", "Z"])],
        hours: [this.pick(["Berlin", "Tokyo"])],
        absences: [{ from: this.at(from), until: this.at(from + 20 + this.below(4) * 60) }],
        location: { latitude: this.below(120) - 60, longitude: this.below(300) - 150 },
        travelMinutes: { M: this.below(150) },
        fields: { Grade: this.below(6) },
      }),
      ...(number + 1 < this.agents.length && this.chance(0.3) ? { delegate: this.agents[number + 1] } : {}),
    };
  }

  directory() {
    const hours = (zone, day) => ({ zone, week: { "Mon-Fri": [day] } });
    const ranked = (agent) => (this.chance(0.3) ? { agent, rank: 1 + this.below(3) } : agent);
    return {
      signalbox: 1,
      skills: ["A", "B", "C"],
      languages: ["de", "en"],
      certifications: ["X"],
      channels: ["chat"],
      territories: { W: null, E: "W", D: "E", F: "E", M: "D", Z: null },
      agentFields: { Grade: "Number" },
      work: {
        call: { units: 2, channel: "chat", afterWork: "3m" },
        note: { percent: 30 },
        idle: { interruptible: true },
      },
      businessHours: {
        Berlin: hours("Europe/Berlin", "08:00-17:00"),
        Tokyo: hours("Asia/Tokyo", "09:00-18:00"),
      },
      agents: Object.fromEntries(this.agents.map((id, number) => [id, this.agent(number)])),
      groups: { G: { members: this.some(this.agents, 0.6) }, H: { formula: "$Agent.Grade >= 3" } },
      queues: {
        Q: { members: this.agents.map(ranked), ...(this.chance(0.2) ? { hours: "Berlin" } : {}) },
        R: { members: this.some(this.agents, 0.5), groups: ["G", { group: "H", rank: 2 }] },
        O: { members: [] },
      },
    };
  }

  state() {
    return {
      presence: this.pick(["Online", "Online", "Online", "Busy", "Offline"]),
      ...this.sparse({
        open: this.below(4),
        openPercent: this.below(70),
        openInterruptible: this.below(3),
        assigned: this.below(9),
        presentMinutes: this.below(300),
        lastAssigned: this.instant(),
      }),
      ...(this.chance(0.2)
        ? this.sparse({
            available: false,
            channels: { chat: "Online" },
            counts: { daily: this.below(3) },
            absentUntil: this.instant(),
            afterWorkUntil: this.instant(),
            presentSince: this.instant(),
          })
        : {}),
    };
  }

  roster() {
    return { signalbox: 1, agents: Object.fromEntries(this.some(this.agents, 0.9).map((id) => [id, this.state()])) };
  }

  requirement() {
    const additional = this.chance(0.4) ? { additional: 1 + this.below(2) } : {};
    return this.pick([
      { skill: this.pick(["Product", '"A"', '"B"']), level: this.level(), ...additional },
      { language: this.pick(["Language", '"de"']), level: this.level(), ...additional },
      { certification: '"X"', ...additional },
      { territory: "Land" },
      { group: this.pick(["G", "H"]) },
      {
        formula: this.pick([
          "$Agent.Grade >= 2",
          "1 / $Agent.Open < 1",
          'Product = "A"',
          "$Agent.IdleMinutes >= 30",
          "$Agent.Capacity >= 0 && NOW() >= Queued + 1 / 24",
          "MOD($Agent.IdleMinutes, 50) < 20",
        ]),
      },
      { cap: "daily", limit: 1 + this.below(2), ...this.sparse({ when: 'Product = "A"', per: "45m" }) },
      ...["rank", "hours", "presence", "available", "inOffice", "capacity", "capacity"],
    ]);
  }
  /** A list names a cap once. */
  requirements = () =>
    Array.from({ length: this.below(5) }, () => this.requirement()).filter(
      ({ cap }, index, list) => !cap || list.findIndex((other) => other.cap) === index,
    );

  relax() {
    let minutes = 0;
    return Array.from({ length: this.below(4) }, () => ({
      after: `${(minutes += 1 + this.below(40))}m`,
      ...this.pick([
        { drop: "additional" },
        { lower: this.level() },
        { widen: "territory" },
        { widen: "rank" },
        { queue: this.pick(["Q", "R"]) },
        { require: this.requirements() },
      ]),
      ...(this.chance(0.3) ? { skipIf: "nobody" } : {}),
    }));
  }

  policy() {
    const require = this.requirements();
    const factors = [
      "skillFit",
      "spareCapacity",
      "longestIdle",
      "rank",
      "continuity",
      "fairness",
      "travelTime",
      "slaUrgency",
    ];
    if (require.some(({ territory }) => territory)) factors.push("territory");
    const prefer = this.some(factors, 0.4).map((factor) => ({ factor, weight: 1 + this.below(9) }));
    if (this.chance(0.3)) prefer.push({ formula: this.pick(["1 / $Agent.Open", "$Agent.Spare / 5"]), weight: 2 });
    return {
      queue: this.pick(["Q", "R", { formula: 'IF(Product = "A", "Q", Product)' }]),
      require,
      prefer,
      relax: this.relax(),
      queuedAt: "Queued",
      formerOwner: "Former",
      urgency: "Priority / 4",
      travel: this.chance(0.5)
        ? { place: "Land", within: "2h" }
        : { to: "GEOLOCATION(50, 10)", speed: 600, within: "20h" },
      next: this.sparse({ priority: "Priority", ageing: "7m", reservation: "4m", manual: true }),
      ...this.sparse({
        work: this.pick(["call", "note", "idle"]),
        returns: true,
        ramp: "2h",
        skipIf: "nobody",
        fairBy: this.pick(["count", "weight", "capacity"]),
        otherwise: { queue: "O", ...this.sparse({ after: "90m" }) },
      }),
      ...(this.chance(0.1) ? { owner: "Former" } : {}),
      ...(this.chance(0.1) ? { stopAt: "queue" } : {}),
    };
  }

  definition() {
    return {
      signalbox: 1,
      name: "scenario",
      object: "Case",
      fields: {
        Product: "Text",
        Language: "Text",
        Land: "Text",
        Former: "Text",
        Priority: "Number",
        Queued: "DateTime",
      },
      agentFields: { Grade: "Number" },
      routing: { place: this.policy() },
      steps: [{ id: "place", route: "place" }],
    };
  }

  record(number) {
    return {
      Id: String(number),
      ...this.sparse({
        Product: this.pick(["A", "B", "C", "R", "Elsewhere"]),
        Language: this.pick(["de", "en", "fr"]),
        Land: this.pick(["M", "D", "F", "Z", "Nowhere"]),
        Former: this.pick([...this.agents, "nobody"]),
        Priority: this.below(5),
        Queued: this.instant(),
      }),
    };
  }

  /** Mostly answers that may be in place: items that have come, agents who exist. */
  events() {
    let minutes = 0;
    let items = 0;
    let sequence = 0;
    return Array.from({ length: 40 }, () => {
      const at = this.at((minutes += this.below(25)));
      const item = `i${this.below(items + 1)}`;
      const agent = this.pick(this.agents);
      return {
        at,
        ...this.pick([
          () => ({
            arrive: { item: `i${items++}`, record: this.record(items), ...this.sparse({ queuedAt: this.at(minutes) }) },
          }),
          () => ({ arrive: { item: `i${items++}`, record: this.record(items) } }),
          () => ({ accept: { item, agent } }),
          () => ({ decline: { item, agent } }),
          () => ({ take: { item, agent } }),
          () => ({ finish: { item } }),
          () => ({ withdraw: { item } }),
          () => ({ roster: { signalbox: 1, sequence: ++sequence, agents: { [agent]: this.state() } } }),
          () => ({}),
        ])(),
      };
    });
  }
}

/**
 * @param {number} seed
 * @returns {import("./answers.js").Case & {events: string, fairWindow?: string}} equal for equal seeds
 */
export function routingScenario(seed) {
  const scenario = new Scenario(seed);
  return {
    name: `scenario ${seed}`,
    kind: "decisions",
    definition: JSON.stringify(scenario.definition()),
    directory: JSON.stringify(scenario.directory()),
    roster: JSON.stringify(scenario.roster()),
    records: JSON.stringify(Array.from({ length: 4 }, (_, number) => scenario.record(number))),
    format: "auto",
    at: [scenario.instant()],
    events: JSON.stringify(scenario.events()),
    fairWindow: scenario.chance(0.5) ? "3h" : undefined,
  };
}

/** An offer that nobody answers, for eight days. @returns {import("./answers.js").Case & {events: string}} */
export function longScenario() {
  const at = (day) => new Date(kStart + day * 1440 * kMinute).toISOString();
  return {
    name: "a long time",
    kind: "decisions",
    definition: JSON.stringify({
      signalbox: 1,
      name: "scenario",
      object: "Case",
      fields: {},
      routing: { place: { queue: "Q", require: ["presence", "capacity"], next: { reservation: "1m" } } },
      steps: [{ id: "place", route: "place" }],
    }),
    directory: JSON.stringify({ signalbox: 1, agents: { a: { capacity: 1 } }, queues: { Q: { members: ["a"] } } }),
    roster: JSON.stringify({ signalbox: 1, agents: { a: { presence: "Online" } } }),
    records: "[]",
    format: "auto",
    at: [at(0)],
    events: JSON.stringify([{ at: at(0), arrive: { item: "1", record: {} } }, { at: at(8) }]),
  };
}
