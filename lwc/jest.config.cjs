const path = require("node:path");
const { jestConfig } = require("@salesforce/sfdx-lwc-jest/config");

// The workspace compiles with the LWC of the site; its run-time comes from the same release.
const lwcFolder = path.dirname(require.resolve("lwc"));
const ofSameRelease = (name) => require.resolve(`${name}/dist/index.cjs`, { paths: [lwcFolder] });

module.exports = {
  ...jestConfig,
  setupFilesAfterEnv: [...jestConfig.setupFilesAfterEnv, "<rootDir>/jest-mocks/labels.js"],
  moduleNameMapper: {
    "^(lwc|@lwc/engine-dom)$": ofSameRelease("@lwc/engine-dom"),
    "^(wire-service|@lwc/wire-service)$": ofSameRelease("@lwc/wire-service"),
    "^@salesforce/apex$": "<rootDir>/jest-mocks/apex.js",
    "^fixtures/(.+)$": "<rootDir>/jest-mocks/fixtures/$1.js",
  },
};
