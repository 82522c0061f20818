// What the host adds to the engine: bodies of every kind and size, sessions side by side, and trouble that is answered.
import { before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { kAt, kDefinition, kDirectory, importPackage } from "./fixture.js";

/** Runs `work` on a machine that gives no memory beyond what the program has. */
function withoutMoreMemory(work) {
  const grow = WebAssembly.Memory.prototype.grow;
  WebAssembly.Memory.prototype.grow = () => {
    throw new RangeError("no memory on this machine");
  };
  try {
    return work();
  } finally {
    WebAssembly.Memory.prototype.grow = grow;
  }
}

for (const kind of ["wasm", "js"]) {
  describe(`the host as ${kind}`, () => {
    /** @type {import("../src/engine.js").Engine} */
    let engine;
    let context;
    before(async () => {
      engine = await (await importPackage()).loadEngine({ prefer: kind });
      const { program } = engine.compile(kDefinition);
      const { directory } = engine.loadDirectory(kDirectory);
      context = { program, directory, at: kAt };
    });

    test("a body of 10 MB crosses, and memory grows under it", () => {
      const text = "grün 🚉 ".repeat(1000);
      const lines = Array.from({ length: 1200 }, (_, index) =>
        JSON.stringify({ Id: `${index}`, Country: "DE", Notes: text }),
      );
      const body = lines.join("\n");
      assert.ok(new TextEncoder().encode(body).length > 10e6);
      for (let again = 0; again < 4; again++) {
        const { records, count, errors } = engine.prepareRecords(body, { program: context.program, format: "jsonl" });
        assert.equal(count, 1200);
        assert.deepEqual(errors, []);
        assert.deepEqual(engine.outcomes({ ...context, records }).of, new Array(1200).fill(0));
        assert.equal(engine.release(records).ok, true);
      }
    });

    test("a record beyond its limit is refused, and the next is decided", () => {
      const answer = engine.decide({ Id: "1", Notes: "x".repeat(5 * 2 ** 20) }, context);
      assert.equal(answer.ok, false);
      assert.equal(engine.decide({ Id: "1", Country: "DE" }, context).outcome.queue, "DACH");
    });

    test("invalid UTF-8 is refused with a place, and the session lives on", () => {
      const bytes = new Uint8Array([...new TextEncoder().encode('{"Id":"1","Country":"'), 0xc3, 0x28, 0x22, 0x7d]);
      const answer = engine.decide(bytes, context);
      assert.equal(answer.ok, false);
      assert.match(JSON.stringify(answer), /utf-8/i);
      assert.equal(engine.decide({ Country: "DE" }, context).outcome.queue, "DACH");
    });

    test("malformed JSON, a message that nobody knows, no operation and an unknown handle are answered", () => {
      assert.equal(engine.decide("{", context).ok, false);
      for (const header of [
        { op: "nonsense" },
        {},
        [],
        "text",
        5,
        null,
        { op: "decide" },
        { op: "release", handle: 1e9 },
      ]) {
        const answer = engine.call(header, "{}");
        assert.equal(answer.ok, false, JSON.stringify(header));
        assert.equal(typeof answer.error.code, "string");
        assert.ok(answer.error.sentence.length > 0);
      }
    });

    test("a record nested 100,000 deep is refused and does not end the engine", () => {
      const answer = engine.decide(`{"Id":"1","Country":${"[".repeat(100_000)}${"]".repeat(100_000)}}`, context);
      assert.equal(answer.ok, false);
      assert.equal(engine.version().ok, true);
    });

    test("a body that is neither text nor bytes nor an object is a mistake of the caller", () => {
      assert.throws(() => engine.decide(5, context), TypeError);
      assert.throws(() => engine.decide(null, context), TypeError);
    });

    test("two sessions side by side know nothing of each other's handles", () => {
      const other = engine.newSession();
      const answer = other.decide({ Country: "DE" }, context);
      assert.equal(answer.ok, false);
      const { program } = other.compile({ ...kDefinition, name: "other" });
      const { directory } = other.loadDirectory(kDirectory);
      assert.equal(other.decide({ Country: "DE" }, { program, directory, at: kAt }).definition, "other");
      assert.equal(engine.decide({ Country: "DE" }, context).definition, "two-queues");
      other.free();
      assert.equal(engine.decide({ Country: "DE" }, context).definition, "two-queues");
    });

    test("a session that was freed says so", () => {
      const other = engine.newSession();
      other.free();
      other.free();
      assert.equal(other.version().error.code, "session-freed");
      assert.equal(other.decideBatch(context).error.code, "session-freed");
    });

    test("bytes that were answered stay what they were", () => {
      const { records } = engine.prepareRecords([{ Id: "1", Country: "DE" }], { program: context.program });
      const { lines } = engine.decideBatch({ ...context, records });
      const text = new TextDecoder().decode(lines);
      engine.prepareRecords("x".repeat(3e7), { program: context.program, format: "csv" });
      assert.equal(new TextDecoder().decode(lines), text);
    });
  });
}

describe("a machine without more memory", () => {
  test("a message that finds no room is answered, and the engine works on", async () => {
    const engine = await (await importPackage()).loadEngine({ prefer: "wasm" });
    const { program } = engine.compile(kDefinition);
    const answer = withoutMoreMemory(() => engine.prepareRecords(new Uint8Array(1e8), { program }));
    assert.equal(answer.error.code, "out-of-memory");
    assert.equal(engine.compile(kDefinition).ok, true);
  });

  test("an engine that runs out of memory at work says so to every later message, and another can be loaded", async () => {
    const { loadEngine } = await importPackage();
    const engine = await loadEngine({ prefer: "wasm" });
    const { program } = engine.compile(kDefinition);
    // A small message that needs much memory: each row of two bytes becomes a record.
    const rows = `Id\n${"1\n".repeat(50_000)}`;
    const answer = withoutMoreMemory(() => {
      for (let sets = 0; sets < 1000; sets++) {
        const prepared = engine.prepareRecords(rows, { program, format: "csv" });
        if (!prepared.ok) return prepared;
      }
      return undefined;
    });
    assert.equal(answer?.error.code, "out-of-memory");
    assert.equal(engine.version().error.code, "out-of-memory");
    assert.throws(() => engine.newSession(), /stopped/);
    engine.free();
    const another = await loadEngine({ prefer: "wasm" });
    assert.equal(another.compile(kDefinition).ok, true);
  });
});
