// Who of a large queue may take a record: by columns, 64 agents at a time where bits tell, instead of one by one.
#pragma once

#include "routing/eligibility.h"

namespace signalbox::routing {

/// Asks the columns of directory and roster, and those few agents one by one of whom columns do not tell all.
class Sieve {
 public:
  /// `queue` has columns.
  Sieve(const Policy& policy, const RouteInput& input, const Queue& queue, Eligibility& eligibility, Result& result)
      : policy_(policy), input_(input), queue_(queue), eligibility_(eligibility), result_(result), left_(result.left) {}

  /// Can it judge by these needs? Formulas may fail, which is reported for those who come so far: they are asked one by
  /// one.
  [[nodiscard]] static bool takes(const std::vector<Need>& needs);

  /// Leaves in Result::left the members who meet every requirement in force.
  /// O(requirements x (agents / 64 + members left)).
  void run();
  /// Sum of the levels of what is required, of an agent who is left.
  [[nodiscard]] std::uint32_t tenths(AgentIndex agent) const;

 private:
  void keep_by_bits(const Need& need);
  void drop_one_by_one(const Need& need);
  void drop_doubtful(const Need& need, const AgentBits& doubtful);
  void drop_lists(const SharedLists& lists, const std::vector<bool>& holds);
  void drop_full(const Need& need);
  void drop_closed();
  [[nodiscard]] bool fails(const Need& need, AgentIndex agent);
  [[nodiscard]] std::vector<bool> serving_lists(const Need& need) const;

  const Policy& policy_;
  const RouteInput& input_;
  const Queue& queue_;
  Eligibility& eligibility_;
  Result& result_;
  AgentBits& left_;
};

}  // namespace signalbox::routing
