#include "formula/format.h"

#include "base/limits.h"
#include "formula/lexer.h"
#include "formula/own_global.h"
#include "formula/parser.h"
#include "formula/printer.h"
#include "formula/record_path.h"
#include "formula/report.h"

namespace signalbox::formula {
namespace {

bool is_bracket(const Token& token) {
  return token.kind == TokenKind::kLeftParen || token.kind == TokenKind::kRightParen ||
         token.kind == TokenKind::kMergeOpen || token.kind == TokenKind::kMergeClose;
}

std::string_view cut(std::string_view text, Span span) { return text.substr(span.begin, span.end - span.begin); }

/// The printer keeps every word but brackets, in order: the n-th word of the source is the n-th of the print.
class Merger {
 public:
  Merger(std::string_view source, std::string_view printed, const Scope& scope)
      : source_(source), printed_(printed), scope_(scope) {}

  std::string merge() {
    std::uint32_t copied = 0;
    for (Token token = next_token(printed_, 0); token.kind != TokenKind::kEnd;
         token = next_token(printed_, token.span.end)) {
      if (is_bracket(token)) continue;
      out_ += cut(printed_, {copied, token.span.begin});
      comments_before_next_word();
      if (token.kind == TokenKind::kComma && out_.ends_with(' ')) out_.pop_back();
      out_ += spelled(token);
      copied = token.span.end;
    }
    out_ += printed_.substr(copied);
    comments_before_next_word();
    if (out_.ends_with(' ')) out_.pop_back();
    return std::move(out_);
  }

 private:
  /// Copies the comments up to the source's next word, and steps over that word.
  void comments_before_next_word() {
    while (true) {
      const Token token = next_token(source_, position_);
      position_ = token.span.end;
      if (token.kind == TokenKind::kComment) {
        if (!out_.empty() && out_.back() != ' ' && out_.back() != '(') out_ += ' ';
        out_ += std::string(cut(source_, token.span)) + " ";
      } else if (!is_bracket(token)) {
        return;
      }
    }
  }

  /// As declared.
  [[nodiscard]] std::string spelled(const Token& token) const {
    const std::string_view word = cut(printed_, token.span);
    const bool name = token.kind == TokenKind::kName || token.kind == TokenKind::kGlobal;
    if (!name || next_token(printed_, token.span.end).kind == TokenKind::kLeftParen) return std::string(word);
    const auto found = scope_.find(word);
    if (!found) {
      const OwnGlobal* own = find_own_global(word);
      return std::string(own ? own->name : word);
    }
    if (found->is_global) return scope_.globals()[found->slot - scope_.layout().size()].name;
    const bool prior = has_prefix(word, kPriorRecordPrefix);
    const std::string_view prefix = prior ? kPriorRecordPrefix : has_prefix(word, kRecordPrefix) ? kRecordPrefix : "";
    return std::string(prefix) + scope_.layout().field(found->slot).name;
  }

  std::string_view source_;
  std::string_view printed_;
  const Scope& scope_;
  std::uint32_t position_ = 0;  ///< Of the source.
  std::string out_;
};

}  // namespace

std::optional<std::string> format(std::string_view text, const Scope& scope, Diagnostics& diagnostics) {
  if (text.size() > limits::kMaxFormulaBytes) {
    report(diagnostics, "too-long", {0, 0},
           "A formula has at most " + std::to_string(limits::kMaxFormulaBytes) + " bytes.");
    return std::nullopt;
  }
  Diagnostics found;
  const Ast ast = parse(text, found);
  const bool is_right = !has_errors(found);
  diagnostics.insert(diagnostics.end(), found.begin(), found.end());
  if (!is_right) return std::nullopt;
  const std::string printed = print(ast);
  return Merger(text, printed, scope).merge();
}

}  // namespace signalbox::formula
