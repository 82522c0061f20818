// How the checker words what is wrong with a node, and what to write instead.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "formula/ast.h"
#include "formula/scope.h"

namespace signalbox::formula {

/// Reports on the nodes of one tree, all of which it views.
class Complaints {
 public:
  /// `reported`: how many diagnostics there are beside `diagnostics`.
  Complaints(Ast& ast, const Scope& scope, Diagnostics& diagnostics, std::size_t reported)
      : ast_(ast), scope_(scope), diagnostics_(diagnostics), reported_(reported) {}

  /// An error; the node has failed.
  void fail(Node& node, std::string_view code, Span span, std::string sentence, std::string_view expected = {},
            std::string_view found = {}, std::string_view suggestion = {});
  /// Two types that do not go together, at the one that can be converted, or else at `span`.
  void mismatch(Node& node, std::string_view code, const Node& a, const Node& b, std::string sentence, Span span);
  /// A value that the picklist does not have is no error: values come and go. But it is seldom meant. Nothing when
  /// `field` is no picklist field (see picklist_field) or `value` is no text that is written out.
  void picklist_value(const Node& field, const Node& value);
  /// The closest of the names; empty after limits::kMaxSuggestions diagnostics: it costs time linear in the names.
  [[nodiscard]] std::string closest(std::string_view name, const std::vector<std::string_view>& candidates) const;

  [[nodiscard]] static std::string article(std::string_view noun);
  /// How picklists of the type are read, as a further sentence; empty for other types.
  [[nodiscard]] static std::string picklist_advice(Type type);
  /// A further sentence; empty for an empty suggestion.
  [[nodiscard]] static std::string instead(const std::string& suggestion);

 protected:
  Ast& ast_;
  const Scope& scope_;
  Diagnostics& diagnostics_;
  std::size_t reported_;
};

}  // namespace signalbox::formula
