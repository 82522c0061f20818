// Usage: node clang-tidy.js JOBS [--deep]
// Without --deep the path-sensitive analyzer, which takes most of the time, stays out.
// Runs clang-tidy over the engine, the WASM host and the server, JOBS files at a time. A file that was clean is not read again until
// it, a project header that it includes, the checks or its compile command change.
import { execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { relative, resolve } from "node:path";

const build = "build/asan";
const cache = "build/clang-tidy";
const root = resolve(".");
const deep = process.argv.includes("--deep");
const checks = deep ? [] : ["--checks=-clang-analyzer-*"];
const checked = /^(engine|server)\/.*\.cc$/;

/** Object file -> the files it was compiled from, as ninja recorded them. */
function dependencies() {
  const byObject = new Map();
  const listed = execFileSync("ninja", ["-C", build, "-t", "deps"], { maxBuffer: 1 << 28 }).toString();
  for (const block of listed.split(/\n\n/)) {
    const [head, ...files] = block.replace(/^ninja: .*\n/, "").split("\n");
    const object = /^(\S+):/.exec(head)?.[1];
    if (object)
      byObject.set(
        object,
        files.map((file) => resolve(build, file.trim())).filter((file) => file.startsWith(root)),
      );
  }
  return byObject;
}

/** The compile commands of the files to check, each with its cache key. */
function units() {
  const recorded = dependencies();
  const digests = new Map();
  const digestOf = (file) => {
    if (!digests.has(file)) digests.set(file, createHash("sha256").update(readFileSync(file)).digest("hex"));
    return digests.get(file);
  };
  return JSON.parse(readFileSync(`${build}/compile_commands.json`, "utf8"))
    .map(({ file, command, output }) => ({ file: relative(root, file), command, output }))
    .filter(({ file }) => checked.test(file))
    .map(({ file, command, output }) => {
      const key = createHash("sha256").update(command).update(checks.join()).update(digestOf(".clang-tidy"));
      for (const dependency of recorded.get(output) ?? [resolve(file)]) key.update(digestOf(dependency));
      return { file, stamp: `${cache}/${key.digest("hex")}` };
    });
}

/** Checks one file; resolves to whether it is clean. */
function check({ file, stamp }) {
  return new Promise((done) => {
    const child = spawn("clang-tidy-14", ["-p", build, "--quiet", ...checks, file], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
    child.on("close", (code) => {
      // A configuration that it cannot read does not stop clang-tidy, it only says so.
      const clean = code === 0 && !output.includes("Error parsing");
      if (clean) writeFileSync(stamp, `${file}\n`);
      process.stdout.write(clean ? `clean ${file}\n` : `${output}\nnot clean: ${file}\n`);
      done(clean);
    });
  });
}

mkdirSync(cache, { recursive: true });
const all = units();
const pending = all.filter(({ stamp }) => !existsSync(stamp));
process.stdout.write(`${all.length} files, ${all.length - pending.length} known to be clean\n`);
let failures = 0;
async function worker() {
  for (let unit = pending.shift(); unit; unit = pending.shift()) if (!(await check(unit))) failures++;
}
await Promise.all(Array.from({ length: Number(process.argv[2]) }, worker));
process.exit(failures === 0 ? 0 : 1);
