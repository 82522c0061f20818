#include "model/layout.h"

#include <bit>

#include "base/unicode.h"

namespace signalbox {

namespace {

constexpr std::uint64_t kFnvOffset = 0xCBF29CE484222325u;
constexpr std::uint64_t kFnvPrime = 0x100000001B3u;

std::uint64_t fnv(std::uint64_t hash, std::string_view bytes) {
  for (const char c : bytes) hash = (hash ^ static_cast<unsigned char>(c)) * kFnvPrime;
  return hash;
}

/// Equal for names that differ only in ASCII case: the bit that tells the cases apart is set in every byte.
std::uint32_t name_hash(std::string_view name) {
  std::uint32_t hash = 0x811C9DC5u;
  for (const char c : name) hash = (hash ^ (static_cast<unsigned char>(c) | 0x20u)) * 0x01000193u;
  return hash ^ (hash >> 15);
}

}  // namespace

Layout::Layout(std::vector<Field> fields) : fields_(std::move(fields)) {
  by_name_.assign(std::bit_ceil(2 * fields_.size() + 1), 0);
  const std::size_t mask = by_name_.size() - 1;
  fingerprint_ = kFnvOffset;
  for (std::uint32_t slot = 0; slot < fields_.size(); ++slot) {
    const Field& field = fields_[slot];
    fingerprint_ = fnv(fnv(fnv(fnv(fingerprint_, field.name), ":"), type_name(field.type)), "\n");
    has_paths_ = has_paths_ || field.name.find('.') != std::string::npos;
    has_locations_ = has_locations_ || field.type == Type::kLocation;
    if (find(field.name)) continue;
    std::size_t at = name_hash(field.name) & mask;
    while (by_name_[at] != 0) at = (at + 1) & mask;
    by_name_[at] = slot + 1;
  }
}

std::optional<Layout::Part> Layout::find_part(std::string_view name) const {
  if (!has_locations_) return std::nullopt;
  std::string whole;
  const auto part = part_of_location(name, whole);
  const auto slot = part ? find(whole) : std::nullopt;
  if (!slot || fields_[*slot].type != Type::kLocation) return std::nullopt;
  return Part{*slot, *part};
}

std::optional<std::uint32_t> Layout::find(std::string_view name) const {
  const std::size_t mask = by_name_.size() - 1;
  for (std::size_t at = name_hash(name) & mask; by_name_[at] != 0; at = (at + 1) & mask) {
    const std::uint32_t slot = by_name_[at] - 1;
    if (unicode::equals_ignoring_ascii_case(fields_[slot].name, name)) return slot;
  }
  return std::nullopt;
}

}  // namespace signalbox
