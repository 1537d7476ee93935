#pragma once
#include <atomic>
#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include "gateway/server/core.hpp"
#include "gateway/server/route.hpp"

namespace cimgate::server {

/// One value that is handed from any thread to a coroutine that waits for it, without blocking a thread.
template <class Value>
class Handover : public std::enable_shared_from_this<Handover<Value>> {
 public:
  explicit Handover(Executor executor) : executor_(std::move(executor)) {}

  /// Only the first value counts.
  void give(Value value) {
    if (given_.exchange(true)) return;
    value_ = std::move(value);
    if (state_.exchange(State::there, std::memory_order_acq_rel) == State::awaited) resume_();
  }
  bool there() const { return state_.load(std::memory_order_acquire) == State::there; }

  Awaitable<Value> take() {
    if (!there())
      co_await asio::async_initiate<const asio::use_awaitable_t<Executor>, void()>(
          [self = this->shared_from_this()](auto handler) {
            auto held = std::make_shared<decltype(handler)>(std::move(handler));
            self->resume_ = [executor = self->executor_, held] {
              asio::post(executor, [held] { std::move (*held)(); });
            };
            if (self->state_.exchange(State::awaited, std::memory_order_acq_rel) == State::there) {
              self->state_.store(State::there, std::memory_order_release);
              self->resume_();
            }
          },
          use_awaitable);
    resume_ = {};
    co_return std::move(value_);
  }

 private:
  enum class State { empty, awaited, there };
  Executor executor_;
  std::atomic<bool> given_{false};
  std::atomic<State> state_{State::empty};
  std::function<void()> resume_;
  Value value_ = Value();
};

}  // namespace cimgate::server
