import { EditorHost } from "c/signalboxHost";

async function text(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address}: ${response.status} ${response.statusText}`);
  return response.text();
}

/** The editor on a page of its own: the sample comes beside the page, drafts go to the server that serves it, if one does. */
export class StandaloneHost extends EditorHost {
  async loadWorkspace() {
    const sample = await this.loadSample();
    return { ...sample, source: { kind: "sample", name: sample.title } };
  }

  async loadSample() {
    const [sample, definition, directory, roster, records] = await Promise.all(
      ["sample", "definition", "directory", "roster", "records"].map((name) => text(`sample/${name}.json`)),
    );
    const { name, at } = JSON.parse(sample);
    return { title: name, at, definition, directory, roster, records };
  }
}
