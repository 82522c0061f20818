// Where the parser of FEEL is in its text, and the tree that it builds there.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "base/limits.h"
#include "dmn/feel.h"
#include "dmn/feel_words.h"
#include "model/reader.h"

namespace signalbox::dmn {

class FeelCursor {
 public:
  FeelCursor(std::string_view text, const FeelNames& names, Diagnostics& diagnostics)
      : names_(names), diagnostics_(diagnostics) {
    feel_.source = text;
    advance();
  }

 protected:
  using Index = std::uint32_t;

  void advance() {
    end_of_last_ = word_.span.end;
    word_ = next_word(feel_.source, word_.span.end, names_);
  }
  [[nodiscard]] bool is_sign(std::string_view sign) const {
    return word_.kind == WordKind::kSign && word_.text == sign;
  }
  [[nodiscard]] bool is_name(std::string_view name) const {
    return word_.kind == WordKind::kName && word_.text == name;
  }
  Index add(FeelNode node) {
    node.span.end = std::max(end_of_last_, node.span.begin);
    for (const Index child : node.children) node.height = std::max(node.height, feel_.nodes[child].height + 1);
    if (node.height > limits::kMaxFormulaDepth) return too_deep();
    feel_.nodes.push_back(std::move(node));
    return static_cast<Index>(feel_.nodes.size() - 1);
  }
  Index add(FeelNode node, std::uint32_t begin) {
    node.span.begin = begin;
    return add(std::move(node));
  }

  /// One report: what follows the first mistake is seldom a second one in texts this short.
  Index fail(std::string code, std::string sentence, std::string expected) {
    if (!failed_) {
      failed_ = true;
      const std::string_view found = feel_.source.substr(word_.span.begin, word_.span.end - word_.span.begin);
      diagnostics_.push_back(Diagnostic{std::move(code),
                                        Severity::kError,
                                        {},
                                        word_.span,
                                        std::move(sentence),
                                        std::move(expected),
                                        found.empty() ? "the end" : quote_for_message(found),
                                        {}});
    }
    const std::uint32_t begin = word_.span.begin;
    word_ = {WordKind::kEnd,
             {static_cast<std::uint32_t>(feel_.source.size()), static_cast<std::uint32_t>(feel_.source.size())},
             {}};
    return add({}, begin);
  }
  Index unexpected(std::string expected) {
    const std::string_view here = feel_.source.substr(word_.span.begin, word_.span.end - word_.span.begin);
    const std::string shown = here.empty() ? "the end" : "`" + quote_for_message(here) + "`";
    return fail("feel-syntax", "Here stands " + shown + ", where " + expected + " should be.", expected);
  }
  Index unsupported(const std::string& what) {
    return fail("feel-unsupported", "FEEL's " + what + " cannot be translated into a formula.",
                "what docs/tables-in-and-out.md lists");
  }
  Index too_deep() {
    return fail("too-deep", "This expression is nested too deeply.",
                "at most " + std::to_string(limits::kMaxFormulaDepth) + " levels");
  }
  void expect(std::string_view sign) {
    if (is_sign(sign)) return advance();
    unexpected("`" + std::string(sign) + "`");
  }

  void finish(Index root) {
    if (word_.kind != WordKind::kEnd) root = unexpected("the end");
    // The root is the last node, also after a failure.
    if (root + 1 != feel_.nodes.size()) feel_.nodes.push_back(feel_.nodes[root]);
  }

  [[nodiscard]] Feel take() { return std::move(feel_); }

  const FeelNames& names_;
  Diagnostics& diagnostics_;
  Feel feel_;
  Word word_;

 private:
  bool failed_ = false;

 protected:
  std::uint32_t end_of_last_ = 0;  ///< Where the word before this one ends.
};

}  // namespace signalbox::dmn
