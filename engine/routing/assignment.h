// Many records for many agents at once: the assignment with the best total score.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace signalbox::routing {

inline constexpr std::uint32_t kNoLimit = UINT32_MAX;

/// How many more records can be taken of those that count against it: an agent's room, or a cap.
struct Limit {
  std::uint32_t free;
  std::uint32_t within = kNoLimit;  ///< What counts here counts there as well; limits form trees.
};
using Limits = std::vector<Limit>;

/// An agent who may take a record, and how well that would be.
struct Offer {
  std::uint32_t limit;                  ///< Index into Limits: the innermost one that the record would count against.
  std::uint32_t score_millionths : 24;  ///< 0..1,000,000
  std::uint32_t is_return : 8;          ///< 1: to the former owner, which is better than any score.
};
/// An offer that is no return.
[[nodiscard]] constexpr Offer offer(std::uint32_t limit, std::uint32_t score_millionths) {
  return {limit, score_millionths, 0};
}

/// So many records at once keep sums of scores and returns within 64 bits.
inline constexpr std::size_t kMaxAssigned = 1'000'000;

/// By record, in the order in which they wait: who may take it. At most kMaxAssigned.
using Offers = std::vector<std::vector<Offer>>;

/// Who takes each record, or nobody.
struct Assignment {
  std::vector<std::optional<Offer>> taken;  ///< By record.
  std::uint32_t assigned = 0;
  std::uint64_t total_millionths = 0;
};

/// A record stays without an agent only when it cannot be served together with those before it that are served; of all
/// ways to serve just these records, one with the most returns is taken, and of these one with the greatest total
/// score. (Records that can be served together form a transversal matroid, so going in order also serves as many as
/// possible.)
///
/// Successive shortest augmenting paths with potentials on whole numbers, hence exact and the same on every host
/// (Edmonds and Karp, 1972; Tomizawa, 1971). Limits that a search without success reached are set aside for good.
/// O(records x offers x log limits) at worst; near O(offers) while agents have room.
[[nodiscard]] Assignment assign_best(const Offers& offers, const Limits& limits);

}  // namespace signalbox::routing
