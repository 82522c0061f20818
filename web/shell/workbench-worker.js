// The workbench beside the page: a worker that loads the engine by itself and answers one message after the other.
const kBuilds = [
  { file: "resources/signalboxWorkbench.js", global: "SignalboxWorkbenchWasm" },
  { file: "resources/signalboxEngineFallback.js", global: "SignalboxEngineFallback" },
];

function firstThatRuns() {
  const failures = [];
  for (const { file, global } of kBuilds) {
    try {
      globalThis.importScripts(file);
      return globalThis[global]().createSession();
    } catch (error) {
      failures.push(error?.message ?? String(error));
    }
  }
  throw new Error(failures.join(" "));
}

let session;
try {
  session = firstThatRuns();
  postMessage({ isReady: true });
} catch (error) {
  postMessage({ isReady: false, trouble: error.message });
}

addEventListener("message", ({ data: { number, header, body } }) => {
  postMessage({ number, answer: session.callText(header, body) });
});
