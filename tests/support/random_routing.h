// Random directories, rosters and policies of routing, as documents; seeded. Few names and few instants, so that ties,
// exclusions of every kind and relaxing happen often.
#pragma once

#include <string>
#include <vector>

#include "base/time.h"
#include "tests/support/random.h"

namespace signalbox::test {

inline constexpr std::int64_t kRoutingNowMs = 1'769'846'400'000;  // 2026-01-31T08:00:00Z

class RandomRouting {
 public:
  RandomRouting(Random& random, std::uint64_t agents) : random_(random), agents_(agents) {}

  std::string directory() {
    std::string people;
    for (std::uint64_t i = 0; i < agents_; ++i) people += (i > 0 ? "," : "") + id(i) + ":" + agent(i);
    return "{'signalbox':1,'skills':['A','B','C'],'languages':['de','en'],'certifications':['X'],'channels':['chat'],"
           "'territories':{'W':null,'E':'W','D':'E','F':'E','M':'D','Z':null},'agentFields':{'Grade':'Number'},"
           "'work':{'call':{'units':2,'channel':'chat'},'note':{'percent':30},'idle':{'interruptible':true}},"
           "'businessHours':{'Berlin':" +
           hours("Europe/Berlin") + ",'Tokyo':" + hours("Asia/Tokyo") + ",'Lima':" + hours("America/Lima") +
           "},"
           "'agents':{" +
           people + "},'groups':{'G':{'members':[" + some_ids() + "]},'H':{'formula':'$Agent.Grade >= 3'}}," +
           "'queues':{'Q':{" + (random_.one_in(3) ? "'hours':" + quoted_hours() + "," : std::string()) + "'members':[" +
           ranked_ids() + "]},'R':{'members':[" + some_ids() +
           "],'groups':['G',{'group':'H','rank':2}]},'O':{'members':[]}}}";
  }

  std::string roster() {
    const char* const presences[] = {"Online", "Online", "Online", "Online", "Busy", "Offline"};
    std::string text;
    for (std::uint64_t i = 0; i < agents_; ++i) {
      if (random_.one_in(8)) continue;
      std::string state = std::string("'presence':'") + presences[random_.below(6)] + "'";
      add(state, "open", count(5));
      if (random_.one_in(4)) add(state, "openPercent", count(80));
      if (random_.one_in(3)) add(state, "openInterruptible", count(3));
      if (random_.one_in(2)) add(state, "assigned", count(6));
      if (random_.one_in(2)) add(state, "presentMinutes", count(300));
      if (random_.one_in(5)) add(state, "available", random_.one_in(2) ? "true" : "false");
      if (random_.one_in(5)) add(state, "channels", "{'chat':'" + std::string(presences[random_.below(6)]) + "'}");
      if (random_.one_in(3)) add(state, "counts", "{'daily':" + count(3) + "}");
      for (const char* name : {"lastAssigned", "absentUntil", "afterWorkUntil", "presentSince"}) {
        if (random_.one_in(name == std::string("lastAssigned") ? 2 : 6)) add(state, name, instant());
      }
      text += (text.empty() ? "" : ",") + id(i) + ":{" + state + "}";
    }
    return "{'signalbox':1,'agents':{" + text + "}}";
  }

  std::string policy() {
    std::string text = "{'queue':'" + std::string(random_.one_in(2) ? "Q" : "R") + "','require':[" + requirements() +
                       "],'queuedAt':'Queued','formerOwner':'Former','urgency':'Urgent','travel':" + travel();
    if (random_.one_in(8)) text += ",'owner':'Owner'";
    if (random_.one_in(6)) text += ",'returns':true";
    if (random_.one_in(2)) text += ",'work':'" + std::string(pick({"call", "note", "idle"})) + "'";
    if (random_.one_in(4)) text += ",'ramp':'1h'";
    if (random_.one_in(4)) text += ",'skipIf':'nobody'";
    if (random_.one_in(2)) text += ",'fairBy':'" + std::string(pick({"count", "weight", "capacity"})) + "'";
    text += ",'prefer':{" + preferences(text.find("'territory'") != std::string::npos) + "},'relax':[" + relax() + "]";
    if (random_.one_in(2)) {
      text += ",'otherwise':{'queue':'O'" + std::string(random_.one_in(2) ? ",'after':'50s'" : "") + "}";
    }
    return text + "}";
  }

