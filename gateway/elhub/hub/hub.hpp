#pragma once
#include <atomic>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <tl/expected.hpp>

#include "gateway/database/write_probe.hpp"
#include "gateway/elhub/hub/message_processor.hpp"
#include "gateway/engine/engine.hpp"
#include "gateway/parallel/batch_queue.hpp"
#include "gateway/store/stored_market.hpp"

namespace cimgate::hub {

/// The stand-in for Elhub: one market, its processes, its queues, its clock. All that it knows is in one
/// file. What comes in is dealt with one thing after the other on a thread of its own; many things that come
/// at the same time are committed together, and each is answered only after that.
class Hub {
 public:
  struct Options {
    std::string database = ":memory:";
    Seconds start = 0;  ///< the clock of a new database
    std::string gln =
        "7099990000018";           ///< of the hub; no public GLN of Elhub's is known, this one is invented
    std::size_t result_set = 100;  ///< messages in a poll result at most
    std::size_t backlog = 2000;    ///< things that wait at most; more are refused
    InputLimits limits;            ///< of a message that comes from outside
    std::string version;           ///< of the messages that it speaks, "elhub/pending"; "" = the one that it
                                   ///< spoke last, else the first of spoken_versions()
    std::optional<ledger::Seed> seed;  ///< of the ids of a new database; absent = one that nobody knows
    bool strict_receipts = false;  ///< a receipt for a result set that is not there is refused by SOAP, too
    std::string usage_limits;      ///< to the use of BRS-NO-611, as YAML; "" = as they were set last, else
                                   ///< those that are built in, which only count
  };

  /// Error: the database cannot be opened, or belongs to something else; the version is none that the hub
  /// speaks, or one that cannot say what the hub has heard.
  static tl::expected<std::shared_ptr<Hub>, std::string> open(std::shared_ptr<const Engine> engine,
                                                              Options options);
  /// Ends the hub's thread when all that was ordered is done. What is ordered later is refused.
  void close();

  Hub(const Hub&) = delete;
  Hub& operator=(const Hub&) = delete;
  ~Hub();

  const Intake& intake() const { return intake_; }
  const Options& options() const { return options_; }

  /// The hub's clock as it was last committed. May be asked from any thread.
  Seconds now() const { return now_; }
  /// How many messages were put into queues since it was opened, and committed. May be asked from any thread.
  std::uint64_t queued() const { return queued_; }

  /// How many mails were written that have a recipient, in the same way.
  std::uint64_t mails() const { return mails_; }
  /// How many answers to requests for access by link were kept, in the same way.
  std::uint64_t link_answers() const { return link_answers_; }

  /// Whether users are configured, so that whoever does something needs a role. From any thread.
  bool has_users() const { return has_users_; }
  /// Those of the last commit; null: none are configured. From any thread.
  std::shared_ptr<const users::Directory> users() const;

  /// How far the parties have come with BRS-NO-611, as it was last committed. May be asked from any thread.
  struct Usage {
    std::shared_ptr<const UsageRules> rules;  ///< which the readings point to; null: nothing is counted
    struct Party {
      usage::PartyUsage light;
      usage::Conversion conversion;
    };
    std::vector<Party> parties;
  };
  Usage usage() const;

  /// Something to do with what the hub knows. It is done as a whole or not at all.
  using Work = std::function<void(MessageProcessor& processor, ledger::Ledger& ledger)>;
  /// Why the hub could not take anything now; "" when it can. From any thread; never waits.
  std::string not_ready();

  /// A fingerprint of all that it knows. Never waits for the hub: what reading takes is done by whoever calls
  /// the function that `done` is given, on any other thread. Only one is made at a time.
  using Digest = std::function<tl::expected<std::string, Fault>()>;
  void digest(std::function<void(tl::expected<Digest, Fault>)> done);

  /// The market as it was last committed, and as it stays for as long as it is kept: for whoever judges a
  /// message beside the hub. Never waits. `done` may be called at once, or from the hub's thread: a market in
  /// memory has to be copied by the hub itself, when anything was done since the last time.
  using Market = tl::expected<std::shared_ptr<const market::Market>, Fault>;
  void market(std::function<void(Market)> done);

  /// Called once, from the hub's thread, when the work is on the disk; `fault`: why it is not.
  using Done = std::function<void(const std::optional<Fault>& fault)>;
  /// Never waits. A full backlog is told as a fault of the group System.
  void order(Work work, Done done);
  /// The same, waiting for it: for tests and the command line, not for handlers of the server.
  std::optional<Fault> run(Work work);

  /// A message that was read.
  void submit(std::shared_ptr<const Request> request, std::function<void(tl::expected<Receipt, Fault>)> done);

  /// Does all that was done to another hub again. Error: its database cannot be read.
  tl::expected<std::size_t, std::string> replay(const std::string& database);

 private:
  struct Job {
    Work work;
    Done done;
    std::optional<Fault> fault;
  };
  Hub(std::shared_ptr<const Engine> engine, Options options);
  bool in_memory() const { return options_.database == ":memory:"; }
  void work_off();
  void work_off(std::deque<Job>& batch);
  void publish(UsageState changes);

  Options options_;
  ledger::Ledger ledger_;
  Intake intake_;
  Timetable timetable_;
  MessageProcessor processor_;
  std::atomic<Seconds> now_ = 0;
  std::atomic<std::uint64_t> queued_ = 0;
  std::atomic<std::uint64_t> mails_ = 0;
  std::atomic<std::uint64_t> link_answers_ = 0;
  std::atomic<bool> has_users_ = false;
  mutable std::mutex users_mutex_;
  std::shared_ptr<const users::Directory> users_;
  std::atomic<std::uint64_t> transactions_ = 0;  ///< odd while one of ours is open
  std::atomic<bool> store_failed_ = false;       ///< the last time that something was to be written
  std::atomic<bool> touching_ = false;
  std::atomic<bool> digesting_ = false;
  std::unique_ptr<database::WriteProbe> probe_;
  std::optional<store::MarketSnapshots> snapshots_;  ///< of a file
  /// Of a market in memory: the last copy, and how many commits there were when it was made.
  struct Copy {
    std::uint64_t commits = 0;
    std::shared_ptr<const market::Market> market;
  };
  mutable std::mutex usage_mutex_;
  UsageState usage_;
  std::mutex copy_mutex_;
  Copy copy_;
  std::atomic<std::uint64_t> commits_ = 0;
  parallel::BatchQueue<Job> jobs_;
  std::thread thread_;
};

}  // namespace cimgate::hub
