#pragma once
#include <atomic>
#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include "gateway/http/core.hpp"
#include "gateway/http/route.hpp"

namespace cimgate::http {

/// One value that is handed from any thread to a coroutine that waits for it, without blocking a thread.
template <class Value>
class Handover {
 public:
  explicit Handover(Executor executor) : executor_(std::move(executor)) {}

  /// Only the first value counts.
  void give(Value value) {
    if (given_.exchange(true)) return;
    value_ = std::move(value);
    if (state_.exchange(State::there, std::memory_order_acq_rel) == State::awaited) resume();
  }
  bool there() const { return state_.load(std::memory_order_acquire) == State::there; }

  /// By one coroutine, which keeps the object alive meanwhile.
  Awaitable<Value> take() {
    if (!there())
      co_await asio::async_initiate<const asio::use_awaitable_t<Executor>, void()>(Await{this},
                                                                                   use_awaitable);
    co_return std::move(value_);
  }

 private:
  enum class State { empty, awaited, there };

  /// Keeps what continues the coroutine. GCC 12 destroys a lambda with captures twice when it stands in a
  /// co_await.
  struct Await {
    Handover* self;
    template <class Handler>
    void operator()(Handler handler) const {
      auto held = std::make_shared<Handler>(std::move(handler));
      self->resume_ = [executor = self->executor_, held = std::move(held)] {
        asio::post(executor, [held] { std::move (*held)(); });
      };
      if (self->state_.exchange(State::awaited, std::memory_order_acq_rel) == State::there) {
        self->state_.store(State::there, std::memory_order_release);
        self->resume();
      }
    }
  };

  /// By whoever came second, once. The coroutine may go on, and end, before this has returned.
  void resume() {
    const auto go_on = std::move(resume_);
    go_on();
  }

  Executor executor_;
  std::atomic<bool> given_{false};
  std::atomic<State> state_{State::empty};
  std::function<void()> resume_;
  Value value_ = Value();
};

}  // namespace cimgate::http
