/** `@salesforce/apex`: the test supplies new values itself. */
export async function refreshApex() {}
