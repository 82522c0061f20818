// The arrows between the parts of the house point one way.
import { test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { breach, namedFiles } from "../../scripts/lib/layering.js";
import { projectFiles } from "../../scripts/lib/test/steps.js";

test("no file includes what its part of the house does not know", () => {
  const sources = projectFiles(/^(engine|server|wasm|lwc|web|scripts)\/.*\.(cc|h|js)$/);
  assert.ok(sources.length > 0);
  const breaches = sources.flatMap((path) =>
    namedFiles(path, readFileSync(path, "utf8")).flatMap((named) => {
      const reason = breach(path, named);
      return reason ? [`${path} includes ${named}: ${reason}`] : [];
    }),
  );
  assert.equal(breaches.join("\n"), "");
});

test("includes and imports are found in the forms that the project uses", () => {
  const cpp = `#include <vector>\n#include "base/time.h"\n  # include "server/http/x.h"\n// "model/a.h"\n#include "near.h"\n`;
  assert.deepEqual(namedFiles("engine/sla/clock.cc", cpp), [
    "engine/base/time.h",
    "server/http/x.h",
    "engine/sla/near.h",
  ]);
  const js = `import a from "./a.js";\nimport "../b.js";\nexport { c } from '../../lwc/c.js';\nconst d = await import("./d.js");\nimport fs from "node:fs";\n`;
  assert.deepEqual(namedFiles("web/build/x.js", js), ["web/build/a.js", "web/b.js", "lwc/c.js", "web/build/d.js"]);
});

const wrong = [
  ["engine/base/a.h", "engine/model/b.h"],
  ["engine/routing/a.cc", "engine/sla/b.h"],
  ["engine/sla/a.cc", "engine/routing/b.h"],
  ["engine/rules/a.cc", "engine/explain/b.h"],
  ["engine/formula/functions/a.cc", "engine/rules/b.h"],
  ["engine/api/a.cc", "server/store/b.h"],
  ["server/service/a.cc", "engine/routing/b.h"],
  ["server/http/a.cc", "server/store/b.h"],
  ["server/service/a.cc", "server/store/sqlite/b.h"],
  ["server/store/sqlite/a.cc", "server/http/b.h"],
  ["wasm/a.cc", "tests/unit/b.h"],
  ["lwc/force-app/a.js", "web/shell/b.js"],
];
for (const [path, named] of wrong) {
  test(`${path} may not include ${named}`, () => assert.ok(breach(path, named)));
}

const right = [
  ["engine/explain/a.cc", "engine/routing/b.h"],
  ["engine/workflow/a.cc", "engine/explain/b.h"],
  ["engine/formula/functions/a.cc", "engine/formula/b.h"],
  ["server/main.cc", "server/store/sqlite/b.h"],
  ["server/store/sqlite/a.cc", "server/store/b.h"],
  ["server/store/chain.cc", "server/sha256.h"],
  ["server/service/a.cc", "engine/api/b.h"],
  ["web/shell/a.js", "lwc/force-app/b.js"],
  ["tests/unit/a_test.cc", "engine/rules/b.h"],
];
for (const [path, named] of right) {
  test(`${path} may include ${named}`, () => assert.equal(breach(path, named), undefined));
}
