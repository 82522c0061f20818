import { execFileSync } from "node:child_process";

/** All that one engine says about a case, message by message. @returns {Promise<{message: string, answer: string}[]>} */
async function conversation(engine, { definition, directory, roster, records, format, at, formulas }) {
  const said = [];
  const say = async (header, body) => {
    const answer = await engine.callText(header, body);
    said.push({ message: JSON.stringify(header), answer });
    // Decision lines are no object; all else is one.
    return header.op === "decideBatch" ? undefined : JSON.parse(answer);
  };
  const context = { at: at[0] };
  context.directory = (await say({ op: "directory" }, directory)).directory;
  context.program = (await say({ op: "compile" }, definition)).program;
  await say({ op: "check", directory: context.directory }, definition);
  if (roster) context.roster = (await say({ op: "roster", directory: context.directory }, roster)).roster;
  if (context.program !== undefined) {
    context.records = (await say({ op: "records", program: context.program, format }, records)).records;
    await say({ op: "decideBatch", ...context, explain: true });
    await say({ op: "decideBatch", ...context, explain: false });
    await say({ op: "outcomes", ...context });
    for (const formula of formulas) await say({ op: "formula.check", program: context.program }, formula);
    for (const formula of formulas) {
      await say({ op: "formula.complete", program: context.program, offset: formula.length >> 1 }, formula);
    }
  }
  for (const name of ["directory", "program", "roster", "records"]) {
    if (context[name] !== undefined) await say({ op: "release", handle: context[name] });
  }
  return said;
}

/**
 * Holds the same conversation with each engine.
 * @param {{kind: string, callText: Function}[]} engines the first is the measure
 * @param {ReturnType<typeof import("./generate.js").generate>} testCase
 * @returns {Promise<{difference: string | undefined, decided: boolean}>} `decided`: the definition was right, so records were decided
 */
export async function compare(engines, testCase) {
  const [measure, ...others] = engines;
  const expected = await conversation(measure, testCase);
  const decided = expected.some(({ message }) => message.includes('"decideBatch"'));
  for (const engine of others) {
    const found = await conversation(engine, testCase);
    const index = expected.findIndex(({ answer }, place) => answer !== found[place]?.answer);
    if (index !== -1)
      return { difference: describe(testCase, measure, expected[index], engine, found[index]), decided };
  }
  return { difference: undefined, decided };
}

function describe({ name }, measure, expected, engine, found) {
  const commit = execFileSync("git", ["rev-parse", "--short", "HEAD"], { encoding: "utf8" }).trim();
  const seed = name.replace("seed ", "");
  const from = [...expected.answer].findIndex((letter, place) => letter !== [...(found?.answer ?? "")][place]);
  const part = (text = "") => [...text].slice(Math.max(0, from - 100), from + 200).join("");
  return [
    `${name} at commit ${commit}: ${expected.message}`,
    `${measure.kind}: ...${part(expected.answer)}`,
    `${engine.kind}: ...${part(found?.answer)}`,
    `replay: node tests/differential/replay.js ${seed}`,
  ].join("\n");
}
