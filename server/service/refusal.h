// Why the service does not do what it was asked to.
#pragma once

#include <string>

#include <tl/expected.hpp>

namespace signalbox::service {

/// What kind of refusal it is; the HTTP host maps each to a status.
enum class Ground : unsigned char {
  kMalformed,  ///< The request cannot be read.
  kInvalid,    ///< It can be read, but a document, a record or a value in it is wrong.
  kNotFound,
  kConflict,              ///< It does not fit what is published now.
  kPreconditionFailed,    ///< Somebody else has changed the document in between.
  kPreconditionRequired,  ///< It would overwrite a document without saying which one it has seen.
  kBusy,                  ///< Too much is under way; later it may be taken.
  kMachine,               ///< The store failed. The sentence says nothing about the machine's insides.
};

struct Refusal {
  Ground ground = Ground::kInvalid;
  std::string code;      ///< Stable, kebab case.
  std::string sentence;  ///< What is wrong, and what to do next.
  std::string place;     ///< Where: a JSON pointer into the body, a header's or a parameter's name; may be empty.
  std::string diagnostics = "[]";  ///< JSON array (docs/engine-api.md).
};

template <class T>
using Result = tl::expected<T, Refusal>;

[[nodiscard]] inline tl::unexpected<Refusal> refuse(Ground ground, std::string code, std::string sentence,
                                                    std::string place = {}, std::string diagnostics = "[]") {
  return tl::unexpected<Refusal>(
      Refusal{ground, std::move(code), std::move(sentence), std::move(place), std::move(diagnostics)});
}

}  // namespace signalbox::service
