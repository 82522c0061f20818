#include "server/cli/xml_tree.h"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <pugixml.hpp>

#include "base/limits.h"
#include "model/json_writer.h"
#include "server/cli/encoding.h"
#include "server/cli/xml_characters.h"

namespace signalbox::cli {
namespace {

/// pugixml expands XML's five entities and character references, never others, and opens nothing. A DOCTYPE is kept as
/// a node only so that it can be refused.
constexpr unsigned kParse = pugi::parse_default | pugi::parse_doctype | pugi::parse_ws_pcdata_single;

/// Lines that begin before an offset.
class Lines {
 public:
  explicit Lines(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '\n') ends_.push_back(i);
    }
  }
  [[nodiscard]] std::int64_t at(std::ptrdiff_t offset) const {
    const auto end =
        std::lower_bound(ends_.begin(), ends_.end(), static_cast<std::size_t>(std::max<std::ptrdiff_t>(offset, 0)));
    return end - ends_.begin() + 1;
  }

 private:
  std::vector<std::size_t> ends_;
};

class TreeWriter {
 public:
  TreeWriter(const Lines& lines, std::string& json) : lines_(lines), writer_(json) {}

  /// The sentence of the first trouble; empty when there was none.
  [[nodiscard]] const std::string& trouble() const { return trouble_; }
  [[nodiscard]] std::int64_t trouble_line() const { return trouble_line_; }

  void element(const pugi::xml_node& node, std::size_t depth) {
    if (depth > limits::kMaxXmlDepth) {
      return fail(node, fmt::format("Elements are nested more than {} deep.", limits::kMaxXmlDepth));
    }
    const std::size_t known = prefixes_.size();
    declare_prefixes(node);
    const auto [name_space, local] = resolve(node, node.name(), true);
    writer_.begin_object();
    writer_.key("name").text(local);
    writer_.key("ns").text(name_space);
    writer_.key("line").number(lines_.at(node.offset_debug()));
    attributes(node);
    std::string text;
    for (const pugi::xml_node& child : node.children()) {
      if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata) text += child.value();
    }
    if (!text.empty()) writer_.key("text").text(text);
    writer_.key("children").begin_array();
    for (const pugi::xml_node& child : node.children()) {
      if (child.type() == pugi::node_doctype) fail(child, "A DOCTYPE has no place in a model.");
      if (child.type() == pugi::node_element && trouble_.empty()) element(child, depth + 1);
    }
    writer_.end_array().end_object();
    prefixes_.resize(known);
  }

  void fail(const pugi::xml_node& node, std::string sentence) {
    if (!trouble_.empty()) return;
    trouble_ = std::move(sentence);
    trouble_line_ = lines_.at(node.offset_debug());
  }

 private:
  void declare_prefixes(const pugi::xml_node& node) {
    for (const pugi::xml_attribute& attribute : node.attributes()) {
      const std::string_view name = attribute.name();
      if (name == "xmlns") prefixes_.emplace_back("", attribute.value());
      if (name.substr(0, 6) == "xmlns:") prefixes_.emplace_back(name.substr(6), attribute.value());
    }
  }

  /// Namespace and local name. Attributes without a prefix have no namespace.
  std::pair<std::string, std::string> resolve(const pugi::xml_node& node, std::string_view name, bool is_element) {
    const std::size_t colon = name.find(':');
    const std::string_view prefix = colon == std::string_view::npos ? std::string_view() : name.substr(0, colon);
    const std::string local(colon == std::string_view::npos ? name : name.substr(colon + 1));
    if (prefix.empty() && !is_element) return {"", local};
    if (prefix == "xml") return {"http://www.w3.org/XML/1998/namespace", local};
    const auto found =
        std::find_if(prefixes_.rbegin(), prefixes_.rend(), [&](const auto& one) { return one.first == prefix; });
    if (found != prefixes_.rend()) return {found->second, local};
    if (!prefix.empty()) fail(node, fmt::format("The prefix `{}` stands for no namespace.", prefix));
    return {"", local};
  }

  void attributes(const pugi::xml_node& node) {
    writer_.key("attributes").begin_object();
    std::set<std::string> taken;
    for (const pugi::xml_attribute& attribute : node.attributes()) {
      const std::string_view written = attribute.name();
      if (written == "xmlns" || written.substr(0, 6) == "xmlns:") continue;
      const auto [name_space, local] = resolve(node, written, false);
      const std::string name = name_space.empty() ? local : "{" + name_space + "}" + local;
      if (!taken.insert(name).second) return fail(node, fmt::format("The attribute `{}` stands here twice.", name));
      writer_.key(name).text(attribute.value());
    }
    writer_.end_object();
  }

  const Lines& lines_;
  json::Writer writer_;
  std::vector<std::pair<std::string, std::string>> prefixes_;
  std::string trouble_;
  std::int64_t trouble_line_ = 0;
};

tl::unexpected<Failure> wrong(const std::string& path, std::int64_t line, std::string_view sentence) {
  return fail(Exit::kInputWrong, fmt::format("`{}`, line {}: {}", path, line, sentence));
}

}  // namespace

Result<std::string> read_xml_tree(const std::string& path, std::string_view xml) {
  if (xml.size() > limits::kMaxXmlBytes) {
    return wrong(path, 1, fmt::format("The file is larger than {} bytes.", limits::kMaxXmlBytes));
  }
  if (const Result<void> readable = check_encoding(path, xml); !readable) return tl::unexpected(readable.error());
  const Lines lines(xml);
  pugi::xml_document document;
  const pugi::xml_parse_result parsed = document.load_buffer(xml.data(), xml.size(), kParse, pugi::encoding_utf8);
  if (!parsed)
    return wrong(path, lines.at(parsed.offset), fmt::format("This is not well-formed XML ({}).", parsed.description()));
  std::string json;
  TreeWriter writer(lines, json);
  std::size_t roots = 0;
  for (const pugi::xml_node& node : document.children()) {
    if (node.type() == pugi::node_doctype) writer.fail(node, "A DOCTYPE has no place in a model.");
    if (node.type() == pugi::node_element && ++roots > 1) writer.fail(node, "A document has one root element.");
    if (node.type() == pugi::node_element && writer.trouble().empty()) writer.element(node, 1);
  }
  if (!writer.trouble().empty()) return wrong(path, writer.trouble_line(), writer.trouble());
  if (const auto trouble = find_character_trouble(xml)) {
    return wrong(path, lines.at(static_cast<std::ptrdiff_t>(trouble->offset)), trouble->sentence);
  }
  return json;
}

}  // namespace signalbox::cli
