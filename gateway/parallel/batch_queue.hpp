#pragma once
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <utility>

namespace cimgate::parallel {

/// Jobs that come from many threads, for one that takes all that wait at once, so that what they have to do
/// alike is done once for all of them.
template <class Job>
class BatchQueue {
 public:
  /// `most`: so many wait; more are refused. `batch`: so many are taken at once.
  BatchQueue(std::size_t most, std::size_t batch) : most_(most), batch_(batch) {}

  /// Never waits. False, and the job is left as it is, when too many wait or the queue is closed.
  bool put(Job& job) {
    const std::lock_guard lock(mutex_);
    if (closed_ || jobs_.size() >= most_) return false;
    jobs_.push_back(std::move(job));
    arrived_.notify_one();
    return true;
  }

  /// Waits for a job. Nothing when the queue is closed and all was taken.
  std::deque<Job> take() {
    std::unique_lock lock(mutex_);
    arrived_.wait(lock, [&] { return closed_ || !jobs_.empty(); });
    std::deque<Job> taken;
    while (!jobs_.empty() && taken.size() < batch_) {
      taken.push_back(std::move(jobs_.front()));
      jobs_.pop_front();
    }
    return taken;
  }

  void close() {
    {
      const std::lock_guard lock(mutex_);
      closed_ = true;
    }
    arrived_.notify_all();
  }

 private:
  std::size_t most_;
  std::size_t batch_;
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::deque<Job> jobs_;
  bool closed_ = false;
};

}  // namespace cimgate::parallel
