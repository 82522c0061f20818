import { DocumentRefusedError, EngineStoppedError, RecordDecider, RecordRefusedError } from "c/signalboxRecordDecider";
import { documents, record, roster } from "fixtures/documents";
import { decisionWith } from "fixtures/decision";

const kAt = new Date("2026-01-31T08:00:00Z");

/** An engine that numbers what it prepares, unless told to answer otherwise. */
function fakeEngine(answers = {}) {
  let handle = 0;
  const member = { compile: "program", directory: "directory", roster: "roster" };
  const call = jest.fn((header) => {
    if (answers[header.op]) return answers[header.op];
    if (header.op in member) return { ok: true, [member[header.op]]: ++handle };
    return header.op === "decide" ? decisionWith() : { ok: true };
  });
  const session = { call, free: jest.fn() };
  return { call, session, newSession: () => session, headers: () => call.mock.calls.map(([header]) => header) };
}

describe("c/signalboxRecordDecider", () => {
  it("decides with the handles of the prepared documents", () => {
    const engine = fakeEngine();
    const decider = new RecordDecider(engine);
    decider.prepare({ ...documents, roster });
    expect(decider.decide(record, kAt)).toEqual(decisionWith());
    expect(engine.call).toHaveBeenLastCalledWith(
      { op: "decide", program: 1, directory: 2, roster: 3, at: "2026-01-31T08:00:00.000Z", explain: true },
      JSON.stringify(record),
    );
  });

  it("leaves the roster out when none is published", () => {
    const engine = fakeEngine();
    const decider = new RecordDecider(engine);
    decider.prepare({ ...documents, roster: null });
    decider.decide(record, kAt);
    expect(JSON.parse(JSON.stringify(engine.headers().at(-1)))).not.toHaveProperty("roster");
  });

  it("prepares again only what changed, and frees what it replaces", () => {
    const engine = fakeEngine();
    const decider = new RecordDecider(engine);
    decider.prepare({ ...documents, roster });
    decider.prepare({ ...documents, roster: '{"signalbox":1,"agents":{"ana":{}}}' });
    expect(engine.headers()).toEqual([
      { op: "compile" },
      { op: "directory" },
      { op: "roster", directory: 2 },
      { op: "release", handle: 3 },
      { op: "roster", directory: 2 },
    ]);
  });

  it("prepares the roster again when the directory, on which it rests, changes", () => {
    const engine = fakeEngine();
    const decider = new RecordDecider(engine);
    decider.prepare({ ...documents, roster });
    decider.prepare({ ...documents, directory: '{"signalbox":1}', roster });
    expect(engine.headers().slice(3)).toEqual([
      { op: "release", handle: 2 },
      { op: "directory" },
      { op: "release", handle: 3 },
      { op: "roster", directory: 4 },
    ]);
  });

  it("frees its session at its end", () => {
    const engine = fakeEngine();
    new RecordDecider(engine).release();
    expect(engine.session.free).toHaveBeenCalledTimes(1);
  });

  it.each(["engine-stopped", "out-of-memory"])("tells an engine that has stopped (%s) from a refusal", (code) => {
    const stopped = { ok: false, error: { code, sentence: "The engine has stopped. Load it again." } };
    const whilePreparing = new RecordDecider(fakeEngine({ compile: stopped }));
    expect(() => whilePreparing.prepare({ ...documents, roster })).toThrow(EngineStoppedError);
    const whileDeciding = new RecordDecider(fakeEngine({ decide: stopped }));
    whileDeciding.prepare({ ...documents, roster });
    expect(() => whileDeciding.decide(record, kAt)).toThrow(new EngineStoppedError(stopped.error));
  });

  it("says which document was refused, with every error and no warning", () => {
    const diagnostics = [
      { severity: "error", path: "/decisions/queue/inputs/0", sentence: "There is no field `Contry__c`." },
      { severity: "warning", path: "/name", sentence: "Odd name." },
      { severity: "error", path: "", sentence: "No steps." },
    ];
    const refusal = { ok: false, error: { code: "definition", sentence: "Refused." }, diagnostics };
    const decider = new RecordDecider(fakeEngine({ compile: refusal }));
    const prepare = () => decider.prepare({ ...documents, roster });
    expect(prepare).toThrow(DocumentRefusedError);
    expect(prepare).toThrow(
      expect.objectContaining({
        document: "definition",
        sentences: ["/decisions/queue/inputs/0: There is no field `Contry__c`.", "No steps."],
      }),
    );
  });

  it("says the refusal itself when there are no diagnostics", () => {
    const refusal = { ok: false, error: { code: "json", sentence: "The document is empty." } };
    const decider = new RecordDecider(fakeEngine({ roster: refusal }));
    expect(() => decider.prepare({ ...documents, roster })).toThrow(
      expect.objectContaining({ document: "roster", sentences: ["The document is empty."] }),
    );
  });

  it("passes on why a record was refused", () => {
    const refusal = { ok: false, error: { code: "record-shape", sentence: "A record is an object." } };
    const decider = new RecordDecider(fakeEngine({ decide: refusal }));
    decider.prepare({ ...documents, roster });
    expect(() => decider.decide(record, kAt)).toThrow(new RecordRefusedError(refusal.error));
  });
});
