import { register } from "node:module";

register(new URL("./component-hooks.js", import.meta.url));

/** Imports a plain library of `lwc/`. @param {string} name such as `signalboxEdits` */
export const importComponent = (name) => import(`c/${name}`);
