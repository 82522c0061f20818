// Times one session of the natively built engine, one thread, for tests/bench. Usage:
//   bench_engine DEFINITION DIRECTORY ROSTER|- RECORDS FORMAT INSTANT REPEATS [WHAT...]
// Prints one line of JSON: the number of records, and the least milliseconds over the repeats of each WHAT (all of
// them, when none is named): decide, explain, outcomes (one message over prepared records), reasons (the same with the
// rules that won), fromText (one message over the text of the records).
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <iostream>
#include <iterator>
#include <limits>
#include <string>
#include <string_view>

#include "api/api.h"
#include "server/memory.h"

namespace {

using signalbox::api::Session;

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    std::cerr << "error: there is no " << path << '\n';
    std::exit(3);
  }
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

/// The whole number after `"member":` in an answer; the answer must be good.
std::string number_in(std::string_view answer, const std::string& member) {
  const std::string key = '"' + member + "\":";
  const std::size_t at = answer.find(key);
  if (at == std::string_view::npos || answer.find("\"ok\":true") == std::string_view::npos) {
    std::cerr << "error: no " << member << " in " << answer.substr(0, 1000) << '\n';
    std::exit(1);
  }
  const std::size_t begin = at + key.size();
  return std::string(answer.substr(begin, answer.find_first_not_of("0123456789", begin) - begin));
}

double least_ms(int repeats, const std::function<void()>& work) {
  double least = std::numeric_limits<double>::infinity();
  for (int i = 0; i < repeats; ++i) {
    const auto start = std::chrono::steady_clock::now();
    work();
    const std::chrono::duration<double, std::milli> spent = std::chrono::steady_clock::now() - start;
    least = std::min(least, spent.count());
  }
  return least;
}

/// One session with its documents and records.
class Bench {
 public:
  Bench(const std::string& definition, const std::string& directory) {
    program_ = number_in(call(R"({"op":"compile"})", read_file(definition)), "program");
    directory_ = number_in(call(R"({"op":"directory"})", read_file(directory)), "directory");
    context_ = "\"program\":" + program_ + ",\"directory\":" + directory_;
  }

  void load_roster(const std::string& roster) {
    const std::string header = R"({"op":"roster","directory":)" + directory_ + "}";
    context_ += ",\"roster\":" + number_in(call(header, read_file(roster)), "roster");
  }

  /// Reads the records, in place of those that were read before.
  void prepare(const std::string& body, const std::string& format) {
    if (!records_.empty()) call(R"({"op":"release","handle":)" + records_ + "}");
    const std::string header = R"({"op":"records","program":)" + program_ + ",\"format\":\"" + format + "\"}";
    const std::string answer(call(header, body));
    records_ = number_in(answer, "records");
    count_ = number_in(answer, "count");
  }

  void ask(const std::string& op, const std::string& instant, const std::string& more) {
    call(header(op, context_, instant) + more + "}");
  }

  /// The same without records prepared before: `body` is read as it is decided.
  void stream(const std::string& op, const std::string& instant, const std::string& format, const std::string& body) {
    call("{\"op\":\"" + op + "\"," + context_ + ",\"at\":\"" + instant + "\",\"format\":\"" + format + "\"}", body);
  }

  void filter(const std::string& formula, const std::string& instant) {
    call(header("formula.filter", "\"program\":" + program_, instant) + "}", formula);
  }

  [[nodiscard]] const std::string& count() const { return count_; }

 private:
  /// Without the brace at its end.
  [[nodiscard]] std::string header(const std::string& op, const std::string& context,
                                   const std::string& instant) const {
    return "{\"op\":\"" + op + "\",\"records\":" + records_ + "," + context + ",\"at\":\"" + instant + "\"";
  }

  std::string_view call(const std::string& header, const std::string& body = "") {
    return session_.call(header + "\n" + body);
  }

  Session session_;
  std::string program_;
  std::string directory_;
  std::string context_;
  std::string records_;
  std::string count_;
};

}  // namespace

int main(int count, char** words) {
  if (count < 8) {
    std::cerr << "usage: bench_engine DEFINITION DIRECTORY ROSTER|- RECORDS FORMAT INSTANT REPEATS [WHAT...]\n";
    return 2;
  }
  signalbox::keep_freed_memory();
  Bench bench(words[1], words[2]);
  if (std::string_view(words[3]) != "-") bench.load_roster(words[3]);
  const std::string body = read_file(words[4]);
  const std::string at = words[6];
  const int repeats = std::max(1, std::atoi(words[7]));
  const auto prepare = [&] { bench.prepare(body, words[5]); };
  const double prepare_ms = least_ms(repeats, prepare);
  std::cout << "{\"count\":" << bench.count() << ",\"prepareMs\":" << prepare_ms;
  const auto add = [&](const std::string& what, const std::function<void()>& work) {
    const bool wanted = count == 8 || std::find(words + 8, words + count, what) != words + count;
    if (wanted) std::cout << ",\"" << what << "Ms\":" << least_ms(repeats, work);
  };
  add("decide", [&] { bench.ask("decideBatch", at, ",\"explain\":false"); });
  add("explain", [&] { bench.ask("decideBatch", at, ",\"explain\":true"); });
  add("outcomes", [&] { bench.ask("outcomes", at, ""); });
  add("reasons", [&] { bench.ask("outcomes", at, ",\"explain\":true"); });
  add("fromText", [&] { bench.stream("outcomes", at, words[5], body); });
  constexpr std::string_view kFilter = "filter:";
  for (int i = 8; i < count; ++i) {
    if (!std::string_view(words[i]).starts_with(kFilter)) continue;
    const std::string formula(std::string_view(words[i]).substr(kFilter.size()));
    std::cout << ",\"filterMs\":" << least_ms(repeats, [&] { bench.filter(formula, at); });
  }
  std::cout << "}\n";
  return 0;
}
