import assert from "node:assert/strict";
import fs from "node:fs";
import http from "node:http";
import net from "node:net";
import { test } from "node:test";

import { kAt, kRecord, start, startFor, temporaryFolder } from "./support/program.js";

const kTarget = "/v1/records/Case/1/decisions";
const kGood = { record: { Id: "1", ...kRecord }, at: kAt };

/** Asserts a problem document with a code and a place, and that the next request is answered. */
async function refuses(server, answer, status, code, place) {
  assert.deepEqual([answer.status, answer.json?.code, answer.json?.place], [status, code, place], answer.text);
  assert.equal(answer.headers["content-type"], "application/problem+json");
  assert.equal(answer.json.status, status);
  assert.ok(answer.json.detail);
  assert.equal((await server.request("POST", "/v1/decide", { body: kGood })).status, 200);
}

test("bad bodies get a 4xx with code and place, and the next request is answered", async (t) => {
  const server = await startFor(t);
  const deep = (n) => "[".repeat(n) + "]".repeat(n);
  const cases = [
    ['{"record": {"Id": ', 400, "json-syntax", "body"],
    ["", 400, "json-syntax", "body"],
    ['{"record": {}} x', 400, "json-syntax", "body"],
    ['{"record": {"a": NaN}}', 400, "json-syntax", "body"],
    ['{"record": {"a": 1, "a": 2}}', 400, "json-duplicate-member", "body"],
    [`{"record": {"a": ${deep(10_000)}}}`, 400, "json-too-deep", "body"],
    [`{"record": {"a": ${"1".repeat(401)}}}`, 400, "json-number", "body"],
    [Buffer.from("7b227265636f7264223a7b2261223a22ff227d7d", "hex"), 400, "json-utf8", "body"],
    ["[]", 400, "wrong-type", "body"],
    ["{}", 400, "missing-member", "/record"],
    ['{"record": {}, "recrod": {}}', 400, "unknown-member", "/recrod"],
    ['{"record": {}, "at": "noon"}', 400, "instant", "/at"],
    ['{"record": {}, "at": 5}', 400, "wrong-type", "/at"],
    ['{"record": {}, "explain": "yes"}', 400, "wrong-type", "/explain"],
    ['{"record": {}, "definition": 5}', 400, "wrong-type", "/definition"],
    ['{"record": 5}', 422, "record-shape", "/record"],
    ['{"record": [1]}', 422, "record-shape", "/record"],
    ['{"record": {"Id": "other"}}', 422, "record-id", "/record/Id"],
  ];
  for (const [body, status, code, place] of cases) {
    await refuses(server, await server.request("POST", kTarget, { body }), status, code, place);
  }
  assert.equal((await server.request("POST", "/v1/log/verify")).json.entries, 0);
});

test("a syntax error says its line and column", async (t) => {
  const server = await startFor(t);
  const { json } = await server.request("POST", kTarget, { body: '{"record": {},\n "at" 5}' });
  assert.equal(json.diagnostics[0].start.line, 2);
  assert.ok(json.diagnostics[0].start.column > 1);
});

test("bad definitions get their diagnostics: later format, cyclic or deep formulas, wrong types", async (t) => {
  const server = await startFor(t);
  const publish = (definition) => server.request("POST", "/v1/definitions/x/publish", { body: definition });
  const base = { signalbox: 1, name: "x", object: "Case", fields: { A: "Number" } };
  const table = (input) => ({
    ...base,
    decisions: { d: { hit: "first", inputs: [input], outputs: [{ name: "o", type: "Text" }], rules: [] } },
  });
  const cases = [
    [{ ...base, signalbox: 99 }, "format-version"],
    [{ ...base, fields: { A: "Numbr" } }, null],
    [table("(".repeat(10_000) + "A" + ")".repeat(10_000)), null],
    [table("1" + "0".repeat(500)), null],
    [table("B"), "unknown-field"],
    [{ ...base, fields: 5 }, "wrong-type"],
  ];
  for (const [definition, code] of cases) {
    const answer = await publish(definition);
    await refuses(server, answer, 422, "invalid-document", undefined);
    const found = answer.json.diagnostics.find(({ severity }) => severity === "error");
    if (code) assert.equal(found.code, code);
    assert.ok(found.start.line >= 1);
  }
});

