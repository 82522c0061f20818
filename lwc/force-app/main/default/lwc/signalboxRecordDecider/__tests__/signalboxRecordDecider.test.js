import { DocumentRefusedError, RecordDecider, RecordRefusedError } from "c/signalboxRecordDecider";
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
  return { call, headers: () => call.mock.calls.map(([header]) => header) };
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
      { op: "roster" },
      { op: "release", handle: 3 },
      { op: "roster" },
    ]);
  });

  it("frees everything at its end", () => {
    const engine = fakeEngine();
    const decider = new RecordDecider(engine);
    decider.prepare({ ...documents, roster });
    decider.release();
    decider.release();
    expect(engine.headers().filter(({ op }) => op === "release")).toEqual([
      { op: "release", handle: 1 },
      { op: "release", handle: 2 },
      { op: "release", handle: 3 },
    ]);
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
