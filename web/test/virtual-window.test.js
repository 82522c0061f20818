import assert from "node:assert/strict";
import test from "node:test";
import { importComponent } from "./support/components.js";

const { scrollToShow, windowOf } = await importComponent("signalboxVirtualWindow");

test("the rows drawn and the space for the rest add up to the whole list, wherever one scrolls", () => {
  for (const count of [0, 1, 7, 1000, 100000]) {
    for (const scrollTop of [-50, 0, 15, 320, 31999, 5e6]) {
      const { first, end, before, after } = windowOf({ count, rowHeight: 32, scrollTop, viewHeight: 600 });
      assert.equal(before + (end - first) * 32 + after, count * 32, `${count} rows at ${scrollTop}`);
      assert.ok(first >= 0 && end <= count && first <= end);
    }
  }
});

test("every row in view is drawn, and few others", () => {
  const { first, end } = windowOf({ count: 10000, rowHeight: 32, scrollTop: 3200, viewHeight: 320, overscan: 4 });
  assert.deepEqual([first, end], [96, 114]);
});

test("scrolling beyond the end draws the last rows", () => {
  const { end, after } = windowOf({ count: 50, rowHeight: 32, scrollTop: 99999, viewHeight: 320 });
  assert.deepEqual([end, after], [50, 0]);
});

test("a view without height draws some rows all the same", () => {
  const { first, end } = windowOf({ count: 50, rowHeight: 32, scrollTop: 0, viewHeight: 0 });
  assert.ok(end > first);
});

test("a row in view needs no scrolling; others come to the nearer edge", () => {
  const at = (row) => scrollToShow({ row, rowHeight: 10, scrollTop: 100, viewHeight: 50 });
  assert.equal(at(10), 100);
  assert.equal(at(14), 100);
  assert.equal(at(3), 30);
  assert.equal(at(20), 160);
});
