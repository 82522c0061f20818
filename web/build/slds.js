import fs from "node:fs";
import path from "node:path";
import { packageRoot } from "./paths.js";

/** Where a rule, string or comment that starts at `at` ends (one past it). */
function skipString(css, at) {
  const quote = css[at];
  for (let i = at + 1; i < css.length; i += 1) {
    if (css[i] === "\\") i += 1;
    else if (css[i] === quote) return i + 1;
  }
  return css.length;
}

function blockEnd(css, open) {
  let depth = 0;
  for (let i = open; i < css.length; i += 1) {
    const c = css[i];
    if (c === '"' || c === "'") i = skipString(css, i) - 1;
    else if (c === "{") depth += 1;
    else if (c === "}" && --depth === 0) return i;
  }
  return css.length;
}

/** Splits a style sheet into its top-level statements: `{head, body}`; `body` is null for `@import` and its like. */
function* statements(css) {
  let start = 0;
  for (let i = 0; i < css.length; i += 1) {
    const c = css[i];
    if (c === "/" && css[i + 1] === "*") {
      const end = css.indexOf("*/", i + 2);
      css = css.slice(0, i) + css.slice(end < 0 ? css.length : end + 2);
      i -= 1;
    } else if (c === '"' || c === "'") i = skipString(css, i) - 1;
    else if (c === ";") {
      yield { head: css.slice(start, i).trim(), body: null };
      start = i + 1;
    } else if (c === "{") {
      const end = blockEnd(css, i);
      yield { head: css.slice(start, i).trim(), body: css.slice(i + 1, end) };
      i = end;
      start = end + 1;
    }
  }
}

/** The selectors of a list, split at commas that stand outside brackets. */
function selectors(head) {
  const list = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i < head.length; i += 1) {
    if (head[i] === "(" || head[i] === "[") depth += 1;
    else if (head[i] === ")" || head[i] === "]") depth -= 1;
    else if (head[i] === "," && depth === 0) {
      list.push(head.slice(start, i));
      start = i + 1;
    }
  }
  return [...list, head.slice(start)];
}

const kClass = /\.(slds-[a-zA-Z0-9-]*)/g;
const blockOf = (name) => name.replace(/-+$/, "");

function subset(css, used) {
  let out = "";
  for (const { head, body } of statements(css)) {
    if (body === null) continue;
    if (/^@(media|supports|layer|container)/.test(head)) {
      const inner = subset(body, used);
      if (inner) out += `${head}{${inner}}`;
    } else if (head.startsWith("@")) out += `${head}{${body}}`;
    else {
      const kept = selectors(head).filter((one) =>
        [...one.matchAll(kClass)].every(([, name]) => used.has(blockOf(name))),
      );
      if (kept.length && body.trim()) out += `${kept.join(",")}{${body}}`;
    }
  }
  return out;
}

/**
 * The part of SLDS that a page needs. A rule stays when each of its `slds-` classes belongs to a block (the part of the
 * name before the first `_`) that the given text mentions, so classes put together at run time are kept.
 * @param {string} usedIn the page's scripts, templates and HTML
 * @param {string[]} [icons] names such as `standard:case`, whose colours are kept
 * @returns {string} CSS that refers to no file
 */
export function sldsFor(usedIn, icons = []) {
  const file = path.join(
    packageRoot("@salesforce-ux/design-system"),
    "assets/styles/salesforce-lightning-design-system.min.css",
  );
  const used = new Set([...usedIn.matchAll(/slds-[a-zA-Z0-9-]*/g)].map(([name]) => blockOf(name)));
  for (const icon of icons) used.add(`slds-icon-${icon.replace(":", "-").replaceAll("_", "-")}`);
  const css = subset(fs.readFileSync(file, "utf8"), used);
  return css.replace(/url\(\.\.\/[^)]*\)/g, "none");
}
