#include "server/cli/exchange.h"

#include <fmt/format.h>

#include "api/exchange.h"
#include "base/limits.h"
#include "base/unicode.h"
#include "server/cli/files.h"
#include "server/cli/xml_tree.h"
#include "server/json_text.h"

namespace signalbox::cli {
namespace {

void print_finding(const std::string& path, json::Node finding) {
  const auto line = finding.find("line");
  const std::string_view place = text_member(finding, "path");
  fmt::print(stderr, "{}:{}: {}: {}{}{} [{}]\n", path, line ? line->as_text() : "1", text_member(finding, "severity"),
             place, place.empty() ? "" : ": ", text_member(finding, "sentence"), text_member(finding, "code"));
  for (const std::string_view detail : {"expected", "found", "suggestion"}) {
    const std::string_view text = text_member(finding, detail);
    if (!text.empty()) fmt::print(stderr, "    {}: {}\n", detail, text);
  }
}

}  // namespace

Result<std::string> take_answer(const std::string& path, std::string_view answer, std::string_view wanted) {
  const auto document = parse_own(answer);
  const json::Node root = document->root();
  const auto findings = root.find("diagnostics");
  for (std::size_t i = 0; findings && i < findings->size(); ++i) print_finding(path, findings->at(i));
  if (!root.find("ok")->as_bool())
    return fail(Exit::kInputWrong, fmt::format("`{}` has errors; nothing was written.", path));
  const json::Node member = *root.find(wanted);
  if (member.is(json::Kind::kText)) return std::string(member.as_text());
  return std::string(answer.substr(member.span().begin, member.span().end - member.span().begin));
}

Result<std::string> definition_of_model(const std::string& path) {
  const Result<std::string> xml = read_file(path, limits::kMaxXmlBytes);
  if (!xml) return tl::unexpected(xml.error());
  const Result<std::string> tree = read_xml_tree(path, *xml);
  if (!tree) return tl::unexpected(tree.error());
  return take_answer(path, api::import_model(*tree), "definition");
}

std::string extension(const std::string& path) {
  const std::size_t point = path.rfind('.');
  return point == std::string::npos ? "" : unicode::ascii_lower(path.substr(point + 1));
}

}  // namespace signalbox::cli