test("wrong media types and codings are refused", async (t) => {
  const server = await startFor(t);
  for (const type of [
    "text/plain",
    "application/x-www-form-urlencoded",
    "",
    "application/json; charset=latin1",
    "application/jsonx",
  ]) {
    const answer = await server.request("POST", kTarget, { body: "{}", headers: { "Content-Type": type } });
    await refuses(server, answer, 415, "content-type", "Content-Type");
  }
  const coded = await server.request("POST", kTarget, { body: "{}", headers: { "Content-Encoding": "gzip" } });
  await refuses(server, coded, 415, "content-encoding", "Content-Encoding");
  const utf8 = await server.request("POST", kTarget, {
    body: kGood,
    headers: { "Content-Type": "Application/JSON; charset=UTF-8" },
  });
  assert.equal(utf8.status, 201);
});

test("unknown addresses and methods are told apart, and HEAD answers like GET without a body", async (t) => {
  const server = await startFor(t);
  await refuses(server, await server.request("GET", "/v1/nothing"), 404, "no-route", undefined);
  await refuses(server, await server.request("GET", "/v1/records/Case//decisions"), 404, "no-route", undefined);
  const wrong = await server.request("DELETE", kTarget);
  await refuses(server, wrong, 405, "method", undefined);
  assert.equal(wrong.headers.allow, "POST, GET, HEAD");
  const get = await server.request("GET", "/healthz");
  const head = await server.request("HEAD", "/healthz");
  assert.equal(head.status, 200);
  assert.equal(head.text, "");
  assert.equal(head.headers["content-length"], get.headers["content-length"]);
  await refuses(server, await server.request("GET", "/v1/decisions/%zz"), 400, "path", "path");
  await refuses(server, await server.request("GET", "/v1/decisions/%ff"), 400, "path", "path");
  await refuses(server, await server.request("GET", "/v1/decisions/a%00b"), 400, "path", "path");
  await refuses(
    server,
    await server.request("POST", `/v1/records/Case/${"x".repeat(256)}/decisions`, { body: kGood }),
    400,
    "path",
    "path",
  );
});

test("a record may have 4 MB, and a body of 200 MB is refused without reading it", async (t) => {
  const server = await startFor(t);
  const large = { ...kGood, record: { ...kGood.record, Product__c: "x".repeat((4 << 20) + 1) } };
  const agent = new http.Agent();
  await refuses(
    server,
    await server.request("POST", kTarget, { body: large, agent }),
    413,
    "body-too-large",
    "Content-Length",
  );
  const answer = await server.raw(
    `PUT /v1/directory/draft HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nContent-Type: application/json\r\nContent-Length: ${200 << 20}\r\n\r\n{`,
  );
  assert.match(answer, /^HTTP\/1\.1 413 /);
  assert.match(answer, /"code":"body-too-large"/);
  const chunked = await server.raw(
    Buffer.concat([
      Buffer.from(
        `POST ${kTarget} HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n500000\r\n`,
      ),
      Buffer.alloc(0x500000, 0x20),
    ]),
  );
  assert.match(chunked, /^HTTP\/1\.1 413 /);
  assert.equal((await server.request("GET", "/healthz")).status, 200);
});

test("who asks first with Expect: 100-continue is told before sending", async (t) => {
  const server = await startFor(t);
  const head = (length) =>
    `PUT /v1/directory/draft HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nContent-Type: application/json\r\nExpect: 100-continue\r\n` +
    `Content-Length: ${length}\r\nConnection: close\r\n\r\n`;
  assert.match(await server.raw(head(200 << 20)), /^HTTP\/1\.1 413 /);
  const answer = await new Promise((resolve, reject) => {
    let text = "";
    const socket = net.connect(server.port, "127.0.0.1", () => socket.write(head(2)));
    socket.setEncoding("utf8").on("data", (part) => {
      if (text === "") socket.write("{}");
      text += part;
    });
    socket.on("error", reject).on("close", () => resolve(text));
  });
  assert.match(answer, /^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK/);
});

test("malformed HTTP is answered with 400 or 431 and closes that connection only", async (t) => {
  const server = await startFor(t);
  const host = `Host: 127.0.0.1:${server.port}\r\n`;
  assert.match(await server.raw("hello\r\n\r\n"), /^HTTP\/1\.1 400 /);
  assert.match(await server.raw(`GET / HTTP/1.1\r\n${host}X: ${"y".repeat(17 << 10)}\r\n\r\n`), /^HTTP\/1\.1 431 /);
  assert.match(
    await server.raw(`GET /healthz HTTP/1.1\r\n${host}${host}Connection: close\r\n\r\n`),
    /^HTTP\/1\.1 400 /,
  );
  assert.match(
    await server.raw(`GET http://127.0.0.1/healthz HTTP/1.1\r\n${host}Connection: close\r\n\r\n`),
    /^HTTP\/1\.1 400 /,
  );
  const both = `POST ${kTarget} HTTP/1.1\r\n${host}Content-Type: application/json\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`;
  assert.match(await server.raw(both), /^HTTP\/1\.1 400 /);
  assert.equal((await server.request("GET", "/healthz")).status, 200);
});

