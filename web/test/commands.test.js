import assert from "node:assert/strict";
import test from "node:test";
import { importComponent } from "./support/components.js";

const { CommandStack } = await importComponent("signalboxCommands");
const add = (amount) => ({ label: `add ${amount}`, edit: amount, inverse: -amount });
const newStack = (limit) => new CommandStack((state, edit) => state + edit, limit);

test("undo takes the last command back, redo does it again", () => {
  const stack = newStack();
  let state = stack.execute(0, add(5));
  state = stack.execute(state, add(7));
  state = stack.undo(state).state;
  assert.equal(state, 5);
  assert.equal(stack.undoLabel, "add 5");
  assert.equal(stack.redoLabel, "add 7");
  state = stack.redo(state).state;
  assert.equal(state, 12);
  assert.equal(stack.canRedo, false);
});

test("undo and redo answer null when there is nothing to do", () => {
  const stack = newStack();
  assert.equal(stack.undo(1), null);
  assert.equal(stack.redo(1), null);
});

test("a new command forgets what had been undone", () => {
  const stack = newStack();
  let state = stack.execute(0, add(1));
  state = stack.undo(state).state;
  stack.execute(state, add(2));
  assert.equal(stack.canRedo, false);
});

test("the document is dirty until it is saved, and clean again after undoing back to the saved state", () => {
  const stack = newStack();
  let state = stack.execute(0, add(1));
  assert.equal(stack.isDirty, true);
  stack.markSaved();
  assert.equal(stack.isDirty, false);
  state = stack.execute(state, add(2));
  state = stack.undo(state).state;
  assert.equal(stack.isDirty, false);
  stack.undo(state);
  assert.equal(stack.isDirty, true);
});

test("a saved state on a forgotten branch cannot be reached again", () => {
  const stack = newStack();
  let state = stack.execute(0, add(1));
  stack.markSaved();
  state = stack.undo(state).state;
  stack.execute(state, add(2));
  assert.equal(stack.isDirty, true);
});

test("only the last commands are remembered, and a saved state before them is out of reach", () => {
  const stack = newStack(2);
  let state = 0;
  for (const amount of [1, 2, 3]) state = stack.execute(state, add(amount));
  state = stack.undo(state).state;
  state = stack.undo(state).state;
  assert.equal(state, 1);
  assert.equal(stack.canUndo, false);
  assert.equal(stack.isDirty, true);
});
