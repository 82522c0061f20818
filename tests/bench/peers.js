// The engines that this one is compared with. Each is loaded only when its turn comes, so that its start can be timed.

/**
 * What an engine makes of a problem. It answers record by record (`decide`, on what `take` made of the record beforehand; `inFlight`:
 * so many promises at once) or for all records in one call (`decideAll`, on what `takeAll` made).
 * @typedef {object} Contender
 * @property {(record: object) => unknown} [take]
 * @property {(taken: unknown) => unknown} [decide]
 * @property {number} [inFlight]
 * @property {(records: object[]) => unknown} [takeAll]
 * @property {(taken: unknown) => unknown} [decideAll]
 * @property {(found: unknown) => unknown[]} [answersIn] of what `decideAll` gave, where that is not a list of answers
 * @property {() => number} [ownNs] mean nanoseconds by the engine's own clock
 */

/** `on`: the problems that it can be given. `load` gives a function from a Problem to a Contender. */
const peer = (on, load) => ({ on, load });
const both = ["rule", "table"];

/** @type {Record<string, {on: string[], load: () => Promise<(problem: object) => Contender | Promise<Contender>>}>} */
export const kPeers = {
  "loop in JavaScript": peer(["rule"], () => import("./peers/plain.js").then(({ loop }) => loop)),
  "scan in JavaScript": peer(["table"], () => import("./peers/plain.js").then(({ scan }) => scan)),
  "WebAssembly, one call a record object": peer(both, () => import("./peers/signalbox.js").then(({ wasm }) => wasm)),
  "WebAssembly, one call a record object, the whole decision": peer(both, () =>
    import("./peers/signalbox.js").then(({ wasmDecision }) => wasmDecision),
  ),
  "WebAssembly, one call a record object, explained": peer(both, () =>
    import("./peers/signalbox.js").then(({ wasmExplained }) => wasmExplained),
  ),
  "JavaScript (wasm2js), one call a record object": peer(["table"], () =>
    import("./peers/signalbox.js").then(({ fallback }) => fallback),
  ),
  "json-logic-engine, compiled": peer(both, () =>
    import("./peers/json_logic_engine.js").then(({ compiled }) => compiled),
  ),
  "json-logic-engine, interpreted": peer(both, () =>
    import("./peers/json_logic_engine.js").then(({ interpreted }) => interpreted),
  ),
  "json-logic-js": peer(both, () => import("./peers/json_logic.js").then(({ interpreted }) => interpreted)),
  "datalogic (WebAssembly), records as JSON text": peer(both, () =>
    import("./peers/datalogic.js").then(({ compiled }) => compiled),
  ),
  "json-rules-engine": peer(both, () => import("./peers/json_rules_engine.js").then(({ rules }) => rules)),
  feelin: peer(both, () => import("./peers/feelin.js").then(({ expression }) => expression)),
  "zen-engine, one await": peer(both, () => import("./peers/zen.js").then(({ oneAwait }) => oneAwait)),
  "zen-engine, 64 in flight": peer(both, () => import("./peers/zen.js").then(({ inFlight }) => inFlight)),
  "zen-engine, 64 in flight, with a trace": peer(["table"], () =>
    import("./peers/zen.js").then(({ traced }) => traced),
  ),
  "zen-engine, evaluateExpressionSync": peer(["rule"], () =>
    import("./peers/zen.js").then(({ expressionSync }) => expressionSync),
  ),
  "zen-engine, evaluateUnaryExpressionSync": peer(["rule"], () =>
    import("./peers/zen.js").then(({ unarySync }) => unarySync),
  ),
  "zen-engine-wasm, one expression, prepared records": peer(both, () =>
    import("./peers/zen_wasm.js").then(({ expression }) => expression),
  ),
  "zen-engine-wasm, one expression, a record object": peer(both, () =>
    import("./peers/zen_wasm.js").then(({ expressionOfObject }) => expressionOfObject),
  ),
  "zen-engine-wasm, one expression over all records": peer(["rule"], () =>
    import("./peers/zen_wasm.js").then(({ mapOverRecords }) => mapOverRecords),
  ),
  "zen-engine-wasm, rows as data, prepared records": peer(["table"], () =>
    import("./peers/zen_wasm.js").then(({ rowsAsData }) => rowsAsData),
  ),
};
