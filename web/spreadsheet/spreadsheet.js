/**
 * XLSX in and out, as one script: a static resource on Salesforce, a file of the site elsewhere. Components reach it
 * through `c/signalboxSpreadsheet`.
 */
export { readSheets } from "./read-sheets.js";
export { writeSheets } from "./write-sheets.js";
