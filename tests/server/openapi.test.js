import assert from "node:assert/strict";
import fs from "node:fs";
import { test } from "node:test";

import Ajv2020 from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { parse } from "yaml";

import { fixture, kAt, kRecord, startFor } from "./support/program.js";

/** Compares live answers with the document that the server itself serves. */
class Contract {
  constructor(document) {
    this.document = document;
    this.ajv = new Ajv2020({ strict: false, allErrors: true });
    addFormats(this.ajv);
    this.ajv.addSchema(document, "openapi");
    this.seen = new Set();
  }

  static async of(server) {
    const answer = await server.request("GET", "/openapi.yaml");
    assert.equal(answer.status, 200);
    assert.equal(answer.headers["content-type"], "application/yaml");
    return new Contract(parse(answer.text));
  }

  /** Follows a `$ref` of the document. */
  resolve(node) {
    if (!node?.$ref) return node;
    return node.$ref
      .slice(2)
      .split("/")
      .reduce((at, part) => at[part], this.document);
  }

  /** Asserts that `answer` is one that the operation may give. */
  check(method, pattern, answer) {
    const operation = this.document.paths[pattern]?.[method.toLowerCase()];
    assert.ok(operation, `${method} ${pattern} is described`);
    const described = this.resolve(operation.responses[answer.status] ?? operation.responses.default);
    assert.ok(described, `${method} ${pattern} may answer ${answer.status}`);
    const type = answer.headers["content-type"].split(";")[0];
    const schema = described.content[type]?.schema;
    assert.ok(schema, `${method} ${pattern} ${answer.status} may be ${type}`);
    for (const name of Object.keys(described.headers ?? {}))
      assert.ok(answer.headers[name.toLowerCase()], `${name} is there`);
    if (/json/.test(type)) {
      const validate = this.ajv.compile({ $ref: this.named(schema) });
      assert.ok(
        validate(answer.json),
        `${method} ${pattern} ${answer.status}: ${this.ajv.errorsText(validate.errors)}\n${answer.text}`,
      );
    }
    this.seen.add(`${method} ${pattern} ${answer.status < 300 ? "good" : "bad"}`);
  }

  /** The schema's own reference: every schema of the document is named. */
  named(schema) {
    assert.ok(schema.$ref, "every JSON answer has a named schema");
    return `openapi${schema.$ref}`;
  }
}

const body = (more = {}) => ({ record: { Id: "500A", ...kRecord }, at: kAt, ...more });

