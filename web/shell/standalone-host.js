import { EditorHost } from "c/signalboxHost";
import { SignalboxServer } from "./server.js";
import { WorkerSession } from "./worker-session.js";

const kServerName = "Signalbox";

async function text(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address}: ${response.status} ${response.statusText}`);
  return response.text();
}

/**
 * The editor on a page of its own: the sample comes beside the page; drafts are read from and saved to the Signalbox
 * server that serves the page, if one does. `?definition=NAME` opens that one.
 */
export class StandaloneHost extends EditorHost {
  server = null;

  async connect(askForToken) {
    const page = await fetch(globalThis.location.pathname, { method: "HEAD" }).catch(() => null);
    if (page?.headers.get("Server") === kServerName) this.server = new SignalboxServer(askForToken);
    return this.server;
  }

  /** Beside the page where that is allowed, else within it. */
  openWorkbench(component) {
    return WorkerSession.open("workbench-worker.js").catch(() => super.openWorkbench(component));
  }

  async loadWorkspace() {
    const sample = await this.loadSample();
    const published = (await this.server?.definitions()) ?? [];
    const wanted =
      new URLSearchParams(globalThis.location.search).get("definition") ?? JSON.parse(sample.definition).name;
    const found = published.find((each) => each.name === wanted) ?? published[0];
    if (!found) return { ...sample, source: { kind: "sample", name: sample.title } };
    const [definition, directory, roster] = await Promise.all([
      this.server.definition(found),
      this.server.current("directory"),
      this.server.current("roster"),
    ]);
    return {
      ...sample,
      title: found.name,
      definition: definition.draft ?? definition.published,
      comparedWith: definition.published,
      directory: directory ?? sample.directory,
      roster: roster ?? (directory ? null : sample.roster),
      source: {
        kind: "server",
        name: found.name,
        version: found.version,
        state: definition.draft === null ? "published" : "draft",
      },
    };
  }

  async loadSample() {
    const [sample, definition, directory, roster, records] = await Promise.all(
      ["sample", "definition", "directory", "roster", "records"].map((name) => text(`sample/${name}.json`)),
    );
    const { name, at } = JSON.parse(sample);
    return { title: name, at, definition, directory, roster, records };
  }
}
