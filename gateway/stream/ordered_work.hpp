#pragma once
#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace cimgate::stream {

/// Work that comes piece by piece, done by several threads, and taken in the order in which it came. Only a
/// few pieces wait at a time, so memory does not grow. With no threads, everything is done where it is put
/// in. An exception of the work comes out of put() or finish().
template <class Job>
class OrderedWork {
 public:
  /// `work(worker, job)` runs in a thread; `take(job)` where put() and finish() are called.
  OrderedWork(unsigned threads, std::function<void(unsigned, Job&)> work, std::function<void(Job&)> take)
      : work_(std::move(work)), take_(std::move(take)), most_(std::size_t{threads} * 2) {
    for (unsigned i = 0; i < threads; ++i) threads_.emplace_back([this, i] { run(i); });
  }
  ~OrderedWork() { stop(); }
  OrderedWork(const OrderedWork&) = delete;
  OrderedWork& operator=(const OrderedWork&) = delete;

  void put(Job job) {
    if (threads_.empty()) {
      work_(0, job);
      take_(job);
      return;
    }
    while (jobs_.size() >= most_) take_first();
    {
      const std::lock_guard lock(mutex_);
      jobs_.push_back(std::make_unique<Entry>(std::move(job)));
      ++open_;
    }
    may_work_.notify_one();
    while (!jobs_.empty() && is_done()) take_first();
  }

  /// Takes all that was put in.
  void drain() {
    while (!jobs_.empty()) take_first();
  }

  void finish() {
    drain();
    stop();
  }

 private:
  struct Entry {
    explicit Entry(Job of) : job(std::move(of)) {}
    Job job;
    bool taken = false;
    bool done = false;
    std::exception_ptr fault;
  };

  bool is_done() {
    const std::lock_guard lock(mutex_);
    return jobs_.front()->done;
  }

  void take_first() {
    std::unique_lock lock(mutex_);
    may_take_.wait(lock, [&] { return jobs_.front()->done; });
    const auto entry = std::move(jobs_.front());
    jobs_.pop_front();
    lock.unlock();
    if (entry->fault) std::rethrow_exception(entry->fault);
    take_(entry->job);
  }

  void run(unsigned worker) {
    for (;;) {
      Entry* mine = nullptr;
      {
        std::unique_lock lock(mutex_);
        may_work_.wait(lock, [&] { return stop_ || open_ > 0; });
        if (stop_) return;
        for (const auto& entry : jobs_)
          if (!entry->taken) {
            mine = entry.get();
            break;
          }
        mine->taken = true;
        --open_;
      }
      try {
        work_(worker, mine->job);
      } catch (...) {
        mine->fault = std::current_exception();
      }
      {
        const std::lock_guard lock(mutex_);
        mine->done = true;
      }
      may_take_.notify_one();
    }
  }

  void stop() {
    {
      const std::lock_guard lock(mutex_);
      stop_ = true;
    }
    may_work_.notify_all();
    threads_.clear();
  }

  std::function<void(unsigned, Job&)> work_;
  std::function<void(Job&)> take_;
  std::size_t most_;
  std::mutex mutex_;
  std::condition_variable may_work_, may_take_;
  std::deque<std::unique_ptr<Entry>> jobs_;
  std::size_t open_ = 0;  ///< jobs that nobody works on yet
  bool stop_ = false;
  std::vector<std::jthread> threads_;
};

}  // namespace cimgate::stream
