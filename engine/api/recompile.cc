#include "api/recompile.h"

#include <algorithm>
#include <cstring>

#include "api/program.h"
#include "base/limits.h"
#include "model/reader.h"

namespace signalbox::api {

namespace {

/// Bytes that are compared at once.
constexpr std::size_t kBlock = 4096;

std::size_t common_prefix(std::string_view a, std::string_view b) {
  const std::size_t size = std::min(a.size(), b.size());
  std::size_t at = 0;
  while (size - at >= kBlock && std::memcmp(a.data() + at, b.data() + at, kBlock) == 0) at += kBlock;
  while (at < size && a[at] == b[at]) ++at;
  return at;
}

std::size_t common_suffix(std::string_view a, std::string_view b) {
  const std::size_t size = std::min(a.size(), b.size());
  const char* const end_a = a.data() + a.size();
  const char* const end_b = b.data() + b.size();
  std::size_t at = 0;
  while (size - at >= kBlock && std::memcmp(end_a - at - kBlock, end_b - at - kBlock, kBlock) == 0) at += kBlock;
  while (at < size && *(end_a - at - 1) == *(end_b - at - 1)) ++at;
  return at;
}

/// A rule in the text of a definition.
struct RulePlace {
  std::size_t decision;
  std::size_t rule;
};

/// The rule within whose braces the bytes [from, to) lie.
std::optional<RulePlace> rule_around(const Program::Parts& parts, std::size_t from, std::size_t to) {
  for (std::size_t d = 0; d < parts.rule_spans.size(); ++d) {
    const auto& spans = parts.rule_spans[d];
    const auto after = std::upper_bound(spans.begin(), spans.end(), from,
                                        [](std::size_t offset, const Span& span) { return offset <= span.begin; });
    if (after == spans.begin()) continue;
    const auto at = after - 1;
    if (to < at->end) return RulePlace{d, static_cast<std::size_t>(at - spans.begin())};
  }
  return std::nullopt;
}

std::size_t nodes_in(json::Node node) {
  std::size_t count = 1;
  const bool has_parts = node.is(json::Kind::kArray) || node.is(json::Kind::kObject);
  for (std::size_t i = 0; has_parts && i < node.size(); ++i) count += nodes_in(node.at(i));
  return count;
}

/// Everything behind the edited rule has moved by this many bytes.
void move_spans(std::vector<std::vector<Span>>& all, const RulePlace& edited, std::uint32_t by) {
  const std::uint32_t end = all[edited.decision][edited.rule].end;
  for (auto& spans : all) {
    for (Span& span : spans) {
      if (span.begin >= end) span.begin += by;
      if (span.end >= end) span.end += by;
    }
  }
}

}  // namespace

std::optional<Program> recompile(const Program& former, std::string_view json) {
  const Program::Parts& parts = former.parts();
  const std::string_view source = parts.source;
  if (!parts.is_clean || json.size() > limits::kMaxDocumentBytes) return std::nullopt;
  const std::size_t prefix = common_prefix(source, json);
  if (prefix == source.size() && prefix == json.size()) return former;
  const std::size_t longest = std::min(source.size(), json.size()) - prefix;
  const std::size_t suffix = std::min(common_suffix(source, json), longest);
  const auto edited = rule_around(parts, prefix, source.size() - suffix);
  if (!edited) return std::nullopt;
  const Span span = parts.rule_spans[edited->decision][edited->rule];
  const std::size_t end = json.size() - (source.size() - span.end);
  Diagnostics diagnostics;
  const auto was = json::Document::parse(source.substr(span.begin, span.end - span.begin), diagnostics);
  const auto is = json::Document::parse(json.substr(span.begin, end - span.begin), diagnostics);
  // More values than before might be too many for a definition.
  if (!is || nodes_in(is->root()) > nodes_in(was->root())) return std::nullopt;
  const rules::Table& table = parts.decisions[edited->decision];
  const std::string path = table.path + "/rules/" + std::to_string(edited->rule);
  auto changed = rules::with_rule(table, static_cast<std::uint32_t>(edited->rule), Place(is->root(), path, diagnostics),
                                  *parts.scope);
  if (!changed) return std::nullopt;
  auto next = std::make_shared<Program::Parts>();
  const ProgramFrame& frame = parts;
  static_cast<ProgramFrame&>(*next) = frame;
  next->source = json;
  next->is_clean = true;
  next->rule_spans = parts.rule_spans;
  for (std::size_t d = 0; d < parts.decisions.size(); ++d) {
    if (d == edited->decision) {
      next->decisions.push_back(std::move(*changed));
    } else {
      next->decisions.push_back(parts.decisions[d]);
    }
  }
  move_spans(next->rule_spans, *edited, static_cast<std::uint32_t>(end - span.end));
  return Program(std::move(next));
}

}  // namespace signalbox::api
