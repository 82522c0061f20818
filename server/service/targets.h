// Who gets commands delivered.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "model/json.h"

namespace signalbox::service {

struct Target {
  std::string url;
  std::string secret;                ///< Signs what is sent.
  std::int64_t timeout_ms = 10'000;  ///< For one attempt.
};

/// Immutable.
class Targets {
 public:
  Targets() = default;
  /// Of `{"signalbox": 1, "targets": {NAME: {"url", "secret", "timeout"?, "commands": [WHICH]}}}`. WHICH is a command's
  /// name (`notify`), that of a call with what it calls (`call/erp.refund`), or `*` for what nobody else gets. The
  /// error is a sentence.
  [[nodiscard]] static tl::expected<Targets, std::string> read(std::string_view text);

  /// Its target's name; nullopt: nobody's.
  [[nodiscard]] std::optional<std::string> name_of(json::Node command) const;
  /// nullptr: there is none of this name.
  [[nodiscard]] const Target* find(const std::string& name) const;
  [[nodiscard]] const std::map<std::string, Target>& all() const { return targets_; }

 private:
  std::map<std::string, Target> targets_;
  std::map<std::string, std::string, std::less<>> names_;  ///< By what they get.
};

}  // namespace signalbox::service
