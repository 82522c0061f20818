import assert from "node:assert/strict";
import test from "node:test";
import { importComponent } from "./support/components.js";

const { GridModel, kHeadRow, motionOf } = await importComponent("signalboxGridModel");
const { applyEdit, tableOf } = await importComponent("signalboxEdits");

const definition = {
  decisions: {
    queue: {
      inputs: ["Country__c"],
      outputs: [
        { name: "queue", type: "Text" },
        { name: "priority", type: "Number" },
      ],
      rules: [{ id: "dach", when: ['"DE"'], then: ["DACH", 2], note: "why" }, null],
    },
    list: { outputs: [{ name: "x", type: "Number" }], rules: [{ id: "a", when: "IsClosed", then: [1] }] },
  },
};
const model = () => new GridModel(tableOf(definition, "queue"));
const column = (grid, key) => grid.columns[grid.positionOf(key)];

test("a table has a column for the id, each input, each output and the note", () => {
  assert.deepEqual(
    model().columns.map(({ key, text }) => [key, text]),
    [
      ["id", "Id"],
      ["input-0", "Country__c"],
      ["output-0", "queue"],
      ["output-1", "priority"],
      ["note", "Why this rule is here"],
    ],
  );
});

test("each cell shows its text; a row that is no rule shows nothing", () => {
  const grid = model();
  const texts = (row) => grid.columns.map((each) => grid.textOf(row, each));
  assert.deepEqual(texts(0), ["dach", '"DE"', "DACH", "2", "why"]);
  assert.deepEqual(texts(1), ["", "", "", "", ""]);
  assert.deepEqual(texts(grid.defaultRow), ["Otherwise", "", "", "", ""]);
});

test("of the header only inputs can be changed, of the default only outputs", () => {
  const grid = model();
  const editable = (row) => grid.columns.filter((each) => grid.isEditable(row, each)).map(({ key }) => key);
  assert.deepEqual(editable(kHeadRow), ["input-0"]);
  assert.deepEqual(editable(grid.defaultRow), ["output-0", "output-1"]);
  assert.equal(editable(0).length, 5);
});

test("the command of each kind of cell changes that cell", () => {
  const grid = model();
  const after = (row, key, text) =>
    applyEdit(definition, grid.commandFor(definition, row, column(grid, key), text).edit).decisions.queue;
  assert.deepEqual(after(0, "input-0", '"AT"').rules[0].when, ['"AT"']);
  assert.deepEqual(after(0, "output-1", "7").rules[0].then, ["DACH", 7]);
  assert.equal(after(0, "id", " at ").rules[0].id, "at");
  assert.equal(after(0, "note", "because").rules[0].note, "because");
  assert.deepEqual(after(kHeadRow, "input-0", "Region__c").inputs, ["Region__c"]);
  assert.deepEqual(after(grid.defaultRow, "output-0", "General").default, ["General", null]);
});

test("rules are inserted, copied, moved and deleted from the row one stands on, and not where it makes no sense", () => {
  const grid = model();
  const ids = (row, name) => {
    const command = grid.ruleCommand(definition, row, name);
    return command && applyEdit(definition, command.edit).decisions.queue.rules.map((rule) => rule?.id ?? null);
  };
  assert.deepEqual(ids(0, "insert"), ["dach", "rule-3", null]);
  assert.deepEqual(ids(kHeadRow, "insert"), ["rule-3", "dach", null]);
  assert.deepEqual(ids(grid.defaultRow, "insert"), ["dach", null, "rule-3"]);
  assert.deepEqual(ids(0, "duplicate"), ["dach", "rule-3", null]);
  assert.deepEqual(ids(0, "delete"), [null]);
  assert.deepEqual(ids(0, "moveDown"), [null, "dach"]);
  assert.deepEqual(ids(1, "moveUp"), [null, "dach"]);
  for (const [row, name] of [
    [0, "moveUp"],
    [1, "moveDown"],
    [grid.defaultRow, "delete"],
    [kHeadRow, "duplicate"],
  ])
    assert.equal(grid.ruleCommand(definition, row, name), null);
});

test("a rule list has one column of formulas, whose header cannot be changed", () => {
  const grid = new GridModel(tableOf(definition, "list"));
  assert.deepEqual(
    grid.columns.map(({ key }) => key),
    ["id", "input-0", "output-0", "note"],
  );
  assert.equal(grid.textOf(0, column(grid, "input-0")), "IsClosed");
  assert.equal(grid.isEditable(kHeadRow, column(grid, "input-0")), false);
});

test("keys lead where the grid pattern says", () => {
  const from = { row: 5, position: 2, lastRow: 20, lastPosition: 4, page: 10 };
  assert.deepEqual(motionOf("ArrowDown", from), [6, 2]);
  assert.deepEqual(motionOf("PageUp", from), [0, 2]);
  assert.deepEqual(motionOf("End", from), [5, 4]);
  assert.deepEqual(motionOf("Control+End", from), [20, 4]);
  assert.equal(motionOf("x", from), null);
});
