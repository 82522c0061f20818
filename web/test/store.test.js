import assert from "node:assert/strict";
import test from "node:test";
import { importComponent } from "./support/components.js";

// The store asks the page whether it can be seen, and decides at once when it cannot.
globalThis.document = { visibilityState: "hidden" };
const { EditorStore } = await importComponent("signalboxStore");
const { edits } = await importComponent("signalboxEdits");

/** An engine that sends every record to the queue that the first rule of `queue` names, and fails on the queue "bad". */
class FakeEngine {
  handles = 0;
  live = new Map();
  prepared = 0;
  put(value) {
    this.live.set((this.handles += 1), value);
    return this.handles;
  }
  call(header, body) {
    switch (header.op) {
      case "directory":
      case "roster":
        if (body === "{}") return { ok: false, error: { code: "x", sentence: "Wrong." }, diagnostics: [] };
        return { ok: true, [header.op]: this.put(header.op), diagnostics: [] };
      case "compile": {
        const definition = JSON.parse(body);
        const queue = definition.decisions.queue.rules[0].then[0];
        if (queue === "bad")
          return {
            ok: false,
            error: { code: "definition", sentence: "1 problem." },
            diagnostics: [
              { code: "bad", severity: "error", path: "/decisions/queue/rules/0/then/0", sentence: "Bad." },
            ],
          };
        const layout = Object.keys(definition.fields).join();
        return { ok: true, program: this.put({ queue }), layout, diagnostics: [] };
      }
      case "check":
        return { ok: true, diagnostics: [] };
      case "records": {
        this.prepared += 1;
        const records = JSON.parse(body);
        return {
          ok: true,
          records: this.put(records),
          count: records.length,
          ids: records.map((r) => r.Id),
          errors: [],
        };
      }
      case "outcomes": {
        const { queue } = this.live.get(header.program);
        return {
          ok: true,
          outcomes: [{ queue, agent: null, outputs: {} }],
          of: this.live.get(header.records).map(() => 0),
        };
      }
      case "decideOne":
        return { outcome: { queue: this.live.get(header.program).queue } };
      case "release":
        this.live.delete(header.handle);
        return { ok: true };
      default:
        throw new Error(header.op);
    }
  }
}

const definition = {
  signalbox: 1,
  name: "d",
  fields: { A: "Text" },
  decisions: {
    queue: {
      inputs: ["A"],
      outputs: [{ name: "queue", type: "Text" }],
      rules: [{ id: "r", when: ["-"], then: ["X"] }],
    },
  },
};
const workspace = {
  title: "Sample",
  at: "2026-01-31T08:00:00Z",
  definition: JSON.stringify(definition),
  directory: '{"agents":{}}',
  roster: null,
  records: '[{"Id":"1","Subject":"one"},{"Id":"2"}]',
};
const opened = () => {
  const store = new EditorStore();
  const engine = new FakeEngine();
  store.useEngine(engine);
  assert.equal(store.openWorkspace(workspace, { kind: "sample", name: "Sample" }), true);
  return { store, engine };
};
const settled = () => new Promise((resolve) => setImmediate(resolve));
const setQueue = (store, queue) => edits.output(store.definition, store.currentTable, 0, 0, queue);

test("a workspace is decided when it is opened, and nothing moves", () => {
  const { store } = opened();
  assert.equal(store.phase, "ready");
  assert.deepEqual(store.results.of, [0, 0]);
  assert.equal(store.moves.moved.length, 0);
  assert.equal(store.isDirty, false);
  assert.equal(store.selectedRecord, 0);
});

test("what is typed moves records before it is done, and a cancelled edit leaves no trace", async () => {
  const { store } = opened();
  store.preview(setQueue(store, "Y"));
  await settled();
  assert.equal(store.moves.groups[0].to, "Y");
  assert.equal(store.isDirty, false);
  store.preview(null);
  await settled();
  assert.equal(store.moves.moved.length, 0);
});

