// Unpacks the engine: undoes what scripts/pack.js did to the WebAssembly module of the engine. It is a WebAssembly
// module of its own of 2 kB, because it runs at once and fast, which a script that runs once does not. What it unpacks
// is made by the same build, and package.js compares the result; so nothing is checked here.
//
// Packed are streams of bytes, together one stream of deflate (RFC 1951). Instructions are kept apart from the numbers
// that follow them, since bytes of one nature compress better than all of them mixed, by 16 %; and what is compressed
// here is found by a packer that takes its time, which is another 5 %. LZMA would be 9 % smaller than that and takes
// four times as long to unpack, while the page waits.
#include <cstddef>
#include <cstdint>

namespace {

using Byte = std::uint8_t;

/// Bits of a deflate stream, the lowest of each byte first (RFC 1951, 3.1.1). Reads up to 8 bytes beyond its end.
class Bits {
 public:
  explicit Bits(const Byte* at) : at_(at) {}

  /// Makes sure of 56 bits.
  void fill() {
    std::uint64_t more;
    __builtin_memcpy(&more, at_, sizeof more);
    bits_ |= more << count_;
    at_ += (63 - count_) >> 3;
    count_ |= 56;
  }
  [[nodiscard]] std::uint32_t peek(std::uint32_t count) const {
    return static_cast<std::uint32_t>(bits_) & ((1U << count) - 1);
  }
  void drop(std::uint32_t count) {
    bits_ >>= count;
    count_ -= count;
  }
  std::uint32_t take(std::uint32_t count) {
    const std::uint32_t value = peek(count);
    drop(count);
    return value;
  }
  /// The next whole byte, where `move_to` goes on.
  [[nodiscard]] const Byte* next_byte() const { return at_ - count_ / 8; }
  void move_to(const Byte* at) { *this = Bits(at); }

 private:
  const Byte* at_;
  std::uint64_t bits_ = 0;
  std::uint32_t count_ = 0;
};

constexpr std::uint32_t kMostSymbols = 288;
constexpr std::uint32_t kLongestCode = 15;
constexpr std::uint32_t kKnownBits = 10;  // Codes of up to so many bits are found at once.

/// The symbols of one alphabet by their codes (RFC 1951, 3.2.2).
class Alphabet {
 public:
  void build(const Byte* lengths, std::uint32_t symbols) {
    for (auto& count : counts_) count = 0;
    for (std::uint32_t i = 0; i < symbols; ++i) ++counts_[lengths[i]];
    counts_[0] = 0;
    std::uint32_t codes[kLongestCode + 1] = {};
    std::uint32_t places[kLongestCode + 1] = {};
    for (std::uint32_t length = 1; length <= kLongestCode; ++length) {
      codes[length] = (codes[length - 1] + counts_[length - 1]) << 1;
      places[length] = places[length - 1] + counts_[length - 1];
    }
    for (auto& known : known_) known = 0;
    for (std::uint32_t symbol = 0; symbol < symbols; ++symbol) {
      const std::uint32_t length = lengths[symbol];
      if (length == 0) continue;
      symbols_[places[length]++] = static_cast<std::uint16_t>(symbol);
      remember(symbol, codes[length]++, length);
    }
  }

  std::uint32_t next(Bits& bits) const {
    const std::uint32_t known = known_[bits.peek(kKnownBits)];
    if (known == 0) return slow_next(bits);
    bits.drop(known & 15);
    return known >> 4;
  }

 private:
  void remember(std::uint32_t symbol, std::uint32_t code, std::uint32_t length) {
    if (length > kKnownBits) return;
    std::uint32_t reversed = 0;
    for (std::uint32_t i = 0; i < length; ++i) reversed |= ((code >> i) & 1) << (length - 1 - i);
    for (std::uint32_t i = reversed; i < 1U << kKnownBits; i += 1U << length)
      known_[i] = static_cast<std::uint16_t>(symbol << 4 | length);
  }

  std::uint32_t slow_next(Bits& bits) const {
    std::uint32_t code = 0;
    std::uint32_t first = 0;
    std::uint32_t place = 0;
    for (std::uint32_t length = 1;; ++length) {
      code |= bits.take(1);
      const std::uint32_t count = counts_[length];
      if (code < first + count) return symbols_[place + code - first];
      place += count;
      first = (first + count) << 1;
      code <<= 1;
    }
  }

