// Work on many cores whose results come out in input order, in bounded memory.
#pragma once

#include <condition_variable>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace signalbox::cli {

/// Runs `take`, `work` and `give` on `threads` threads until `take` or `give` says no. `take` fills the next piece of
/// the input and `give` writes a result; each is called by one thread at a time, both in input order. `make_work` is
/// called once on each thread and gives what turns a piece into a result, so that it can own scratch memory. At most
/// one piece a thread is in memory. An exception of any of them stops all and is thrown to the caller.
template <class Piece, class Outcome>
void ordered_parallel(std::size_t threads, const std::function<bool(Piece&)>& take,
                      const std::function<std::function<void(const Piece&, Outcome&)>()>& make_work,
                      const std::function<bool(const Outcome&)>& give) {
  std::mutex input;
  std::mutex output;
  std::condition_variable turn_changed;
  std::size_t taken = 0;
  std::size_t given = 0;
  bool input_ended = false;
  bool stopped = false;  // Guarded by `output`; a thread that waits for its turn leaves when it is set.
  std::exception_ptr trouble;

  const auto take_next = [&](Piece& piece, std::size_t& turn) {
    const std::lock_guard lock(input);
    if (input_ended) return false;
    input_ended = true;  // Stays so when `take` throws.
    input_ended = !take(piece);
    turn = taken++;
    return !input_ended;
  };
  const auto give_in_turn = [&](const Outcome& outcome, std::size_t turn) {
    std::unique_lock lock(output);
    turn_changed.wait(lock, [&] { return given == turn || stopped; });
    if (stopped) return false;
    stopped = true;  // Stays so when `give` throws.
    stopped = !give(outcome);
    ++given;
    turn_changed.notify_all();
    return !stopped;
  };
  const auto run = [&] {
    try {
      const auto work = make_work();
      Piece piece;
      Outcome outcome;
      for (std::size_t turn = 0; take_next(piece, turn);) {
        work(piece, outcome);
        if (!give_in_turn(outcome, turn)) return;
      }
    } catch (...) {
      const std::lock_guard lock(output);
      if (!trouble) trouble = std::current_exception();
      stopped = true;
      turn_changed.notify_all();
    }
  };

  std::vector<std::thread> others;
  for (std::size_t i = 1; i < threads; ++i) others.emplace_back(run);
  run();
  for (std::thread& other : others) other.join();
  if (trouble) std::rethrow_exception(trouble);
}

}  // namespace signalbox::cli
