// Many records for many agents at once: the assignment with the best total score.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace signalbox::routing {

/// An agent who may take a record, and how well that would be.
struct Offer {
  std::uint32_t agent;
  std::uint32_t score_millionths;  ///< 0..1,000,000
};

/// By record, in the order in which they wait: who may take it, each agent at most once.
using Offers = std::vector<std::vector<Offer>>;

/// By agent: how many more records the agent can take.
using FreeUnits = std::vector<std::uint32_t>;

/// Who takes each record, or nobody.
struct Assignment {
  std::vector<std::optional<Offer>> taken;  ///< By record.
  std::uint32_t assigned = 0;
  std::uint64_t total_millionths = 0;
};

/// A record stays without an agent only when it cannot be served together with those before it that are served; of all
/// ways to serve just these records, one with the greatest total score is taken. (Records that can be served together
/// form a transversal matroid, so going in order also serves as many as possible.) Agents in `free_units` are those
/// that the offers name; what is taken is subtracted from it.
///
/// Successive shortest augmenting paths with potentials on whole numbers, hence exact and the same on every host
/// (Edmonds and Karp, 1972; Tomizawa, 1971). Agents that a search without success reached are set aside for good.
/// O(records x offers x log agents) at worst; near O(offers) while agents have room.
[[nodiscard]] Assignment assign_best(const Offers& offers, FreeUnits& free_units);

/// Each record in order takes its best offer among the agents with room; among equals the first one listed. That is
/// what deciding one by one does. O(offers).
[[nodiscard]] Assignment assign_one_by_one(const Offers& offers, FreeUnits& free_units);

/// Sum of the best offers of the records that `assignment` serves, as if every agent had room for all: no assignment
/// that serves these records exceeds it. O(offers).
[[nodiscard]] std::uint64_t bound_millionths(const Offers& offers, const Assignment& assignment);

}  // namespace signalbox::routing
