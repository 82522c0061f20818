/** Tells listeners what has changed, once for all changes of a turn. */
export class Topics {
  _listeners = new Set();
  _due = new Set();

  /**
   * @param {(topics: Set<string>) => void} listener told in a microtask
   * @returns {() => void} ends it
   */
  subscribe(listener) {
    this._listeners.add(listener);
    return () => this._listeners.delete(listener);
  }

  /** @param {...string} topics what has changed */
  changed(...topics) {
    if (this._due.size === 0) Promise.resolve().then(() => this._tell());
    for (const topic of topics) this._due.add(topic);
  }

  _tell() {
    const told = this._due;
    this._due = new Set();
    for (const listener of [...this._listeners]) listener(told);
  }
}
