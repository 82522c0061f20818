/** Gives the tests the words of the org's custom labels, in place of the labels' names. */
import { readLabels } from "../build/labels.cjs";

for (const [name, value] of Object.entries(readLabels())) {
  jest.doMock(`@salesforce/label/c.${name}`, () => ({ __esModule: true, default: value }), { virtual: true });
}
