import { createElement } from "lwc";
import Export from "c/signalboxExport";

function dialog(tables, shown) {
  const element = createElement("c-signalbox-export", { is: Export });
  Object.assign(element, { tables, shown });
  const answers = [];
  element.addEventListener("answer", (event) => answers.push(event.detail));
  document.body.appendChild(element);
  const one = (selector) => element.shadowRoot.querySelector(selector);
  const choose = async (format) => {
    one(`input[value="${format}"]`).dispatchEvent(new CustomEvent("change"));
    await Promise.resolve();
  };
  const answer = (name) => {
    one("c-signalbox-dialog").dispatchEvent(new CustomEvent("answer", { detail: { name } }));
    return answers.at(-1);
  };
  return { one, choose, answer };
}

describe("c-signalbox-export", () => {
  beforeAll(() => {
    // jsdom draws no dialogs.
    HTMLDialogElement.prototype.showModal ??= function showModal() {
      this.open = true;
    };
  });
  afterEach(() => document.body.replaceChildren());

  it("exports all tables as a workbook unless told otherwise", () => {
    expect(dialog(["a", "b"], "b").answer("export")).toEqual({ name: "export", format: "xlsx", tables: ["a", "b"] });
  });

  it("exports one table as CSV, by default the one that is shown", async () => {
    const { choose, one, answer } = dialog(["a", "b"], "b");
    await choose("csv");
    expect(answer("export")).toEqual({ name: "export", format: "csv", tables: ["b"] });
    one("lightning-combobox").dispatchEvent(new CustomEvent("change", { detail: { value: "a" } }));
    expect(answer("export").tables).toEqual(["a"]);
  });

  it("offers a model alone where there is no table", () => {
    const { one, answer } = dialog([], "");
    expect(one('input[value="xlsx"]').disabled).toBe(true);
    expect(answer("export").format).toBe("dmn");
  });

  it("takes no for an answer", () => {
    expect(dialog(["a"], "a").answer("cancel").name).toBe("cancel");
  });
});
