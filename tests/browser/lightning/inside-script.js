// What runs inside a virtual environment as the code of a component would: the project's own loader and decider. The same script
// runs outside, for comparison.
import { loadEngine } from "c/signalboxEngineLoader";
import { RecordDecider } from "c/signalboxRecordDecider";

let engine;
let handles;
let decider;

/** Loads the engine and prepares the documents. @returns {Promise<string>} which build of the engine runs */
async function prepare(definition, directory, roster) {
  engine = await loadEngine({});
  const session = engine.newSession();
  const { program } = session.call({ op: "compile" }, definition);
  const { directory: directoryHandle } = session.call({ op: "directory" }, directory);
  const { roster: rosterHandle } = session.call({ op: "roster", directory: directoryHandle }, roster);
  handles = { session, program, directory: directoryHandle, roster: rosterHandle };
  decider = new RecordDecider(engine);
  decider.prepare({ definition, directory, roster });
  return engine.kind;
}

/** @returns {string} the bytes of the decision, as text */
function decideText(record, at) {
  const { session, program, directory, roster } = handles;
  return session.callText({ op: "decide", program, directory, roster, at, explain: true }, JSON.stringify(record));
}

/** Decides as the preview does. @returns {number[]} milliseconds of each decision */
function measure(record, at, times) {
  const instant = new Date(at);
  const spent = [];
  for (let time = 0; time < times; time++) {
    const start = performance.now();
    decider.decide(record, instant);
    spent.push(performance.now() - start);
  }
  return spent;
}

globalThis.signalboxInside = { prepare, decideText, measure };
