#include "formula/scope.h"

#include <algorithm>

#include "base/sort.h"
#include "base/unicode.h"
#include "formula/own_global.h"
#include "formula/record_path.h"

namespace signalbox::formula {

Scope::Scope(std::shared_ptr<const Layout> layout, std::vector<Global> globals, Blanks blanks)
    : layout_(std::move(layout)), globals_(std::move(globals)), blanks_(blanks) {
  for (std::uint32_t i = 0; i < globals_.size(); ++i)
    globals_by_name_.emplace_back(unicode::ascii_lower(globals_[i].name), i);
  sort_all(globals_by_name_);
}

std::optional<Scope::Found> Scope::find(std::string_view name) const {
  if (const auto slot = layout_->find(name)) return Found{*slot, layout_->field(*slot).type, false};
  if (!name.starts_with('$')) return std::nullopt;
  const std::string_view path = field_path(name);
  if (path.size() < name.size()) {
    const auto slot = path.starts_with('$') ? std::nullopt : layout_->find(path);
    return slot ? std::optional(Found{*slot, layout_->field(*slot).type, false}) : std::nullopt;
  }
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
  for (const OwnGlobal& global : own_globals()) names.push_back(global.name);
  return names;
}

}  // namespace signalbox::formula
