#include "gateway/work/relay_flow.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "gateway/database/error.hpp"

namespace cimgate::work {
namespace {

constexpr std::chrono::milliseconds at_once{0};

}  // namespace

RelayFlow::RelayFlow(std::unique_ptr<Source> source, Sinks sinks, std::unique_ptr<Inbox> inbox,
                     RelayOptions options)
    : source_(std::move(source)),
      sinks_(std::move(sinks)),
      inbox_(std::move(inbox)),
      options_(std::move(options)) {}

tl::expected<std::optional<Job>, std::string> RelayFlow::take() {
  try {
    auto job = next();
    if (!job) return give_up(job.error());
    return job;
  } catch (const database::Error& error) {
    return give_up(error.what());
  }
}

tl::expected<std::optional<Job>, std::string> RelayFlow::next() {
  for (;;) {
    if (ahead_.empty())
      if (auto fetched = fetch(gathered_.empty() ? options_.wait : at_once); !fetched)
        return tl::make_unexpected(fetched.error());
    if (ahead_.empty()) {
      if (gathered_.empty()) return std::nullopt;
      // Nobody comes to fill the batch.
      if (auto committed = commit(); !committed) return tl::make_unexpected(committed.error());
      continue;
    }
    auto& first = ahead_.front();
    // A message that looks like one of the batch is held against what becomes of that.
    const bool twin = std::any_of(gathered_.begin(), gathered_.end(),
                                  [&](const Settled& one) { return one.taken.job.name == first.job.name; });
    if (twin || first.known.attempts > 0)
      if (auto committed = commit(); !committed) return tl::make_unexpected(committed.error());
    if (first.known.attempts > 0 && !first.known.settled) {
      first.known = inbox_->again(first.key);
      first.counted = !first.known.settled;
      first.job.attempt = first.known.attempts;
    }
    if (first.known.settled) {
      if (auto passed = pass_over(first); !passed) return tl::make_unexpected(passed.error());
      ahead_.pop_front();
      continue;
    }
    out_.push_back(std::move(first));
    ahead_.pop_front();
    return out_.back().job;
  }
}

RelayFlow::Done RelayFlow::fetch(std::chrono::milliseconds wait) {
  std::vector<std::string> keys;
  while (ahead_.size() < options_.most_together) {
    auto job = source_->take(ahead_.empty() ? wait : at_once);
    if (!job) return tl::make_unexpected(job.error());
    if (!*job) break;
    auto key = source_->key_of(**job);
    if (!key.empty()) keys.push_back(key);
    ahead_.push_back({std::move(**job), std::move(key)});
  }
  if (!inbox_ || keys.empty()) return {};
  const auto known = inbox_->take(keys);
  std::size_t at = 0;
  for (auto& taken : ahead_)
    if (!taken.key.empty()) {
      taken.known = known[at++];
      taken.counted = taken.known.attempts == 0 && !taken.known.settled;
    }
  return {};
}

/// It was settled before, by a worker that could not say so any more.
RelayFlow::Done RelayFlow::pass_over(const Taken& known) {
  for (const auto& sink : {sinks_.result, sinks_.invalid, sinks_.dead_letter})
    if (auto shown = sink->show(known.known.by, known.job); !shown) return shown;
  return source_->accept({known.job});
}

RelayFlow::Done RelayFlow::settle(const Job& job, const std::vector<Output>& outputs) {
  const auto taken =
      std::find_if(out_.begin(), out_.end(), [&](const Taken& one) { return one.job.handle == job.handle; });
  if (taken == out_.end()) return tl::make_unexpected("'" + job.name + "' was not taken");
  if (gathered_.empty()) first_gathered_ = options_.clock();
  gathered_.push_back({std::move(*taken), outputs});
  out_.erase(taken);
  if (gathered_.size() < options_.most_together &&
      options_.clock() - first_gathered_ < options_.longest_together)
    return {};
  return finish();
}

RelayFlow::Done RelayFlow::finish() {
  try {
    if (auto committed = commit(); !committed) return give_up(committed.error());
  } catch (const database::Error& error) {
    return give_up(error.what());
  }
  return {};
}

RelayFlow::Done RelayFlow::commit() {
  if (gathered_.empty()) return {};
  // A sink gets all of a batch that is for it at once.
  std::set<Sink*> sinks{sinks_.result.get(), sinks_.invalid.get(), sinks_.dead_letter.get()};
  for (auto* sink : sinks) {
    std::vector<Parcel> parcels;
    for (const auto& settled : gathered_)
      for (const auto& output : settled.outputs) {
        const auto& to = output.to == Output::To::result    ? sinks_.result
                         : output.to == Output::To::invalid ? sinks_.invalid
                                                            : sinks_.dead_letter;
        if (to.get() == sink) parcels.push_back({&settled.taken.job, &output});
      }
    if (parcels.empty()) continue;
    if (auto staged = sink->stage(options_.worker, parcels); !staged) return staged;
  }
  std::vector<bool> ours(gathered_.size(), true);
  if (auto noted = note_settled(ours); !noted) return noted;
  std::vector<Job> jobs;
  for (std::size_t i = 0; i < gathered_.size(); ++i) {
    const auto& job = gathered_[i].taken.job;
    for (auto* sink : sinks) {
      if (!ours[i])
        sink->drop(options_.worker, job);
      else if (auto shown = sink->show(options_.worker, job); !shown)
        return shown;
    }
    jobs.push_back(job);
  }
  if (auto accepted = source_->accept(jobs); !accepted) return accepted;
  gathered_.clear();
  return {};
}

RelayFlow::Done RelayFlow::note_settled(std::vector<bool>& ours) {
  std::vector<std::string> keys;
  for (const auto& settled : gathered_)
    if (!settled.taken.key.empty()) keys.push_back(settled.taken.key);
  if (!inbox_ || keys.empty()) return {};
  const auto first = inbox_->settle(keys, options_.worker);
  std::size_t at = 0;
  for (std::size_t i = 0; i < gathered_.size(); ++i)
    if (!gathered_[i].taken.key.empty()) ours[i] = first[at++];
  return {};
}

/// All that is held goes back, and counts as not taken: nobody died over it.
tl::unexpected<std::string> RelayFlow::give_up(std::string why) {
  std::vector<std::string> keys;
  const auto note = [&](const Taken& taken) {
    if (taken.counted) keys.push_back(taken.key);
  };
  for (const auto& taken : ahead_) note(taken);
  for (const auto& taken : out_) note(taken);
  for (const auto& settled : gathered_) note(settled.taken);
  ahead_.clear();
  out_.clear();
  gathered_.clear();
  source_->release();
  try {
    if (inbox_ && !keys.empty()) inbox_->give_back(keys);
  } catch (const database::Error&) {
    // Then they count as tried, which is the reason that is given anyway.
  }
  return tl::make_unexpected(std::move(why));
}

}  // namespace cimgate::work