  std::uint16_t known_[1U << kKnownBits];  ///< symbol << 4 | length; 0: a longer code.
  std::uint16_t counts_[kLongestCode + 1];
  std::uint16_t symbols_[kMostSymbols];
};

Alphabet literals;
Alphabet distances;

/// Reads the alphabets that a block begins with (RFC 1951, 3.2.7).
void read_alphabets(Bits& bits) {
  static constexpr Byte kOrder[] = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};
  bits.fill();
  const std::uint32_t literal_count = bits.take(5) + 257;
  const std::uint32_t distance_count = bits.take(5) + 1;
  const std::uint32_t length_count = bits.take(4) + 4;
  Byte lengths[kMostSymbols + 32] = {};
  for (std::uint32_t i = 0; i < length_count; ++i) {
    bits.fill();
    lengths[kOrder[i]] = static_cast<Byte>(bits.take(3));
  }
  literals.build(lengths, 19);
  for (std::uint32_t i = 0; i < literal_count + distance_count;) {
    bits.fill();
    const std::uint32_t symbol = literals.next(bits);
    std::uint32_t repeats = 1;
    auto length = static_cast<Byte>(symbol);
    if (symbol >= 16) {
      length = symbol == 16 ? lengths[i - 1] : Byte{0};
      repeats = symbol == 16 ? 3 + bits.take(2) : symbol == 17 ? 3 + bits.take(3) : 11 + bits.take(7);
    }
    for (; repeats > 0; --repeats) lengths[i++] = length;
  }
  literals.build(lengths, literal_count);
  distances.build(lengths + literal_count, distance_count);
}

/// Symbols of lengths and distances in groups that have one more bit each (RFC 1951, 3.2.5).
std::uint32_t grouped(std::uint32_t symbol, std::uint32_t in_group, Bits& bits) {
  if (symbol < 2 * in_group) return symbol;
  const std::uint32_t more = symbol / in_group - 1;
  return ((in_group + symbol % in_group) << more) + bits.take(more);
}

/// One function for each block, so that the next block finds the code that the browser has optimised meanwhile.
[[gnu::noinline]] Byte* inflate_block(Bits& bits, Byte* out) {
  for (;;) {
    bits.fill();
    const std::uint32_t symbol = literals.next(bits);
    if (symbol < 256) {
      *out++ = static_cast<Byte>(symbol);
      continue;
    }
    if (symbol == 256) return out;
    std::uint32_t length = symbol == 285 ? 258 : 3 + grouped(symbol - 257, 4, bits);
    const Byte* from = out - 1 - grouped(distances.next(bits), 2, bits);
    for (; length > 0; --length) *out++ = *from++;
  }
}

/// The alphabets of blocks that bring none (RFC 1951, 3.2.6).
void use_fixed_alphabets() {
  Byte lengths[kMostSymbols];
  for (std::uint32_t i = 0; i < kMostSymbols; ++i) lengths[i] = i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8;
  literals.build(lengths, kMostSymbols);
  for (std::uint32_t i = 0; i < 30; ++i) lengths[i] = 5;
  distances.build(lengths, 30);
}

/// A block that is not packed (RFC 1951, 3.2.4).
Byte* copy_block(Bits& bits, Byte* out) {
  const Byte* from = bits.next_byte();
  const std::uint32_t size = from[0] | from[1] << 8U;
  from += 4;
  bits.move_to(from + size);
  Byte* const end = out + size;
  while (out < end) *out++ = *from++;
  return end;
}

void inflate(const Byte* packed, Byte* out) {
  enum Kind : std::uint32_t { kPlain, kFixedAlphabets };
  Bits bits(packed);
  for (bool last = false; !last;) {
    bits.fill();
    last = bits.take(1) != 0;
    switch (bits.take(2)) {
      case kPlain:
        out = copy_block(bits, out);
        continue;
      case kFixedAlphabets:
        use_fixed_alphabets();
        break;
      default:
        read_alphabets(bits);
    }
    out = inflate_block(bits, out);
  }
}

/// What stands in which stream; scripts/pack.js has the same list.
enum Stream : std::uint32_t { kCalls, kOther, kOffsets, kConstants, kOutside, kLocals, kOperations, kStreamCount };

/// Puts a code section together: each instruction, and behind it the numbers that belong to it.
class Code {
 public:
  Code(const Byte* const* streams, Byte* out) : out_(out) {
    for (std::uint32_t i = 0; i < kStreamCount; ++i) at_[i] = streams[i];
  }

  /// Gives the end of what was written.
  Byte* put_together() {
    for (std::uint32_t functions = number(kOther); functions > 0; --functions) function();
    return out_;
  }

