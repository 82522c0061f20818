import { loadScript } from "lightning/platformResourceLoader";
import SPREADSHEET_URL from "@salesforce/resourceUrl/signalboxSpreadsheet";

const kGlobal = "SignalboxSpreadsheet";

/**
 * What reads and writes XLSX, loaded once for the page when it is first asked for.
 * @param {import("lwc").LightningElement} component the caller, on whose behalf the platform loads the script
 * @returns {Promise<{readSheets: Function, writeSheets: Function}>} web/spreadsheet
 */
export async function loadSpreadsheet(component) {
  if (!globalThis[kGlobal]) await loadScript(component, SPREADSHEET_URL);
  return globalThis[kGlobal];
}