test("every operation answers as openapi.yaml says, in good cases and bad", async (t) => {
  const server = await startFor(t);
  const contract = await Contract.of(server);
  const call = async (method, pattern, target, options) => {
    const answer = await server.request(method, target, options);
    contract.check(method, pattern, answer);
    return answer;
  };

  await call("GET", "/healthz", "/healthz");
  await call("GET", "/metrics", "/metrics");
  await call("GET", "/openapi.yaml", "/openapi.yaml");
  await call("POST", "/v1/decide", "/v1/decide", { body: body({ explain: true }) });
  await call("POST", "/v1/decide", "/v1/decide", { body: { record: 5 } });

  const records = "/v1/records/{object}/{id}/decisions";
  const entry = await call("POST", records, "/v1/records/Case/500A/decisions", {
    body: body(),
    headers: { "Idempotency-Key": "k" },
  });
  await call("POST", records, "/v1/records/Case/500A/decisions", { body: body(), headers: { "Idempotency-Key": "k" } });
  await call("POST", records, "/v1/records/Case/500B/decisions", { body: body() });
  await call("GET", records, "/v1/records/Case/500A/decisions");
  await call("GET", records, "/v1/records/Case/500A/decisions?limit=0");
  await call("GET", "/v1/decisions/{id}", `/v1/decisions/${entry.json.id}`);
  await call("GET", "/v1/decisions/{id}", "/v1/decisions/none");
  await call("POST", "/v1/decisions/{id}/verify", `/v1/decisions/${entry.json.id}/verify`);
  await call("POST", "/v1/decisions/{id}/verify", "/v1/decisions/none/verify");
  await call("POST", "/v1/log/verify", "/v1/log/verify");

  const run = "/v1/records/{object}/{id}";
  const opened = new Date(Date.now() - 3 * 3_600_000).toISOString();
  const created = { at: opened, created: { ...kRecord, CreatedDate: opened } };
  const event = (headers) => call("POST", `${run}/events`, "/v1/records/Case/500R/events", { body: created, headers });
  await event({ "Idempotency-Key": "e" });
  await event({ "Idempotency-Key": "e" });
  await event();
  const rule = { rule: "Late", by: "maria", reason: "known" };
  await call("POST", `${run}/pull-backs`, "/v1/records/Case/500R/pull-backs", { body: rule });
  await call("POST", `${run}/pull-backs`, "/v1/records/Case/500R/pull-backs", { body: rule });
  await call("POST", `${run}/overrides`, "/v1/records/Case/500R/overrides", { body: { ...rule, rule: "Later" } });
  await call("POST", `${run}/overrides`, "/v1/records/Case/500R/overrides", { body: { ...rule, reason: "" } });
  await call("GET", `${run}/journey`, "/v1/records/Case/500R/journey?limit=1");
  await call("GET", `${run}/journey`, "/v1/records/Case/none/journey");
  const yesterday = new Date(Date.now() - 23 * 3_600_000).toISOString();
  const late = { at: yesterday, created: { ...kRecord, CreatedDate: yesterday } };
  const placed = await call("POST", `${run}/events`, "/v1/records/Case/500S/events", { body: late });
  assert.ok(placed.json.decisions.some(({ result }) => result === "placed"));
  await call("GET", `${run}/journey`, "/v1/records/Case/500S/journey");
  await call("GET", "/v1/at-risk", "/v1/at-risk?within=10h");
  await call("GET", "/v1/at-risk", "/v1/at-risk?within=soon");
  const waiting = await call("GET", "/v1/commands", "/v1/commands?limit=1");
  await call("GET", "/v1/commands", "/v1/commands?after=x");
  const done = "/v1/commands/{sequence}/done";
  await call("POST", done, `/v1/commands/${waiting.json.commands[0].sequence}/done`);
  await call("POST", done, "/v1/commands/999/done");

  await server.request("POST", "/v1/definitions/refund/publish", {
    body: fs.readFileSync(fixture("refund.json"), "utf8"),
  });
  const once = JSON.parse(fs.readFileSync(fixture("refund.json"), "utf8"));
  once.name = "refund-once";
  delete once.steps[1].retry;
  await server.request("POST", "/v1/definitions/refund-once/publish", { body: once });
  const starts = `${run}/runs`;
  const begin = (headers, record = { Id: "500W", Amount: 5 }) =>
    call("POST", starts, "/v1/records/Case/500W/runs", { body: { definition: "refund", record }, headers });
  const begun = (await begin({ "Idempotency-Key": "w" })).json;
  await begin({ "Idempotency-Key": "w" });
  await begin();
  await begin({}, 5);
  await call("GET", starts, "/v1/records/Case/500W/runs");
  await call("GET", starts, "/v1/records/Case/500W/runs?limit=0");
  await call("GET", "/v1/runs", "/v1/runs?status=waiting&limit=1");
  await call("GET", "/v1/runs", "/v1/runs?limit=x");
  const own = `/v1/runs/${begun.run}`;
  for (const [method, what, body] of [
    ["POST", "/events", { recordUpdated: { changed: { Amount: 6 } } }],
    ["POST", "/events", { recordUpdated: {} }],
    ["POST", "/answers", { key: begun.commands.at(-1).key, error: { code: "gone" } }],
    ["POST", "/answers", { key: "none", result: {} }],
    ["GET", "", undefined],
    ["GET", "/journey?limit=1", undefined],
    ["POST", "/verify", undefined],
  ]) {
    await call(method, `/v1/runs/{run}${what.split("?")[0]}`, `${own}${what}`, { body });
  }
  for (const [method, what] of [
    ["GET", ""],
    ["GET", "/journey"],
    ["POST", "/verify"],
  ]) {
    await call(method, `/v1/runs/{run}${what}`, `/v1/runs/none${what}`);
  }
  const fetched = (await call("GET", "/v1/outbox", "/v1/outbox?limit=200")).json.commands;
  await call("GET", "/v1/outbox", "/v1/outbox?after=x");
  const told = fetched.find(({ awaited }) => !awaited);
  await call("POST", "/v1/outbox/{sequence}/done", `/v1/outbox/${told.sequence}/done`);
  await call("POST", "/v1/outbox/{sequence}/done", "/v1/outbox/999/done");
  const failing = (
    await server.request("POST", "/v1/records/Case/500X/runs", {
      body: { definition: "refund-once", record: {} },
    })
  ).json;
  await server.request("POST", `/v1/runs/${failing.run}/answers`, {
    body: { key: failing.commands.at(-1).key, error: { code: "gone" } },
  });
  await call("GET", "/v1/incidents", "/v1/incidents");
  await call("GET", "/v1/incidents", "/v1/incidents?limit=0");
  const incident = "/v1/runs/{run}/incidents/{incident}";
  await call("GET", incident, `/v1/runs/${failing.run}/incidents/1`);
  await call("GET", incident, `/v1/runs/${failing.run}/incidents/9`);
  const because = { by: "maria", reason: "known" };
  await call("POST", `${incident}/{action}`, `/v1/runs/${failing.run}/incidents/1/skip`, { body: because });
  await call("POST", `${incident}/{action}`, `/v1/runs/${failing.run}/incidents/1/skip`, { body: because });

  await call("GET", "/v1/definitions", "/v1/definitions");
  for (const [pattern, target, file] of [
    ["/v1/definitions/{name}", "/v1/definitions/case-support", "definition.json"],
    ["/v1/directory", "/v1/directory", "directory.json"],
    ["/v1/roster", "/v1/roster", "roster.json"],
  ]) {
    const text = fs.readFileSync(fixture(file), "utf8");
    await call("GET", `${pattern}/draft`, `${target}/draft`);
    await call("PUT", `${pattern}/draft`, `${target}/draft`, { body: `${text} ` });
    await call("PUT", `${pattern}/draft`, `${target}/draft`, { body: text });
    await call("GET", `${pattern}/draft`, `${target}/draft`);
    await call("POST", `${pattern}/publish`, `${target}/publish`);
    await call("POST", `${pattern}/publish`, `${target}/publish`, { body: `${text} ` });
    await call("POST", `${pattern}/publish`, `${target}/publish`, { body: '{"signalbox":1,"agents":5}' });
    await call("GET", `${pattern}/versions`, `${target}/versions`);
    await call("GET", `${pattern}/versions/{version}`, `${target}/versions/1`);
    await call("GET", `${pattern}/versions/{version}`, `${target}/versions/99`);
  }
  for (const target of ["/v1/directory", "/v1/roster"]) await call("GET", target, target);

  for (const [pattern, operations] of Object.entries(contract.document.paths)) {
    for (const method of ["get", "put", "post"].filter((name) => operations[name])) {
      assert.ok(contract.seen.has(`${method.toUpperCase()} ${pattern} good`), `${method} ${pattern} was tried`);
    }
  }
});
