/**
 * Wires whose values the test supplies, in place of what Salesforce would: each remembers its last value for components
 * that come later.
 */
export function suppliedWire() {
  const live = new Set();
  let last;
  return class SuppliedWire {
    constructor(receive) {
      this.receive = receive;
    }
    connect() {
      live.add(this);
      this.receive(last ?? { data: undefined, error: undefined });
    }
    disconnect() {
      live.delete(this);
    }
    update() {}
    /** @param {{data?: unknown, error?: unknown}} value */
    static supply(value) {
      last = { data: undefined, error: undefined, ...value };
      for (const wire of live) wire.receive(last);
    }
  };
}
