#include "server/routes/document_routes.h"

#include <charconv>

#include <fmt/format.h>

#include "model/json_writer.h"
#include "server/json_text.h"
#include "server/routes/answers.h"
#include "server/routes/question_body.h"
#include "server/sha256.h"

namespace signalbox::routes {
namespace {

using service::Library;
using store::Kind;
using store::Title;

http::Response document_answer(std::string body, const store::Hash& hash) {
  http::Response response;
  response.body = std::move(body);
  response.headers.emplace_back("ETag", entity_tag(hash));
  return response;
}

void write_version(json::Writer& writer, const store::Version& version) {
  writer.begin_object();
  if (version.title.kind == Kind::kDefinition) writer.key("name").text(version.title.name);
  writer.key("version").number(version.number).key("hash").text(version.hash);
  writer.key("published").text(to_text(version.published)).end_object();
}

/// `If-Match` as a hash: absent, or one entity tag.
struct IfMatch {
  bool is_wrong = false;
  std::optional<store::Hash> hash;
};

IfMatch read_if_match(const http::Request& request) {
  if (request.count_headers("if-match") == 0) return {};
  const std::optional<store::Hash> hash = hash_of_tag(request.header("if-match").value_or(""));
  return {!hash.has_value(), hash};
}

http::Response wrong_tag() {
  return bad_request("entity-tag", "`If-Match` takes one entity tag, as `ETag` gave it.", "If-Match");
}

http::Response get_draft(const Library& library, const Title& title) {
  service::Result<store::Draft> draft = library.draft(title);
  if (!draft) return refused(draft.error());
  return document_answer(std::move(draft->body), draft->hash);
}

http::Response put_draft(Library& library, const Title& title, const http::Request& request) {
  if (title.kind == Kind::kDefinition && !is_name(title.name))
    return bad_request("path", "A definition's name has 1 to 255 bytes.", "path");
  const IfMatch expected = read_if_match(request);
  if (expected.is_wrong) return wrong_tag();
  if (const service::Result<void> json = check_json(request.body); !json) return refused(json.error());
  const service::Result<store::Hash> hash = library.save_draft(title, expected.hash, request.body);
  if (!hash) return refused(hash.error());
  http::Response response;
  response.headers.emplace_back("ETag", entity_tag(*hash));
  json::Writer(response.body).begin_object().key("hash").text(*hash).end_object();
  return response;
}

/// The document to publish: the request's body, or the draft when there is none.
service::Result<std::string> body_to_publish(const Library& library, const Title& title, const http::Request& request,
                                             const std::optional<store::Hash>& expected) {
  std::string body = request.body;
  if (body.empty()) {
    service::Result<store::Draft> draft = library.draft(title);
    if (!draft) return tl::unexpected(std::move(draft.error()));
    body = std::move(draft->body);
  }
  if (expected && *expected != sha256_hex(body)) {
    return service::refuse(service::Ground::kPreconditionFailed, "draft-changed",
                           "Somebody has changed this draft since you read it. Read it again before you publish it.",
                           "If-Match");
  }
  return body;
}

/// The name in a definition must be the one in the address. A document that is no JSON is refused with its place.
service::Result<void> check_name(const Title& title, std::string_view body) {
  if (service::Result<void> json = check_json(body); !json) return json;
  if (title.kind != Kind::kDefinition) return {};
  const auto document = parse_own(body);
  const std::string_view name = text_member(document->root(), "name");
  if (name.empty() || name == title.name) return {};
  return service::refuse(service::Ground::kInvalid, "definition-name",
                         fmt::format("The definition's name is `{}`, but the address says `{}`.", name, title.name),
                         "/name");
}

http::Response publish(Library& library, const Title& title, const http::Request& request) {
  const IfMatch expected = read_if_match(request);
  if (expected.is_wrong) return wrong_tag();
  service::Result<std::string> body = body_to_publish(library, title, request, expected.hash);
  if (!body) return refused(body.error());
  if (const service::Result<void> name = check_name(title, *body); !name) return refused(name.error());
  service::Proposal proposal;
  if (title.kind == Kind::kDefinition) proposal.definitions.push_back(std::move(*body));
  if (title.kind == Kind::kDirectory) proposal.directory = std::move(*body);
  if (title.kind == Kind::kRoster) proposal.roster = std::move(*body);
  const auto published = library.publish(proposal);
  if (!published) return refused(published.error());
  const service::PublishedVersion& version = published->front();
  http::Response response;
  response.status = version.is_new ? 201 : 200;
  response.headers.emplace_back("ETag", entity_tag(version.version.hash));
  json::Writer writer(response.body);
  write_version(writer, version.version);
  return response;
}

http::Response list_versions(const Library& library, const Title& title) {
  const service::Result<std::vector<store::Version>> versions = library.versions(title);
  if (!versions) return refused(versions.error());
  http::Response response;
  json::Writer writer(response.body);
  writer.begin_object().key("versions").begin_array();
  for (const store::Version& version : *versions) write_version(writer, version);
  writer.end_array().end_object();
  return response;
}

http::Response get_version(const Library& library, const Title& title, std::string_view number_text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(number_text.data(), number_text.data() + number_text.size(), number);
  if (error != std::errc() || end != number_text.data() + number_text.size() || number < 1) {
    return bad_request("version", "A version is a whole number from 1 on.", "path");
  }
  service::Result<std::pair<store::Version, std::string>> version = library.version(title, number);
  if (!version) return refused(version.error());
  return document_answer(std::move(version->second), version->first.hash);
}

http::Response list_definitions(const Library& library) {
  const service::Result<std::vector<store::Version>> versions = library.current_versions();
  if (!versions) return refused(versions.error());
  http::Response response;
  json::Writer writer(response.body);
  writer.begin_object().key("definitions").begin_array();
  for (const store::Version& version : *versions) {
    if (version.title.kind == Kind::kDefinition) write_version(writer, version);
  }
  writer.end_array().end_object();
  return response;
}

/// The current version of the directory or of the roster.
http::Response current(const Library& library, const Title& title) {
  const service::Result<std::vector<store::Version>> versions = library.versions(title);
  if (!versions) return refused(versions.error());
  http::Response response;
  json::Writer writer(response.body);
  write_version(writer, versions->back());
  return response;
}

/// The routes of one kind of document below `prefix`, whose name, if it has one, is the first parameter.
void add_routes(std::vector<http::Route>& routes, Library& library, Kind kind, const std::string& prefix) {
  using http::Done;
  using http::Parameters;
  using http::Request;
  const bool named = kind == Kind::kDefinition;
  const auto title = [kind, named](const Parameters& names) { return Title{kind, named ? names[0] : ""}; };
  routes.push_back({.method = "GET",
                    .pattern = prefix + "/draft",
                    .run = [=, &library](const Request&, const Parameters& names, const Done& done) {
                      done(get_draft(library, title(names)));
                    }});
  routes.push_back({.method = "PUT",
                    .pattern = prefix + "/draft",
                    .run = [=, &library](const Request& request, const Parameters& names,
                                         const Done& done) { done(put_draft(library, title(names), request)); },
                    .max_body_bytes = http::kMaxDocumentBodyBytes});
  routes.push_back({.method = "POST",
                    .pattern = prefix + "/publish",
                    .run = [=, &library](const Request& request, const Parameters& names,
                                         const Done& done) { done(publish(library, title(names), request)); },
                    .max_body_bytes = http::kMaxDocumentBodyBytes});
  routes.push_back({.method = "GET",
                    .pattern = prefix + "/versions",
                    .run = [=, &library](const Request&, const Parameters& names, const Done& done) {
                      done(list_versions(library, title(names)));
                    }});
  routes.push_back({.method = "GET",
                    .pattern = prefix + "/versions/{version}",
                    .run = [=, &library](const Request&, const Parameters& names, const Done& done) {
                      done(get_version(library, title(names), names.back()));
                    }});
}

}  // namespace

std::vector<http::Route> document_routes(Library& library) {
  using http::Done;
  using http::Parameters;
  using http::Request;
  std::vector<http::Route> routes;
  routes.push_back(
      {.method = "GET", .pattern = "/v1/definitions", .run = [&](const Request&, const Parameters&, const Done& done) {
         done(list_definitions(library));
       }});
  for (const auto& [kind, path] :
       {std::pair(Kind::kDirectory, "/v1/directory"), std::pair(Kind::kRoster, "/v1/roster")}) {
    routes.push_back({.method = "GET",
                      .pattern = path,
                      .run = [&library, kind = kind](const Request&, const Parameters&, const Done& done) {
                        done(current(library, Title{kind, ""}));
                      }});
    add_routes(routes, library, kind, path);
  }
  add_routes(routes, library, Kind::kDefinition, "/v1/definitions/{name}");
  return routes;
}

}  // namespace signalbox::routes
