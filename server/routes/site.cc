#include "server/routes/site.h"

#include <filesystem>
#include <fstream>
#include <iterator>

#include <fmt/format.h>

#include "base/unicode.h"
#include "server/http/limits.h"
#include "server/http/problem.h"
#include "server/sha256.h"

namespace signalbox::routes {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kCompressedSuffix = ".gz";

std::string content_type_of(const std::string& address) {
  static const std::map<std::string, std::string, std::less<>> kTypes{
      {".html", "text/html; charset=utf-8"},
      {".js", "text/javascript; charset=utf-8"},
      {".mjs", "text/javascript; charset=utf-8"},
      {".css", "text/css; charset=utf-8"},
      {".json", "application/json"},
      {".jsonl", "application/jsonl"},
      {".csv", "text/csv; charset=utf-8"},
      {".svg", "image/svg+xml"},
      {".png", "image/png"},
      {".ico", "image/x-icon"},
      {".woff2", "font/woff2"},
      {".wasm", "application/wasm"},
      {".txt", "text/plain; charset=utf-8"},
      {".map", "application/json"},
  };
  const auto type = kTypes.find(fs::path(address).extension().string());
  return type == kTypes.end() ? "application/octet-stream" : type->second;
}

/// Whether the list of an `Accept-Encoding` header takes gzip.
bool accepts_gzip(std::string_view list) {
  while (!list.empty()) {
    const std::size_t comma = std::min(list.find(','), list.size());
    std::string_view item = list.substr(0, comma);
    list.remove_prefix(std::min(comma + 1, list.size()));
    while (item.starts_with(' ')) item.remove_prefix(1);
    const std::string_view coding = item.substr(0, item.find_first_of("; "));
    const std::size_t quality = item.find("q=0");
    const bool is_refused =
        quality != std::string_view::npos && item.find_first_of("123456789", quality) == std::string_view::npos;
    if (unicode::equals_ignoring_ascii_case(coding, "gzip") && !is_refused) return true;
  }
  return false;
}

bool has_tag(std::string_view if_none_match, const std::string& tag) {
  return if_none_match == "*" || if_none_match.find(tag) != std::string_view::npos;
}

}  // namespace

tl::expected<void, std::string> Site::add(const std::string& path, const std::string& address, std::size_t& bytes) {
  std::ifstream stream(path, std::ios::binary);
  auto body =
      std::make_shared<const std::string>(std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>());
  if (!stream) return tl::unexpected(fmt::format("Cannot read `{}` of the web folder.", path));
  bytes += body->size();
  if (bytes > http::kMaxSiteBytes)
    return tl::unexpected(fmt::format("The web folder holds more than {} bytes.", http::kMaxSiteBytes));
  const std::string hash = sha256_hex(*body);
  files_[address] = {content_type_of(address), std::move(body), nullptr, "\"" + hash + "\"", ""};
  return {};
}

void Site::attach_compressed() {
  for (auto& [address, file] : files_) {
    const auto compressed = files_.find(address + std::string(kCompressedSuffix));
    if (compressed == files_.end()) continue;
    file.compressed = compressed->second.body;
    file.compressed_tag = compressed->second.entity_tag;
  }
}

tl::expected<Site, std::string> Site::read(const std::string& folder) {
  Site site;
  std::error_code error;
  const fs::path root = fs::canonical(folder, error);
  if (error) return tl::unexpected(fmt::format("Cannot read the web folder `{}`: {}.", folder, error.message()));
  std::size_t bytes = 0;
  for (auto entry = fs::recursive_directory_iterator(root, error); !error && entry != fs::end(entry);
       entry.increment(error)) {
    if (entry->is_symlink() || !entry->is_regular_file()) continue;  // A link could lead outside.
    const std::string address = "/" + entry->path().lexically_relative(root).generic_string();
    if (auto added = site.add(entry->path(), address, bytes); !added) return tl::unexpected(added.error());
  }
  if (error) return tl::unexpected(fmt::format("Cannot read the web folder `{}`: {}.", folder, error.message()));
  site.attach_compressed();
  return site;
}

http::Response Site::answer(const http::Request& request) const {
  const auto found = files_.find(request.path.ends_with('/') ? request.path + "index.html" : request.path);
  if (found == files_.end()) {
    return http::problem(404, {"no-route", "There is nothing at this address. GET /openapi.yaml describes the API."});
  }
  const File& file = found->second;
  const bool compress = file.compressed && accepts_gzip(request.header("accept-encoding").value_or(""));
  const std::string& tag = compress ? file.compressed_tag : file.entity_tag;
  http::Response response;
  response.content_type = file.content_type;
  response.headers = {{"ETag", tag}, {"Cache-Control", "no-cache"}};
  if (file.compressed) response.headers.emplace_back("Vary", "Accept-Encoding");
  if (has_tag(request.header("if-none-match").value_or(""), tag)) {
    response.status = 304;
    return response;
  }
  if (compress) response.headers.emplace_back("Content-Encoding", "gzip");
  response.shared_body = compress ? file.compressed : file.body;
  return response;
}

http::Route Site::route(Site site) {
  const auto shared = std::make_shared<const Site>(std::move(site));
  return {.method = "GET",
          .pattern = "/",
          .run = [shared](const http::Request& request, const http::Parameters&,
                          const http::Done& done) { done(shared->answer(request)); },
          .is_open = true,
          .is_quick = true};
}

}  // namespace signalbox::routes
