import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import zlib from "node:zlib";

import { run, start, temporaryFolder } from "./support/program.js";

const kPolicy =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
  "font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** A server of a small site, with a secret beside it. */
async function serveSite(t) {
  const folder = temporaryFolder(t);
  const site = path.join(folder, "site");
  fs.mkdirSync(path.join(site, "sub"), { recursive: true });
  fs.writeFileSync(path.join(folder, "secret.txt"), "secret");
  fs.writeFileSync(path.join(site, "index.html"), "<!doctype html><title>x</title>");
  fs.writeFileSync(path.join(site, "sub/index.html"), "below");
  fs.writeFileSync(path.join(site, "app.js"), "const long = 1;\n".repeat(100));
  fs.writeFileSync(path.join(site, "app.js.gz"), zlib.gzipSync("const long = 1;\n".repeat(100)));
  fs.symlinkSync(path.join(folder, "secret.txt"), path.join(site, "link.txt"));
  fs.symlinkSync(folder, path.join(site, "out"));
  const server = await start(path.join(folder, "data"), ["--web", site]);
  t.after(() => server.stop("SIGKILL"));
  return server;
}

test("the site is served with its types, under a strict policy", async (t) => {
  const server = await serveSite(t);
  const page = await server.request("GET", "/");
  assert.equal(page.status, 200);
  assert.equal(page.text, "<!doctype html><title>x</title>");
  assert.equal(page.headers["content-type"], "text/html; charset=utf-8");
  assert.equal(page.headers["content-security-policy"], kPolicy);
  assert.equal(page.headers["x-content-type-options"], "nosniff");
  assert.equal((await server.request("GET", "/sub/")).text, "below");
  assert.equal((await server.request("GET", "/app.js")).headers["content-type"], "text/javascript; charset=utf-8");
  const head = await server.request("HEAD", "/app.js");
  assert.deepEqual([head.status, head.text, head.headers["content-length"]], [200, "", "1600"]);
});

test("a compressed twin goes to who accepts it, and both have their own entity tag", async (t) => {
  const server = await serveSite(t);
  const plain = await server.request("GET", "/app.js");
  const packed = await server.request("GET", "/app.js", { headers: { "Accept-Encoding": "br, gzip;q=0.5" } });
  assert.equal(packed.headers["content-encoding"], "gzip");
  assert.equal(packed.headers.vary, "Accept-Encoding");
  assert.equal(zlib.gunzipSync(packed.bytes).toString(), plain.text);
  assert.notEqual(packed.headers.etag, plain.headers.etag);
  const refused = await server.request("GET", "/app.js", { headers: { "Accept-Encoding": "gzip;q=0" } });
  assert.equal(refused.headers["content-encoding"], undefined);
  const same = await server.request("GET", "/app.js", { headers: { "If-None-Match": plain.headers.etag } });
  assert.deepEqual([same.status, same.text, same.headers.etag], [304, "", plain.headers.etag]);
  assert.equal((await server.request("GET", "/app.js", { headers: { "If-None-Match": '"x"' } })).status, 200);
});

test("no address reaches outside of the folder", async (t) => {
  const server = await serveSite(t);
  const targets = [
    "/../secret.txt",
    "/%2e%2e/secret.txt",
    "/..%2fsecret.txt",
    "/sub/../../secret.txt",
    "//secret.txt",
    "/link.txt",
  ];
  targets.push(
    "/out/secret.txt",
    "/site/../../secret.txt",
    "/%2Fetc%2Fpasswd",
    "/....//secret.txt",
    "/..\\secret.txt",
    "/sub",
  );
  for (const target of targets) {
    const answer = await server.request("GET", target);
    assert.equal(answer.status, 404, target);
    assert.ok(!answer.text.includes("secret.txt") && !answer.text.includes("root:"), target);
  }
});

test("a web folder that is not there stops the start", async (t) => {
  const { code, err } = await run([
    "serve",
    "--data",
    temporaryFolder(t),
    "--listen",
    "127.0.0.1:0",
    "--web",
    "/nowhere/web",
  ]);
  assert.equal(code, 3);
  assert.match(err, /Cannot read the web folder `\/nowhere\/web`/);
});
