import { chromiumPath, launchChromium, openPage } from "../browser/support/chromium.js";
import { serve } from "../browser/support/serve.js";
import { packageFolder, root } from "./places.js";

export { chromiumPath };

/**
 * Opens an empty page under a strict content security policy, beside the built package and the sources of these tests.
 * @param {Record<string, string>} [folders] more folders to serve: address prefix -> folder
 */
export async function openEmptyPage(folders = {}) {
  const server = await serve(
    { "/engine/": packageFolder, "/equality/": `${root}/tests/equality`, ...folders },
    {
      answer(request, response) {
        if (request.url === "/favicon.ico") response.writeHead(204).end();
        if (request.url !== "/") return response.writableEnded;
        response.writeHead(200, { "Content-Type": "text/html" }).end("<!doctype html><title>Equality</title>");
        return true;
      },
    },
  );
  const browser = await launchChromium();
  const opened = await openPage(browser);
  await opened.page.goto(server.url);
  const close = async () => {
    await browser.close();
    await server.close();
  };
  return { page: opened.page, troubles: opened.troubles, close };
}

/**
 * The answers to all cases in Chromium, in order.
 * @param {import("playwright-core").Page} page
 * @param {"wasm" | "js"} kind
 * @param {import("./answers.js").Case[]} cases
 * @returns {Promise<{kind: string, answers: string[], others: string[]}>}
 */
export function answersInPage(page, kind, cases) {
  return page.evaluate(
    async ([kind, cases]) => {
      const { loadEngine } = await import("/engine/engine.js");
      const { answersTo, otherAnswersTo } = await import("/equality/answers.js");
      const engine = await loadEngine({ prefer: kind });
      const answers = [];
      const others = [];
      for (const testCase of cases) {
        answers.push(await answersTo(engine, testCase));
        others.push(await otherAnswersTo(engine, testCase));
      }
      return { kind: engine.kind, answers, others };
    },
    [kind, cases],
  );
}
