import { loadEngine, loadWorkbench } from "c/signalboxEngineLoader";

/**
 * What the editor asks of the place where it runs. This one serves a Lightning page: the engine comes from the static
 * resource, people open files. The standalone page adds a sample and a server by a class of its own.
 *
 * @typedef {object} Workspace texts of documents, as files hold them
 * @property {string} title
 * @property {string} at the instant at which records are decided
 * @property {string} definition
 * @property {string} [comparedWith] the definition that moves are counted from; by default `definition`
 * @property {object} [source] where the definition came from; see `EditorStore.source`
 * @property {string} directory
 * @property {string|null} roster
 * @property {string} records
 */
export class EditorHost {
  /** @param {import("lwc").LightningElement} component @returns {Promise<{call: Function, version: string}>} */
  loadEngine(component) {
    return loadEngine(component);
  }

  /**
   * A session of the workbench with handles of its own, loaded when it is first asked for. This one shares the page's thread, so the page stands still
   * while it works.
   * @param {import("lwc").LightningElement} component
   * @returns {Promise<import("c/signalboxWorkbench").Session>}
   */
  async openWorkbench(component) {
    return (await loadWorkbench(component)).newSession();
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
   * @param {(again: boolean) => Promise<string|null>} _askForToken asks the person for the server's token; `again`: the
   *   last one was refused
   * @returns {Promise<null | {
   *   saveDraft: (name: string, text: string, options?: {replace: boolean}) => Promise<{state: string}>,
   *   publish: (name: string) => Promise<{name: string, version: number, state: string}>}>} null: no server here. What
   *   is refused is an error with `lines` for people; `isConflict` when somebody else has saved a draft meanwhile
   */
  async connect(_askForToken) {
    return null;
  }

  /** The instant for records that come without one. */
  now() {
    return new Date().toISOString();
  }
}
