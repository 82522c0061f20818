import assert from "node:assert/strict";
import test from "node:test";
import { importComponent } from "./support/components.js";

const { placeInJson } = await importComponent("signalboxJsonPlaces");
const at = (text, pointer) => {
  const { from, to } = placeInJson(text, pointer);
  return text.slice(from, to);
};

test("a pointer leads to its value, through objects and lists", () => {
  const value = { a: { "b/c": [1, { d: "x, ]}\\" }, [true]] }, 'q"': null, e: -1.5e3 };
  for (const text of [JSON.stringify(value), JSON.stringify(value, null, 2)]) {
    assert.equal(at(text, "/a/b~1c/1/d"), '"x, ]}\\\\"');
    assert.equal(at(text, "/a/b~1c/2/0"), "true");
    assert.equal(at(text, "/e"), "-1500");
    assert.equal(at(text, '/q"'), "null");
    assert.deepEqual(JSON.parse(at(text, "/a")), value.a);
    assert.deepEqual(JSON.parse(at(text, "")), value);
  }
});

test("a pointer that leads nowhere stops where it still leads", () => {
  const text = '{"a": {"b": 1}, "c": []}';
  assert.equal(at(text, "/a/x/y"), '{"b": 1}');
  assert.equal(at(text, "/c/0"), "[]");
  assert.equal(at(text, "/a/b/z"), "1");
});

test("an unfinished text ends the search, not the page", () => {
  for (const text of ["", "{", '{"a', '{"a":', '{"a": [1, ', '"']) placeInJson(text, "/a/0");
});
