// The slots that formulas read: the record, the clocks and the decisions.
#pragma once

#include <span>
#include <vector>

#include "api/run.h"

namespace signalbox::api {

/// Fills the slots of a run. Each decision is evaluated once at most, whoever asks for it.
class SlotReader {
 public:
  /// `quantities_read`: by slot after the fields, whether somebody reads it.
  SlotReader(const Program::Parts& program, const calendar::Calendar& calendar, Instant now,
             const std::vector<bool>& quantities_read, Run& run)
      : program_(program), calendar_(calendar), now_(now), quantities_read_(quantities_read), run_(run) {}

  /// `with_globals`: somebody reads clocks, contacts or decisions; else formulas are shown the record as it is.
  void start(std::span<const Value> record, bool with_globals = true);
  /// From the record alone; only those that are read, or all.
  void read_clocks(bool all);
  /// Of a record with its history: how often it was in contact.
  void show_contacts(std::span<const sla::ContactCount> contacts);
  /// What is known of a clock.
  void show(std::uint32_t milestone, const sla::Clock& clock);
  /// What the decision yields that sets the target; blank when there is none.
  [[nodiscard]] Value target_of(const sla::Milestone& milestone);
  /// Fills the slots of decisions' outputs before somebody reads them.
  void supply(const std::vector<std::uint32_t>& reads);
  /// The same for a formula, which may read slots of agents as well.
  void supply(const formula::Formula& formula);
  const rules::Evaluation& decision(std::uint32_t index);

 private:
  [[nodiscard]] bool is_read(std::uint32_t milestone) const;
  /// How often a record was in contact only its history tells.
  void report_contacts();
  void read_clock(std::uint32_t index);
  void supply(std::uint32_t read);

  const Program::Parts& program_;
  const calendar::Calendar& calendar_;
  Instant now_;
  const std::vector<bool>& quantities_read_;
  Run& run_;
};

}  // namespace signalbox::api
