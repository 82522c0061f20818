/**
 * `lightning/uiRecordApi` outside Salesforce. The page says where records come from with `setRecordSource`; the wire
 * adapter `getRecord` then provisions components as the platform would.
 */
let source = async (recordId) => {
  throw Object.assign(new Error(`No record source for ${recordId}.`), { status: 404 });
};
const live = new Set();

/**
 * @param {(recordId: string, config: object) => Promise<object>} read answers the record as Salesforce's UI API would,
 *   or throws an error, which reaches the component as `error`
 */
export function setRecordSource(read) {
  source = read;
  for (const adapter of live) adapter.refresh();
}

/** The wire adapter. */
export class getRecord {
  constructor(dataCallback) {
    this.dataCallback = dataCallback;
    this.config = null;
    this.turn = 0;
  }
  connect() {
    live.add(this);
    this.dataCallback({ data: undefined, error: undefined });
  }
  disconnect() {
    live.delete(this);
    this.turn += 1;
  }
  update(config) {
    this.config = config;
    this.refresh();
  }
  async refresh() {
    const { config } = this;
    if (!config?.recordId) return;
    const turn = ++this.turn;
    try {
      const data = await source(config.recordId, config);
      if (turn === this.turn) this.dataCallback({ data, error: undefined });
    } catch (error) {
      if (turn === this.turn) this.dataCallback({ data: undefined, error });
    }
  }
}

/** Value of a field by its path, such as `Case.Account.Name`; undefined when the record lacks it. */
function fieldOf(record, field) {
  const path = (typeof field === "string" ? field.split(".").slice(1) : field.fieldApiName.split(".")) ?? [];
  let current = { value: record };
  for (const name of path) current = current?.value?.fields?.[name];
  return current;
}
export const getFieldValue = (record, field) => fieldOf(record, field)?.value;
export const getFieldDisplayValue = (record, field) => fieldOf(record, field)?.displayValue;

/** Reads the given records again. @param {{recordId: string}[]} records */
export async function notifyRecordUpdateAvailable(records) {
  const ids = new Set(records.map((record) => record.recordId));
  await Promise.all(
    [...live].filter((adapter) => ids.has(adapter.config?.recordId)).map((adapter) => adapter.refresh()),
  );
}