  std::string random_id() { return "a" + std::to_string(random_.below(agents_ + 1)); }
  Instant random_instant() { return {kRoutingNowMs - 21'000 + 7'000 * static_cast<std::int64_t>(random_.below(7))}; }
  const char* pick(std::initializer_list<const char*> words) { return words.begin()[random_.below(words.size())]; }

 private:
  static std::string id(std::uint64_t i) { return "'a" + std::to_string(i) + "'"; }
  static void add(std::string& object, const std::string& name, const std::string& value) {
    object += (object.empty() ? "'" : ",'") + name + "':" + value;
  }
  std::string count(std::uint64_t bound) { return std::to_string(random_.below(bound)); }
  std::string level() { return std::to_string(random_.below(10)) + "." + std::to_string(random_.below(10)); }
  std::string instant() { return "'" + to_text(random_instant()) + "'"; }

  std::string some_ids() {
    std::string ids;
    for (std::uint64_t i = 0; i < agents_; ++i) {
      if (!random_.one_in(3)) ids += (ids.empty() ? "" : ",") + id(i);
    }
    return ids;
  }
  std::string ranked_ids() {
    std::string ids;
    for (std::uint64_t i = agents_; i-- > 0;) {
      ids +=
          (ids.empty() ? "{'agent':" : ",{'agent':") + id(i) + ",'rank':" + std::to_string(1 + random_.below(3)) + "}";
    }
    return ids;
  }

  std::string abilities(std::initializer_list<const char*> names) {
    std::string held;
    for (const char* name : names) {
      const bool is_rare = agents_ > 20 && name == std::string("C");
      if (is_rare ? !random_.one_in(30) : random_.one_in(3)) continue;
      add(held, name, random_.one_in(4) ? "{'level':" + level() + ",'until':" + instant() + "}" : level());
    }
    return "{" + held + "}";
  }

  std::string agent(std::uint64_t i) {
    std::string text;
    add(text, "capacity", random_.one_in(2) ? count(6) : "{'units':" + count(6) + ",'interruptible':" + count(3) + "}");
    add(text, "skills", abilities({"A", "B", "C"}));
    add(text, "languages", abilities({"de", "en"}));
    if (random_.one_in(2)) add(text, "certifications", "{'X':" + (random_.one_in(2) ? instant() : "null") + "}");
    if (random_.one_in(2)) add(text, "weight", count(4));
    add(text, "territories", "['" + std::string(pick({"W", "E", "D", "F", "M", "Z"})) + "']");
    if (random_.one_in(4)) {
      const std::int64_t from = random_instant().ms;
      add(text, "absences",
          "[{'from':'" + to_text(Instant{from}) + "','until':'" +
              to_text(Instant{from + 7'000 + 7'000 * static_cast<std::int64_t>(random_.below(3))}) + "'}]");
    }
    if (i + 1 < agents_ && random_.one_in(2)) add(text, "delegate", id(i + 1 + random_.below(agents_ - i - 1)));
    if (random_.one_in(4))
      add(text, "hours", "[" + quoted_hours() + (random_.one_in(3) ? "," + quoted_hours() : "") + "]");
    if (random_.one_in(2)) add(text, "location", location());
    if (random_.one_in(2)) add(text, "travelMinutes", "{'M':" + count(150) + "}");
    if (random_.one_in(2)) add(text, "fields", "{'Grade':" + count(6) + "}");
    return "{" + text + "}";
  }

