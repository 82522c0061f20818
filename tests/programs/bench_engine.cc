// Times one session of the natively built engine, one thread, for tests/bench. Usage:
//   bench_engine DEFINITION DIRECTORY ROSTER|- RECORDS FORMAT INSTANT REPEATS
// Prints one line of JSON: the number of records, and the least milliseconds of each message over the repeats.
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

}  // namespace

int main(int count, char** words) {
  if (count != 8) {
    std::cerr << "usage: bench_engine DEFINITION DIRECTORY ROSTER|- RECORDS FORMAT INSTANT REPEATS\n";
    return 2;
  }
  Session session;
  const auto call = [&](const std::string& header, const std::string& body = "") {
    return session.call(header + "\n" + body);
  };
  const std::string program = number_in(call(R"({"op":"compile"})", read_file(words[1])), "program");
  const std::string directory = number_in(call(R"({"op":"directory"})", read_file(words[2])), "directory");
  std::string context = "\"program\":" + program + ",\"directory\":" + directory;
  if (std::string_view(words[3]) != "-") {
    const std::string header = R"({"op":"roster","directory":)" + directory + "}";
    context += ",\"roster\":" + number_in(call(header, read_file(words[3])), "roster");
  }
  context += ",\"at\":\"" + std::string(words[6]) + "\"";

  const int repeats = std::max(1, std::atoi(words[7]));
  const std::string body = read_file(words[4]);
  const std::string prepare = R"({"op":"records","program":)" + program + ",\"format\":\"" + words[5] + "\"}";
  std::string records;
  std::string size;
  const double prepare_ms = least_ms(repeats, [&] {
    if (!records.empty()) call(R"({"op":"release","handle":)" + records + "}");
    const std::string answer(call(prepare, body));
    records = number_in(answer, "records");
    size = number_in(answer, "count");
  });
  const auto timed = [&](const std::string& op, const std::string& more) {
    const std::string header = "{\"op\":\"" + op + "\",\"records\":" + records + "," + context + more + "}";
    return least_ms(repeats, [&] { call(header); });
  };
  std::cout << "{\"count\":" << size << ",\"prepareMs\":" << prepare_ms
            << ",\"decideMs\":" << timed("decideBatch", ",\"explain\":false")
            << ",\"explainMs\":" << timed("decideBatch", ",\"explain\":true")
            << ",\"outcomesMs\":" << timed("outcomes", "") << "}\n";
  return 0;
}
