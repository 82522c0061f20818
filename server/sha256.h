// SHA-256 and what is made with it, by OpenSSL's libcrypto.
#pragma once

#include <string>
#include <string_view>

namespace signalbox {

/// 64 lower-case hexadecimal digits. O(n).
[[nodiscard]] std::string sha256_hex(std::string_view bytes);

/// HMAC-SHA-256 (RFC 2104) as 64 lower-case hexadecimal digits. O(n).
[[nodiscard]] std::string hmac_sha256_hex(std::string_view key, std::string_view bytes);

/// Whether two secrets are equal, in a time that tells nothing about where they differ. Their digests are compared, so
/// that their lengths stay hidden too.
[[nodiscard]] bool equal_secrets(std::string_view a, std::string_view b);

}  // namespace signalbox
