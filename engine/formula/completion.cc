#include <algorithm>

#include "base/sort.h"
#include "base/unicode.h"
#include "formula/cursor.h"
#include "formula/editing.h"
#include "formula/functions/registry.h"
#include "formula/names.h"
#include "formula/own_global.h"
#include "formula/picklist_place.h"
#include "formula/printer.h"
#include "formula/record_path.h"

namespace signalbox::formula {
namespace {

/// How well `name` goes with what has been typed: 0 begins with it, 1 has it inside, 2 not at all.
int rank(std::string_view name, std::string_view typed) {
  const std::size_t at = unicode::ascii_lower(name).find(typed);
  if (at == std::string::npos) return 2;
  return at == 0 ? 0 : 1;
}

/// The word that is completed, and what may stand there: nothing inside texts, comments and numbers.
struct Word {
  std::size_t from;
  bool takes_names;
};

Word word_at(std::string_view text, std::size_t offset, const Cursor& cursor) {
  if (cursor.at) {
    const TokenKind kind = cursor.at->kind;
    if (kind == TokenKind::kName || kind == TokenKind::kGlobal) return {cursor.at->span.begin, true};
    return {offset, false};
  }
  const bool joined = cursor.before && cursor.before->kind == TokenKind::kInvalid && cursor.before->span.end == offset;
  if (!joined) return {offset, true};
  if (text[cursor.before->span.begin] == '$') return {cursor.before->span.begin, true};
  // "Account." is a name and then a lone point: both belong to the word.
  const auto& name = cursor.second_before;
  const bool path = text[cursor.before->span.begin] == '.' && name && name->span.end == cursor.before->span.begin;
  return {path ? name->span.begin : offset, true};
}

class Completer {
 public:
  Completer(std::string_view text, std::size_t offset, const Scope& scope)
      : text_(text), offset_(offset), scope_(scope), cursor_(cursor_at(text, offset)) {}

  Completions run() {
    const Word word = word_at(text_, offset_, cursor_);
    completions_.from = word.from;
    completions_.to = offset_;
    const Field* picklist = picklist_at(text_, cursor_, scope_);
    if (picklist) values(*picklist);
    if (!word.takes_names) return std::move(completions_);
    typed_ = unicode::ascii_lower(text_.substr(word.from, offset_ - word.from));
    names();
    if (typed_.find('.') == std::string::npos && !typed_.starts_with('$')) functions();
    sort_all(found_, [](const Ranked& a, const Ranked& b) { return a.rank < b.rank; });
    for (Ranked& entry : found_) completions_.items.push_back(std::move(entry.completion));
    return std::move(completions_);
  }

 private:
  struct Ranked {
    int rank;
    Completion completion;
  };

  struct Path {
    std::string lower;
    std::optional<std::size_t> offered;  ///< Where in `found_`; in the first of equal paths.

    bool operator<(const Path& other) const { return lower < other.lower; }
  };

  void values(const Field& field) {
    const auto& at = cursor_.at;
    const bool in_text = at && (at->kind == TokenKind::kText || at->kind == TokenKind::kUnclosedText);
    if (at && !in_text && at->kind != TokenKind::kName) return;
    if (in_text) completions_.from = at->span.begin;
    if (in_text && at->kind == TokenKind::kText) completions_.to = at->span.end;
    const std::size_t begin = in_text ? at->span.begin + 1 : at ? at->span.begin : offset_;
    const std::string typed = unicode::ascii_lower(text_.substr(begin, offset_ - begin));
    for (const std::string& value : field.values) {
      if (rank(value, typed) == 2) continue;
      Completion item{{}, "value", field.label.empty() ? field.name : field.label, {}};
      append_text(value, item.label);
      completions_.items.push_back(std::move(item));
    }
  }

  void offer(std::string_view label, std::string_view kind, std::string_view detail, std::string_view info, bool fits) {
    const int how = rank(label, typed_);
    if (how == 2) return;
    found_.push_back(
        {2 * how + (fits ? 0 : 1), {std::string(label), std::string(kind), std::string(detail), std::string(info)}});
  }

