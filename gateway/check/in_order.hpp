#pragma once
#include <condition_variable>
#include <cstddef>
#include <exception>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

namespace cimgate::check {

/// Does `work(i)` for all i below `count` on `threads` threads, and hands the results to `take(i, result)` on
/// the thread of the caller, in order. Only a few results wait at a time, so memory does not grow with
/// `count`. `work` must be safe to call from several threads. An exception of `work` or `take` ends it all
/// and comes out of here.
template <class Work, class Take>
void in_order(std::size_t count, unsigned threads, const Work& work, const Take& take) {
  using Result = decltype(work(std::size_t{0}));
  const std::size_t ahead = std::size_t{threads} * 4;
  std::mutex mutex;
  std::condition_variable may_work;
  std::condition_variable may_take;
  std::map<std::size_t, Result> done;
  std::size_t next = 0;
  std::size_t taken = 0;
  bool stop = false;
  std::exception_ptr fault;

  const auto worker = [&] {
    for (;;) {
      std::size_t mine = 0;
      {
        std::unique_lock lock(mutex);
        may_work.wait(lock, [&] { return stop || next >= count || next < taken + ahead; });
        if (stop || next >= count) return;
        mine = next++;
      }
      try {
        Result result = work(mine);
        const std::lock_guard lock(mutex);
        done.emplace(mine, std::move(result));
      } catch (...) {
        const std::lock_guard lock(mutex);
        if (!fault) fault = std::current_exception();
        stop = true;
        may_work.notify_all();
      }
      may_take.notify_one();
    }
  };

  std::vector<std::jthread> pool;
  const auto give_up = [&](std::exception_ptr why) {
    const std::lock_guard lock(mutex);
    if (!fault) fault = std::move(why);
    stop = true;
    may_work.notify_all();
  };
  try {
    for (unsigned i = 0; i < threads && i < count; ++i) pool.emplace_back(worker);
    while (taken < count) {
      std::unique_lock lock(mutex);
      may_take.wait(lock, [&] { return stop || done.contains(taken); });
      if (stop) break;
      auto node = done.extract(taken);
      lock.unlock();
      take(taken, std::move(node.mapped()));
      lock.lock();
      ++taken;
      may_work.notify_all();
    }
  } catch (...) {
    give_up(std::current_exception());
  }
  pool.clear();
  if (fault) std::rethrow_exception(fault);
}

}  // namespace cimgate::check
