import { createElement } from "lwc";
import Toolbar from "c/signalboxToolbar";

function toolbar(buttons) {
  const element = createElement("c-signalbox-toolbar", { is: Toolbar });
  element.buttons = buttons;
  document.body.appendChild(element);
  return element;
}

describe("c-signalbox-toolbar", () => {
  afterEach(() => document.body.replaceChildren());

  it("shows icons with a name for those who do not see them, and buttons with text", () => {
    const { shadowRoot } = toolbar([
      { name: "undo", label: "Undo", icon: "utility:undo", isIcon: true, title: "Undo (Ctrl+Z)" },
      { name: "saveFile", label: "Save to file", disabled: true },
    ]);
    const icon = shadowRoot.querySelector("lightning-button-icon");
    expect([icon.alternativeText, icon.title, icon.dataset.id]).toEqual(["Undo", "Undo (Ctrl+Z)", "undo"]);
    const button = shadowRoot.querySelector("lightning-button");
    expect([button.label, button.disabled, button.dataset.id]).toEqual(["Save to file", true, "save-file"]);
  });

  it("tells which button was pressed", () => {
    const element = toolbar([{ name: "saveFile", label: "Save to file" }]);
    const pressed = [];
    element.addEventListener("press", (event) => pressed.push(event.detail.name));
    element.shadowRoot.querySelector("lightning-button").click();
    expect(pressed).toEqual(["saveFile"]);
  });
});
