#include "formula/scope.h"

#include <algorithm>
#include <iterator>

#include "base/unicode.h"

namespace signalbox::formula {

bool is_salesforce_global(std::string_view name) {
  static constexpr std::string_view kGlobals[] = {
      "$Api",     "$CustomMetadata", "$Flow",    "$Label", "$Network", "$ObjectType", "$Organization", "$Permission",
      "$Profile", "$RecordType",     "$Request", "$Setup", "$Site",    "$User",       "$UserRole"};
  const std::string_view first = name.substr(0, name.find('.'));
  return std::any_of(std::begin(kGlobals), std::end(kGlobals),
                     [=](std::string_view global) { return unicode::equals_ignoring_ascii_case(global, first); });
}

Scope::Scope(std::shared_ptr<const Layout> layout, std::vector<Global> globals, Blanks blanks)
    : layout_(std::move(layout)), globals_(std::move(globals)), blanks_(blanks) {
  for (std::uint32_t i = 0; i < globals_.size(); ++i)
    globals_by_name_.emplace_back(unicode::ascii_lower(globals_[i].name), i);
  std::sort(globals_by_name_.begin(), globals_by_name_.end());
}

std::optional<Scope::Found> Scope::find(std::string_view name) const {
  if (const auto slot = layout_->find(name)) return Found{*slot, layout_->field(*slot).type, false};
  if (!name.starts_with('$')) return std::nullopt;
  const std::string wanted = unicode::ascii_lower(name);
  const auto found = std::lower_bound(globals_by_name_.begin(), globals_by_name_.end(), wanted,
                                      [](const auto& entry, const std::string& key) { return entry.first < key; });
  if (found == globals_by_name_.end() || found->first != wanted) return std::nullopt;
  return Found{static_cast<std::uint32_t>(layout_->size()) + found->second, globals_[found->second].type, true};
}

std::vector<std::string_view> Scope::names() const {
  std::vector<std::string_view> names;
  for (std::size_t i = 0; i < layout_->size(); ++i) names.push_back(layout_->field(i).name);
  for (const Global& global : globals_) names.push_back(global.name);
  names.push_back("$Now");
  return names;
}

}  // namespace signalbox::formula
