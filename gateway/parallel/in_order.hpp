#pragma once
#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>

#include "gateway/parallel/ordered_work.hpp"

namespace cimgate::parallel {

/// Does `work(i)` for all i below `count` on `threads` threads, and hands the results to `take(i, result)` on
/// the thread of the caller, in order. Only a few results wait at a time, so memory does not grow with
/// `count`. `work` must be safe to call from several threads. An exception of `work` or `take` ends it all
/// and comes out of here.
template <class Work, class Take>
void in_order(std::size_t count, unsigned threads, const Work& work, const Take& take) {
  struct Job {
    std::size_t number;
    std::optional<decltype(work(std::size_t{0}))> result;
  };
  OrderedWork<Job> jobs(
      static_cast<unsigned>(std::min<std::size_t>(threads, count)),
      [&](unsigned, Job& job) { job.result.emplace(work(job.number)); },
      [&](Job& job) { take(job.number, *std::move(job.result)); });
  for (std::size_t i = 0; i < count; ++i) jobs.put({i, std::nullopt});
  jobs.finish();
}

}  // namespace cimgate::parallel
