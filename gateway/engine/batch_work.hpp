#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "gateway/engine/batches.hpp"
#include "gateway/parallel/ordered_work.hpp"

namespace cimgate {

/// Works on the batches of an input in several threads, which do most of the reading, too, and takes them in
/// their order. A Job has the batch in `batch`.
template <class Job>
class BatchWork {
 public:
  /// `work(worker, job)` runs in a thread; `take(job)` where put() and run() are called.
  BatchWork(Batches& batches, unsigned threads, std::function<void(unsigned, Job&)> work,
            std::function<void(Job&)> take)
      : batches_(batches),
        threads_(threads),
        work_(std::move(work)),
        take_(std::move(take)),
        ordered_(
            threads, [this](unsigned worker, Entry& entry) { do_work(worker, entry); },
            [this](Entry& entry) { do_take(entry); }) {}

  void put(Job job) { ordered_.put({std::move(job), std::nullopt, std::nullopt}); }

  /// All that is left of the input; `make` makes a job for a batch. Error: why the input could not be read.
  tl::expected<void, std::string> run(const std::function<Job()>& make) {
    for (bool last = false; !last;) {
      if (threads_ > 1) {
        auto cut = batches_.cut();
        if (!cut) return tl::make_unexpected(cut.error());
        if (*cut) {
          while (readers_.size() < threads_) readers_.push_back(batches_.cut_reader());
          ordered_.put({make(), std::move(**cut), std::nullopt});
          cut_any_ = true;
          continue;
        }
        if (std::exchange(cut_any_, false)) ordered_.drain();
      }
      auto next = batches_.next();
      if (!next) return tl::make_unexpected(next.error());
      if (!*next) break;
      last = (*next)->last;
      auto job = make();
      job.batch = std::move(**next);
      put(std::move(job));
    }
    ordered_.finish();
    return {};
  }

 private:
  struct Entry {
    Job job;
    std::optional<reader::Cut> cut;
    std::optional<reader::ReadCut> read;
  };

  void do_work(unsigned worker, Entry& entry) {
    if (entry.cut) {
      entry.read = readers_[worker]->read(*entry.cut);
      if (!entry.read) return;
      entry.job.batch = std::move(entry.read->batch);
    }
    work_(worker, entry.job);
  }

  void do_take(Entry& entry) {
    if (!entry.cut || batches_.confirm(entry.read)) take_(entry.job);
  }

  Batches& batches_;
  unsigned threads_;
  std::function<void(unsigned, Job&)> work_;
  std::function<void(Job&)> take_;
  std::vector<std::unique_ptr<reader::CutReader>> readers_;  ///< by worker
  bool cut_any_ = false;                                     ///< since the last batch that was read here
  parallel::OrderedWork<Entry> ordered_;
};

}  // namespace cimgate
