// What the reader of one step may ask while formulas are compiled.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "model/reader.h"
#include "workflow/content.h"
#include "workflow/outline.h"
#include "workflow/workflow.h"

namespace signalbox::workflow {

/// What the rest of the definition offers to its workflow.
struct Surroundings {
  const formula::Scope& scope;  ///< Of the program.
  const std::vector<rules::Table>& decisions;
  std::vector<std::string_view> policies;
  std::vector<std::string_view> starts;  ///< Steps that escalations start.
};

/// A field with what goes into it.
struct FieldContent {
  std::uint32_t slot;
  Content content;
};

/// Reports every error; what it yields then is of no use, as the workflow is not.
class Reading {
 public:
  Reading(const Surroundings& around, const Outline& outline, const Workflow& workflow, std::size_t step)
      : around_(around), outline_(outline), workflow_(workflow), step_(step) {}

  [[nodiscard]] const Layout& layout() const { return around_.scope.layout(); }
  [[nodiscard]] std::vector<std::string_view> field_names() const;
  /// Does the global of that slot change by itself as time passes?
  [[nodiscard]] bool is_timed(std::uint32_t slot) const;
  [[nodiscard]] Content content(const Place& place, Type type) const;
  /// Of any type: text, number, Checkbox or formula.
  [[nodiscard]] Content any_content(const Place& place) const;
  [[nodiscard]] std::optional<Content> find_content(const Place& object, std::string_view name, Type type) const;
  [[nodiscard]] std::optional<rules::PlacedFormula> formula(const Place& place, Type type) const;
  /// `{"Field__c": content}`.
  [[nodiscard]] std::vector<FieldContent> fields(const Place& place) const;
  /// A field's name.
  [[nodiscard]] std::optional<std::uint32_t> field(const Place& place) const;
  /// `["Field__c"]`, at least one.
  [[nodiscard]] std::vector<std::uint32_t> field_list(const Place& place) const;
  /// `{"name": content of any type}`.
  [[nodiscard]] std::vector<NamedContent> named(const Place& place) const;
  /// A content, or a list of them.
  [[nodiscard]] Recipient recipient(const Place& place) const;
  /// The id of a step of the same block, or `end`.
  [[nodiscard]] std::optional<Way> way(const Place& place) const;
  [[nodiscard]] std::optional<Way> find_way(const Place& object, std::string_view name) const;
  /// The block whose list stands at `place`.
  [[nodiscard]] std::optional<std::uint32_t> block(const Place& place) const;
  [[nodiscard]] std::optional<std::uint32_t> decision(const Place& place) const;
  [[nodiscard]] std::optional<std::uint32_t> policy(const Place& place) const;
  /// `"4h"`, or `{"for": "4h", "hours": "EMEA support"}`.
  [[nodiscard]] std::optional<Lapse> lapse(const Place& place) const;
  [[nodiscard]] std::optional<Lapse> find_lapse(const Place& object, std::string_view name) const;
  [[nodiscard]] std::optional<std::int64_t> duration(const Place& place) const;
  /// Index of the step's output among Workflow::data.
  [[nodiscard]] std::uint32_t output(std::string_view name) const;
  [[nodiscard]] const std::vector<Field>& outputs() const { return outline_.steps()[step_].outputs; }

 private:
  const Surroundings& around_;
  const Outline& outline_;
  const Workflow& workflow_;
  std::size_t step_;
};

/// Text, Picklist, MultiPicklist and Id: records hold them as text.
[[nodiscard]] bool is_text_like(Type type);

}  // namespace signalbox::workflow
