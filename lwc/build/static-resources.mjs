// Copies the builds of the engine from build/wasm/ to where a deployment takes static resources from.
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const lwcFolder = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const packageFolder = path.join(lwcFolder, "../build/wasm");
const resourceFolder = path.join(lwcFolder, "force-app/main/default/staticresources");

const kResources = {
  "signalboxEngine.js": "signalbox-engine.wasm.js",
  "signalboxWorkbench.js": "signalbox-workbench.wasm.js",
  "signalboxEngineFallback.js": "signalbox-engine.fallback.js",
};

for (const [resource, artifact] of Object.entries(kResources)) {
  const source = path.join(packageFolder, artifact);
  if (!fs.existsSync(source)) {
    console.error(`There is no ${path.relative(process.cwd(), source)}: build the engine first (scripts/build).`);
    process.exit(1);
  }
  fs.copyFileSync(source, path.join(resourceFolder, resource));
  console.log(`${resource}: ${fs.statSync(source).size} bytes`);
}
