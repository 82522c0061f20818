/**
 * A session of the workbench in a worker, which leaves the page alive and ends at once, also in the middle of its work.
 * @implements {import("c/signalboxWorkbench").Session}
 */
export class WorkerSession {
  runsBeside = true;
  _worker;
  _count = 0;
  /** Who waits for which answer. @type {Map<number, {resolve: Function, reject: Function}>} */
  _waiting = new Map();

  /** @param {string} address of the worker's script @returns {Promise<WorkerSession>} rejected where none can run */
  static open(address) {
    return new Promise((resolve, reject) => {
      const worker = new Worker(address);
      worker.onerror = () => reject(new Error("The page may start no worker."));
      worker.onmessage = ({ data }) => {
        if (data.isReady) resolve(new WorkerSession(worker));
        else reject(new Error(data.trouble));
      };
    });
  }

  constructor(worker) {
    this._worker = worker;
    worker.onmessage = ({ data: { number, answer } }) => {
      this._waiting.get(number).resolve(answer);
      this._waiting.delete(number);
    };
    worker.onerror = (event) => this._end(new Error(event.message || "The worker has stopped."));
  }

  /** @returns {Promise<string>} the engine's answer */
  callText(header, body = "") {
    return new Promise((resolve, reject) => {
      const number = (this._count += 1);
      this._waiting.set(number, { resolve, reject });
      this._worker.postMessage({ number, header, body });
    });
  }

  free() {
    this._worker.terminate();
    this._end(new Error("The session has ended."));
  }

  _end(error) {
    for (const { reject } of this._waiting.values()) reject(error);
    this._waiting.clear();
  }
}
