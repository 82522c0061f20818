#include "server/service/targets.h"

#include <array>

#include <fmt/format.h>

#include "base/time.h"
#include "server/json_text.h"

namespace signalbox::service {
namespace {

using Read = tl::expected<void, std::string>;

constexpr std::size_t kMinSecretBytes = 16;
constexpr std::int64_t kLongestTimeoutMs = 2 * kMsPerMinute;

tl::unexpected<std::string> wrong(const std::string& name, std::string_view what) {
  return tl::unexpected(fmt::format("The target `{}`: {}", name, what));
}

Read check_members(const std::string& name, json::Node node) {
  if (!node.is(json::Kind::kObject)) return wrong(name, "a target is an object.");
  for (std::size_t i = 0; i < node.size(); ++i) {
    const std::string_view key = node.key(i);
    if (key != "url" && key != "secret" && key != "timeout" && key != "commands")
      return wrong(name, fmt::format("`{}` is none of `url`, `secret`, `timeout`, `commands`.", key));
  }
  return {};
}

tl::expected<Target, std::string> read_target(const std::string& name, json::Node node) {
  if (const Read checked = check_members(name, node); !checked) return tl::unexpected(checked.error());
  Target target{std::string(text_member(node, "url")), std::string(text_member(node, "secret"))};
  if (!target.url.starts_with("http://"))
    return wrong(name, fmt::format("`url` is `http://HOST[:PORT][/PATH]`; found `{}`.", target.url));
  if (target.secret.size() < kMinSecretBytes)
    return wrong(name, fmt::format("`secret` has at least {} bytes.", kMinSecretBytes));
  if (node.find("timeout")) {
    const auto timeout = parse_duration_ms(text_member(node, "timeout"));
    if (!timeout || *timeout > kLongestTimeoutMs)
      return wrong(name, "`timeout` is a duration such as `10s`, at most 2m.");
    target.timeout_ms = *timeout;
  }
  return target;
}

}  // namespace

tl::expected<Targets, std::string> Targets::read(std::string_view text) {
  Diagnostics diagnostics;
  const auto document = json::Document::parse(text, diagnostics);
  if (!document) return tl::unexpected(diagnostics.front().sentence);
  const auto list = document->root().is(json::Kind::kObject) ? document->root().find("targets") : std::nullopt;
  if (!list || !list->is(json::Kind::kObject))
    return tl::unexpected<std::string>("Here must stand an object with the object `targets`.");
  Targets targets;
  for (std::size_t i = 0; i < list->size(); ++i) {
    const std::string name(list->key(i));
    auto target = read_target(name, list->at(i));
    if (!target) return tl::unexpected(std::move(target.error()));
    targets.targets_.emplace(name, std::move(*target));
    const auto commands = list->at(i).find("commands");
    if (!commands || !commands->is(json::Kind::kArray) || commands->size() == 0)
      return wrong(name, "`commands` is a list of what it gets.");
    for (std::size_t j = 0; j < commands->size(); ++j) {
      if (!commands->at(j).is(json::Kind::kText)) return wrong(name, "`commands` is a list of texts.");
      const auto [other, is_new] = targets.names_.emplace(commands->at(j).as_text(), name);
      if (!is_new) return wrong(name, fmt::format("`{}` gets `{}` already.", other->second, other->first));
    }
  }
  return targets;
}

std::optional<std::string> Targets::name_of(json::Node command) const {
  const std::string_view word = text_member(command, "command");
  for (const std::string_view member : {"http", "flow", "tool"}) {
    const std::string_view called = text_member(command, member);
    if (called.empty()) continue;
    if (const auto found = names_.find(fmt::format("{}/{}", word, called)); found != names_.end()) return found->second;
  }
  if (const auto found = names_.find(word); found != names_.end()) return found->second;
  if (const auto rest = names_.find("*"); rest != names_.end()) return rest->second;
  return std::nullopt;
}

const Target* Targets::find(const std::string& name) const {
  const auto found = targets_.find(name);
  return found == targets_.end() ? nullptr : &found->second;
}

}  // namespace signalbox::service
