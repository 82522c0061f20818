// A session of the engine behind standard input and output, for tests that compare this build with others: each message
// is four bytes of length (little endian) and that many bytes, and so is each answer. Ends at the end of the input.
#include <array>
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>

#include "api/api.h"

namespace {

bool read_exactly(char* to, std::size_t size) { return std::fread(to, 1, size, stdin) == size; }

bool read_message(std::string& message) {
  std::array<char, 4> head{};
  if (!read_exactly(head.data(), head.size())) return false;
  std::size_t size = 0;
  for (std::size_t i = 0; i < head.size(); ++i) size |= std::size_t{static_cast<unsigned char>(head[i])} << (8 * i);
  message.resize(size);
  return read_exactly(message.data(), size);
}

void write_answer(std::string_view answer) {
  std::array<char, 4> head{};
  for (std::size_t i = 0; i < head.size(); ++i) head[i] = static_cast<char>(answer.size() >> (8 * i));
  std::fwrite(head.data(), 1, head.size(), stdout);
  std::fwrite(answer.data(), 1, answer.size(), stdout);
  std::fflush(stdout);
}

}  // namespace

int main() {
  signalbox::api::Session session;
  std::string message;
  while (read_message(message)) write_answer(session.call(message));
  return std::ferror(stdin) != 0 || std::ferror(stdout) != 0 ? 3 : 0;
}
