// Clauses of English sentences and how they are joined, so that nobody can read them in two ways.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox::formula {

enum class Verb : unsigned char { kNone, kIs, kAre, kContains, kBegins, kIncludes, kLooksLike, kMatches };
enum class Junction : unsigned char { kAnd, kOr };

/// `Country is not DE`: a subject, a verb and an object. With Verb::kNone the object says it all.
struct Clause {
  /// One statement; one with several objects; several statements.
  enum class Shape : unsigned char { kOne, kList, kAll, kAny };

  std::string subject;
  Verb verb = Verb::kNone;
  std::string object;
  bool negated = false;
  Shape shape = Shape::kOne;
  std::vector<std::string> parts = {};  ///< kAll, kAny: the statements.
  bool is_nested = false;               ///< kAll, kAny: a part is itself a list or several statements.

  static Clause of(std::string whole) { return {{}, Verb::kNone, std::move(whole)}; }
};

/// The words, without a capital or a full stop.
[[nodiscard]] std::string said(const Clause& clause);

/// All of the clauses, or any of them. Statements on one subject share it (`Country is DE, AT or CH`; `Country is
/// neither DE nor AT`); alternatives inside of conjunctions begin with `either`, conjunctions inside of alternatives
/// with `both`; what goes deeper stands in parentheses. `clauses` is not empty. O(text).
[[nodiscard]] Clause joined(Junction junction, std::vector<Clause> clauses);

/// `a`, `a or b`, `a, b or c`.
[[nodiscard]] std::string listed(const std::vector<std::string>& items, std::string_view word);

/// May a name or a text stand bare in a sentence, where it cannot be mistaken for the sentence's own words? `inner`:
/// words that are harmless between others.
[[nodiscard]] bool is_plain(std::string_view text, std::initializer_list<std::string_view> inner = {});

/// A name or text as it may stand in a sentence: bare when it cannot be mistaken for the sentence's own words, else
/// quoted.
[[nodiscard]] std::string spoken_text(std::string_view text);

/// `OnSiteRequired__c` as `On Site Required`, `Account.Tier__c` as `Account Tier`, `$User.Id` as
/// `User Id`.
[[nodiscard]] std::string spoken_name(std::string_view name);

/// With a capital, where the sentence begins with a word of its own and not with a name.
[[nodiscard]] std::string sentence(std::string text);

}  // namespace signalbox::formula
