import FieldUses from "c/signalboxFieldUses";
import { all, clearPage, one, settle, show, text } from "fixtures/page";

const definition = {
  fields: { A__c: { type: "Text" } },
  decisions: {
    queue: { inputs: ["UPPER(A__c)"], outputs: [{ name: "queue", type: "Text" }], rules: [], default: [""] },
  },
};
const kNames = [
  {
    name: "A__c",
    kind: "field",
    uses: [
      { path: "/fields/A__c", member: true, from: 0, to: 4 },
      { path: "/decisions/queue/inputs/0", from: 6, to: 10 },
    ],
  },
  { name: "$User.Id", kind: "global", uses: [] },
];
const kEdits = [
  { path: "/fields/A__c", member: true, old: "A__c", new: "B__c" },
  { path: "/decisions/queue/inputs/0", old: "UPPER(A__c)", new: "UPPER(B__c)" },
];

const storeOf = (rename) => ({
  definition,
  decider: { references: () => ({ ok: true, names: kNames }), rename: () => rename },
  execute: jest.fn(),
  goTo: jest.fn(),
});
const renaming = { ok: true, edits: kEdits };

function showUses(store) {
  const element = show("c-signalbox-field-uses", FieldUses, { store });
  element.closed = jest.fn();
  element.addEventListener("close", element.closed);
  return element;
}
async function give(element, id, value) {
  one(element, id).dispatchEvent(new CustomEvent("change", { detail: { value } }));
  await settle();
}
const answer = (element, name) =>
  element.shadowRoot
    .querySelector("c-signalbox-dialog")
    .dispatchEvent(new CustomEvent("answer", { detail: { name, value: "" } }));
const rows = (element) => [...one(element, "field-uses").querySelectorAll("li")].map(text);
const renameButton = (element) =>
  element.shadowRoot.querySelector("c-signalbox-dialog").buttons.find(({ name }) => name === "rename");

describe("c-signalbox-field-uses", () => {
  beforeAll(() => {
    HTMLDialogElement.prototype.showModal = function showModal() {
      this.open = true;
    };
    HTMLDialogElement.prototype.close = function close() {
      this.open = false;
    };
  });
  afterEach(clearPage);

  it("lists where the field is named, in words", () => {
    const element = showUses(storeOf(renaming));
    expect(one(element, "field-name").options.map(({ label }) => label)).toEqual([
      "A__c · 1 use",
      "$User.Id · not used",
    ]);
    expect(rows(element)).toEqual(["declared in fieldsA__c", "queue · input UPPER(A__c)UPPER(A__c)"]);
    expect(renameButton(element).disabled).toBe(true);
  });

  it("goes to a use and closes", () => {
    const store = storeOf(renaming);
    const element = showUses(store);
    const [declared, input] = one(element, "field-uses").querySelectorAll("button");
    input.click();
    expect(store.goTo).toHaveBeenLastCalledWith({ table: "queue", rule: -1, column: "input-0" });
    declared.click();
    expect(store.goTo).toHaveBeenLastCalledWith({ source: "/fields/A__c" });
    expect(element.closed).toHaveBeenCalledTimes(2);
  });

  it("shows what a renaming changes before it is done, and does it as one command", async () => {
    const store = storeOf(renaming);
    const element = showUses(store);
    await give(element, "field-new-name", "B__c");
    expect(rows(element)[1]).toMatch(/becomes UPPER\(B__c\)$/);
    expect(text(one(element, "field-count"))).toBe("2 places, 2 texts will change");
    expect(store.execute).not.toHaveBeenCalled();
    answer(element, "rename");
    expect(store.execute).toHaveBeenCalledTimes(1);
    expect(store.execute.mock.calls[0][0]).toMatchObject({ label: "renaming of a field", edit: { kind: "all" } });
    expect(element.closed).toHaveBeenCalledTimes(1);
  });

  it("shows why the engine refuses a name, and Enter renames nothing", async () => {
    const store = storeOf({ ok: false, error: { code: "name-taken", sentence: "There is a field `B__c`." } });
    const element = showUses(store);
    await give(element, "field-new-name", "B__c");
    expect(text(one(element, "field-refusal"))).toBe("There is a field `B__c`.");
    expect(renameButton(element).disabled).toBe(true);
    one(element, "field-new-name").dispatchEvent(new KeyboardEvent("keydown", { key: "Enter" }));
    expect(store.execute).not.toHaveBeenCalled();
    await give(element, "field-new-name", "");
    expect(text(one(element, "field-refusal"))).toBe("");
  });

  it("offers no renaming of what is no field", async () => {
    const element = showUses(storeOf(renaming));
    await give(element, "field-name", "$User.Id");
    expect(all(element, "field-new-name")).toHaveLength(0);
    expect(renameButton(element)).toBeUndefined();
  });
});
