// What a step sees and may do while a token stands at it.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "workflow/content.h"
#include "workflow/run.h"
#include "workflow/world.h"

namespace signalbox::workflow {

class Advance;

class Visit {
 public:
  Visit(Advance& advance, std::uint32_t token) : advance_(advance), token_(token) {}

  [[nodiscard]] Instant now() const;
  [[nodiscard]] const Step& step() const;
  /// Valid until tokens are added.
  [[nodiscard]] Token& token() const;
  [[nodiscard]] Run& run() const;
  [[nodiscard]] World& world() const;
  [[nodiscard]] const Layout& layout() const;
  [[nodiscard]] const Workflow& workflow() const;

  /// An error is noted as the failure `evaluation` of this visit.
  [[nodiscard]] Value evaluate(const rules::PlacedFormula& placed);
  [[nodiscard]] Value value_of(const Content& content);
  /// As text; numbers and dates as formulas show them.
  [[nodiscard]] std::string text_of(const Content& content);
  /// The first error that evaluating met, as a failure.
  [[nodiscard]] std::optional<Outcome> trouble() const { return trouble_; }
  /// Takes it back: the step goes on without the value.
  void forgive() { trouble_.reset(); }

  [[nodiscard]] Value output(std::uint32_t index) const;
  void set_output(std::uint32_t index, const Value& value);
  void set_output(std::uint32_t index, std::string_view text) { set_output(index, Value::text(text)); }
  /// Sets fields of the record now, and tells the host; nothing when there are none.
  struct FieldValue {
    std::uint32_t slot;
    Value value;
  };
  void set_fields(const std::vector<FieldValue>& fields);

  /// A command for the host, with its key; `write` adds members. Behind the first of an attempt they are numbered.
  void command(std::string_view name, const std::function<void(json::Writer&)>& write);
  /// When the lapse that begins now is over. Unknown hours: nullopt, noted as the failure `unknown-hours`.
  [[nodiscard]] std::optional<Instant> after(const Lapse& lapse);
  /// Sets the timer of this token, or its timeout; false as `after` says.
  bool wait(const Lapse& lapse);
  bool limit(const Lapse& lapse);
  void wait_until(Instant at);
  /// A token at the beginning of a block of this step; it moves when the visit is over. When the run has too many
  /// branches: nothing, noted as the failure `too-many-branches`.
  void begin_block(std::uint32_t block, std::int64_t index);
  /// All tokens that came of this one are gone.
  void drop_children();
  /// Tokens that came of this one and are under way.
  [[nodiscard]] std::size_t count_children() const;
  /// For the journey: what happened, in a word and with details.
  void trace(std::string_view word, std::string_view detail);

 private:
  Advance& advance_;
  std::uint32_t token_;
  std::optional<Outcome> trouble_;
};

/// A value that a host or a person gave, as the type needs it; a list of texts becomes one text with `;` between them.
/// kFieldType when it is of another type.
[[nodiscard]] Value read_answer_value(json::Node node, Type type, Arena& arena);

}  // namespace signalbox::workflow
