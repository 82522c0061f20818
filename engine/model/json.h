// JSON documents with the place of every value, so that a diagnostic can point at it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"

namespace signalbox::json {

enum class Kind : unsigned char { kNull, kBool, kNumber, kText, kArray, kObject };

struct Tree;

/// One value of a document: a light handle (copy it freely) that lives as long as its Document.
class Node {
 public:
  [[nodiscard]] Kind kind() const;
  [[nodiscard]] bool is(Kind kind) const { return this->kind() == kind; }
  /// "text", "number", "object" ...: for messages.
  [[nodiscard]] std::string_view kind_name() const;
  [[nodiscard]] bool as_bool() const;                           ///< kBool only.
  [[nodiscard]] std::string_view as_text() const;               ///< kText: decoded. kNumber: the characters as written.
  [[nodiscard]] std::size_t size() const;                       ///< Elements or members; 0 for others.
  [[nodiscard]] Node at(std::size_t index) const;               ///< Element, or member's value. O(1).
  [[nodiscard]] std::string_view key(std::size_t index) const;  ///< Member's name.
  [[nodiscard]] Span key_span(std::size_t index) const;
  /// Member by exact name; nullopt when absent. O(members).
  [[nodiscard]] std::optional<Node> find(std::string_view name) const;
  /// JSON pointer (RFC 6901) from the document's root. O(depth x log of the members).
  [[nodiscard]] std::string pointer() const;
  /// Where the value stands in the source, quotes and brackets included.
  [[nodiscard]] Span span() const;
  /// Source span of decoded bytes [inner.begin, inner.end) of a kText value: a formula's own span -> place in the
  /// document. O(length).
  [[nodiscard]] Span span_inside_text(Span inner) const;

 private:
  friend class Document;
  friend class Parser;
  Node(const Tree* tree, std::uint32_t index) : tree_(tree), index_(index) {}
  const Tree* tree_;
  std::uint32_t index_;
};

/// A name as a JSON pointer has it (RFC 6901).
[[nodiscard]] std::string pointer_token(std::string_view name);

/// A parsed document, strict RFC 8259: UTF-8 checked, no duplicate members, nothing after the value, depth, size and
/// number limits of base/limits.h. Immutable.
class Document {
 public:
  /// On failure: nullptr, and exactly one diagnostic (codes `json-syntax`, `json-duplicate-member`, `json-too-deep`,
  /// `json-too-large`, `json-number`, `json-utf8`) with its place. O(n). The source is copied.
  static std::unique_ptr<const Document> parse(std::string_view source, Diagnostics& diagnostics);

  [[nodiscard]] Node root() const;
  [[nodiscard]] std::string_view source() const;
  ~Document();

 private:
  Document(std::unique_ptr<char[]> source, std::unique_ptr<Tree> tree);
  std::unique_ptr<char[]> source_;
  std::unique_ptr<Tree> tree_;
};

/// Reads many values one after another (records in an array, JSON lines) as strictly as Document, without copying the
/// text and into the same storage: what `root` gave before is invalid after the next read.
class Parser {
 public:
  Parser();
  ~Parser();

  /// Reads the value that `text` begins with (white space before it is skipped) and returns the bytes up to its end;
  /// nullopt and exactly one diagnostic when there is none. `text` must outlive the value. Spans count from its
  /// beginning.
  std::optional<std::size_t> read_first(std::string_view text, Diagnostics& diagnostics);
  /// The same for a text that has to hold one value and nothing else.
  bool read_only(std::string_view text, Diagnostics& diagnostics);
  /// The value read last, successfully.
  [[nodiscard]] Node root() const;

 private:
  friend class Document;
  struct Machine;
  std::unique_ptr<Machine> machine_;
};

}  // namespace signalbox::json
