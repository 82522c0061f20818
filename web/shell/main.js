// Synthetic shadow must patch the page before anything of LWC runs.
import "@lwc/synthetic-shadow";
import { createElement } from "lwc";
import Editor from "c/signalboxEditor";
import { StandaloneHost } from "./standalone-host.js";

const editor = createElement("c-signalbox-editor", { is: Editor });
editor.host = new StandaloneHost();
document.querySelector("#editor").append(editor);
