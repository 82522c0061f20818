#include "server/http/problem.h"

#include "model/json_writer.h"

namespace signalbox::http {
namespace {

std::string_view title_of(unsigned status) {
  switch (status) {
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 412:
      return "Precondition Failed";
    case 413:
      return "Content Too Large";
    case 415:
      return "Unsupported Media Type";
    case 417:
      return "Expectation Failed";
    case 421:
      return "Misdirected Request";
    case 422:
      return "Unprocessable Content";
    case 428:
      return "Precondition Required";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 503:
      return "Service Unavailable";
    default:
      return "Internal Server Error";
  }
}

}  // namespace

Response problem(unsigned status, const Problem& problem) {
  Response response;
  response.status = status;
  response.content_type = "application/problem+json";
  json::Writer writer(response.body);
  writer.begin_object().key("type").text("about:blank").key("title").text(title_of(status));
  writer.key("status")
      .number(static_cast<std::int64_t>(status))
      .key("detail")
      .text(problem.sentence)
      .key("code")
      .text(problem.code);
  if (!problem.place.empty()) writer.key("place").text(problem.place);
  if (problem.diagnostics != "[]") writer.key("diagnostics").raw(problem.diagnostics);
  writer.end_object();
  return response;
}

}  // namespace signalbox::http
