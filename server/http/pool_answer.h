// Runs a handler on the pool and resumes the coroutine that waits for its answer.
#pragma once

#include <atomic>
#include <exception>
#include <memory>
#include <utility>

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>

#include "server/http/problem.h"
#include "server/http/router.h"
#include "server/log.h"

namespace signalbox::http {

/// Resumes the waiting coroutine on its own executor, once, from whatever thread the answer comes; keeps that executor
/// running until then.
template <class Resume>
class Completion : public std::enable_shared_from_this<Completion<Resume>> {
 public:
  explicit Completion(Resume resume)
      : resume_(std::move(resume)), work_(boost::asio::get_associated_executor(resume_)) {}

  void operator()(Response response) {
    if (done_.exchange(true)) return;
    boost::asio::post(work_.get_executor(),
                      [self = this->shared_from_this(), response = std::move(response)]() mutable {
                        self->work_.reset();
                        std::move(self->resume_)(std::move(response));
                      });
  }

 private:
  Resume resume_;
  boost::asio::executor_work_guard<boost::asio::associated_executor_t<Resume>> work_;
  std::atomic<bool> done_{false};
};

/// Completes with the answer of `route`, or with 500 when its handler throws. All references must outlive the
/// completion.
template <class Token>
auto async_answer(boost::asio::thread_pool& pool, const Route& route, const Request& request,
                  const Parameters& parameters, Token&& token) {
  const auto start = [&pool, &route, &request, &parameters](auto resume) {
    const auto completion = std::make_shared<Completion<decltype(resume)>>(std::move(resume));
    boost::asio::post(pool, [completion, &route, &request, &parameters] {
      try {
        route.run(request, parameters, [completion](Response response) { (*completion)(std::move(response)); });
      } catch (const std::exception& error) {
        log_line(std::string("a handler failed: ") + error.what());
        (*completion)(
            problem(500, {"internal", "The server failed while it worked on this request. Its log says why."}));
      }
    });
  };
  return boost::asio::async_initiate<Token, void(Response)>(start, token);
}

}  // namespace signalbox::http
