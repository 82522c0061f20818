// Work on many cores whose results come out in input order, in bounded memory.
#pragma once

#include <condition_variable>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace signalbox::cli {

/// Turns pieces of an input into results on several threads. `take` fills the next piece and `give` writes a result;
/// each is called by one thread at a time, both in input order. `make_work` is called once on each thread and gives
/// what turns a piece into a result, so that it can own scratch memory. At most one piece a thread is in memory.
template <class Piece, class Outcome>
class OrderedParallel {
 public:
  using Take = std::function<bool(Piece&)>;  ///< False at the end of the input.
  using Work = std::function<void(const Piece&, Outcome&)>;
  using Give = std::function<bool(const Outcome&)>;  ///< False when no more results can be taken.

  OrderedParallel(Take take, std::function<Work()> make_work, Give give)
      : take_(std::move(take)), make_work_(std::move(make_work)), give_(std::move(give)) {}

  /// Runs until `take` or `give` says no. An exception of any of the three stops all and is thrown to the caller.
  void run(std::size_t threads) {
    std::vector<std::thread> others;
    for (std::size_t i = 1; i < threads; ++i) others.emplace_back([this] { run_here(); });
    run_here();
    for (std::thread& other : others) other.join();
    if (trouble_) std::rethrow_exception(trouble_);
  }

 private:
  void run_here() {
    try {
      const Work work = make_work_();
      Piece piece;
      Outcome outcome;
      for (std::size_t turn = 0; take_next(piece, turn);) {
        work(piece, outcome);
        if (!give_in_turn(outcome, turn)) return;
      }
    } catch (...) {
      const std::lock_guard lock(output_);
      if (!trouble_) trouble_ = std::current_exception();
      stopped_ = true;
      turn_changed_.notify_all();
    }
  }

  bool take_next(Piece& piece, std::size_t& turn) {
    const std::lock_guard lock(input_);
    if (input_ended_) return false;
    input_ended_ = true;  // Stays so when `take` throws.
    input_ended_ = !take_(piece);
    turn = taken_++;
    return !input_ended_;
  }

  bool give_in_turn(const Outcome& outcome, std::size_t turn) {
    std::unique_lock lock(output_);
    turn_changed_.wait(lock, [&] { return given_ == turn || stopped_; });
    if (stopped_) return false;
    stopped_ = true;  // Stays so when `give` throws.
    stopped_ = !give_(outcome);
    ++given_;
    turn_changed_.notify_all();
    return !stopped_;
  }

  Take take_;
  std::function<Work()> make_work_;
  Give give_;

  std::mutex input_;
  std::size_t taken_ = 0;
  bool input_ended_ = false;

  std::mutex output_;
  std::condition_variable turn_changed_;
  std::size_t given_ = 0;
  bool stopped_ = false;  ///< A thread that waits for its turn leaves.
  std::exception_ptr trouble_;
};

}  // namespace signalbox::cli
