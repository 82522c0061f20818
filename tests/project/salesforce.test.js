// What can be known about the Salesforce project (lwc/) without an org.
import assert from "node:assert/strict";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import * as prettier from "prettier";

const require = createRequire(import.meta.url);
const {
  ApexLexer,
  ApexParser,
  CaseInsensitiveInputStream,
  CommonTokenStream,
  ThrowingErrorListener,
} = require("@apexdevtools/apex-parser");
// The parser reads its run-time's streams, and does not hand all of them on.
const { CharStreams } = createRequire(require.resolve("@apexdevtools/apex-parser"))("antlr4ts");

const lwcFolder = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../lwc");
const sourceFolder = path.join(lwcFolder, "force-app/main/default");
const files = fs
  .readdirSync(sourceFolder, { recursive: true })
  .filter((file) => fs.statSync(path.join(sourceFolder, file)).isFile());
const read = (file) => fs.readFileSync(path.join(sourceFolder, file), "utf8");
const project = JSON.parse(fs.readFileSync(path.join(lwcFolder, "sfdx-project.json"), "utf8"));

function parseApex(file) {
  const lexer = new ApexLexer(new CaseInsensitiveInputStream(CharStreams.fromString(read(file))));
  const parser = new ApexParser(new CommonTokenStream(lexer));
  for (const recognizer of [lexer, parser]) {
    recognizer.removeErrorListeners();
    recognizer.addErrorListener(new ThrowingErrorListener());
  }
  return parser.compilationUnit();
}

for (const file of files.filter((name) => name.endsWith(".cls"))) {
  test(`Apex parses: ${file}`, () => {
    assert.ok(parseApex(file).childCount > 0);
  });
}

test("every Apex class shares by the user's rights and queries in user mode", () => {
  for (const file of files.filter((name) => name.endsWith(".cls"))) {
    const text = read(file);
    if (/@IsTest/i.test(text)) continue;
    assert.match(text, /\bwith sharing class\b/, file);
    for (const [query] of text.matchAll(/\[\s*SELECT[^\]]*\]/gi)) assert.match(query, /WITH USER_MODE/i, file);
  }
});

test("every metadata file is well-formed XML", async () => {
  for (const file of files.filter((name) => name.endsWith("-meta.xml"))) {
    await assert.doesNotReject(prettier.format(read(file), { parser: "xml", plugins: ["@prettier/plugin-xml"] }), file);
  }
});

test("every component and class has its metadata, of the project's API version", () => {
  const sources = files.filter((name) => /^lwc\/([^/]+)\/\1\.js$/.test(name) || name.endsWith(".cls"));
  assert.notEqual(sources.length, 0);
  for (const source of sources) {
    assert.ok(files.includes(`${source}-meta.xml`), `${source} has no metadata`);
    const [, version] = /<apiVersion>(.*?)<\/apiVersion>/.exec(read(`${source}-meta.xml`));
    assert.equal(version, project.sourceApiVersion, source);
  }
});

test("every custom label that a component imports exists, and every label is imported", () => {
  const labels = [...read("labels/CustomLabels.labels-meta.xml").matchAll(/<fullName>(.*?)<\/fullName>/g)];
  const scripts = files.filter((name) => /^lwc\/.*\.js$/.test(name) && !name.includes("__tests__")).map(read);
  const imports = scripts.flatMap((text) => [...text.matchAll(/@salesforce\/label\/c\.(\w+)/g)]);
  const names = (matches) => [...new Set(matches.map(([, name]) => name))].sort();
  assert.deepEqual(names(imports), names(labels));
});

test("the object's fields that the Apex classes read exist, and the permission sets open them", () => {
  const field = (name) => `objects/Signalbox_Document__c/fields/${name}.field-meta.xml`;
  const apex = read("classes/SignalboxDefinitionController.cls");
  const used = new Set([...apex.matchAll(/\b(\w+__c)\b/g)].map(([, name]) => name));
  used.delete("Signalbox_Document__c");
  assert.notEqual(used.size, 0);
  for (const name of used) {
    assert.ok(files.includes(field(name)), `${name} is no field`);
    if (/<required>true<\/required>/.test(read(field(name)))) continue;
    for (const set of ["Signalbox_User", "Signalbox_Publisher"]) {
      assert.match(
        read(`permissionsets/${set}.permissionset-meta.xml`),
        new RegExp(`Signalbox_Document__c\\.${name}<`),
      );
    }
  }
});
