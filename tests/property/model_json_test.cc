// The JSON parser against another one (nlohmann's), on documents that a seed wrote and then, often, damaged.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "tests/support/json_check.h"
#include "tests/support/seeds.h"

namespace signalbox {
namespace {

constexpr std::uint64_t kDocuments = 20'000;

class Documents {
 public:
  explicit Documents(std::uint64_t seed) : random_(seed) {}

  std::string next() {
    std::string out;
    append_value(out, 5);
    return out;
  }

  /// One byte changed, inserted, left out, or the end cut off.
  std::string damaged(std::string text) {
    static constexpr std::string_view kBytes = "\"\\{}[],:0123456789.eE+-untrfalsd \n\t\x01\x80\xC3\xED\xF0\xFF/";
    const std::size_t at = random_.below(text.size());
    const char byte = kBytes[random_.below(kBytes.size())];
    switch (random_.below(4)) {
      case 0:
        text[at] = byte;
        break;
      case 1:
        text.insert(at, 1, byte);
        break;
      case 2:
        text.erase(at, 1);
        break;
      default:
        text.resize(at);
    }
    return text;
  }

  test::Random& random() { return random_; }

 private:
  void append_value(std::string& out, int depth) {
    static constexpr const char* kScalars[] = {
        "null", "true", "false", "0", "-0", "12", "-3.25", "1E5", "1e-7", "0.000", "123456789012345678901234567890"};
    const std::uint64_t choice = random_.below(depth > 0 ? 10 : 6);
    if (choice < 3) {
      out += kScalars[random_.below(std::size(kScalars))];
    } else if (choice < 6) {
      append_text(out, static_cast<int>(random_.below(12)));
    } else {
      append_container(out, choice < 8, depth);
    }
  }

  void append_container(std::string& out, bool is_array, int depth) {
    out += is_array ? '[' : '{';
    const std::uint64_t count = random_.below(6);
    for (std::uint64_t i = 0; i < count; ++i) {
      if (i != 0) out += random_.one_in(3) ? " ,\n" : ",";
      if (!is_array) {
        out += "\"k" + std::to_string(i);  // A distinct beginning: no member twice.
        std::string rest;
        append_text(rest, 3);
        out += rest.substr(1) + (random_.one_in(3) ? " : " : ":");
      }
      append_value(out, depth - 1);
    }
    out += is_array ? ']' : '}';
  }

  void append_text(std::string& out, int length) {
    static constexpr const char* kPieces[] = {"a",
                                              "Z",
                                              " ",
                                              "\\n",
                                              "\\\"",
                                              "\\\\",
                                              "\\/",
                                              "\\u0041",
                                              "\\u00e4",
                                              "\\u20ac",
                                              "\\ud83d\\ude00",
                                              "\\u0000",
                                              "\xC3\xA4",
                                              "\xE2\x82\xAC",
                                              "\xF0\x9F\x98\x80",
                                              "longer plain text"};
    out += '"';
    for (int i = 0; i < length; ++i) out += kPieces[random_.below(std::size(kPieces))];
    out += '"';
  }

  test::Random random_;
};

/// Both agree whether `source` is JSON, and on what it holds.
void expect_agreement(const std::string& source) {
  Diagnostics diagnostics;
  const auto document = json::Document::parse(source, diagnostics);
  const auto other = nlohmann::ordered_json::parse(source, nullptr, false);
  if (other.is_discarded()) {
    EXPECT_EQ(document, nullptr);
    return;
  }
  if (!document) {
    // Stricter only where the limits and the rule about names say so.
    ASSERT_EQ(diagnostics.size(), 1u);
    const std::string& code = diagnostics[0].code;
    EXPECT_TRUE(code == "json-duplicate-member" || code == "json-number") << code;
    return;
  }
  EXPECT_TRUE(test::places_are_right(document->root(), source, {0, static_cast<std::uint32_t>(source.size())}));
  const std::string written = test::write_again(document->root());
  EXPECT_EQ(nlohmann::ordered_json::parse(written, nullptr, false), other);
}

TEST(JsonProperty, AgreesWithAnotherParserOnGoodAndDamagedDocuments) {
  test::for_each_seed(kDocuments, [](std::uint64_t seed) {
    Documents documents(seed);
    std::string source = documents.next();
    SCOPED_TRACE(source);
    expect_agreement(source);
    for (int i = 0; i < 3; ++i) {
      source = documents.damaged(std::move(source));
      if (source.empty()) return;
      SCOPED_TRACE(testing::PrintToString(source));
      expect_agreement(source);
    }
  });
}

TEST(JsonProperty, GoodDocumentsAreAccepted) {
  test::for_each_seed(kDocuments, [](std::uint64_t seed) {
    const std::string source = Documents(seed).next();
    Diagnostics diagnostics;
    EXPECT_TRUE(json::Document::parse(source, diagnostics)) << source;
  });
}

}  // namespace
}  // namespace signalbox
