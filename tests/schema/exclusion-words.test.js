// Every code of an exclusion that the contract names has words on the record page.
import { test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../equality/places.js";

const read = (file) => readFileSync(join(root, file), "utf8");

test("the record page has words for every code of an exclusion", () => {
  const { code } = JSON.parse(read("engine/api/schemas/decision.schema.json")).$defs.exclusion.properties;
  const source = read("lwc/force-app/main/default/lwc/signalboxExclusions/signalboxExclusions.js");
  const worded = new Set([...source.matchAll(/^ {2}"?([a-z-]+)"?:/gm)].map(([, word]) => word));
  assert.deepEqual(
    code.enum.filter((word) => !worded.has(word)),
    [],
  );
});
