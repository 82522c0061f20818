// Who gets which command, how it is signed, and when a target is left alone.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/http/client.h"
#include "server/json_text.h"
#include "server/service/breaker.h"
#include "server/service/deliveries.h"
#include "server/sha256.h"

namespace signalbox::service {
namespace {

using Admission = Breaker::Admission;

std::string target_of(const Targets& targets, std::string_view command) {
  return targets.name_of(parse_own(command)->root()).value_or("none");
}

TEST(TargetsTest, TheMostParticularOneGetsTheCommand) {
  const auto targets = *Targets::read(R"({"targets":{
    "erp":{"url":"http://a","secret":"0123456789abcdef","commands":["call/erp.refund"]},
    "calls":{"url":"http://b","secret":"0123456789abcdef","commands":["call","notify"]},
    "rest":{"url":"http://c","secret":"0123456789abcdef","timeout":"3s","commands":["*"]}}})");
  EXPECT_EQ(target_of(targets, R"({"command":"call","http":"erp.refund"})"), "erp");
  EXPECT_EQ(target_of(targets, R"({"command":"call","tool":"other"})"), "calls");
  EXPECT_EQ(target_of(targets, R"({"command":"notify"})"), "calls");
  EXPECT_EQ(target_of(targets, R"({"command":"set"})"), "rest");
  EXPECT_EQ(targets.find("rest")->timeout_ms, 3'000);
  EXPECT_EQ(targets.find("other"), nullptr);
  EXPECT_EQ(target_of(Targets(), R"({"command":"set"})"), "none");
}

TEST(SignatureTest, IsTheHmacOfTheSecondsAndTheBody) {
  // RFC 4231, case 2.
  EXPECT_EQ(hmac_sha256_hex("Jefe", "what do ya want for nothing?"),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(signature("0123456789abcdef", Instant{1'780'000'000'999}, "{}"),
            "t=1780000000,v1=" + hmac_sha256_hex("0123456789abcdef", "1780000000.{}"));
}

TEST(BackoffTest, DoublesUpToTenMinutesAndAddsUpToAFifth) {
  EXPECT_EQ(backoff_ms(1, 0), 1'000);
  EXPECT_EQ(backoff_ms(4, 0), 8'000);
  EXPECT_EQ(backoff_ms(4, 500'000), 8'800);
  EXPECT_EQ(backoff_ms(12, 0), 600'000);
  EXPECT_EQ(backoff_ms(1'000, 0), 600'000);
}

TEST(BreakerTest, PausesAfterFailuresInARowAndThenTriesOnce) {
  Breaker breaker;
  const Instant now{1'000'000};
  for (int i = 1; i < Breaker::kFailures; ++i) EXPECT_FALSE(breaker.failed(now));
  breaker.succeeded();
  for (int i = 1; i < Breaker::kFailures; ++i) EXPECT_FALSE(breaker.failed(now));
  EXPECT_EQ(breaker.admit(now), Admission::kSend);
  EXPECT_TRUE(breaker.failed(now));
  EXPECT_EQ(breaker.admit(now), Admission::kPaused);
  EXPECT_TRUE(breaker.failed(now)) << "that was under way";
  const Instant later = breaker.reopens();
  EXPECT_EQ(later.ms, now.ms + Breaker::kFirstPauseMs);
  EXPECT_EQ(breaker.admit(later), Admission::kSend);
  EXPECT_EQ(breaker.admit(later), Admission::kLater);
  breaker.abandoned();
  EXPECT_EQ(breaker.admit(later), Admission::kSend);
  EXPECT_TRUE(breaker.failed(later));
  EXPECT_EQ(breaker.reopens().ms, later.ms + 2 * Breaker::kFirstPauseMs);
  EXPECT_EQ(breaker.admit(breaker.reopens()), Admission::kSend);
  breaker.succeeded();
  EXPECT_EQ(breaker.admit(later), Admission::kSend);
}

TEST(UrlTest, IsReadWithItsPortAndPathOrNotAtAll) {
  const auto text = [](const char* url) {
    const auto read = http::read_url(url);
    return read ? read->host + " " + read->port + " " + read->path : "none";
  };
  EXPECT_EQ(text("http://erp"), "erp 80 /");
  EXPECT_EQ(text("http://erp:8080/a?b=c"), "erp 8080 /a?b=c");
  EXPECT_EQ(text("http://[::1]:9/x"), "::1 9 /x");
  EXPECT_EQ(text("http://[::1]"), "::1 80 /");
  for (const char* const bad :
       {"", "https://erp", "http://", "http://:80/", "http://a:b/", "http://u@h/", "http://a b"})
    EXPECT_EQ(text(bad), "none") << bad;
}

}  // namespace
}  // namespace signalbox::service
