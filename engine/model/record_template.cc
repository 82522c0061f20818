#include "model/record_template.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "base/unicode.h"
#include "model/record_reader.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace signalbox {

namespace {

constexpr std::size_t kWord = sizeof(std::uint64_t);

std::uint64_t word_at(const char* bytes) {
  std::uint64_t word;
  std::memcpy(&word, bytes, kWord);
  return word;
}

/// Are `size` bytes equal? `literal` may be read up to the next multiple of a word.
bool same_bytes(const char* text, std::size_t readable, const char* literal, std::size_t size) {
  if (readable < size) return false;
  if constexpr (std::endian::native != std::endian::little) return std::memcmp(text, literal, size) == 0;
  while (size >= kWord) {
    if (word_at(text) != word_at(literal)) return false;
    text += kWord;
    literal += kWord;
    size -= kWord;
    readable -= kWord;
  }
  if (size == 0) return true;
  if (readable < kWord) return std::memcmp(text, literal, size) == 0;
  return ((word_at(text) ^ word_at(literal)) << (8 * (kWord - size))) == 0;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// The plain part of a text: up to the first quote, backslash or control character.
struct Plain {
  const char* end;
  bool ascii;
};

Plain plain_part(const char* at, const char* end) {
  bool ascii = true;
#ifdef __SSE2__
  for (; end - at >= static_cast<std::ptrdiff_t>(sizeof(__m128i)); at += sizeof(__m128i)) {
    const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    const __m128i quotes = _mm_cmpeq_epi8(block, _mm_set1_epi8('"'));
    const __m128i escapes = _mm_cmpeq_epi8(block, _mm_set1_epi8('\\'));
    const __m128i controls = _mm_cmpeq_epi8(_mm_min_epu8(block, _mm_set1_epi8(0x1F)), block);
    const auto stops = static_cast<unsigned>(_mm_movemask_epi8(_mm_or_si128(_mm_or_si128(quotes, escapes), controls)));
    const auto high = static_cast<unsigned>(_mm_movemask_epi8(block));
    // Bits of characters before the first stop.
    ascii = ascii && (high & (stops - 1) & ~stops) == 0;
    if (stops != 0) return {at + std::countr_zero(stops), ascii};
  }
#else
  constexpr std::uint64_t kOnes = 0x0101010101010101u;
  constexpr std::uint64_t kHighs = 0x8080808080808080u;
  for (; end - at >= static_cast<std::ptrdiff_t>(kWord); at += kWord) {
    const std::uint64_t block = word_at(at);
    const std::uint64_t quotes = block ^ (kOnes * '"');
    const std::uint64_t escapes = block ^ (kOnes * '\\');
    const std::uint64_t stops = ((quotes - kOnes) & ~quotes) | ((escapes - kOnes) & ~escapes) | (block - kOnes * 0x20);
    // Other than ASCII or a stop: byte by byte.
    if (((stops | block) & kHighs) != 0) break;
  }
#endif
  for (; at < end; ++at) {
    const auto c = static_cast<unsigned char>(*at);
    if (c == '"' || c == '\\' || c < 0x20) break;
    ascii = ascii && c < 0x80;
  }
  return {at, ascii};
}

/// Are the types' values written as texts and kept as they are?
bool keeps_text(Type type) {
  return type == Type::kText || type == Type::kPicklist || type == Type::kMultiPicklist || type == Type::kId;
}

void add_scalars(json::Node root, std::vector<Span>& scalars) {
  std::vector<json::Node> open{root};
  while (!open.empty()) {
    const json::Node node = open.back();
    open.pop_back();
    for (std::size_t i = 0; i < node.size(); ++i) {
      const json::Node child = node.at(i);
      if (child.is(json::Kind::kObject) || child.is(json::Kind::kArray)) {
        open.push_back(child);
      } else {
        scalars.push_back(child.span());
      }
    }
  }
  std::sort(scalars.begin(), scalars.end(), [](Span a, Span b) { return a.begin < b.begin; });
}

bool has_repeats(std::vector<RecordTrace::Place> places) {
  const auto by_slot = [](const RecordTrace::Place& a, const RecordTrace::Place& b) { return a.slot < b.slot; };
  std::sort(places.begin(), places.end(), by_slot);
  return std::adjacent_find(places.begin(), places.end(),
                            [](const auto& a, const auto& b) { return a.slot == b.slot; }) != places.end();
}

}  // namespace

bool RecordTemplate::learn(json::Node record, std::string_view text, const RecordTrace& trace, const Layout& layout) {
  if (trace.holds_container || has_repeats(trace.slots)) return false;
  std::vector<Span> scalars;
  add_scalars(record, scalars);
  literals_.clear();
  pieces_.clear();
  id_slot_ = trace.id_slot;
  std::uint32_t end = record.span().begin;
  const auto literal_up_to = [&](std::uint32_t begin) {
    const auto from = static_cast<std::uint32_t>(literals_.size());
    literals_.append(text.substr(end, begin - end));
    return Piece{from, begin - end, RecordTrace::kNoSlot, Type::kAny, false};
  };
  for (const Span scalar : scalars) {
    Piece piece = literal_up_to(scalar.begin);
    const auto place = std::find_if(trace.slots.begin(), trace.slots.end(),
                                    [&](const RecordTrace::Place& one) { return one.begin == scalar.begin; });
    if (place != trace.slots.end()) {
      piece.slot = place->slot;
      piece.type = layout.field(place->slot).type;
    }
    piece.is_id = trace.id == scalar.begin;
    pieces_.push_back(piece);
    end = scalar.end;
  }
  last_ = literal_up_to(record.span().end);
  literals_.append(kWord, '\0');
  return true;
}

/// One reading of a text.
class RecordTemplate::Scan {
 public:
  Scan(std::string_view text, bool borrow, Arena& arena)
      : at_(text.data()), end_(at_ + text.size()), borrow_(borrow), arena_(arena) {}

