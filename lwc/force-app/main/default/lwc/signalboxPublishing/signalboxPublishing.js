/** Drafts and versions on a Signalbox server. */
export class Publishing {
  /**
   * @param {object} editor
   * @param {import("c/signalboxStore").EditorStore} editor.store
   * @param {() => object} editor.server what `EditorHost.connect` gave
   * @param {(question: object) => Promise<{name: string}>} editor.ask asks the person and waits
   * @param {() => Promise<{name: string}>} editor.review shows what publishing changes, and waits
   * @param {(message: string) => void} editor.say
   */
  constructor(editor) {
    Object.assign(this, editor);
  }

  /** @param {{replace?: boolean}} [options] @returns {Promise<boolean>} false when it was not saved, and the person knows */
  async saveDraft(options) {
    const { store } = this;
    try {
      const name = String(store.definition.name);
      const saved = await this.server().saveDraft(name, store.definitionText, options);
      store.markSaved({ kind: "server", name, ...saved });
      this.say("The draft is saved");
      return true;
    } catch (error) {
      if (error.isConflict) return this.replaceDraft();
      return store.report("The draft could not be saved", error.lines ?? [error.message]);
    }
  }

  async replaceDraft() {
    const { name } = await this.ask({
      heading: "Replace the draft on the server?",
      lines: ["There is a draft of this definition that you have not seen. Saving puts yours in its place."],
      buttons: [
        { name: "cancel", label: "Cancel" },
        { name: "replace", label: "Replace it", variant: "destructive" },
      ],
    });
    return name === "replace" ? this.saveDraft({ replace: true }) : false;
  }

  /** Shows what would change; publishes when the person says so. */
  async publish() {
    const { store } = this;
    const { name } = await this.review();
    if (name !== "publish") return;
    const isSaved = store.source.kind === "server" && store.source.state === "draft" && !store.isDirty;
    if (!isSaved && !(await this.saveDraft())) return;
    try {
      const published = await this.server().publish(store.source.name);
      store.markSaved({ kind: "server", ...published });
      store.rebase();
      this.say(`Published as version ${published.version}`);
    } catch (error) {
      store.report("The definition could not be published", error.lines ?? [error.message]);
    }
  }
}
