// Records over time through the typed methods of the package.
import { before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { importPackage } from "./fixture.js";

const kAt = "2026-03-02T13:30:00Z";
const definition = (target) => ({
  signalbox: 1,
  name: "watched",
  object: "Case",
  fields: { Opened: "DateTime" },
  milestones: { Resolution: { start: "Opened", target } },
  escalations: [{ name: "R", milestone: "Resolution", levels: [{ at: "75%", do: [{ notify: { to: "owner" } }] }] }],
});
const kDirectory = { signalbox: 1, skills: [], queues: {}, agents: {} };
const kHistory = {
  id: "500",
  events: [{ at: "2026-03-02T10:00:00Z", created: { Opened: "2026-03-02T10:00:00Z" } }],
};

describe("records over time", () => {
  /** @type {import("../src/engine.js").Engine} */
  let session;
  let context;
  before(async () => {
    session = await (await importPackage()).loadEngine();
    const { program } = session.compile(definition("4h"));
    const { directory } = session.loadDirectory(kDirectory);
    context = { program, directory, at: kAt };
  });

  test("milestones", () => {
    const { milestones, wake } = session.milestones(kHistory, context);
    assert.deepEqual([milestones.Resolution.state, wake], ["running", "2026-03-02T14:00:00.000Z"]);
  });

  test("escalate, which fires once", () => {
    const first = session.escalate({ history: kHistory, state: null }, context);
    assert.deepEqual(
      first.decisions.map(({ level, result, lateMs }) => [level, result, lateMs]),
      [["75%", "fired", 1_800_000]],
    );
    assert.deepEqual(session.escalate({ history: kHistory, state: first.state }, context).decisions, []);
  });

  test("atRisk", () => {
    const { atRisk } = session.atRisk(`${JSON.stringify({ history: kHistory })}\n`, { ...context, within: "1h" });
    assert.deepEqual(atRisk, [{ id: "500", at: "2026-03-02T14:00:00.000Z", breach: "Resolution" }]);
  });

  test("whatIf, under one policy and between two", () => {
    const lines = (answer) =>
      new TextDecoder()
        .decode(answer.lines)
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line));
    const history = JSON.stringify(kHistory);
    assert.equal(lines(session.whatIf(history, context))[0].fired[0].at, "2026-03-02T13:00:00.000Z");
    const { program } = session.compile(definition("2h"));
    const [{ moves }, sums] = lines(session.whatIf(history, { ...context, program, old: context.program }));
    assert.deepEqual(
      moves.map(({ what, minutes }) => [what, minutes]),
      [
        ["due", -120],
        ["breach", undefined],
        ["escalation", -90],
      ],
    );
    assert.equal(sums.changed, 1);
  });

  test("a bad message is refused as an object", () => {
    assert.equal(session.whatIf("", { ...context, at: "noon" }).ok, false);
  });
});
