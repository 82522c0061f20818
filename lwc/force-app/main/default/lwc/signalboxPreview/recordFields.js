/**
 * The fields that a definition reads, as `lightning/uiRecordApi` names them.
 * @param {string} definition JSON text of a definition
 * @returns {string[]} such as `Case.Account.Tier__c`, in the definition's order; empty when the text is no definition,
 *   which the engine then says with its diagnostics
 */
export function fieldsToRead(definition) {
  let document;
  try {
    document = JSON.parse(definition);
  } catch {
    return [];
  }
  const { object, fields } = document ?? {};
  if (typeof object !== "string" || fields === null || typeof fields !== "object") return [];
  return Object.keys(fields).map((name) => `${object}.${name}`);
}

function memberOf(fields, name) {
  const key = Object.keys(fields ?? {}).find((candidate) => candidate.toLowerCase() === name.toLowerCase());
  return key === undefined ? undefined : fields[key];
}

/** A field is hidden when the record lacks it, or lacks a step of its path; behind a blank look-up it is just blank. */
function isHidden(record, path) {
  let { fields } = record;
  for (const name of path) {
    const member = memberOf(fields, name);
    if (member === undefined) return true;
    if (member.value === null) return false;
    fields = member.value?.fields;
  }
  return false;
}

/**
 * The fields that were asked for and are absent: the user may not see them. (A field that is blank is present.)
 * @param {string[]} asked as `fieldsToRead` gives them
 * @param {object} record of `lightning/uiRecordApi`
 * @returns {string[]} names without the object, in the order asked
 */
export function hiddenFields(asked, record) {
  return asked
    .map((field) => field.split(".").slice(1))
    .filter((path) => isHidden(record, path))
    .map((path) => path.join("."));
}
