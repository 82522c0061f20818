import fs from "node:fs";
import http from "node:http";
import path from "node:path";

/** The policy under which the site must work: no inline script, no eval, nothing from elsewhere. */
export const kStrictPolicy =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
  "font-src 'self'; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

const kTypes = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".jsonl": "application/jsonl",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};

/**
 * Serves folders on a free port of the loopback interface, as any static file server would.
 * @param {string | Record<string, string>} folders one folder, or address prefix -> folder (`{'/': site, '/x/': other}`)
 * @param {{policy?: string, answer?: (request: http.IncomingMessage, response: http.ServerResponse) => boolean}} [options]
 *   `policy`: the Content-Security-Policy of every answer; `answer`: may answer a request itself and say true
 * @returns {Promise<{url: string, close: () => Promise<void>}>}
 */
export async function serve(folders, { policy = kStrictPolicy, answer = () => false } = {}) {
  const table = Object.entries(typeof folders === "string" ? { "/": folders } : folders);
  table.sort(([a], [b]) => b.length - a.length);
  const server = http.createServer((request, response) => {
    response.setHeader("Content-Security-Policy", policy);
    if (answer(request, response)) return;
    const address = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    const [prefix, folder] = table.find(([start]) => address.startsWith(start)) ?? ["/", ""];
    const file = path.join(folder, address.slice(prefix.length) || "index.html");
    if (!folder || !file.startsWith(path.resolve(folder)) || !fs.existsSync(file) || fs.statSync(file).isDirectory()) {
      response.writeHead(404, { "Content-Type": "text/plain" }).end("not found");
      return;
    }
    response.writeHead(200, { "Content-Type": kTypes[path.extname(file)] ?? "application/octet-stream" });
    fs.createReadStream(file).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
}
