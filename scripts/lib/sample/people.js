// The agents of the sample: [name, queues, skills with levels, capacity].

const emea = "EMEA Support";
const dach = "DACH Payments";
const americas = "Americas Support";
const apac = "APAC Support";
const tier2 = "Tier 2";
const overflow = "Overflow";

/** @type {[string, string[], Record<string, number>, number][]} */
export const caseAgents = [
  ["Ana Lima", [americas], { Payments: 4, Billing: 3, Portuguese: 5, English: 4, Spanish: 3 }, 12],
  ["Bo Chen", [apac], { Platform: 5, Mobile: 4, English: 4 }, 10],
  ["Charlotte Weiß", [dach, tier2], { Payments: 5, Billing: 4, German: 5, English: 4 }, 10],
  ["Daisuke Mori", [apac], { Payments: 4, Hardware: 3, Japanese: 5, English: 3 }, 12],
  ["Élodie Laurent", [emea], { Billing: 5, Payments: 3, French: 5, English: 4 }, 12],
  ["Farah Haddad", [emea], { Platform: 4, Mobile: 3, French: 4, English: 4 }, 14],
  ["Grzegorz Wójcik", [emea], { Billing: 4, Hardware: 4, Polish: 5, English: 3 }, 14],
  ["Hanna Lindqvist", [emea, tier2], { Platform: 5, Payments: 4, English: 5, German: 2 }, 8],
  ["Ioana Popescu", [emea, overflow], { Mobile: 4, Billing: 3, English: 4, French: 3 }, 16],
  ["Jun-ho Park", [apac], { Platform: 4, Payments: 3, Korean: 5, English: 3 }, 10],
  ["Kateryna Shevchenko", [emea], { Payments: 4, Platform: 3, Ukrainian: 5, Polish: 3, English: 3 }, 12],
  ["Lukas Brunner", [dach], { Payments: 4, Hardware: 4, German: 5 }, 12],
  ["María Fernández", [emea, americas], { Payments: 4, Billing: 4, Spanish: 5, English: 3 }, 14],
  ["Nikhil Rao", [apac, tier2], { Platform: 5, Mobile: 5, Payments: 3, English: 5 }, 8],
  ["Olivia Bennett", [americas], { Billing: 5, Payments: 4, English: 5 }, 12],
  ["Pål Ødegård", [emea], { Hardware: 5, Mobile: 3, English: 4, German: 3 }, 12],
  ["Quentin Moreau", [emea], { Payments: 5, Platform: 3, French: 5, English: 2 }, 10],
  ["Rafael Souza", [americas], { Platform: 4, Mobile: 4, Portuguese: 5, Spanish: 3, English: 3 }, 12],
  ["Sabine Kofler", [dach], { Payments: 3, Billing: 5, German: 5, English: 3 }, 12],
  ["Tomás Herrera", [americas], { Hardware: 4, Payments: 3, Spanish: 5, English: 3 }, 14],
  ["Uzma Siddiqui", [apac, overflow], { Billing: 4, Mobile: 3, English: 5 }, 16],
  ["Valentin Roth", [dach, tier2], { Platform: 5, Payments: 4, German: 5, French: 3, English: 4 }, 8],
  ["Wanjiru Kamau", [emea], { Mobile: 5, Platform: 3, English: 5 }, 12],
  ["Xavier Dubois", [emea], { Hardware: 3, Billing: 3, French: 5, English: 3 }, 14],
  ["Yuki Tanaka", [apac], { Billing: 4, Platform: 3, Mobile: 3, Japanese: 5, English: 2 }, 12],
  ["Zofia Kaczmarek", [emea], { Payments: 3, Mobile: 4, Polish: 5, German: 3 }, 12],
  ["Amir Rezaei", [dach], { Platform: 4, Mobile: 4, German: 4, English: 4 }, 12],
  ["Beatriz Almeida", [americas], { Billing: 3, Hardware: 3, Portuguese: 5, Spanish: 4 }, 14],
  ["Caleb Johnson", [americas, tier2], { Platform: 5, Payments: 5, English: 5 }, 8],
  ["Dorothea Engel", [dach], { Billing: 4, Payments: 4, Mobile: 3, German: 5, English: 3 }, 12],
  ["Emeka Okafor", [emea, overflow], { Payments: 3, Hardware: 3, English: 5, French: 2 }, 16],
  ["Fiona MacLeod", [emea], { Billing: 4, Platform: 4, English: 5 }, 12],
  ["Gabriela Ríos", [americas], { Mobile: 4, Platform: 3, Spanish: 5, English: 4 }, 12],
  ["Haruto Sato", [apac], { Platform: 4, Hardware: 4, Japanese: 5 }, 12],
  ["Isaac Thompson", [americas], { Hardware: 5, Mobile: 3, English: 5 }, 14],
  ["Jasmin Öztürk", [dach], { Hardware: 4, Platform: 3, German: 5, English: 3 }, 12],
  ["Kiran Desai", [apac], { Payments: 4, Billing: 3, English: 5 }, 12],
  ["Léa Fontaine", [emea], { Platform: 4, Mobile: 4, French: 5, English: 3 }, 12],
  ["Min-ji Kim", [apac], { Billing: 3, Mobile: 4, Payments: 3, Korean: 5, English: 3 }, 12],
  ["Noah Williams", [americas], { Payments: 4, Platform: 3, English: 5, Spanish: 2 }, 12],
];

/** Queue -> label. */
export const caseQueues = {
  [dach]: "Payments and all else, German-speaking countries",
  [emea]: "Europe, Middle East and Africa",
  [americas]: "The Americas",
  [apac]: "Asia and Pacific",
  [tier2]: "Senior engineers",
  [overflow]: "Whoever can help",
};

const desk = "Service Desk";
const applications = "Applications";
const infrastructure = "Infrastructure";
const field = "Field Support";
const major = "Major Incidents";

/** @type {[string, string[], Record<string, number>, number][]} */
export const incidentAgents = [
  ["Adaeze Obi", [desk], { General: 4, Access: 5 }, 30],
  ["Björn Nyström", [infrastructure, major], { Network: 5, Servers: 4 }, 15],
  ["Chiara Rossi", [applications], { Business: 5, Office: 3 }, 20],
  ["Dmytro Bondar", [infrastructure], { Servers: 5, Network: 3 }, 20],
  ["Eun-ji Choi", [applications, major], { Business: 5, Office: 4 }, 15],
  ["Fatima Zahra", [desk], { General: 5, Access: 3, Office: 4 }, 30],
  ["Göran Ek", [field], { Workplace: 5, General: 2 }, 25],
  ["Hye-jin Lee", [applications], { Office: 5, Business: 3 }, 20],
  ["Ignacio Vidal", [field], { Workplace: 4, Network: 2 }, 25],
  ["Jana Novotná", [desk, "Overflow"], { General: 3, Access: 3, Office: 3, Workplace: 3 }, 40],
  ["Kwame Mensah", [infrastructure], { Network: 4, Servers: 3 }, 20],
  ["Lwazi Dlamini", [desk, "Overflow"], { General: 3, Business: 3, Network: 3, Servers: 3 }, 40],
];

export const incidentQueues = {
  [desk]: "First line",
  [applications]: "Business and office applications",
  [infrastructure]: "Networks and servers",
  [field]: "Workplaces on site",
  [major]: "Priority 1 and 2",
  Overflow: "Whoever can help",
};
