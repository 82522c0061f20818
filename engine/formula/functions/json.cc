// Functions that read JSON texts.
#include <optional>
#include <string>

#include "formula/functions/registry.h"
#include "model/json.h"

namespace signalbox::formula {
namespace {

constexpr std::string_view kPathForm = "a path such as `$.customer.tags[0]`";

/// One step of a path: the name of a member, or the index of an element.
struct Step {
  std::string_view name;
  std::optional<std::size_t> index;
};

/// Walks over a path: `$`, then `.name`, `['name']`, `["name"]` or `[0]`.
class Path {
 public:
  explicit Path(std::string_view text) : rest_(text) { good_ = take("$"); }

  [[nodiscard]] bool is_good() const { return good_; }
  [[nodiscard]] bool at_end() const { return !good_ || rest_.empty(); }

  Step next() {
    if (take(".")) return name(rest_.substr(0, rest_.find_first_of(".[*")));
    if (take("['")) return quoted("']");
    if (take("[\"")) return quoted("\"]");
    if (take("[")) return index();
    good_ = false;
    return {};
  }

 private:
  bool take(std::string_view token) {
    if (!rest_.starts_with(token)) return false;
    rest_.remove_prefix(token.size());
    return true;
  }

  Step name(std::string_view name) {
    good_ = !name.empty();
    rest_.remove_prefix(name.size());
    return {name, std::nullopt};
  }

  Step quoted(std::string_view close) {
    const std::size_t end = rest_.find(close);
    good_ = end != std::string_view::npos;
    if (!good_) return {};
    const Step step{rest_.substr(0, end), std::nullopt};
    rest_.remove_prefix(end + close.size());
    return step;
  }

  Step index() {
    constexpr std::size_t kMostDigits = 9;
    std::size_t digits = 0;
    std::size_t value = 0;
    while (digits < rest_.size() && digits < kMostDigits && rest_[digits] >= '0' && rest_[digits] <= '9')
      value = value * 10 + static_cast<std::size_t>(rest_[digits++] - '0');
    rest_.remove_prefix(digits);
    good_ = digits > 0 && take("]");
    return {{}, value};
  }

  std::string_view rest_;
  bool good_ = true;
};

std::optional<json::Node> stepped(json::Node node, const Step& step) {
  if (!step.index) return node.is(json::Kind::kObject) ? node.find(step.name) : std::nullopt;
  const bool inside = node.is(json::Kind::kArray) && *step.index < node.size();
  return inside ? std::optional(node.at(*step.index)) : std::nullopt;
}

/// A text decoded, anything else as it is written; blank when there is nothing, or null.
Value written(const json::Document& document, std::optional<json::Node> node, Arena& arena) {
  if (!node || node->is(json::Kind::kNull)) return Value();
  if (node->is(json::Kind::kText)) return made_text(node->as_text(), arena);
  const Span span = node->span();
  return made_text(document.source().substr(span.begin, span.end - span.begin), arena);
}

Value json_value(const Call& call) {
  if (call.text(0).empty()) return Value();
  Diagnostics diagnostics;
  const auto document = json::Document::parse(call.text(0), diagnostics);
  if (!document) return Value::error(ErrorCode::kBadArgument);
  return written(*document, stepped(document->root(), {call.text(1), std::nullopt}), call.arena);
}

Value json_path_value(const Call& call) {
  if (call.text(0).empty()) return Value();
  Diagnostics diagnostics;
  const auto document = json::Document::parse(call.text(0), diagnostics);
  if (!document) return Value::error(ErrorCode::kBadArgument);
  std::optional<json::Node> node = document->root();
  Path path(call.text(1));
  while (!path.at_end()) {
    const Step step = path.next();
    if (node) node = stepped(*node, step);
  }
  return path.is_good() ? written(*document, node, call.arena) : Value::error(ErrorCode::kBadArgument);
}

std::string path_complaint(std::string_view text, std::size_t&) {
  Path path(text);
  while (!path.at_end()) (void)path.next();
  if (path.is_good()) return {};
  return "A path is `$` and then `.name`, `['name']` or `[0]` for each step; filters and wildcards are not supported.";
}
constexpr ConstantCheck kPath{1, "bad-path", kPathForm, path_complaint};

constexpr Function kFunctions[] = {
    {"JSONVALUE", "JSONVALUE(json, name)", "A member of a JSON object, as text.", "tt", 2, 2, Result::kFixed,
     Type::kText, Form::kStrict, json_value},
    {"JSONPATHVALUE", "JSONPATHVALUE(json, path)",
     "What a path such as \"$.customer.tags[0]\" leads to in a JSON text, as text.", "tt", 2, 2, Result::kFixed,
     Type::kText, Form::kStrict, json_path_value, &kPath},
};

}  // namespace

std::span<const Function> json_functions() { return kFunctions; }

}  // namespace signalbox::formula
