import { fieldsToRead, hiddenFields } from "../recordFields";
import { definition, record } from "fixtures/documents";

const asked = ["Case.Country__c", "Case.Severity__c", "Case.Account.Tier__c"];

describe("fieldsToRead", () => {
  it("names every field of the definition with its object", () => {
    expect(fieldsToRead(definition)).toEqual(asked);
  });

  it.each(["", "{", "null", "[]", "{}", '{"object":"Case"}', '{"object":1,"fields":{}}'])(
    "asks for nothing when the text is no definition: %s",
    (text) => {
      expect(fieldsToRead(text)).toEqual([]);
    },
  );
});

describe("hiddenFields", () => {
  it("finds nothing hidden in a record with every field", () => {
    expect(hiddenFields(asked, record)).toEqual([]);
  });

  it("finds absent fields, also those of a related record", () => {
    const account = { value: { apiName: "Account", fields: {} } };
    expect(hiddenFields(asked, { fields: { Severity__c: { value: null }, Account: account } })).toEqual([
      "Country__c",
      "Account.Tier__c",
    ]);
  });

  it("takes a blank field, and a field behind a blank look-up, as visible", () => {
    const fields = { Country__c: { value: null }, Severity__c: { value: null }, Account: { value: null } };
    expect(hiddenFields(asked, { fields })).toEqual([]);
  });

  it("compares names without regard to case", () => {
    expect(hiddenFields(["Case.country__C"], record)).toEqual([]);
  });
});
