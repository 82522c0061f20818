#include "server/http/router.h"

#include <algorithm>

namespace signalbox::http {
namespace {

std::vector<std::string> segments_of(std::string_view pattern) {
  std::vector<std::string> segments;
  while (!pattern.empty()) {
    pattern.remove_prefix(1);
    const std::size_t end = std::min(pattern.find('/'), pattern.size());
    segments.emplace_back(pattern.substr(0, end));
    pattern.remove_prefix(end);
  }
  return segments;
}

bool fits(const std::vector<std::string>& pattern, const std::vector<std::string>& segments, Parameters& parameters) {
  if (pattern.size() != segments.size()) return false;
  parameters.clear();
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i].starts_with('{') && !segments[i].empty()) {
      parameters.push_back(segments[i]);
    } else if (pattern[i] != segments[i]) {
      return false;
    }
  }
  return true;
}

void add_method(std::string& allow, const std::string& method) {
  if (!allow.empty()) allow += ", ";
  allow += method == "GET" ? "GET, HEAD" : method;
}

}  // namespace

Router::Router(std::vector<Route> routes, Route fallback) : fallback_(std::move(fallback)) {
  for (Route& route : routes) {
    std::vector<std::string> pattern = segments_of(route.pattern);
    entries_.push_back({std::move(route), std::move(pattern)});
  }
}

Match Router::match(const std::string& method, const std::vector<std::string>& segments) const {
  const std::string wanted = method == "HEAD" ? "GET" : method;
  Match match;
  for (const Entry& entry : entries_) {
    Parameters parameters;
    if (!fits(entry.pattern, segments, parameters)) continue;
    match.known_path = true;
    if (entry.route.method == wanted) {
      match.route = &entry.route;
      match.parameters = std::move(parameters);
      return match;
    }
    add_method(match.allow, entry.route.method);
  }
  if (match.known_path) return match;
  if (wanted == fallback_.method) match.route = &fallback_;
  return match;
}

}  // namespace signalbox::http
