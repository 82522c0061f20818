// Unpacks the engine: undoes what scripts/pack.js did to the WebAssembly module of the engine. It is a WebAssembly
// module of its own of 2 kB, because it runs at once and fast, which a script that runs once does not. What it unpacks
// is made by the same build, and package.js compares the result; so nothing is checked here.
//
// Packed are streams of bytes, each compressed by LZMA (the raw form, as `xz --format=raw --lzma1=lp=0,pb=0` writes
// it), a fifth smaller than gzip, which is what browsers can undo by themselves. Instructions are kept apart from the
// numbers that follow them, since bytes of one nature compress better than all of them mixed: by another 9 %.
#include <cstddef>
#include <cstdint>

namespace {

using Byte = std::uint8_t;

// Where the chances of each kind of choice begin. Every chance is that of a 0, in 2048ths.
constexpr std::uint32_t kStates = 12;
constexpr std::uint32_t kIsMatch = 0;
constexpr std::uint32_t kIsRepeat = kIsMatch + kStates;
constexpr std::uint32_t kIsOlder = kIsRepeat + kStates;  // not the last distance
constexpr std::uint32_t kIsLong = kIsOlder + kStates;    // more than one byte from the last distance
constexpr std::uint32_t kIsThird = kIsLong + kStates;
constexpr std::uint32_t kIsFourth = kIsThird + kStates;
constexpr std::uint32_t kMatchLength = kIsFourth + kStates;
constexpr std::uint32_t kLengths = 2 + 8 + 8 + 256;
constexpr std::uint32_t kRepeatLength = kMatchLength + kLengths;
constexpr std::uint32_t kSlots = kRepeatLength + kLengths;
constexpr std::uint32_t kNearDistances = kSlots + 4 * 64;
constexpr std::uint32_t kAlign = kNearDistances + 128;
constexpr std::uint32_t kLiterals = kAlign + 16;
constexpr std::uint32_t kChancesOfLiteral = 0x300;
constexpr std::uint32_t kMostLiteralBits = 3;

std::uint16_t chances[kLiterals + (kChancesOfLiteral << kMostLiteralBits)];

/// Reads choices, each with a chance that follows what was chosen before.
class Choices {
 public:
  explicit Choices(const Byte* packed) : at_(packed + 1) {
    for (int i = 0; i < 4; ++i) code_ = code_ << 8 | *at_++;
  }

  [[gnu::always_inline]] std::uint32_t bit(std::uint32_t index) {
    const std::uint32_t chance = chances[index];
    const std::uint32_t bound = (range_ >> 11) * chance;
    const bool is_one = code_ >= bound;
    if (is_one) {
      range_ -= bound;
      code_ -= bound;
      chances[index] = static_cast<std::uint16_t>(chance - (chance >> 5));
    } else {
      range_ = bound;
      chances[index] = static_cast<std::uint16_t>(chance + ((2048 - chance) >> 5));
    }
    narrow();
    return is_one ? 1 : 0;
  }

  /// `count` bits that are as likely 0 as 1.
  [[gnu::always_inline]] std::uint32_t even_bits(std::uint32_t count) {
    std::uint32_t value = 0;
    for (; count > 0; --count) {
      range_ >>= 1;
      const bool is_one = code_ >= range_;
      if (is_one) code_ -= range_;
      value = value << 1 | (is_one ? 1 : 0);
      narrow();
    }
    return value;
  }

  /// `count` bits, the highest first, each with the chances of those before it.
  [[gnu::always_inline]] std::uint32_t tree(std::uint32_t base, std::uint32_t count) {
    const std::uint32_t end = 1U << count;
    std::uint32_t node = 1;
    while (node < end) node = node << 1 | bit(base + node);
    return node - end;
  }

  /// The same, the lowest bit first.
  [[gnu::always_inline]] std::uint32_t reverse_tree(std::uint32_t base, std::uint32_t count) {
    std::uint32_t node = 1;
    std::uint32_t value = 0;
    for (std::uint32_t place = 0; place < count; ++place) {
      const std::uint32_t found = bit(base + node);
      node = node << 1 | found;
      value |= found << place;
    }
    return value;
  }

  [[gnu::always_inline]] std::uint32_t length(std::uint32_t base) {
    if (bit(base) == 0) return 2 + tree(base + 2, 3);
    if (bit(base + 1) == 0) return 10 + tree(base + 10, 3);
    return 18 + tree(base + 18, 8);
  }

  [[gnu::always_inline]] std::uint32_t distance(std::uint32_t length) {
    const std::uint32_t slot = tree(kSlots + 64 * (length < 5 ? length - 2 : 3), 6);
    if (slot < 4) return slot;
    const std::uint32_t count = (slot >> 1) - 1;
    const std::uint32_t high = (2 | (slot & 1)) << count;
    if (slot < 14) return high + reverse_tree(kNearDistances + high - slot, count);
    const std::uint32_t middle = even_bits(count - 4) << 4;
    return high + middle + reverse_tree(kAlign, 4);
  }

  [[gnu::always_inline]] Byte literal(std::uint32_t base) {
    std::uint32_t node = 1;
    while (node < 256) node = node << 1 | bit(base + node);
    return static_cast<Byte>(node);
  }

