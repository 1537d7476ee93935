#pragma once
#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <utility>

#include "gateway/elhub/bridge/records.hpp"

namespace cimgate::bridge {

class UsageLight;

/// Something that happened, for the log: ids and names, nothing that a message says.
struct Happening {
  Millis at = 0;
  bool trouble = false;
  std::string_view event;   ///< "sent", "put-off", "failed", "fetched", "acknowledged", "poll-failed", …
  std::string message;      ///< id of a message or of a result set
  std::string name;         ///< RequestStartOfSupply
  std::string party;        ///< GLN
  std::string queue;        ///< "market-processes"
  std::int64_t tries = 0;   ///< so far, this one included
  std::size_t count = 0;    ///< of messages
  std::string text;         ///< why
  std::string traceparent;  ///< of the request that it goes back to
};
using Log = std::function<void(const Happening&)>;

/// When something is tried again: the wait doubles from one try to the next, up to a limit, and is made
/// shorter by chance, by up to a half, so that not all come back at the same time.
class BackOff {
 public:
  BackOff(Millis first, Millis most);
  /// `tries`: how many came to nothing so far, at least one.
  Millis wait(std::int64_t tries);

 private:
  Millis first_, most_;
  std::mutex mutex_;
  std::mt19937_64 chance_;
};

/// What is known of the other end, and what is counted. Safe to use from several threads.
class Upstream {
 public:
  /// It said something that we trust.
  void heard(Millis now);
  /// It did not, and why.
  void silent(const std::string& why, Millis now);

  struct View {
    Millis heard = 0;   ///< 0: not yet
    Millis silent = 0;  ///< since when; 0: the last that was asked was answered
    std::string why;    ///< of the silence
  };
  View view() const;

  /// How the last poll of a queue went.
  struct Polled {
    Millis good = 0;   ///< when one was last answered as it should be; 0: not yet
    Millis since = 0;  ///< since when they come to nothing; 0: the last one did not
    std::string why;   ///< of that
  };
  using QueueName = std::pair<std::string, Channel>;  ///< GLN of the party, and which of its queues
  void polled(const QueueName& queue, Millis now);
  void not_polled(const QueueName& queue, const std::string& why, Millis now);
  std::map<QueueName, Polled> queues() const;

  std::atomic<std::uint64_t> tries{0}, delivered{0}, put_off{0}, failed{0};
  std::atomic<std::uint64_t> polls{0}, poll_troubles{0}, fetched{0}, repeated{0}, unreadable{0}, receipts{0};
  /// Of a broker that documents come from, and of one that messages are handed over to.
  std::atomic<std::uint64_t> documents_taken{0}, documents_refused{0}, documents_put_off{0}, handed_over{0};
  /// Of the webhook.
  std::atomic<std::uint64_t> posts{0}, posted{0}, posts_put_off{0}, posts_given_up{0};

 private:
  mutable std::mutex mutex_;
  View view_;
  std::map<QueueName, Polled> queues_;
};

/// What the threads of a bridge share.
struct Surroundings {
  std::function<Millis()> now;
  Log log;  ///< never empty
  std::shared_ptr<Upstream> upstream;
  std::shared_ptr<std::atomic<bool>> stopping;
  std::shared_ptr<UsageLight> light;  ///< null: the use of BRS-NO-611 is not counted
};

/// 2026-06-01T08:00:00.123Z
std::string utc_text(Millis at);

}  // namespace cimgate::bridge
