const fs = require("node:fs");
const path = require("node:path");

/** Where the custom labels of the Salesforce project are. */
const labelsFile = path.join(__dirname, "../force-app/main/default/labels/CustomLabels.labels-meta.xml");

const kEntities = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'", "&amp;": "&" };
const unescape = (text) => text.replace(/&(lt|gt|quot|apos|amp);/g, (entity) => kEntities[entity]);

/**
 * The custom labels by their full names.
 * @param {string} [file]
 * @returns {Record<string, string>}
 */
function readLabels(file = labelsFile) {
  const labels = {};
  for (const [, block] of fs.readFileSync(file, "utf8").matchAll(/<labels>([\s\S]*?)<\/labels>/g)) {
    const name = /<fullName>([\s\S]*?)<\/fullName>/.exec(block)[1];
    labels[name] = unescape(/<value>([\s\S]*?)<\/value>/.exec(block)[1]);
  }
  return labels;
}

module.exports = { labelsFile, readLabels };
