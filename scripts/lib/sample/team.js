// From the list of people to a directory and a roster.

/** "Pål Ødegård" -> "pal.odegard": what the platform would make of a name. */
export function agentId(name) {
  const plain = name.replaceAll("ß", "ss").replaceAll("Ø", "O").replaceAll("ø", "o").normalize("NFD");
  return plain
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll(/[^a-z]+/g, ".");
}

/**
 * @param {[string, string[], Record<string, number>, number][]} people name, queues, skills, capacity
 * @param {Record<string, string>} queues queue -> label
 */
export function directoryOf(people, queues) {
  const skills = [...new Set(people.flatMap(([, , levels]) => Object.keys(levels)))].sort();
  const membersOf = (queue) => people.filter(([, inQueues]) => inQueues.includes(queue)).map(([name]) => agentId(name));
  return {
    signalbox: 1,
    skills,
    queues: Object.fromEntries(
      Object.entries(queues).map(([queue, label]) => [queue, { label, members: membersOf(queue) }]),
    ),
    agents: Object.fromEntries(
      people.map(([name, , levels, capacity]) => [agentId(name), { name, skills: levels, capacity }]),
    ),
  };
}

/** Who is there at the instant, what they have open and when they last got something. */
export function rosterOf(people, random, at) {
  const presences = { Online: 14, Busy: 3, Away: 2, Offline: 1 };
  const agents = people.map(([name, , , capacity]) => {
    const presence = random.weighted(presences);
    const open = random.chance(8) ? capacity : random.integer(0, capacity - 2);
    const lastAssigned = new Date(at - random.integer(2, 360) * 60_000).toISOString();
    return [agentId(name), open === 0 ? { presence, open } : { presence, open, lastAssigned }];
  });
  return { signalbox: 1, agents: Object.fromEntries(agents) };
}
