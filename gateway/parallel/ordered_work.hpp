#pragma once
#include <algorithm>
#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace cimgate::parallel {

/// Work that comes piece by piece, done by several threads, and taken in the order in which it came. Only a
/// few pieces wait at a time, so memory does not grow. The thread that puts work in is one of them: it works
/// where it would have to wait. An exception of the work comes out of put() or finish().
template <class Job>
class OrderedWork {
 public:
  /// `work(worker, job)` runs in any of the threads, workers from 0; `take(job)` where put() and finish() are
  /// called. With one thread, or none, a job is done and taken where it is put in.
  OrderedWork(unsigned threads, std::function<void(unsigned, Job&)> work, std::function<void(Job&)> take)
      : work_(std::move(work)), take_(std::move(take)), most_(std::size_t{threads} * 3) {
    for (unsigned i = 1; i < threads; ++i) threads_.emplace_back([this, i] { run(i); });
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
    while (!jobs_.empty() && is_first_done()) take_first();
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
    bool begun = false;
    bool done = false;
    std::exception_ptr fault;
  };

  bool is_first_done() {
    const std::lock_guard lock(mutex_);
    return jobs_.front()->done;
  }

  void take_first() {
    std::unique_lock lock(mutex_);
    while (!jobs_.front()->done) {
      if (open_ == 0) {
        may_take_.wait(lock, [&] { return jobs_.front()->done; });
        break;
      }
      Entry& mine = next_open();
      lock.unlock();
      do_work(0, mine);
      lock.lock();
      mine.done = true;
    }
    const auto entry = std::move(jobs_.front());
    jobs_.pop_front();
    lock.unlock();
    if (entry->fault) std::rethrow_exception(entry->fault);
    take_(entry->job);
  }

  void run(unsigned worker) {
    std::unique_lock lock(mutex_);
    for (;;) {
      may_work_.wait(lock, [&] { return stop_ || open_ > 0; });
      if (stop_) return;
      Entry& mine = next_open();
      lock.unlock();
      do_work(worker, mine);
      lock.lock();
      mine.done = true;
      may_take_.notify_one();
    }
  }

  /// Under the lock, when there is one.
  Entry& next_open() {
    Entry& entry = **std::find_if(jobs_.begin(), jobs_.end(), [](const auto& job) { return !job->begun; });
    entry.begun = true;
    --open_;
    return entry;
  }

  void do_work(unsigned worker, Entry& entry) {
    try {
      work_(worker, entry.job);
    } catch (...) {
      entry.fault = std::current_exception();
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

}  // namespace cimgate::parallel
