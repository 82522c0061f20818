// The JSON parser: a machine without recursion, so that no depth of nesting can exhaust the stack.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/json_tree.h"

namespace signalbox::json {

/// Finds members of the same name in about linear time, however they were chosen.
class DuplicateFinder {
 public:
  /// The second of the first pair of members with equal names; members.size() when all differ. O(n) expected, O(n log
  /// n) at worst.
  std::size_t find(const Tree& tree, const Entry* members, std::size_t count);

 private:
  std::size_t find_by_sorting(const Tree& tree, const Entry* members, std::size_t count);
  std::vector<std::uint32_t> table_;
};

struct Parser::Machine {
  /// Parses one value at the beginning of `text` into `tree`. False: exactly one diagnostic was added.
  bool parse(std::string_view text, Diagnostics& diagnostics);
  /// Checks that only white space is left.
  bool expect_end();

  Tree tree;
  std::size_t position = 0;  ///< Behind the value.

 private:
  /// A container whose end has not come yet.
  struct Frame {
    Entry entry;
    std::size_t first_child;  ///< Index in `pending_`.
  };
  enum class Next : unsigned char { kValue, kAfterValue };

  bool step(Next& next);
  bool take_value(Next& next);
  bool take_after_value(Next& next);
  bool open_container(Entry entry, Next& next);
  bool close_container();
  bool take_key();
  bool take_text(TextPiece& piece, bool& is_decoded);
  bool decode_text(std::size_t start, TextPiece& piece);
  bool take_escape();
  bool take_unicode_escape();
  bool take_number(Entry& entry);
  bool check_number(std::size_t start, bool has_exponent);
  bool take_digits(std::string_view where);
  bool take_literal(Entry& entry);
  bool finish_value(Entry entry);
  void skip_space();
  [[nodiscard]] bool at_end() const { return position == tree.source.size(); }
  [[nodiscard]] char peek() const { return at_end() ? '\0' : tree.source[position]; }
  [[nodiscard]] bool at_digit() const { return !at_end() && peek() >= '0' && peek() <= '9'; }

  bool fail(std::string_view code, std::size_t begin, std::size_t end, std::string sentence, std::string expected);
  bool unexpected(std::string expected);
  bool no_value();
  [[nodiscard]] std::string path() const;

  std::vector<Entry> pending_;  ///< Finished children of unfinished containers.
  std::vector<Frame> frames_;
  Entry next_;  ///< Holds the name of the member whose value comes next.
  bool has_key_ = false;
  DuplicateFinder duplicates_;
  Diagnostics* diagnostics_ = nullptr;
};

}  // namespace signalbox::json