  /// A byte after a match, which is not `expected`: the one that would have gone on with it.
  [[gnu::always_inline]] Byte literal_unlike(std::uint32_t base, std::uint32_t expected) {
    std::uint32_t node = 1;
    std::uint32_t same = 256;
    while (node < 256) {
      expected <<= 1;
      const std::uint32_t wanted = expected & same;
      const std::uint32_t found = bit(base + same + wanted + node);
      node = node << 1 | found;
      same &= found ? wanted : ~wanted;
    }
    return static_cast<Byte>(node);
  }

 private:
  [[gnu::always_inline]] void narrow() {
    if (range_ >= 1U << 24) return;
    range_ <<= 8;
    code_ = code_ << 8 | *at_++;
  }

  const Byte* at_;
  std::uint32_t range_ = UINT32_MAX;
  std::uint32_t code_ = 0;
};

/// The distances of the last four matches, less one.
struct Distances {
  std::uint32_t first = 0;
  std::uint32_t second = 0;
  std::uint32_t third = 0;
  std::uint32_t fourth = 0;

  [[gnu::always_inline]] void add(std::uint32_t distance) {
    fourth = third;
    third = second;
    second = first;
    first = distance;
  }
  /// Moves the one that is used again to the front. False when it is there already.
  [[gnu::always_inline]] bool choose(Choices& choices, std::uint32_t state) {
    if (choices.bit(kIsOlder + state) == 0) return false;
    std::uint32_t chosen = second;
    if (choices.bit(kIsThird + state) != 0) {
      chosen = third;
      if (choices.bit(kIsFourth + state) != 0) {
        chosen = fourth;
        fourth = third;
      }
      third = second;
    }
    second = first;
    first = chosen;
    return true;
  }
};

/// Writes `size` bytes to `out`. `literal_bits`: so many bits of the byte before tell literals apart (lc).
void expand(const Byte* packed, Byte* out, std::uint32_t size, std::uint32_t literal_bits) {
  for (auto& chance : chances) chance = 1024;
  Choices choices(packed);
  Distances last;
  std::uint32_t state = 0;
  const Byte* const start = out;
  for (const Byte* const end = out + size; out < end;) {
    if (choices.bit(kIsMatch + state) == 0) {
      const std::uint32_t before = out == start ? 0 : static_cast<std::uint32_t>(out[-1]);
      const std::uint32_t base = kLiterals + kChancesOfLiteral * (before >> (8 - literal_bits));
      *out = state < 7 ? choices.literal(base) : choices.literal_unlike(base, *(out - last.first - 1));
      ++out;
      state = state < 4 ? 0 : state - (state < 10 ? 3 : 6);
      continue;
    }
    std::uint32_t length = 1;
    if (choices.bit(kIsRepeat + state) == 0) {
      length = choices.length(kMatchLength);
      last.add(choices.distance(length));
      state = state < 7 ? 7 : 10;
    } else if (last.choose(choices, state) || choices.bit(kIsLong + state) != 0) {
      length = choices.length(kRepeatLength);
      state = state < 7 ? 8 : 11;
    } else {
      state = state < 7 ? 9 : 11;
    }
    for (const Byte* from = out - last.first - 1; length > 0; --length) *out++ = *from++;
  }
}

/// What stands in which stream; scripts/pack.js has the same list. The small ones come first, so that the large ones
/// find this code optimised by the browser.
enum Stream : std::uint32_t { kCalls, kOther, kOffsets, kConstants, kOutside, kLocals, kOperations, kStreamCount };

/// Puts a code section together: each instruction, and behind it the numbers that belong to it.
class Code {
 public:
  Code(const Byte* const* streams, Byte* out) : out_(out) {
    for (std::uint32_t i = 0; i < kStreamCount; ++i) at_[i] = streams[i];
  }

  /// Gives the end of what was written.
  Byte* put_together() {
    for (std::uint32_t functions = number(kOther); functions > 0; --functions) {
      const std::uint32_t size = number(kOther);
      const Byte* const end = out_ + size;
      for (std::uint32_t groups = number(kOther); groups > 0; --groups) {
        number(kOther);
        byte(kOther);
      }
      while (out_ < end) instruction();
    }
    return out_;
  }

 private:
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

/// What the packed bytes begin with, in 32 bits each.
struct Header {
  std::uint32_t before_code;  ///< So many bytes of kOutside stand before the code section's content.
  struct {
    std::uint32_t size;
    std::uint32_t packed_size;
    std::uint32_t literal_bits;
  } streams[kStreamCount];
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

/// `text`: base64, aligned to 4 bytes. Uses twice the module's size from `out` on, and gives where the module begins,
/// which ends where that ends.
extern "C" Byte* unpack(Byte* text, std::uint32_t letters, Byte* out) {
  decode(text, letters);
  const auto& header = *reinterpret_cast<const Header*>(text);
  const Byte* packed = text + sizeof(Header);
  const Byte* streams[kStreamCount];
  Byte* module = out;
  for (std::uint32_t i = 0; i < kStreamCount; ++i) {
    const auto& [size, packed_size, literal_bits] = header.streams[i];
    streams[i] = module;
    expand(packed, module, size, literal_bits);
    packed += packed_size;
    module += size;
  }
  Byte* const code = module + header.before_code;
  copy(streams[kOutside], module, code);
  copy(streams[kOutside] + header.before_code, Code(streams, code).put_together(), module + (module - out));
  return module;
}