 private:
  /// As inflate_block: one call for each, so that the browser can change to faster code.
  [[gnu::noinline]] void function() {
    const std::uint32_t size = number(kOther);
    const Byte* const end = out_ + size;
    for (std::uint32_t groups = number(kOther); groups > 0; --groups) {
      number(kOther);
      byte(kOther);
    }
    while (out_ < end) instruction();
  }

  Byte byte(Stream stream) { return *out_++ = *at_[stream]++; }

  /// A LEB128 number. What lies beyond 32 bits is moved, and not part of the result, which nobody asks for then.
  std::uint32_t number(Stream stream) {
    std::uint32_t value = 0;
    for (std::uint32_t shift = 0;; shift += 7) {
      const Byte part = byte(stream);
      if (shift < 32) value |= (part & 127U) << shift;
      if (part < 128) return value;
    }
  }

  void instruction() {
    const Byte operation = byte(kOperations);
    switch (operation) {
      case 0x20:
      case 0x21:
      case 0x22:  // local.get, .set, .tee
        number(kLocals);
        return;
      case 0x41:  // i32.const
        number(kConstants);
        return;
      case 0x10:  // call
        number(kCalls);
        return;
      case 0x02:
      case 0x03:
      case 0x04:  // block, loop, if: a type
      case 0x3f:
      case 0x40:  // memory.size, .grow
        number(kOperations);
        return;
      case 0x11:  // call_indirect
        number(kOther);
        [[fallthrough]];
      case 0x0c:
      case 0x0d:  // br, br_if
      case 0x23:
      case 0x24:  // global.get, .set
      case 0x42:  // i64.const
        number(kOther);
        return;
      case 0x0e:  // br_table
        for (std::uint32_t targets = number(kOther) + 1; targets > 0; --targets) number(kOther);
        return;
      case 0x43:  // f32.const
        bytes(kOther, 4);
        return;
      case 0x44:  // f64.const
        bytes(kOther, 8);
        return;
      case 0xfc:  // saturating conversions; what fills and copies memory
        if (const std::uint32_t which = byte(kOperations); which >= 8) bytes(kOperations, 2 - (which & 1));
        return;
      default:
        if (operation < 0x28 || operation > 0x3e) return;
        number(kOperations);  // loads and stores: alignment
        number(kOffsets);
    }
  }

  void bytes(Stream stream, std::uint32_t count) {
    for (; count > 0; --count) byte(stream);
  }

  const Byte* at_[kStreamCount];
  Byte* out_;
};

/// What the unpacked bytes begin with, in 32 bits each.
struct Header {
  std::uint32_t before_code;  ///< So many bytes of kOutside stand before the code section's content.
  std::uint32_t sizes[kStreamCount];
};

std::uint32_t six_bits(Byte letter) {
  if (letter >= 'a') return letter - 'a' + 26U;
  if (letter >= 'A') return letter - 'A' + 0U;
  if (letter >= '0') return letter - '0' + 52U;
  return letter == '+' ? 62 : 63;
}

/// Base64 becomes bytes where it stands. `letters`: of whole groups of four.
void decode(Byte* text, std::uint32_t letters) {
  Byte* out = text;
  for (const Byte* const end = text + letters; text < end; text += 4) {
    std::uint32_t bits = 0;
    for (int i = 0; i < 4; ++i) bits = bits << 6 | six_bits(text[i]);
    for (int shift = 16; shift >= 0; shift -= 8) *out++ = static_cast<Byte>(bits >> shift);
  }
}

void copy(const Byte* from, Byte* out, const Byte* end) {
  while (out < end) *out++ = *from++;
}

}  // namespace

/// `text`: base64, with room for 8 bytes behind it. `streams`, aligned to 4 bytes: room for what is packed. The module
/// is written from `out` to `out_end`.
extern "C" void unpack(Byte* text, std::uint32_t letters, Byte* streams, Byte* out, Byte* out_end) {
  decode(text, letters);
  inflate(text, streams);
  const auto& header = *reinterpret_cast<const Header*>(streams);
  const Byte* starts[kStreamCount];
  const Byte* start = streams + sizeof(Header);
  for (std::uint32_t i = 0; i < kStreamCount; ++i) {
    starts[i] = start;
    start += header.sizes[i];
  }
  Byte* const code = out + header.before_code;
  copy(starts[kOutside], out, code);
  copy(starts[kOutside] + header.before_code, Code(starts, code).put_together(), out_end);
}
