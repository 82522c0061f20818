// A page that runs a script inside the membrane that Lightning Web Security is made of (@locker/near-membrane-dom), and outside.
import createVirtualEnvironment from "@locker/near-membrane-dom";

/**
 * Opens a virtual environment and runs the script in it.
 * @param {{script: string, takeAway?: string[], ownArrays?: boolean}} options `takeAway`: globals that the environment lacks;
 *   `ownArrays`: typed arrays are the environment's own, and no proxies of the page's
 * @returns {object} what the script left as `signalboxInside`, seen through the membrane
 */
function openInside({ script, takeAway = [], ownArrays = false }) {
  let inside;
  const environment = createVirtualEnvironment(window, {
    globalObjectShape: window,
    maxPerfMode: ownArrays,
    endowments: Object.getOwnPropertyDescriptors({
      handOut: (value) => {
        inside = value;
      },
    }),
  });
  for (const name of takeAway) environment.evaluate(`delete globalThis[${JSON.stringify(name)}];`);
  environment.evaluate(script);
  environment.evaluate("handOut(signalboxInside);");
  return inside;
}

function openOutside({ script, takeAway = [] }) {
  for (const name of takeAway) delete globalThis[name];
  (0, eval)(script);
  return globalThis.signalboxInside;
}

let side;
globalThis.membranePage = {
  async prepare({ where, scriptUrl, takeAway, ownArrays, definition, directory, roster }) {
    const script = await (await fetch(scriptUrl)).text();
    side = where === "inside" ? openInside({ script, takeAway, ownArrays }) : openOutside({ script, takeAway });
    return side.prepare(definition, directory, roster);
  },
  decideText: (record, at) => side.decideText(record, at),
  measure: (record, at, times) => [...side.measure(record, at, times)],
};
