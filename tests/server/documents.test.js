import assert from "node:assert/strict";
import fs from "node:fs";
import { test } from "node:test";

import { fixture, kAt, kRecord, startFor } from "./support/program.js";

const text = (name) => fs.readFileSync(fixture(name), "utf8");
const json = (name) => JSON.parse(text(name));

test("a draft is saved byte for byte, and only who has seen it may replace it", async (t) => {
  const server = await startFor(t, []);
  const target = "/v1/definitions/case-support/draft";
  assert.equal((await server.request("GET", target)).status, 404);
  const bytes = ` ${text("definition.json")}\n`;
  const saved = await server.request("PUT", target, { body: bytes });
  assert.equal(saved.status, 200);
  const read = await server.request("GET", target);
  assert.equal(read.text, bytes);
  assert.equal(read.headers.etag, saved.headers.etag);

  const blind = await server.request("PUT", target, { body: "{}" });
  assert.deepEqual([blind.status, blind.json.code, blind.json.place], [428, "draft-exists", "If-Match"]);
  const seen = await server.request("PUT", target, { body: '{"a":1}', headers: { "If-Match": read.headers.etag } });
  assert.equal(seen.status, 200);
  const late = await server.request("PUT", target, { body: '{"b":1}', headers: { "If-Match": read.headers.etag } });
  assert.deepEqual([late.status, late.json.code], [412, "draft-changed"]);
  assert.equal((await server.request("GET", target)).text, '{"a":1}');
  const malformed = await server.request("PUT", target, { body: '{"b":1}', headers: { "If-Match": "x" } });
  assert.deepEqual([malformed.status, malformed.json.code], [400, "entity-tag"]);
});

test("of two writers who saw the same draft, one wins", async (t) => {
  const server = await startFor(t, []);
  const target = "/v1/roster/draft";
  const { headers } = await server.request("PUT", target, { body: "{}" });
  const answers = await Promise.all(
    [1, 2, 3, 4].map((i) => server.request("PUT", target, { body: { i }, headers: { "If-Match": headers.etag } })),
  );
  assert.deepEqual(answers.map((answer) => answer.status).sort(), [200, 412, 412, 412]);
});

test("publishing the draft makes a version that decides at once; a wrong draft is refused with its diagnostics", async (t) => {
  const server = await startFor(t);
  const draft = "/v1/definitions/case-support/draft";
  const definition = json("definition.json");
  definition.decisions.queue.rules[1].then = ["General", 2];
  const saved = await server.request("PUT", draft, { body: definition });
  const published = await server.request("POST", "/v1/definitions/case-support/publish", {
    headers: { "If-Match": saved.headers.etag },
  });
  assert.equal(published.status, 201);
  assert.equal(published.json.version, 2);
  const decided = await server.request("POST", "/v1/decide", { body: { record: kRecord, at: kAt } });
  assert.equal(decided.json.outcome.queue, "General");

  definition.decisions.queue.inputs[0] = "Contry__c";
  const wrong = await server.request("PUT", draft, { body: definition, headers: { "If-Match": saved.headers.etag } });
  const stale = await server.request("POST", "/v1/definitions/case-support/publish", {
    headers: { "If-Match": saved.headers.etag },
  });
  assert.equal(stale.status, 412);
  const refused = await server.request("POST", "/v1/definitions/case-support/publish", {
    headers: { "If-Match": wrong.headers.etag },
  });
  assert.deepEqual([refused.status, refused.json.code], [422, "invalid-document"]);
  const [diagnostic] = refused.json.diagnostics;
  assert.deepEqual([diagnostic.code, diagnostic.path], ["unknown-field", "/decisions/queue/inputs/0"]);
  const { json: versions } = await server.request("GET", "/v1/definitions/case-support/versions");
  assert.equal(versions.versions.length, 2);
});

test("the same bytes make no second version; every version can be read again", async (t) => {
  const server = await startFor(t);
  const again = await server.request("POST", "/v1/directory/publish", { body: text("directory.json") });
  assert.deepEqual([again.status, again.json.version], [200, 1]);
  const changed = await server.request("POST", "/v1/directory/publish", { body: `${text("directory.json")} ` });
  assert.deepEqual([changed.status, changed.json.version], [201, 2]);
  const first = await server.request("GET", "/v1/directory/versions/1");
  assert.equal(first.text, text("directory.json"));
  assert.equal(first.headers.etag, `"${again.json.hash}"`);
  assert.equal((await server.request("GET", "/v1/directory")).json.version, 2);
  assert.equal((await server.request("GET", "/v1/directory/versions/x")).status, 400);
});

test("what does not fit together is not published", async (t) => {
  const server = await startFor(t);
  const directory = json("directory.json");
  delete directory.agents.bo;
  for (const queue of Object.values(directory.queues)) queue.members = queue.members.filter((id) => id !== "bo");
  const left = await server.request("POST", "/v1/directory/publish", { body: directory });
  assert.deepEqual([left.status, left.json.code], [409, "roster-needs-directory"]);
  assert.ok(left.json.diagnostics.some(({ sentence }) => sentence.includes("bo")));

  const roster = json("roster.json");
  roster.agents.nobody = { presence: "Online" };
  const unknown = await server.request("POST", "/v1/roster/publish", { body: roster });
  assert.deepEqual([unknown.status, unknown.json.code], [422, "invalid-document"]);

  const named = await server.request("POST", "/v1/definitions/other/publish", { body: text("definition.json") });
  assert.deepEqual([named.status, named.json.code, named.json.place], [422, "definition-name", "/name"]);

  delete roster.agents.nobody;
  delete roster.agents.bo;
  assert.equal((await server.request("POST", "/v1/roster/publish", { body: roster })).status, 201);
  assert.equal((await server.request("POST", "/v1/directory/publish", { body: directory })).status, 201);
});
