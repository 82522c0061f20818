import { fillLabel, labels } from "c/signalboxLabels";
import { DocumentRefusedError, EngineStoppedError } from "c/signalboxRecordDecider";

const kNoAccessCodes = new Set([
  "INSUFFICIENT_ACCESS",
  "INSUFFICIENT_ACCESS_OR_READONLY",
  "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY",
]);
const kForbidden = 403;

const lines = (texts) => texts.map((text, index) => ({ key: String(index), text }));

/** What a wire or an Apex call says went wrong, in its own words. */
function messagesOf(error) {
  const { body } = error ?? {};
  if (Array.isArray(body)) return body.map(({ message }) => message);
  return [body?.message ?? error?.message ?? error?.statusText].filter(Boolean);
}

function isNoAccess(error) {
  const codes = Array.isArray(error.body) ? error.body.map(({ errorCode }) => errorCode) : [error.body?.errorCode];
  return error.status === kForbidden || codes.some((code) => kNoAccessCodes.has(code));
}

const failed = (heading, items, more) => ({ name: "notice", kind: "error", heading, items: lines(items), ...more });
const info = (heading, detail) => ({ name: "notice", kind: "info", heading, detail, items: [] });
const noAccess = () => ({
  name: "notice",
  kind: "warning",
  heading: labels.noAccess,
  detail: labels.noAccessDetail,
  items: [],
});

function engineFailure(error) {
  if (error instanceof EngineStoppedError) return failed(labels.engineStopped, [error.message], { canRetry: true });
  return failed(labels.engineUnavailable, error.failures ?? messagesOf(error), {
    detail: labels.engineUnavailableDetail,
    canRetry: true,
  });
}

function decisionFailure(error) {
  if (error instanceof DocumentRefusedError) {
    return failed(fillLabel(labels.documentInvalid, labels[error.document]), error.sentences);
  }
  return failed(labels.decideFailed, messagesOf(error));
}

/**
 * What the preview shows, told from what it knows. The first cause wins: what the reader can do something about comes
 * before what follows from it.
 * @param {object} known
 * @param {string} [known.recordId] @param {string} [known.objectApiName]
 * @param {{data?: object|null, error?: object}} known.documents @param {{data?: string|null, error?: object}} known.roster
 * @param {{data?: object, error?: object}} known.record the three wires
 * @param {Error} [known.engineError] why no engine runs
 * @param {boolean} known.allFieldsHidden the record came without one of the fields that the rules read
 * @param {Error} [known.decisionError] @param {object} [known.decision]
 * @returns {{name: "loading"|"decided"|"notice", kind?: string, heading?: string, detail?: string, items?: object[],
 *   canRetry?: boolean}}
 */
export function previewState(known) {
  const { recordId, objectApiName, documents, roster, record } = known;
  if (!recordId || !objectApiName) return info(labels.noRecord, labels.noRecordDetail);
  if (documents.error) return failed(labels.documentsError, messagesOf(documents.error));
  if (documents.data === null) {
    return info(fillLabel(labels.nothingPublished, objectApiName), labels.nothingPublishedDetail);
  }
  if (known.engineError) return engineFailure(known.engineError);
  if (record.error) {
    return isNoAccess(record.error) ? noAccess() : failed(labels.recordError, messagesOf(record.error));
  }
  if (known.allFieldsHidden) return noAccess();
  if (roster.error) return failed(labels.rosterError, messagesOf(roster.error));
  if (known.decisionError) return decisionFailure(known.decisionError);
  return { name: known.decision ? "decided" : "loading" };
}
