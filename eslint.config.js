// Lightning Web Components follow Salesforce's own rules; everything else follows ESLint's recommended rules as modern modules.
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const js = require("@eslint/js");
const globals = require("globals");
const lwc = require("@salesforce/eslint-config-lwc");

const components = ["lwc/force-app/**/lwc/**/*.js"];
const componentTests = ["lwc/**/__tests__/**/*.js", "lwc/**/jest-mocks/**/*.js", "lwc/**/test/**/*.js"];
const tests = ["**/*.test.js", "**/__tests__/**"];
const browser = ["web/**/*.js", "tests/browser/**/*.js", "tests/**/page/**/*.js"];

export default [
  {
    ignores: ["build/", "**/node_modules/", "**/staticresources/", "web/sample/", "tests/corpus/", "tests/golden/"],
  },
  ...lwc.configs.recommended.map((config) => ({ ...config, files: components })),
  {
    ...js.configs.recommended,
    files: ["**/*.js", "**/*.mjs", "**/*.cjs"],
    ignores: components,
  },
  {
    files: ["**/*.js", "**/*.mjs", "**/*.cjs"],
    ignores: components,
    languageOptions: { ecmaVersion: 2023, sourceType: "module", globals: { ...globals.node } },
    rules: {
      eqeqeq: "error",
      "no-var": "error",
      "prefer-const": "error",
      "no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
    },
  },
  { files: ["**/*.cjs"], languageOptions: { sourceType: "commonjs" } },
  { files: browser, ignores: components, languageOptions: { globals: { ...globals.browser } } },
  {
    files: ["**/*.js", "**/*.mjs", "**/*.cjs"],
    rules: { "max-lines": ["error", { max: 400 }] },
  },
  {
    files: ["**/*.js", "**/*.mjs", "**/*.cjs"],
    ignores: tests,
    rules: { "max-lines-per-function": ["error", { max: 45, skipBlankLines: true, skipComments: true }] },
  },
  // Prettier decides about parentheses; functions may be read top down, the public ones first.
  {
    files: components,
    rules: {
      "no-confusing-arrow": "off",
      "no-use-before-define": ["error", { functions: false, variables: false }],
      "no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
    },
  },
  { files: componentTests, languageOptions: { globals: { ...globals.browser, ...globals.jest, ...globals.commonjs } } },
  {
    files: ["lwc/force-app/**/__tests__/**/*.js"],
    rules: {
      // Tests drive the mock of a wire adapter (getRecord.emit), and a shared function may hold the assertions.
      "@lwc/lwc/no-unexpected-wire-adapter-usages": "off",
      "jest/expect-expect": ["error", { assertFunctionNames: ["expect", "expect*", "shows"] }],
      "no-script-url": "off",
    },
  },
];
