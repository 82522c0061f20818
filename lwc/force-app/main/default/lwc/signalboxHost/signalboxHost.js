import { loadEngine } from "c/signalboxEngineLoader";

/**
 * What the editor asks of the place where it runs. This one serves a Lightning page: the engine comes from the static
 * resource, people open files. The standalone page adds a sample and a server by a class of its own.
 *
 * @typedef {object} Workspace texts of documents, as files hold them
 * @property {string} title
 * @property {string} at the instant at which records are decided
 * @property {string} definition
 * @property {string} directory
 * @property {string|null} roster
 * @property {string} records
 */
export class EditorHost {
  /** @param {import("lwc").LightningElement} component @returns {Promise<{call: Function, version: string}>} */
  loadEngine(component) {
    return loadEngine(component);
  }

  /** @returns {Promise<Workspace|null>} what is opened at first; null: the editor starts empty */
  async loadWorkspace() {
    return null;
  }

  /** @returns {Promise<Workspace|null>} the sample; null where there is none */
  async loadSample() {
    return null;
  }

  /**
   * @returns {Promise<null | {
   *   saveDraft: (name: string, text: string) => Promise<{version: number, state: string}>,
   *   publish: (name: string, version: number) => Promise<{version: number, state: string}>}>} null: no server here
   */
  async connect() {
    return null;
  }

  /** The instant for records that come without one. */
  now() {
    return new Date().toISOString();
  }
}
