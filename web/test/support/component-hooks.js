/**
 * Lets Node import the plain libraries of `lwc/` as the LWC compiler does: `c/<name>` is a folder there, and its script
 * is an ES module.
 */
import path from "node:path";
import { pathToFileURL } from "node:url";
import { componentsRoot } from "../../build/paths.js";

const root = pathToFileURL(componentsRoot).href;

export async function resolve(specifier, context, next) {
  if (!specifier.startsWith("c/")) return next(specifier, context);
  const name = specifier.slice(2);
  return { url: pathToFileURL(path.join(componentsRoot, name, `${name}.js`)).href, shortCircuit: true };
}

export async function load(url, context, next) {
  return next(url, url.startsWith(root) ? { ...context, format: "module" } : context);
}
