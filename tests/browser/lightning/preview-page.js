// The page of the preview's browser tests: the component as Salesforce would place it, told by the test what Salesforce knows.
import "@lwc/synthetic-shadow";
import { createElement } from "lwc";
import { setRecordSource } from "lightning/uiRecordApi";
import Documents from "@salesforce/apex/SignalboxDefinitionController.getPublishedDocuments";
import Roster from "@salesforce/apex/SignalboxDefinitionController.getPublishedRoster";
import Preview from "c/signalboxPreview";

const never = () => new Promise(() => {});

/** Tells the component's wires what they know; what is left out stays unknown. */
function supply({ documents, roster, record } = {}) {
  if (documents) Documents.supply(documents);
  if (roster) Roster.supply(roster);
  setRecordSource(async (_recordId, { optionalFields }) => {
    if (!record || !optionalFields) return never();
    if (record.error) throw record.error;
    return record.data;
  });
}

function show(properties) {
  const element = Object.assign(createElement("c-signalbox-preview", { is: Preview }), properties);
  document.getElementById("region").replaceChildren(element);
}

globalThis.lightningPage = { supply, show };
