#include "server/entry_id.h"

#include <sys/random.h>

#include <array>
#include <cerrno>
#include <stdexcept>

namespace signalbox {
namespace {

void fill_random(unsigned char* bytes, std::size_t size) {
  while (size > 0) {
    const ssize_t count = getrandom(bytes, size, 0);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) throw std::runtime_error("the operating system gives no random bytes");
    bytes += count;
    size -= static_cast<std::size_t>(count);
  }
}

}  // namespace

std::string new_entry_id(Instant instant) {
  std::array<unsigned char, 16> bytes;
  fill_random(bytes.data() + 6, bytes.size() - 6);
  for (int i = 0; i < 6; ++i) bytes[i] = static_cast<unsigned char>(instant.ms >> (8 * (5 - i)));
  bytes[6] = (bytes[6] & 0x0F) | 0x70;  // Version 7.
  bytes[8] = (bytes[8] & 0x3F) | 0x80;  // The variant of RFC 9562.
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
    text += "0123456789abcdef"[bytes[i] >> 4];
    text += "0123456789abcdef"[bytes[i] & 15];
  }
  return text;
}

}  // namespace signalbox
