// What an engine says to a case of the corpus. Runs in Node and in a browser, over any engine that has `callText`.

/**
 * @typedef {object} Case
 * @property {string} name
 * @property {"decisions" | "diagnostics" | "assignment"} kind
 * @property {string} definition
 * @property {string} directory
 * @property {string} [roster]
 * @property {string} records
 * @property {string} format
 * @property {string[]} at
 * @property {{queue: string | null, agent: string | null, outputs: object}[]} [outcomes] by hand, for the first instant
 * @property {object} [assigned] by hand: members of the answer of `assign` at the first instant, with `agents` for its records
 */

/** An answer that must be good, parsed. */
async function good(engine, header, body) {
  const answer = JSON.parse(await engine.callText(header, body));
  if (!answer.ok) throw new Error(`${JSON.stringify(header)}: ${JSON.stringify(answer)}`);
  return answer;
}

/** @returns {Promise<{context: object, release: () => Promise<void>}>} handles of everything that the case names */
export async function prepare(engine, { definition, directory, roster, records, format }) {
  const { program } = await good(engine, { op: "compile" }, definition);
  const places = (await good(engine, { op: "directory" }, directory)).directory;
  const context = { program, directory: places };
  if (roster) context.roster = (await good(engine, { op: "roster", directory: places }, roster)).roster;
  const prepared = await good(engine, { op: "records", program, format }, records);
  context.records = prepared.records;
  const release = async () => {
    for (const handle of Object.values(context)) await good(engine, { op: "release", handle });
  };
  return { context, errors: prepared.errors, release };
}

/** What each document of the case gets to hear; handles are left out, since they depend on what went before. */
async function documentAnswers(engine, { definition, directory, roster }) {
  const answers = [await engine.callText({ op: "compile" }, definition)];
  const places = await engine.callText({ op: "directory" }, directory);
  answers.push(places);
  const handle = JSON.parse(places).directory;
  if (handle !== undefined) answers.push(await engine.callText({ op: "check", directory: handle }, definition));
  if (roster !== undefined) answers.push(await engine.callText({ op: "roster", directory: handle }, roster));
  return answers.map((answer) => `${answer.replace(/"(program|directory|roster)":\d+/, '"$1":0')}\n`).join("");
}

/**
 * The answers that every build must give alike: explained decision lines of all records at each instant; or, where a document is
 * wrong, the diagnostics; or who takes each record when all are assigned at once.
 * @param {{callText: (header: object, body?: string) => string | Promise<string>}} engine
 * @param {Case} testCase
 * @returns {Promise<string>} lines
 */
export async function answersTo(engine, testCase) {
  if (testCase.kind === "diagnostics") return documentAnswers(engine, testCase);
  const { context, release } = await prepare(engine, testCase);
  let lines = "";
  for (const at of testCase.at) {
    if (testCase.kind === "assignment") lines += `${await engine.callText({ op: "assign", ...context, at })}\n`;
    else lines += await engine.callText({ op: "decideBatch", ...context, at, explain: true });
  }
  await release();
  return lines;
}

/** The answers that must agree with the lines: without explanation, one by one, as outcomes, and as a batch. @returns {Promise<string>} */
export async function otherAnswersTo(engine, testCase) {
  if (testCase.kind === "diagnostics") return "";
  const { context, errors, release } = await prepare(engine, testCase);
  const answers = [JSON.stringify(errors)];
  for (const at of testCase.at) {
    answers.push(await engine.callText({ op: "decideBatch", ...context, at, explain: false }));
    answers.push(await engine.callText({ op: "outcomes", ...context, at }));
    answers.push(await engine.callText({ op: "assign", ...context, at }));
    answers.push(await engine.callText({ op: "decideOne", ...context, at, index: 0, explain: true }));
  }
  await release();
  return answers.join("\n");
}

/** The decisions of a case at its first instant, without explanations. @returns {Promise<object[]>} */
export async function plainDecisions(engine, testCase) {
  const { context, release } = await prepare(engine, testCase);
  const lines = await engine.callText({ op: "decideBatch", ...context, at: testCase.at[0] });
  await release();
  return lines.trimEnd().split("\n").map(JSON.parse);
}

/**
 * The records as arrivals, an hour later again, and what the dispatch says then.
 * @returns {Promise<string>}
 */
export async function dispatchAnswersTo(engine, testCase) {
  if (testCase.kind === "diagnostics" || !testCase.roster || ["csv", "jsonl"].includes(testCase.format)) return "";
  const { context, release } = await prepare(engine, testCase);
  const opened = JSON.parse(await engine.callText({ op: "dispatch.open", ...pick(context) }));
  let records;
  try {
    records = [JSON.parse(testCase.records)].flat();
  } catch {
    records = []; // lines, or a table
  }
  const events = testCase.at
    .map((at) => new Date(at).toISOString())
    .sort()
    .flatMap((at, round) => records.map((record, index) => ({ at, arrive: { item: `${round}-${index}`, record } })));
  const header = { dispatch: opened.dispatch };
  const answers = [await engine.callText({ op: "dispatch.events", ...header }, JSON.stringify(events))];
  answers.push(await engine.callText({ op: "dispatch.report", ...header }));
  await engine.callText({ op: "release", handle: opened.dispatch });
  await release();
  return answers.join("\n");
}

/**
 * The commands and the report of a scenario's events, in as many answers as it takes.
 * @returns {Promise<string>}
 */
export async function dispatchScenario(engine, scenario) {
  const { context, release } = await prepare(engine, scenario);
  const { dispatch } = await good(engine, { op: "dispatch.open", ...pick(context), fairWindow: scenario.fairWindow });
  const answers = [await engine.callText({ op: "dispatch.events", dispatch }, scenario.events)];
  while (JSON.parse(answers.at(-1)).events?.at(-1)?.more) {
    answers.push(await engine.callText({ op: "dispatch.events", dispatch }, "[]"));
  }
  answers.push(await engine.callText({ op: "dispatch.report", dispatch }));
  await good(engine, { op: "release", handle: dispatch });
  await release();
  return answers.join("\n");
}

const pick = ({ program, directory, roster }) => ({ program, directory, roster });
