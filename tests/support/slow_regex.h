// Patterns by their definition: from a start, the set of all ends. The oracle of engine/formula/regex.
#pragma once

#include <optional>
#include <set>
#include <string_view>

#include "formula/regex/syntax.h"

namespace signalbox::test {

/// Exponential in nothing, but slow: for short texts only. ASCII texts.
class SlowRegex {
 public:
  explicit SlowRegex(std::string_view text) : text_(text) {}

  bool matches(const formula::regex::Node& pattern) const { return ends(pattern, {0}).contains(text_.size()); }

 private:
  using Node = formula::regex::Node;
  using Ends = std::set<std::size_t>;

  Ends ends(const Node& node, const Ends& starts) const {
    Ends result;
    switch (node.kind) {
      case Node::Kind::kSet:
        for (std::size_t i : starts) {
          if (i < text_.size() && node.set.contains(static_cast<unsigned char>(text_[i]))) result.insert(i + 1);
        }
        return result;
      case Node::Kind::kAssertion:
        for (std::size_t i : starts) {
          if (holds(node.assertion, i)) result.insert(i);
        }
        return result;
      case Node::Kind::kSequence:
        result = starts;
        for (const auto& child : node.children) result = ends(*child, result);
        return result;
      case Node::Kind::kAlternatives:
        for (const auto& child : node.children) result.merge(ends(*child, starts));
        return result;
      case Node::Kind::kRepeat:
        return repeated(node, starts);
    }
    return result;
  }

  Ends repeated(const Node& node, Ends now) const {
    for (int i = 0; i < node.least; ++i) now = ends(*node.children[0], now);
    Ends result = now;
    for (int i = node.least; node.most == formula::regex::kUnbounded || i < node.most; ++i) {
      now = ends(*node.children[0], now);
      const std::size_t before = result.size();
      result.insert(now.begin(), now.end());
      if (result.size() == before) break;  // nothing new: no further round can add anything
      now = result;
    }
    return result;
  }

  bool word(std::size_t i) const {
    return i < text_.size() && formula::regex::is_word_char(static_cast<unsigned char>(text_[i]));
  }
  bool line_break(std::size_t i) const { return i < text_.size() && (text_[i] == '\n' || text_[i] == '\r'); }

  bool holds(formula::regex::Assertion assertion, std::size_t i) const {
    using formula::regex::Assertion;
    const bool boundary = (i > 0 && word(i - 1)) != word(i);
    const bool inside_crlf = i > 0 && i < text_.size() && text_[i - 1] == '\r' && text_[i] == '\n';
    const std::string_view rest = text_.substr(i);
    switch (assertion) {
      case Assertion::kTextBegin:
        return i == 0;
      case Assertion::kTextEnd:
        return rest.empty();
      case Assertion::kTextEndOrFinalBreak:
        return rest.empty() || rest == "\r\n" || ((rest == "\n" || rest == "\r") && !inside_crlf);
      case Assertion::kLineBegin:
        return i == 0 || (!rest.empty() && line_break(i - 1) && !inside_crlf);
      case Assertion::kLineEnd:
        return rest.empty() || (line_break(i) && !inside_crlf);
      case Assertion::kWordBoundary:
        return boundary;
      case Assertion::kNoWordBoundary:
        return !boundary;
    }
    return false;
  }

  std::string_view text_;
};

}  // namespace signalbox::test
