// Reading documents member by member, so that every reader reports trouble alike: place, expected, found, suggestion.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/decimal.h"
#include "base/diagnostic.h"
#include "base/time.h"
#include "model/json.h"

namespace signalbox {

/// A text of a document in which fields are named.
struct Mention {
  std::string path;         ///< JSON pointer.
  std::string_view text;    ///< Decoded; lives as long as the document.
  std::uint32_t begin = 0;  ///< Byte of the text at which the formula begins.
  bool is_member = false;   ///< The text is a field's name, and the member's name at `path`; else it is a formula.
};

/// One place of a document and where its diagnostics go: a light handle (copy it freely) that lives as long as the
/// document and the list.
class Place {
 public:
  /// `above`: where the node's document stands in a larger one, a JSON pointer that outlives the place; empty when it
  /// is no part of another. `mentions`: where readers note the texts that name fields; may be null.
  Place(json::Node node, std::string_view above, Diagnostics& diagnostics, std::vector<Mention>* mentions = nullptr)
      : node_(node), above_(above), diagnostics_(&diagnostics), mentions_(mentions) {}

  [[nodiscard]] json::Node node() const { return node_; }
  /// JSON pointer, made when it is asked for.
  [[nodiscard]] std::string path() const;
  [[nodiscard]] Diagnostics& diagnostics() const { return *diagnostics_; }

  /// Element `index` of an array, or the value of member `index` of an object.
  [[nodiscard]] Place at(std::size_t index) const;
  /// The member of that name; nullopt when absent or when this is no object.
  [[nodiscard]] std::optional<Place> find(std::string_view name) const;

  /// Reports at this place. `found` is filled with what stands there when left empty.
  void report(std::string_view code, std::string_view sentence, std::string_view expected = {},
              std::string_view found = {}, std::string_view suggestion = {},
              Severity severity = Severity::kError) const;
  /// Adds diagnostics whose spans are bytes of this text value (a formula's, a unary test's) with their place in the
  /// document.
  void adopt(const Diagnostics& inner) const;

  /// Notes that this text value is a formula from byte `begin` on.
  void mention_formula(std::uint32_t begin = 0) const;
  /// Notes that this is the value of a member whose name, `name`, is a field's.
  void mention_member(std::string_view name) const;

  // Each reports `wrong-type` and yields nullopt when the value is of another kind.
  [[nodiscard]] std::optional<std::string_view> text() const;
  [[nodiscard]] std::optional<std::string_view> non_empty_text() const;
  [[nodiscard]] std::optional<bool> boolean() const;
  /// A number in [low, high]; otherwise `out-of-range`.
  [[nodiscard]] std::optional<Decimal> number(std::int64_t low, std::int64_t high) const;
  /// An integer in [low, high].
  [[nodiscard]] std::optional<std::int64_t> integer(std::int64_t low, std::int64_t high) const;
  [[nodiscard]] std::optional<Instant> instant() const;
  /// True when it is an object (array); otherwise reports.
  [[nodiscard]] bool is_object() const;
  [[nodiscard]] bool is_array() const;

  /// Reports every member that is not in `known` as `unknown-member`, with a suggestion.
  void only_members(std::initializer_list<std::string_view> known) const;
  /// The member, or `missing-member` and nullopt.
  [[nodiscard]] std::optional<Place> required(std::string_view name) const;
  /// Reports `unknown-<what>` for `name` with the closest of `names`; `what` is a word such as "queue".
  void report_unknown(std::string_view what, std::string_view name, const std::vector<std::string_view>& names) const;

 private:
  void wrong_type(std::string_view expected) const;
  [[nodiscard]] std::string quoted() const;

  json::Node node_;
  std::string_view above_;
  Diagnostics* diagnostics_;
  std::vector<Mention>* mentions_;
};

/// The first line of every document: `signalbox` is a format version this engine knows. Reports `format-version` and
/// yields false for others.
[[nodiscard]] bool check_format_version(const Place& root);

inline constexpr std::int64_t kFormatVersion = 1;

/// At most `kMaxQuotedBytes` of `text`, cut at a character, with an ellipsis when cut.
[[nodiscard]] std::string quote_for_message(std::string_view text);

}  // namespace signalbox
