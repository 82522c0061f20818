// A record as it will be if nothing happens to it but that time passes.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "api/run.h"
#include "sla/turning.h"

namespace signalbox::api {

class RecordFuture final : public sla::Future {
 public:
  /// `record`, `clocks` and `contacts`, which are those of one instant, must outlive it and may change: see `forget`.
  /// Without a history there are no contacts.
  RecordFuture(const Program::Parts& program, const calendar::Calendar& calendar, std::span<const Value> record,
               const std::vector<sla::Clock>& clocks, std::span<const sla::ContactCount> contacts = {})
      : program_(program), calendar_(calendar), record_(record), clocks_(clocks), contacts_(contacts) {}

  [[nodiscard]] Value evaluate(const formula::Formula& formula, Instant at) override;
  /// What the formula reads of the record at that instant; up to the next call.
  [[nodiscard]] formula::Frame frame(const formula::Formula& formula, Instant at);
  [[nodiscard]] const sla::Clock& clock(std::uint32_t milestone) const override { return clocks_[milestone]; }
  [[nodiscard]] std::optional<Instant> contact_change(std::uint32_t contact, Instant from) const override {
    return contact < contacts_.size() ? contacts_[contact].next_change(from) : std::nullopt;
  }
  /// The record, or its clocks, are others now.
  void forget(std::span<const Value> record) {
    record_ = record;
    at_.reset();
    run_.arena.reset();
  }

 private:
  void move_to(Instant at);

  const Program::Parts& program_;
  const calendar::Calendar& calendar_;
  std::span<const Value> record_;
  const std::vector<sla::Clock>& clocks_;
  std::span<const sla::ContactCount> contacts_;
  Run run_;
  std::optional<Instant> at_;  ///< Of which `run_` holds the slots.
};

}  // namespace signalbox::api
