#pragma once
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <future>
#include <mutex>
#include <thread>
#include <utility>

namespace cimgate::parallel {

/// One step of what is done to a text that passes through in pieces, on a thread of its own. The caller gives
/// pieces, and takes what became of them in the same order; how many wait between is up to the caller. The
/// step never waits for anything but the caller, so ending is quick.
template <class In, class Out>
class Stage {
 public:
  explicit Stage(std::function<Out(In)> step)
      : step_(std::move(step)), thread_([this](const std::stop_token& stopping) { run(stopping); }) {}
  Stage(const Stage&) = delete;
  Stage& operator=(const Stage&) = delete;

  void give(In piece) {
    std::packaged_task<Out()> task(
        [this, piece = std::move(piece)]() mutable { return step_(std::move(piece)); });
    made_.push_back(task.get_future());
    {
      const std::lock_guard lock(mutex_);
      tasks_.push_back(std::move(task));
    }
    given_.notify_one();
  }

  /// How many pieces were given and not taken.
  std::size_t waiting() const { return made_.size(); }

  /// What became of the oldest piece; waits for it. An exception of the step comes out of here.
  Out take() {
    auto first = std::move(made_.front());
    made_.pop_front();
    return first.get();
  }

 private:
  void run(const std::stop_token& stopping) {
    for (;;) {
      std::unique_lock lock(mutex_);
      if (!given_.wait(lock, stopping, [&] { return !tasks_.empty(); })) return;
      if (stopping.stop_requested()) return;
      auto task = std::move(tasks_.front());
      tasks_.pop_front();
      lock.unlock();
      task();
    }
  }

  std::function<Out(In)> step_;
  std::mutex mutex_;
  std::condition_variable_any given_;
  std::deque<std::packaged_task<Out()>> tasks_;
  std::deque<std::future<Out>> made_;  ///< the caller's
  std::jthread thread_;                ///< last, so that it ends first
};

}  // namespace cimgate::parallel
