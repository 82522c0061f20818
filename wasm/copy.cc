// memcpy for the engine in WebAssembly. Emscripten's own is one of two: linked for size, as the engine is, a loop over
// single bytes, which was the function that reading a definition spent most of its time in. WebAssembly loads and
// stores eight bytes at any address.
#include <cstddef>
#include <cstdint>

extern "C" void* memcpy(void* to, const void* from, std::size_t size) {
  using Word [[gnu::aligned(1), gnu::may_alias]] = std::uint64_t;
  auto* out = static_cast<unsigned char*>(to);
  const auto* in = static_cast<const unsigned char*>(from);
  for (; size >= sizeof(Word); size -= sizeof(Word)) {
    *reinterpret_cast<Word*>(out) = *reinterpret_cast<const Word*>(in);
    out += sizeof(Word);
    in += sizeof(Word);
  }
  for (; size > 0; --size) *out++ = *in++;
  return to;
}