test("undo and redo restore the definition and what it decides", async () => {
  const { store } = opened();
  store.execute(setQueue(store, "Y"));
  await settled();
  assert.equal(store.moves.moved.length, 2);
  assert.equal(store.isDirty, true);
  store.undo();
  await settled();
  assert.equal(store.moves.moved.length, 0);
  assert.deepEqual(store.definition, definition);
  store.redo();
  await settled();
  assert.equal(store.moves.groups[0].count, 2);
});

test("an edit that changes nothing is no command", () => {
  const { store } = opened();
  store.execute(setQueue(store, "X"));
  assert.equal(store.canUndo, false);
  assert.equal(store.isDirty, false);
});

test("while the definition does not compile, the last result stays and the problems are known", async () => {
  const { store } = opened();
  store.execute(setQueue(store, "Y"));
  await settled();
  store.execute(setQueue(store, "bad"));
  await settled();
  assert.equal(store.isStale, true);
  assert.equal(store.errorCount, 1);
  assert.equal(store.results.outcomes[0].queue, "Y");
  store.undo();
  await settled();
  assert.equal(store.isStale, false);
  assert.equal(store.errorCount, 0);
});

test("keystrokes of one turn are decided once", async () => {
  const { store, engine } = opened();
  let compiled = 0;
  const { call } = engine;
  engine.call = (header, body) => {
    if (header.op === "compile") compiled += 1;
    return call.call(engine, header, body);
  };
  for (const text of ["Y", "Yo", "You"]) store.preview(setQueue(store, text));
  await settled();
  assert.equal(compiled, 1);
  assert.equal(store.moves.groups[0].to, "You");
});

test("records are prepared once while the fields stay, and again when they change", async () => {
  const { store, engine } = opened();
  store.execute(setQueue(store, "Y"));
  await settled();
  assert.equal(engine.prepared, 1);
  const fields = { ...store.definition.fields, B: "Text" };
  store.execute({ label: "x", edit: { kind: "set", path: ["fields"], value: fields }, inverse: {}, place: {} });
  await settled();
  assert.equal(engine.prepared, 2);
});

test("the engine keeps no handle that the editor no longer needs", async () => {
  const { store, engine } = opened();
  const before = engine.live.size;
  for (const queue of ["Y", "Z", "bad", "X"]) {
    store.execute(setQueue(store, queue));
    await settled();
  }
  assert.equal(engine.live.size, before);
});

test("a broken file changes nothing and is reported", () => {
  const { store } = opened();
  store.execute(setQueue(store, "Y"));
  const before = store.definition;
  for (const text of ["{ oops", "[1, 2", "", "{}x"]) {
    assert.equal(store.openFile(text, "broken.json", workspace.at), false);
    assert.match(store.trouble.title, /broken\.json/);
    assert.equal(store.definition, before);
    assert.equal(store.canUndo, true);
  }
  assert.equal(store.openFile('{"signalbox":1,"skills":[]}', "directory.json", workspace.at), true);
});

test("a directory that the engine refuses leaves the former one in use", () => {
  const { store, engine } = opened();
  const before = store.directory;
  engine.call = () => ({ ok: false, error: { code: "x", sentence: "Wrong." }, diagnostics: [] });
  assert.equal(store.openFile('{"skills": []}', "d.json", workspace.at), false);
  assert.deepEqual(store.trouble.lines, ["Wrong."]);
  assert.equal(store.directory, before);
});

test("after publishing, changes are compared with what was published", async () => {
  const { store } = opened();
  store.execute(setQueue(store, "Y"));
  await settled();
  store.markSaved({ kind: "server", version: 1, state: "published" });
  store.rebase();
  assert.equal(store.moves.moved.length, 0);
  store.execute(setQueue(store, "Z"));
  await settled();
  assert.equal(store.moves.groups[0].from, "Y");
});

test("listeners are told of all changes of a turn at once", async () => {
  const { store } = opened();
  await settled();
  const told = [];
  const stop = store.subscribe((topics) => told.push(topics));
  store.selectRecord(1);
  store.selectTable("queue");
  await settled();
  assert.equal(told.length, 1);
  assert.ok(told[0].has("selection") && told[0].has("table"));
  stop();
  store.selectRecord(0);
  await settled();
  assert.equal(told.length, 1);
});
