// The published schemas, compiled once for the tests of this folder and for whoever else checks a document.
import { readFileSync, readdirSync } from "node:fs";
import Ajv2020 from "ajv/dist/2020.js";

const folder = new URL("../../engine/api/schemas/", import.meta.url);

/** Schema name ("definition", "decision", ...) -> a function that says whether a document is valid and keeps `.errors`. */
export const validators = Object.fromEntries(
  readdirSync(folder)
    .filter((file) => file.endsWith(".schema.json"))
    .map((file) => {
      const ajv = new Ajv2020({
        strict: true,
        strictRequired: false,
        allErrors: true,
        multipleOfPrecision: 6,
        allowUnionTypes: true,
      });
      return [file.replace(".schema.json", ""), ajv.compile(JSON.parse(readFileSync(new URL(file, folder), "utf8")))];
    }),
);

/** The mistakes of a document under a schema, one a line; empty when it is valid. */
export function mistakes(name, document) {
  const validate = validators[name];
  return validate(document) ? "" : validate.errors.map((e) => `${e.instancePath || "/"} ${e.message}`).join("\n");
}
