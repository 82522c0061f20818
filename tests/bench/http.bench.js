// Requests a second over HTTP: decisions that are committed to the log, and previews.
import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { kAt, kRecord, start } from "../server/support/program.js";
import { printFigures } from "./table.js";

const connections = 64;
const seconds = 3;

/** Sends one request after another on one connection until `until`, and counts the answers. */
function drive(port, bytesOf, until, counter) {
  return new Promise((resolve, reject) => {
    const socket = net.connect(port, "127.0.0.1", () => socket.write(bytesOf()));
    let rest = "";
    socket.setNoDelay(true).setEncoding("latin1");
    socket.on("error", reject).on("close", resolve);
    socket.on("data", (part) => {
      rest += part;
      const head = rest.indexOf("\r\n\r\n");
      if (head < 0) return;
      const length = Number(/^content-length: (\d+)/im.exec(rest.slice(0, head))[1]);
      if (rest.length < head + 4 + length) return;
      if (!/^HTTP\/1\.1 20[01] /.test(rest)) return socket.destroy(new Error(rest));
      rest = "";
      counter.answers++;
      if (performance.now() < until) socket.write(bytesOf());
      else socket.end();
    });
  });
}

async function measure(server, target) {
  let next = 0;
  const bytesOf = () => {
    const id = `500${next++}`;
    const body = JSON.stringify({ record: { Id: id, ...kRecord }, at: kAt });
    return (
      `POST ${target.replace("ID", id)} HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\n` +
      `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`
    );
  };
  const counter = { answers: 0 };
  const begin = performance.now();
  const until = begin + seconds * 1000;
  await Promise.all(Array.from({ length: connections }, () => drive(server.port, bytesOf, until, counter)));
  return (counter.answers / (performance.now() - begin)) * 1000;
}

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "signalbox-bench-"));
const server = await start(folder);
try {
  const logged = await measure(server, "/v1/records/Case/ID/decisions");
  const { text } = await server.request("GET", "/metrics");
  const metric = (name) => Number(new RegExp(`^${name} (\\d+)$`, "m").exec(text)[1]);
  const group = metric("signalbox_decisions_total") / metric("signalbox_commit_entries_count");
  const preview = await measure(server, "/v1/decide");
  printFigures(`HTTP, ${connections} connections, the client on the same machine`, [
    { what: "decisions committed to the log", value: logged, unit: "requests/s" },
    { what: "decisions in one commit, mean", value: group, unit: "" },
    { what: "previews", value: preview, unit: "requests/s", beside: "committed", ratio: preview / logged },
  ]);
} finally {
  await server.stop();
  fs.rmSync(folder, { recursive: true });
}
