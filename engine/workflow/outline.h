// A first look at the steps of a document: which there are, in which blocks, and what they return. Formulas come after
// it, because they may name any step.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/reader.h"
#include "model/type.h"
#include "rules/table.h"

namespace signalbox::workflow {

struct KindEntry;

struct OutlineStep {
  Place place;
  Place payload;  ///< The value of the member that names the kind.
  std::string id;
  const KindEntry* kind;
  std::size_t block;
  bool is_compensation;
  std::vector<Field> outputs;
};

struct OutlineBlock {
  std::string path;  ///< JSON pointer of its list.
  std::vector<std::size_t> steps;
  std::optional<std::size_t> owner;
};

class Outline {
 public:
  /// `decisions`: those of the definition; must outlive it.
  explicit Outline(const std::vector<rules::Table>& decisions) : decisions_(decisions) {}

  /// Reads the list at `place` and all that are inside; every error is reported (`duplicate-step`, `bad-name`,
  /// `step-kind`, `empty-block`, `too-many`).
  void read(const Place& place);
  /// A definition without steps: one block with none.
  void read_nothing() { blocks_.emplace_back(); }

  [[nodiscard]] const std::vector<OutlineStep>& steps() const { return steps_; }
  [[nodiscard]] const std::vector<OutlineBlock>& blocks() const { return blocks_; }

  // For the kinds, about the step that is being read.

  /// A value that the step returns.
  void output(std::string_view name, Type type);
  /// Values that a document declares: `{"name": "Type"}`.
  void outputs(const Place& place);
  /// The outputs of a decision: Text for lists. Nothing when there is none of that name.
  void decision(std::string_view name);
  /// A block of the step.
  void block(const Place& place);

 private:
  void read_block(const Place& place, std::optional<std::size_t> owner);
  void read_step(const Place& place, std::size_t block);
  [[nodiscard]] std::string read_id(const Place& place);
  [[nodiscard]] bool claim(const Place& place, const std::string& id);
  void read_compensation(const Place& place, const std::string& id);
  std::optional<std::size_t> add(const Place& place, std::string id, std::size_t block, bool is_compensation);

  const std::vector<rules::Table>& decisions_;
  std::vector<OutlineStep> steps_;
  std::vector<OutlineBlock> blocks_;
  std::vector<std::string> ids_;  ///< Lower case.
  std::size_t current_ = 0;
};

}  // namespace signalbox::workflow