  /// Does the argument that the caret is in take the type? True outside of calls.
  [[nodiscard]] bool fits(Type type) const {
    if (!cursor_.call) return true;
    const Span name = cursor_.call->name;
    const Function* function = find_function(text_.substr(name.begin, name.end - name.begin));
    if (!function || function->parameters.empty()) return true;
    return parameter_takes(function->parameter(cursor_.call->argument), type);
  }

  /// A path that others share up to a point behind what has been typed is offered up to that point, once.
  bool group(std::string_view name, bool fits) {
    if (rank(name, typed_) != 0) return false;
    const std::size_t point = next_point(name);
    if (point == std::string_view::npos) return false;
    const std::string_view path = name.substr(0, point);
    const auto below = std::equal_range(paths_.begin(), paths_.end(), Path{unicode::ascii_lower(path), {}});
    if (below.second - below.first < 2) return false;
    std::optional<std::size_t>& offered = below.first->offered;
    if (!offered) {
      offered = found_.size();
      offer(std::string(path) + ".", "path", std::to_string(below.second - below.first) + " names", "", fits);
    } else if (fits) {
      found_[*offered].rank &= ~1;
    }
    return true;
  }

  /// How far a name is offered at once: to the next point behind what has been typed.
  [[nodiscard]] std::size_t next_point(std::string_view name) const {
    // `$Milestone.` alone says too little: globals are offered with their second segment.
    const bool skips = name.starts_with('$') && typed_.find('.') == std::string::npos;
    return name.find('.', skips ? name.find('.') + 1 : typed_.size());
  }

  void add_path(std::string_view name) {
    paths_.push_back({unicode::ascii_lower(name.substr(0, next_point(name))), {}});
  }

  void find_paths() {
    for (const std::string_view name : scope_.names()) add_path(name);
    for (const std::string_view prefix : {kRecordPrefix, kPriorRecordPrefix}) {
      if (!has_prefix(typed_, prefix)) continue;
      for (std::size_t i = 0; i < scope_.layout().size(); ++i)
        add_path(std::string(prefix) + scope_.layout().field(i).name);
    }
    sort_all(paths_);
  }

  /// `prefix`: empty, or the record of a flow.
  void fields(std::string_view prefix) {
    for (std::size_t i = 0; i < scope_.layout().size(); ++i) {
      const Field& field = scope_.layout().field(i);
      const std::string name = std::string(prefix) + field.name;
      const bool taken = fits(field.type);
      if (!group(name, taken)) offer(name, "field", type_name(field.type), field.label, taken);
    }
  }

  /// The record of a flow is offered whole, and its fields once it is written.
  void record(std::string_view prefix) {
    if (has_prefix(typed_, prefix)) {
      fields(prefix);
    } else if (typed_.starts_with('$')) {
      offer(prefix, "path", std::to_string(scope_.layout().size()) + " names", "", true);
    }
  }

  void names() {
    find_paths();
    fields("");
    for (const Global& global : scope_.globals()) {
      const bool taken = fits(global.type);
      if (!group(global.name, taken)) offer(global.name, "global", type_name(global.type), global.meaning, taken);
    }
    for (const OwnGlobal& global : own_globals()) {
      // What flows write is offered to those who ask for globals.
      if (global.name == "$Now" || typed_.starts_with('$'))
        offer(global.name, "global", type_name(global.type), global.meaning, fits(global.type));
    }
    record(kRecordPrefix);
    record(kPriorRecordPrefix);
  }

  void functions() {
    for (const Family& family : families()) {
      for (const Function& function : family.functions) {
        if (function.form == Form::kRefused) continue;
        offer(function.name, "function", function.signature, function.sentence, false);
      }
    }
    for (const std::string_view keyword : kKeywords) offer(keyword, "keyword", "", "", false);
  }

  std::string_view text_;
  std::size_t offset_;
  const Scope& scope_;
  Cursor cursor_;
  std::string typed_;
  std::vector<Ranked> found_;
  std::vector<Path> paths_;  ///< Of all names, as far as they are offered at once; sorted.
  Completions completions_;
};

}  // namespace

Completions complete(std::string_view text, std::size_t offset, const Scope& scope) {
  return Completer(text, std::min(offset, text.size()), scope).run();
}

}  // namespace signalbox::formula
