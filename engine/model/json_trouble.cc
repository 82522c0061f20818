// What the JSON parser says when it cannot go on; duplicate members; the doors to the machine.
#include <algorithm>
#include <bit>
#include <cstring>

#include "base/limits.h"
#include "base/unicode.h"
#include "model/json_machine.h"

namespace signalbox::json {

namespace {

/// The characters at `begin` for a message: whole characters, not too many.
std::string quoted_source(std::string_view source, std::size_t begin, std::size_t end) {
  if (begin >= source.size()) return "the end of the document";
  end = std::min(end, begin + limits::kMaxQuotedBytes);
  while (end < source.size() && (static_cast<unsigned char>(source[end]) & 0xC0) == 0x80) ++end;
  const std::string_view text = source.substr(begin, end - begin);
  if (unicode::is_valid_utf8(text)) return std::string(text);
  constexpr char kHexDigits[] = "0123456789ABCDEF";
  const auto byte = static_cast<unsigned char>(source[begin]);
  return std::string("byte 0x") + kHexDigits[byte >> 4] + kHexDigits[byte & 0xF];
}

bool is_word(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

}  // namespace

bool Parser::Machine::fail(std::string_view code, std::size_t begin, std::size_t end, std::string sentence,
                           std::string expected) {
  Diagnostic diagnostic;
  diagnostic.code = code;
  diagnostic.path = path();
  diagnostic.span = {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(std::min(end, tree.source.size()))};
  diagnostic.sentence = std::move(sentence);
  diagnostic.expected = std::move(expected);
  diagnostic.found = quoted_source(tree.source, begin, end);
  diagnostics_->push_back(std::move(diagnostic));
  return false;
}

bool Parser::Machine::unexpected(std::string expected) {
  if (!at_end() && unicode::valid_utf8_prefix(tree.source.substr(position, 4)) == 0) {
    return fail("json-utf8", position, position + 1, "This byte is not valid UTF-8.", "UTF-8");
  }
  const std::string found =
      at_end() ? "the document ends" : "`" + quoted_source(tree.source, position, position + 1) + "` stands";
  std::string sentence = "Here " + found + " where " + expected + " is needed.";
  return fail("json-syntax", position, position + 1, std::move(sentence), std::move(expected));
}

bool Parser::Machine::no_value() {
  std::size_t end = position;
  while (end < tree.source.size() && is_word(tree.source[end])) ++end;
  if (end > position) {
    const std::string word = quoted_source(tree.source, position, end);
    return fail("json-syntax", position, end, "`" + word + "` is no JSON value.", "a JSON value");
  }
  if (peek() == '/' || peek() == '#') {
    return fail("json-syntax", position, position + 1, "JSON has no comments.", "a JSON value");
  }
  if (peek() == '\'') {
    return fail("json-syntax", position, position + 1, "Texts of JSON stand in double quotes.", "a JSON value");
  }
  return unexpected("a JSON value");
}

std::string Parser::Machine::path() const {
  std::string pointer;
  for (std::size_t i = 0; i < frames_.size(); ++i) {
    const bool innermost = i + 1 == frames_.size();
    if (frames_[i].entry.kind == Kind::kArray) {
      const std::size_t children_end = innermost ? pending_.size() : frames_[i + 1].first_child;
      pointer += '/' + std::to_string(children_end - frames_[i].first_child);
    } else if (!innermost || has_key_) {
      pointer += '/';
      for (const char c : tree.key(innermost ? next_ : frames_[i + 1].entry)) {
        pointer += c == '~' ? "~0" : (c == '/' ? "~1" : std::string(1, c));
      }
    }
  }
  return pointer;
}

std::size_t DuplicateFinder::find(const Tree& tree, const Entry* members, std::size_t count) {
  constexpr std::size_t kMaxProbes = 64;
  if (count < 2) return count;
  table_.assign(std::bit_ceil(2 * count), 0);
  const std::size_t mask = table_.size() - 1;
  for (std::size_t i = 0; i < count; ++i) {
    const std::string_view name = tree.key(members[i]);
    std::uint64_t hash = name.size() * 0x9E3779B97F4A7C15u;
    for (std::size_t at = 0; at < name.size(); at += 8) {
      std::uint64_t block = 0;
      std::memcpy(&block, name.data() + at, std::min<std::size_t>(8, name.size() - at));
      hash = (std::rotl(hash, 29) ^ block) * 0x9E3779B97F4A7C15u;
    }
    std::size_t slot = (hash >> 32) & mask;
    for (std::size_t probes = 0; table_[slot] != 0; slot = (slot + 1) & mask) {
      if (tree.key(members[table_[slot] - 1]) == name) return i;
      if (++probes > kMaxProbes) return find_by_sorting(tree, members, count);
    }
    table_[slot] = static_cast<std::uint32_t>(i + 1);
  }
  return count;
}

std::size_t DuplicateFinder::find_by_sorting(const Tree& tree, const Entry* members, std::size_t count) {
  table_.resize(count);
  for (std::size_t i = 0; i < count; ++i) table_[i] = static_cast<std::uint32_t>(i);
  std::sort(table_.begin(), table_.end(), [&](std::uint32_t a, std::uint32_t b) {
    const int order = tree.key(members[a]).compare(tree.key(members[b]));
    return order != 0 ? order < 0 : a < b;
  });
  std::size_t second = count;
  for (std::size_t i = 1; i < count; ++i) {
    const bool equal = tree.key(members[table_[i]]) == tree.key(members[table_[i - 1]]);
    if (equal) second = std::min<std::size_t>(second, table_[i]);
  }
  return second;
}

Parser::Parser() : machine_(std::make_unique<Machine>()) {}

Parser::~Parser() = default;

std::optional<std::size_t> Parser::read_first(std::string_view text, Diagnostics& diagnostics) {
  if (!machine_->parse(text, diagnostics)) return std::nullopt;
  return machine_->position;
}

bool Parser::read_only(std::string_view text, Diagnostics& diagnostics) {
  return machine_->parse(text, diagnostics) && machine_->expect_end();
}

Node Parser::root() const {
  return Node(&machine_->tree, static_cast<std::uint32_t>(machine_->tree.entries.size() - 1));
}

std::unique_ptr<const Document> Document::parse(std::string_view source, Diagnostics& diagnostics) {
  if (source.size() > limits::kMaxDocumentBytes) {
    const std::string most = std::to_string(limits::kMaxDocumentBytes) + " bytes";
    diagnostics.push_back({"json-too-large",
                           Severity::kError,
                           {},
                           {},
                           "The document has more than " + most + ".",
                           "at most " + most,
                           std::to_string(source.size()) + " bytes",
                           {}});
    return nullptr;
  }
  std::unique_ptr<char[]> copy(new char[source.size() + 1]);
  std::copy(source.begin(), source.end(), copy.get());
  auto machine = std::make_unique<Parser::Machine>();
  if (!machine->parse({copy.get(), source.size()}, diagnostics) || !machine->expect_end()) return nullptr;
  return std::unique_ptr<const Document>(
      new Document(std::move(copy), std::make_unique<Tree>(std::move(machine->tree))));
}

}  // namespace signalbox::json
