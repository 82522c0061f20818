#include "model/json.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "base/limits.h"
#include "model/json_tree.h"

namespace signalbox::json {

namespace {

/// Bytes that one character or escape of a text takes in the source, and decoded.
struct Unit {
  std::uint32_t source;
  std::uint32_t decoded;
};

/// The unit at `offset` of a source that has been parsed.
Unit unit_at(std::string_view source, std::size_t offset) {
  if (source[offset] != '\\') return {1, 1};
  if (source[offset + 1] != 'u') return {2, 1};
  const auto code = static_cast<std::uint32_t>(hex_digits(source, offset + 2));
  if (is_high_surrogate(code)) return {12, 4};
  return {6, code < 0x80 ? 1u : (code < 0x800 ? 2u : 3u)};
}

}  // namespace

Span Tree::key_span(const Entry& member) const {
  std::uint32_t end = member.key_begin + 1;
  if (!member.key_decoded) return {member.key_begin, end + member.key.size + 1};
  while (source[end] != '"') end += unit_at(source, end).source;
  return {member.key_begin, end + 1};
}

Kind Node::kind() const { return tree_->entries[index_].kind; }

std::string_view Node::kind_name() const {
  constexpr std::array<std::string_view, 6> kNames = {"null", "boolean", "number", "text", "array", "object"};
  return kNames[static_cast<std::size_t>(kind())];
}

bool Node::as_bool() const { return tree_->entries[index_].value; }

std::string_view Node::as_text() const {
  const Entry& entry = tree_->entries[index_];
  return tree_->piece(entry.text, entry.text_decoded);
}

std::size_t Node::size() const {
  const Entry& entry = tree_->entries[index_];
  return entry.kind == Kind::kArray || entry.kind == Kind::kObject ? entry.text.size : 0;
}

Node Node::at(std::size_t index) const {
  return Node(tree_, tree_->entries[index_].text.offset + static_cast<std::uint32_t>(index));
}

std::string_view Node::key(std::size_t index) const { return tree_->key(tree_->entries[at(index).index_]); }

Span Node::key_span(std::size_t index) const { return tree_->key_span(tree_->entries[at(index).index_]); }

std::optional<Node> Node::find(std::string_view name) const {
  if (kind() != Kind::kObject) return std::nullopt;
  for (std::size_t i = 0; i < size(); ++i) {
    if (key(i) == name) return at(i);
  }
  return std::nullopt;
}

std::string Node::pointer() const {
  std::string pointer;
  const std::vector<Entry>& entries = tree_->entries;
  const std::uint32_t begin = entries[index_].span.begin;
  for (std::size_t at = entries.size() - 1; at != index_;) {
    const Entry& container = entries[at];
    const Entry* first = entries.data() + container.text.offset;
    // The last child that begins no later.
    const Entry* child =
        std::upper_bound(first, first + container.text.size, begin,
                         [](std::uint32_t place, const Entry& one) { return place < one.span.begin; }) -
        1;
    pointer += '/';
    pointer += container.kind == Kind::kObject ? pointer_token(tree_->key(*child)) : std::to_string(child - first);
    at = static_cast<std::size_t>(child - entries.data());
  }
  return pointer;
}

std::string pointer_token(std::string_view name) {
  std::string token;
  for (const char c : name) {
    if (c == '~') {
      token += "~0";
    } else if (c == '/') {
      token += "~1";
    } else {
      token += c;
    }
  }
  return token;
}

Span Node::span() const { return tree_->entries[index_].span; }

Span Node::span_inside_text(Span inner) const {
  const Entry& entry = tree_->entries[index_];
  const std::uint32_t start = entry.span.begin + 1;
  if (!entry.text_decoded) return {start + inner.begin, start + inner.end};
  Span result{start, start};
  std::uint32_t decoded = 0;
  for (std::uint32_t at = start; decoded < inner.end && tree_->source[at] != '"';) {
    const Unit unit = unit_at(tree_->source, at);
    at += unit.source;
    decoded += unit.decoded;
    if (decoded <= inner.begin) result.begin = at;
    result.end = at;
  }
  if (result.end < result.begin) result.end = result.begin;
  return result;
}

int hex_digits(std::string_view source, std::size_t offset) {
  constexpr std::size_t kDigits = 4;
  if (source.size() < offset + kDigits) return -1;
  int value = 0;
  for (const char c : source.substr(offset, kDigits)) {
    int digit = -1;
    if (c >= '0' && c <= '9') digit = c - '0';
    if (c >= 'a' && c <= 'f') digit = c - 'a' + 10;
    if (c >= 'A' && c <= 'F') digit = c - 'A' + 10;
    if (digit < 0) return -1;
    value = value * 16 + digit;
  }
  return value;
}

Document::Document(std::unique_ptr<char[]> source, std::unique_ptr<Tree> tree)
    : source_(std::move(source)), tree_(std::move(tree)) {}

Document::~Document() = default;

Node Document::root() const { return Node(tree_.get(), static_cast<std::uint32_t>(tree_->entries.size() - 1)); }

std::string_view Document::source() const { return tree_->source; }

}  // namespace signalbox::json
