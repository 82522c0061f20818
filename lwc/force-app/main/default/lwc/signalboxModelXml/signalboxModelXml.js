/** DMN models as trees, which the engine takes (docs/engine-api.md, "Models and sheets"). */

/** As deep as the engine takes a tree. */
const kMaxDepth = 30;
const kMaxCharacters = 32 * 1024 * 1024;

/**
 * A model's XML as the engine takes it. Nothing is fetched and nothing expands: a document with a DOCTYPE is refused
 * before any parser sees it.
 * @param {string} xml
 * @returns {object}
 * @throws {Error} with a sentence for people
 */
export function xmlTree(xml) {
  if (xml.length > kMaxCharacters) throw new Error("The file is larger than 32 MiB.");
  if (/<!DOCTYPE/i.test(xml)) throw new Error("A DOCTYPE has no place in a model.");
  if (depthOf(xml) > kMaxDepth) throw new Error(`Elements are nested more than ${kMaxDepth} deep.`);
  const parsed = new DOMParser().parseFromString(xml, "application/xml");
  if (parsed.getElementsByTagName("parsererror").length > 0) throw new Error("This is not well-formed XML.");
  return element(parsed.documentElement);
}

/** How deep tags are nested, without building a tree of them. */
function depthOf(xml) {
  let depth = 0;
  let deepest = 0;
  for (const [tag] of xml.matchAll(/<!--[^]*?-->|<!\[CDATA\[[^]*?\]\]>|<\?[^]*?\?>|<[^>]*>/g)) {
    if (tag.startsWith("<!") || tag.startsWith("<?")) continue;
    if (tag.startsWith("</")) depth -= 1;
    else {
      deepest = Math.max(deepest, depth + 1);
      if (!tag.endsWith("/>")) depth += 1;
    }
  }
  return deepest;
}

const kXmlns = "http://www.w3.org/2000/xmlns/";

function element(node) {
  const attributes = {};
  for (const { namespaceURI, localName, value } of [...node.attributes]) {
    if (namespaceURI !== kXmlns) attributes[namespaceURI ? `{${namespaceURI}}${localName}` : localName] = value;
  }
  const nodes = [...node.childNodes];
  const isText = ({ nodeType }) => nodeType === Node.TEXT_NODE || nodeType === Node.CDATA_SECTION_NODE;
  return {
    name: node.localName,
    ns: node.namespaceURI ?? "",
    attributes,
    text: nodes
      .filter(isText)
      .map((each) => each.nodeValue)
      .join(""),
    children: nodes.filter(({ nodeType }) => nodeType === Node.ELEMENT_NODE).map(element),
  };
}
