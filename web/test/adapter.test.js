import assert from "node:assert/strict";
import test from "node:test";
import { usedIcons } from "../build/icons.js";
import { baseComponentPatches } from "../build/patches.js";
import { componentModules, componentsRoot, lwcRuntime } from "../build/paths.js";
import { platformModules } from "../build/platform.js";
import { sldsFor } from "../build/slds.js";

/** What rollup gives a plugin's hook, as far as these plugins use it. */
const context = {
  error(message) {
    throw new Error(message);
  },
};

test("the base components still hold every text that is patched", () => {
  baseComponentPatches().buildStart.call(context);
});

test("a patch whose text is gone fails the build, and says which and why", () => {
  const patch = { file: "src/lightning/button/button.js", from: "no such text", to: "", because: "a reason" };
  assert.throws(() => baseComponentPatches([patch]).buildStart.call(context), /no such text.*button\.js.*a reason/);
  const gone = { ...patch, file: "src/lightning/gone/gone.js" };
  assert.throws(() => baseComponentPatches([gone]).buildStart.call(context), /gone\.js/);
});

test("the run time of LWC is of the release that compiles", async () => {
  const { default: lwc } = await import("@lwc/rollup-plugin");
  const { readFileSync } = await import("node:fs");
  const manifest = JSON.parse(readFileSync(new URL("../package.json", `file://${lwcRuntime().lwc}`), "utf8"));
  assert.equal(manifest.version, lwc().version);
});

test("components are found by their folders", () => {
  const names = componentModules(componentsRoot).map((entry) => entry.name);
  assert.ok(names.includes("c/signalboxEditor") && names.includes("c/signalboxEngineLoader"));
  assert.deepEqual(componentModules("/no/such/folder"), []);
});

test("icons that the sources name are used, and those that base components name by themselves", () => {
  const icons = usedIcons([componentsRoot]);
  assert.ok(icons.includes("utility:undo") && icons.includes("utility:close"));
});

test("modules that Salesforce would supply are supplied", () => {
  const plugin = platformModules({ resourceUrl: (name) => `r/${name}` });
  const text = (specifier) => plugin.load(plugin.resolveId(specifier));
  assert.equal(text("@salesforce/resourceUrl/x"), 'export default "r/x";');
  assert.match(text("@salesforce/apex/A.b"), /runs only inside Salesforce/);
  assert.equal(
    text("@salesforce/schema/Case.Subject"),
    'export default {"objectApiName":"Case","fieldApiName":"Subject"};',
  );
  assert.match(plugin.resolveId("lightning/uiRecordApi"), /web\/modules\/uiRecordApi\.js$/);
  assert.equal(plugin.resolveId("@salesforce/label/c.NoSuchLabel"), null);
  assert.equal(plugin.resolveId("rollup"), null);
});

test("a test's own module comes before the supplied one", () => {
  const plugin = platformModules({ modules: { "lightning/uiRecordApi": "/own.js" } });
  assert.equal(plugin.resolveId("lightning/uiRecordApi"), "/own.js");
});

test("SLDS keeps the blocks that are used, with their elements and modifiers, and no file from elsewhere", () => {
  const css = sldsFor("slds-button slds-icon", ["standard:case"]);
  assert.match(css, /\.slds-button_brand/);
  assert.match(css, /\.slds-icon-standard-case/);
  assert.doesNotMatch(css, /\.slds-carousel/);
  assert.doesNotMatch(css, /url\(\.\./);
  assert.ok(css.length < 200_000);
});
