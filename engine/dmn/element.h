// XML as hosts hand it over: a tree in JSON. Hosts parse XML with what they have; what it means is read here.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "model/json.h"

namespace signalbox::dmn {

/// Where a finding about an XML document or a sheet is.
struct Origin {
  std::string place;      ///< `/definitions/decision[2]/decisionTable[1]/rule[3]`, or `Sheet1!B3`.
  std::int64_t line = 0;  ///< From 1; 0: not known.
};

/// One element: {"name","ns","line"?,"attributes"?:{},"children"?:[],"text"?}. `name` is the local name, `ns` the
/// namespace; names of attributes with a namespace are `{namespace}local`; `text` is the text of the element without
/// that of its children. Lives as long as the document.
class Element {
 public:
  Element(json::Node node, std::string path) : node_(node), path_(std::move(path)) {}

  [[nodiscard]] std::string_view name() const { return text_member("name"); }
  [[nodiscard]] std::string_view name_space() const { return text_member("ns"); }
  [[nodiscard]] std::string_view text() const { return text_member("text"); }
  /// Empty when absent.
  [[nodiscard]] std::string_view attribute(std::string_view name) const;
  [[nodiscard]] Origin origin() const;
  /// The elements below it that are in its own namespace, in order; with `name` only those of that name. O(children).
  [[nodiscard]] std::vector<Element> children(std::string_view name = {}) const;
  /// The text of the first child of that name; empty when absent.
  [[nodiscard]] std::string_view text_of(std::string_view child) const;

 private:
  [[nodiscard]] std::string_view text_member(std::string_view name) const;

  json::Node node_;
  std::string path_;
};

/// True when the tree has the shape above everywhere; else one diagnostic `xml-tree`. O(n).
[[nodiscard]] bool check_tree(json::Node root, Diagnostics& diagnostics);

}  // namespace signalbox::dmn
