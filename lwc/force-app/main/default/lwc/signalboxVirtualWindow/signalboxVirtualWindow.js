/**
 * Which rows of a long list stand in the view: the arithmetic of a virtualised list of rows of equal height.
 * @param {{count: number, rowHeight: number, scrollTop: number, viewHeight: number, overscan?: number}} view pixels;
 *   `overscan`: rows drawn beyond either edge
 * @returns {{first: number, end: number, before: number, after: number}} rows `first` to `end` (exclusive) are drawn;
 *   `before` and `after`: pixels of the rows that are not
 */
export function windowOf({ count, rowHeight, scrollTop, viewHeight, overscan = 6 }) {
  const top = Math.max(0, Math.min(scrollTop, count * rowHeight - viewHeight));
  const first = Math.max(0, Math.floor(top / rowHeight) - overscan);
  const end = Math.min(count, Math.ceil((top + Math.max(0, viewHeight)) / rowHeight) + overscan);
  return { first, end, before: first * rowHeight, after: Math.max(0, count - end) * rowHeight };
}

/**
 * Where to scroll so that a row can be seen whole; the present place when it is seen already.
 * @param {{row: number, rowHeight: number, scrollTop: number, viewHeight: number}} view pixels
 * @returns {number}
 */
export function scrollToShow({ row, rowHeight, scrollTop, viewHeight }) {
  const top = row * rowHeight;
  if (top < scrollTop) return top;
  if (top + rowHeight > scrollTop + viewHeight) return Math.max(0, top + rowHeight - viewHeight);
  return scrollTop;
}