test("requests that come in one piece are answered in order", async (t) => {
  const server = await startFor(t);
  const one = (method, close) =>
    `${method} /healthz HTTP/1.1\r\nHost: localhost:${server.port}\r\n${close ? "Connection: close\r\n" : ""}\r\n`;
  const text = await server.raw(one("GET") + one("DELETE") + one("GET", true));
  assert.deepEqual(
    [...text.matchAll(/HTTP\/1\.1 (\d+) /g)].map((match) => match[1]),
    ["200", "405", "200"],
  );
});

test("on loopback, other names and other origins are refused", async (t) => {
  const server = await startFor(t);
  const own = `127.0.0.1:${server.port}`;
  const get = (headers) => server.request("GET", "/v1/definitions", { headers });
  for (const host of [own, `localhost:${server.port}`, `LOCALHOST:${server.port}`, `[::1]:${server.port}`]) {
    assert.equal((await get({ Host: host })).status, 200, host);
  }
  for (const host of [
    "evil.example",
    `evil.example:${server.port}`,
    "127.0.0.1",
    "127.0.0.1:1",
    `127.0.0.1.evil.example:${server.port}`,
  ]) {
    await refuses(server, await get({ Host: host }), 403, "host", "Host");
  }
  assert.equal((await get({ Origin: `http://${own}` })).status, 200);
  for (const origin of [
    "null",
    "https://evil.example",
    `https://${own}`,
    `http://localhost:${server.port}`,
    `http://127.0.0.1`,
  ]) {
    await refuses(server, await get({ Origin: origin }), 403, "origin", "Origin");
  }
  await refuses(server, await get({ "Sec-Fetch-Site": "cross-site" }), 403, "origin", "Sec-Fetch-Site");
  assert.equal((await get({ "Sec-Fetch-Site": "same-origin" })).status, 200);
  const post = await server.request("POST", "/v1/decide", { body: kGood, headers: { Origin: "https://evil.example" } });
  assert.equal(post.status, 403);
});

test("with a token, what is not public wants it, and it is nowhere in the log", async (t) => {
  const folder = temporaryFolder(t);
  const token = "a-token-of-some-length";
  fs.writeFileSync(`${folder}/token`, `${token}\n`);
  const server = await start(`${folder}/data`, ["--token-file", `${folder}/token`]);
  t.after(() => server.stop("SIGKILL"));
  const get = (target, authorization) =>
    server.request("GET", target, { headers: authorization ? { Authorization: authorization } : {} });
  for (const target of ["/healthz", "/openapi.yaml"]) assert.equal((await get(target)).status, 200);
  for (const target of ["/v1/definitions", "/metrics"]) {
    for (const wrong of [
      undefined,
      "Bearer",
      `Bearer ${token}x`,
      `Bearer ${token.slice(1)}`,
      `Basic ${token}`,
      token,
    ]) {
      const answer = await get(target, wrong);
      assert.deepEqual([answer.status, answer.json.code], [401, "token"], `${target} ${wrong}`);
      assert.equal(answer.headers["www-authenticate"], "Bearer");
    }
  }
  assert.equal((await get("/v1/definitions", `Bearer ${token}`)).status, 200);
  await server.stop();
  assert.ok(!server.log().includes(token));
  fs.writeFileSync(`${folder}/token`, "short\n");
  await assert.rejects(start(`${folder}/data`, ["--token-file", `${folder}/token`]), /must have 16 to 4096 bytes/);
});

test("too many connections are refused, and those that are open go on", async (t) => {
  const server = await startFor(t);
  const sockets = await Promise.all(
    Array.from(
      { length: 1024 },
      () =>
        new Promise((resolve, reject) => {
          const socket = net.connect(server.port, "127.0.0.1", () =>
            socket.write(`GET /healthz HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\n\r\n`),
          );
          socket.once("data", () => resolve(socket)).on("error", reject);
        }),
    ),
  );
  t.after(() => sockets.forEach((socket) => socket.destroy()));
  assert.match(await server.raw(""), /^HTTP\/1\.1 503 /);
  const again = new Promise((resolve) => sockets[0].once("data", (part) => resolve(String(part))));
  sockets[0].write(`GET /metrics HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\n\r\n`);
  assert.match(await again, /signalbox_connections 1024\n/);
});
