#include "server/cli/server_call.h"

#include <cctype>

#include <fmt/format.h>

#include "model/json.h"
#include "server/cli/files.h"
#include "server/json_text.h"

namespace signalbox::cli {
namespace {

constexpr std::size_t kMaxTokenBytes = 4096;
constexpr unsigned kFirstRefusal = 300;

Failure failure_of(const ServerAnswer& answer) {
  Diagnostics diagnostics;
  const auto document = json::Document::parse(answer.body, diagnostics);
  const bool is_problem = document && document->root().is(json::Kind::kObject) && document->root().find("detail");
  if (!is_problem) return {Exit::kMachineFailed, fmt::format("The server answered {}.", answer.status)};
  const std::string_view place = text_member(document->root(), "place");
  constexpr unsigned kFirstFailure = 500;
  return {
      answer.status < kFirstFailure ? Exit::kInputWrong : Exit::kMachineFailed,
      fmt::format("{}{}", text_member(document->root(), "detail"), place.empty() ? "" : fmt::format(" ({})", place))};
}

}  // namespace

Result<std::string> ask_server(const AskServer& ask, const Arguments& arguments, std::string method, std::string path,
                               std::string body) {
  ServerRequest request{arguments.value("server").value_or("http://127.0.0.1:8080"), std::nullopt, std::move(method),
                        std::move(path), std::move(body)};
  if (const auto file = arguments.value("token-file")) {
    Result<std::string> token = read_file(*file, kMaxTokenBytes);
    if (!token) return tl::unexpected(token.error());
    while (!token->empty() && std::isspace(static_cast<unsigned char>(token->back())) != 0) token->pop_back();
    request.token = std::move(*token);
  }
  Result<ServerAnswer> answer = ask(request);
  if (!answer) return tl::unexpected(answer.error());
  if (answer->status >= kFirstRefusal) return tl::unexpected(failure_of(*answer));
  return std::move(answer->body);
}

std::string path_segment(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool is_plain = std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_' || c == '.';
    is_plain ? void(out += c) : void(out += fmt::format("%{:02X}", static_cast<unsigned char>(c)));
  }
  return out;
}

}  // namespace signalbox::cli
