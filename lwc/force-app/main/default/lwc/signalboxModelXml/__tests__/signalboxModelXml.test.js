import { xmlTree } from "c/signalboxModelXml";

const kModel = "https://www.omg.org/spec/DMN/20230324/MODEL/";

describe("xmlTree", () => {
  it("gives local names, namespaces, attributes and own text, as the command line does", () => {
    const tree = xmlTree(
      `<?xml version="1.0"?><!-- <a> --><d:definitions xmlns:d="${kModel}" xmlns:s="urn:s" name="x &amp; y" s:own="1">` +
        "<d:text>a<![CDATA[ < ]]>b&#10;</d:text><other xmlns='urn:o'/></d:definitions>",
    );
    expect(tree).toEqual({
      name: "definitions",
      ns: kModel,
      attributes: { name: "x & y", "{urn:s}own": "1" },
      text: "",
      children: [
        { name: "text", ns: kModel, attributes: {}, text: "a < b\n", children: [] },
        { name: "other", ns: "urn:o", attributes: {}, text: "", children: [] },
      ],
    });
  });

  it.each([
    ["what does not close", "<a><b></a>"],
    ["two roots", "<a/><b/>"],
    ["an entity that nobody declared", "<a>&e;</a>"],
    ["no XML", "PK"],
  ])("refuses %s", (_what, xml) => {
    expect(() => xmlTree(xml)).toThrow("This is not well-formed XML.");
  });
});
