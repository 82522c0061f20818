// A dispatch spoken to event by event, with what it answers as lines.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "base/time.h"
#include "model/json.h"
#include "tests/support/session.h"

namespace signalbox::test {

inline constexpr std::int64_t kEightMs = 1'769'846'400'000;  // 2026-01-31T08:00:00Z

class DispatchDesk : public testing::Test {
 protected:
  /// `policy`: its members; `directory` and `states`: members of agents and of the roster's agents.
  void open(const std::string& policy, const std::string& directory, const std::string& states) {
    send("{'op':'compile'}",
         "{'signalbox':1,'name':'t','object':'Case','fields':{'N':'Number','Skill':'Text','Due':'DateTime'},"
         "'routing':{'r':{" +
             policy + "}},'steps':[{'id':'place','route':'r'}]}");
    send("{'op':'directory'}", "{'signalbox':1,'channels':['chat']," + directory + "}");
    send("{'op':'roster','directory':2}", "{'signalbox':1,'agents':{" + states + "}}");
    send("{'op':'dispatch.open','program':1,'directory':2,'roster':3}");
  }

  /// What the host must do after an event at 08:00 plus so many seconds: "assign 1 a", one a line.
  std::string at(std::int64_t second, const std::string& event = "") {
    const std::string events = "[{'at':'" + instant(second) + "'" + (event.empty() ? "" : "," + event) + "}]";
    return commands(send("{'op':'dispatch.events','dispatch':4}", events));
  }
  std::string arrive(std::int64_t second, const std::string& item, const std::string& record = "") {
    return at(second, "'arrive':{'item':'" + item + "','record':{" + record + "}}");
  }
  std::string tell(std::int64_t second, const std::string& states) {
    return at(second,
              "'roster':{'signalbox':1,'sequence':" + std::to_string(++sequence_) + ",'agents':{" + states + "}}");
  }
  std::string decline(std::int64_t second, const std::string& agent) {
    return at(second, "'decline':{'item':'1','agent':'" + agent + "'}");
  }
  static std::string instant(std::int64_t second) { return to_text(Instant{kEightMs + second * kMsPerSecond}); }

  std::string commands(const std::string& answer) {
    Diagnostics diagnostics;
    const auto document = json::Document::parse(answer, diagnostics);
    const json::Node events = *document->root().find("events");
    std::string lines;
    for (std::size_t e = 0; e < events.size(); ++e) {
      const json::Node list = *events.at(e).find("commands");
      for (std::size_t i = 0; i < list.size(); ++i) {
        lines += (lines.empty() ? "" : "\n") + std::string(list.at(i).find("do")->as_text());
        for (const char* name : {"item", "agent"}) {
          if (const auto member = list.at(i).find(name)) lines += " " + std::string(member->as_text());
        }
      }
      const json::Node wake = *events.at(e).find("wake");
      wake_ = wake.is(json::Kind::kText) ? wake.as_text() : std::string_view("never");
      has_more_ = events.at(e).find("more").has_value();
    }
    return lines;
  }

  std::string send(const std::string& header, const std::string& body = "") {
    answer_ = talk_(header, body);
    EXPECT_EQ(answer_.substr(0, 10), "{\"ok\":true") << answer_;
    return answer_;
  }

  Talk talk_;
  int sequence_ = 0;
  std::string answer_;
  std::string wake_;
  bool has_more_ = false;
};

}  // namespace signalbox::test
