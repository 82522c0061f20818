// A session spoken to with single quotes for double ones.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "api/api.h"

namespace signalbox::test {

inline std::string quoted(std::string text) {
  std::replace(text.begin(), text.end(), '\'', '"');
  return text;
}

class Talk {
 public:
  /// Sends one message; header and body are given with single quotes.
  std::string operator()(const std::string& header, const std::string& body = "") {
    return std::string(session_.call(quoted(header) + "\n" + quoted(body)));
  }
  /// Sends the bytes as they are.
  std::string raw(std::string_view message) { return std::string(session_.call(message)); }

 private:
  api::Session session_;
};

}  // namespace signalbox::test
