/** `@salesforce/apex`: tests look at what was refreshed. */
export const refreshApex = jest.fn(() => Promise.resolve());