  [[nodiscard]] const char* at() const { return at_; }

  bool skip(const char* literal, std::size_t size) {
    if (!same_bytes(at_, static_cast<std::size_t>(end_ - at_), literal, size)) return false;
    at_ += size;
    return true;
  }

  /// False: look closer. `value`: where it goes, or nullptr. `characters`: of a text without quotes, or of a number.
  bool take(const Piece& piece, Value* value, std::string_view& characters) {
    if (at_ == end_) return false;
    if (*at_ == '"') return take_text(piece, value, characters);
    if (*at_ == '-' || is_digit(*at_)) return take_number(piece.type, value, characters);
    characters = {};
    if (take_word("null")) {
      if (value) *value = Value();
      return true;
    }
    const bool yes = take_word("true");
    if (!yes && !take_word("false")) return false;
    if (value) *value = piece.type == Type::kCheckbox ? Value::checkbox(yes) : Value::error(ErrorCode::kFieldType);
    return true;
  }

 private:
  bool take_word(std::string_view word) {
    if (!std::string_view(at_, static_cast<std::size_t>(end_ - at_)).starts_with(word)) return false;
    at_ += word.size();
    return true;
  }

  bool take_text(const Piece& piece, Value* value, std::string_view& characters) {
    const char* const begin = at_ + 1;
    const Plain plain = plain_part(begin, end_);
    if (plain.end == end_ || *plain.end != '"') return false;
    characters = {begin, static_cast<std::size_t>(plain.end - begin)};
    if (!plain.ascii && !unicode::is_valid_utf8(characters)) return false;
    at_ = plain.end + 1;
    if (!value) return true;
    if (borrow_ && keeps_text(piece.type)) {
      value->become_text(characters);
    } else {
      *value = text_value(characters, piece.type, borrow_ ? nullptr : &arena_);
    }
    return true;
  }

  /// The numbers of JSON without an exponent and with a coefficient that fits 64 bits.
  bool take_number(Type type, Value* value, std::string_view& characters) {
    constexpr std::ptrdiff_t kMostCharacters = 18;
    const char* const end = end_ - at_ > kMostCharacters ? at_ + kMostCharacters : end_;
    const char* at = at_;
    const bool negative = *at == '-';
    if (negative) ++at;
    const char* const whole = at;
    std::int64_t coefficient = 0;
    for (; at < end && is_digit(*at); ++at) coefficient = coefficient * 10 + (*at - '0');
    if (at == whole || (*whole == '0' && at - whole > 1)) return false;
    int scale = 0;
    if (at < end && *at == '.') {
      const char* const fraction = ++at;
      for (; at < end && is_digit(*at); ++at) coefficient = coefficient * 10 + (*at - '0');
      if (at == fraction) return false;
      scale = static_cast<int>(at - fraction);
    }
    // Another digit or an exponent is for the closer look.
    if (at == end || *at == 'e' || *at == 'E') return false;
    characters = {at_, static_cast<std::size_t>(at - at_)};
    at_ = at;
    if (value) set_number(negative ? -coefficient : coefficient, scale, type, *value);
    return true;
  }

  static void set_number(std::int64_t coefficient, int scale, Type type, Value& value) {
    constexpr int kPercentPlaces = 2;
    if (is_numeric(type)) {
      value.become_number(Decimal::from_scaled(coefficient, scale + (type == Type::kPercent ? kPercentPlaces : 0)));
    } else {
      value = Value::error(ErrorCode::kFieldType);
    }
  }

  const char* at_;
  const char* end_;
  bool borrow_;
  Arena& arena_;
};

std::optional<std::size_t> RecordTemplate::read(std::string_view text, bool borrow, Arena& arena, Value* row,
                                                std::string_view& id) const {
  Scan scan(text, borrow, arena);
  const char* const literals = literals_.data();
  std::string_view characters;
  id = {};
  for (const Piece& piece : pieces_) {
    if (!scan.skip(literals + piece.begin, piece.size)) return std::nullopt;
    if (!scan.take(piece, piece.slot == RecordTrace::kNoSlot ? nullptr : row + piece.slot, characters)) {
      return std::nullopt;
    }
    if (piece.is_id) id = borrow ? characters : arena.keep(characters);
  }
  if (!scan.skip(literals + last_.begin, last_.size)) return std::nullopt;
  if (id_slot_ && row[*id_slot_].is_blank() && !id.empty()) row[*id_slot_] = Value::text(id);
  return static_cast<std::size_t>(scan.at() - text.data());
}

std::optional<std::size_t> TemplateCache::read(std::string_view text, bool whole, bool borrow, Arena& arena,
                                               std::span<Value> row, std::string_view& id) {
  for (std::size_t i = 0; i < used_; ++i) {
    const std::size_t which = i == 0 ? latest_ : (latest_ + i) % used_;
    const auto size = templates_[which].read(text, borrow, arena, row.data(), id);
    if (!size || (whole && *size != text.size())) {
      std::fill(row.begin(), row.end(), Value());
      continue;
    }
    latest_ = which;
    ++fitted_;
    return size;
  }
  return std::nullopt;
}

void TemplateCache::learn(json::Node record, std::string_view text, const RecordTrace& trace, const Layout& layout) {
  constexpr std::size_t kTries = 64;
  if (learned_ > kTries + fitted_) {
    used_ = 0;
    return;
  }
  ++learned_;
  if (!templates_[next_].learn(record, text, trace, layout)) return;
  latest_ = next_;
  used_ = std::max(used_, next_ + 1);
  next_ = (next_ + 1) % kMost;
}

}  // namespace signalbox
