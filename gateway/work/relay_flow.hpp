#pragma once
#include <chrono>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "gateway/work/flow.hpp"
#include "gateway/work/inbox.hpp"
#include "gateway/work/sink.hpp"
#include "gateway/work/source.hpp"

namespace cimgate::work {

struct Sinks {
  std::shared_ptr<Sink> result, invalid, dead_letter;  ///< all there; the same more than once, where it is
};

struct RelayOptions {
  std::size_t most_together = 64;                 ///< messages whose results are settled at once
  std::chrono::milliseconds longest_together{5};  ///< how long the first of them waits for others
  std::chrono::milliseconds wait{1000};           ///< for a message
  std::string worker;                             ///< a name that no other worker has
  std::function<std::chrono::steady_clock::time_point()> clock = std::chrono::steady_clock::now;
};

/// From a source to sinks, in batches:
/// 1. messages that are there are taken, and noted in the inbox;
/// 2. each is worked on; results gather;
/// 3. they are brought to their sinks, which say that they have them;
/// 4. the inbox notes, in one transaction, that the messages are done with. This step decides;
/// 5. results are shown, where a sink could hide them, and the messages accepted.
/// A worker that dies before 4 has done nothing, but that a sink that cannot hide may have results, which it
/// gets again with the same ids. After 4, the message is known when it comes again: its results are shown,
/// and it is accepted.
///
/// A message that was taken before is worked on alone, so that one over which workers die is told from those
/// that were taken with it.
class RelayFlow : public Flow {
 public:
  /// `inbox`: nothing for a source that needs none, or when messages may be worked on twice.
  RelayFlow(std::unique_ptr<Source> source, Sinks sinks, std::unique_ptr<Inbox> inbox, RelayOptions options);

  tl::expected<std::optional<Job>, std::string> take() override;
  tl::expected<void, std::string> settle(const Job& job, const std::vector<Output>& outputs) override;
  tl::expected<void, std::string> finish() override;
  bool gathers() const override { return !gathered_.empty(); }
  bool recovers() const override { return true; }

 private:
  struct Taken {
    Job job;
    std::string key;
    bool counted = false;  ///< by this worker, in the inbox
    Inbox::Known known = {};
  };
  struct Settled {
    Taken taken;
    std::vector<Output> outputs;
  };
  using Done = tl::expected<void, std::string>;

  Done fetch(std::chrono::milliseconds wait);
  tl::expected<std::optional<Job>, std::string> next();
  Done pass_over(const Taken& known);
  Done commit();
  Done note_settled(std::vector<bool>& ours);
  tl::unexpected<std::string> give_up(std::string why);

  std::unique_ptr<Source> source_;
  Sinks sinks_;
  std::unique_ptr<Inbox> inbox_;
  RelayOptions options_;
  std::deque<Taken> ahead_;  ///< taken, and not yet given out
  std::vector<Taken> out_;   ///< given out
  std::vector<Settled> gathered_;
  std::chrono::steady_clock::time_point first_gathered_;
};

}  // namespace cimgate::work