  /// Around the instant of all these routings, 08:00 UTC on a Saturday.
  std::string hours(const char* zone) {
    const char* const intervals[] = {"02:00-04:00", "09:00-17:00", "10:00-11:00", "16:30-17:00", "01:00-23:00"};
    std::string day = std::string("'") + intervals[random_.below(5)] + "'";
    return std::string("{'zone':'") + zone + "','week':{'Fri':['20:00-01:00 next day'],'Sat':[" + day + "]}}";
  }
  std::string quoted_hours() { return "'" + std::string(pick({"Berlin", "Tokyo", "Lima"})) + "'"; }
  std::string location() {
    return "{'latitude':" + count(3) + "." + count(10) + ",'longitude':" + count(2) + "." + count(10) + "}";
  }
  std::string travel() {
    if (random_.one_in(2)) return "{'place':'Land','within':'2h'}";
    return "{'to':'Spot','speed':" + std::to_string(40 + 7 * random_.below(10)) + ",'within':'3h'}";
  }

  std::string quoted(const char* name) { return std::string("'\\'") + name + "\\''"; }
  std::string additional() { return random_.one_in(2) ? "" : ",'additional':" + std::to_string(1 + random_.below(2)); }

  std::string requirement() {
    switch (random_.below(12)) {
      case 0:
      case 1:
        return "{'skill':" + (random_.one_in(2) ? "'Product'" : quoted(pick({"A", "B", "C"}))) + ",'level':" + level() +
               additional() + "}";
      case 2:
        return "{'language':" + quoted(pick({"de", "en"})) + ",'level':" + level() + additional() + "}";
      case 3:
        return "{'certification':" + quoted("X") + additional() + "}";
      case 4:
        return "{'territory':'Land'}";
      case 5:
        return random_.one_in(2) ? "{'group':'G'}" : "{'group':'H'}";
      case 6:
        return "{'formula':'$Agent.Grade >= 2'}";
      case 7:
        return "{'cap':'daily','limit':2" + std::string(random_.one_in(2) ? ",'when':'Counts'" : "") + "}";
      case 8:
        return "'rank'";
      default:
        return "'" + std::string(pick({"presence", "available", "inOffice", "capacity", "hours"})) + "'";
    }
  }
  std::string requirements() {
    std::string list;
    for (std::uint64_t n = random_.below(4); n > 0; --n) {
      const std::string one = requirement();
      // A list names a cap once.
      if (one.starts_with("{'cap'") && list.find("'cap'") != std::string::npos) continue;
      list += (list.empty() ? "" : ",") + one;
    }
    return list;
  }

  std::string preferences(bool requires_territory) {
    std::string list;
    for (const char* factor : {"skillFit", "spareCapacity", "longestIdle", "rank", "continuity", "fairness",
                               "travelTime", "slaUrgency", "territory"}) {
      if (factor == std::string("territory") && !requires_territory) continue;
      if (random_.one_in(2)) add(list, factor, std::to_string(1 + random_.below(4)));
    }
    return list;
  }

  std::string relax() {
    std::string list;
    std::uint64_t after_s = 0;
    for (std::uint64_t n = random_.below(4); n > 0; --n) {
      after_s += 10 * random_.below(3) + 1;
      std::string step;
      add(step, "after", "'" + std::to_string(after_s) + "s'");
      switch (random_.below(6)) {
        case 0:
          add(step, "lower", level());
          break;
        case 1:
          add(step, "widen", "'territory'");
          break;
        case 2:
          add(step, "widen", "'rank'");
          break;
        case 3:
          add(step, "queue", "'" + std::string(pick({"Q", "R"})) + "'");
          break;
        case 4:
          add(step, "require", "[" + requirements() + "]");
          break;
        default:
          add(step, "drop", "'additional'");
      }
      if (random_.one_in(3)) add(step, "skipIf", "'nobody'");
      list += (list.empty() ? "{" : ",{") + step + "}";
    }
    return list;
  }

  Random& random_;
  std::uint64_t agents_;
};

}  // namespace signalbox::test
