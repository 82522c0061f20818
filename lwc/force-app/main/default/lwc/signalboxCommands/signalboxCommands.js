/**
 * Undo and redo. A command is `{label, edit, inverse, place}`: two pieces of data that a caller-given function applies
 * to the state, so a stack never needs to know what the state is.
 */
export class CommandStack {
  _apply;
  _limit;
  _done = [];
  _undone = [];
  /** How many commands had been done when the state was last saved; -1 when that state cannot be reached any more. */
  _savedAt = 0;

  /**
   * @param {(state: any, edit: any) => any} apply answers the next state and leaves the given one as it is
   * @param {number} [limit] commands that are remembered, 1 or more
   */
  constructor(apply, limit = 1000) {
    this._apply = apply;
    this._limit = limit;
  }

  get canUndo() {
    return this._done.length > 0;
  }
  get canRedo() {
    return this._undone.length > 0;
  }
  /** What undo would take back, for its button; blank when there is nothing. */
  get undoLabel() {
    return this._done.at(-1)?.label ?? "";
  }
  get redoLabel() {
    return this._undone.at(-1)?.label ?? "";
  }
  get isDirty() {
    return this._savedAt !== this._done.length;
  }

  /** Does a command; what had been undone is forgotten. @returns the next state */
  execute(state, command) {
    if (this._savedAt > this._done.length) this._savedAt = -1;
    this._undone = [];
    this._done.push(command);
    if (this._done.length > this._limit) {
      this._done.shift();
      this._savedAt = Math.max(-1, this._savedAt - 1);
    }
    return this._apply(state, command.edit);
  }

  /** @returns {{state: any, command: object} | null} null when there is nothing to undo */
  undo(state) {
    const command = this._done.pop();
    if (!command) return null;
    this._undone.push(command);
    return { state: this._apply(state, command.inverse), command };
  }

  /** @returns {{state: any, command: object} | null} null when there is nothing to redo */
  redo(state) {
    const command = this._undone.pop();
    if (!command) return null;
    this._done.push(command);
    return { state: this._apply(state, command.edit), command };
  }

  /** The state as it is now is on disk or on the server. */
  markSaved() {
    this._savedAt = this._done.length;
  }

  /** Forgets everything, for a newly opened document. */
  clear() {
    this._done = [];
    this._undone = [];
    this._savedAt = 0;
  }
}
