#pragma once
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "gateway/database/connection.hpp"
#include "gateway/elhub/bridge/records.hpp"
#include "gateway/elhub/bridge/shadow.hpp"
#include "gateway/elhub/usage/log.hpp"
#include "gateway/elhub/users/book.hpp"

namespace cimgate::bridge {

/// The pages of a book: what is written on them in one transaction holds together or not at all. Each change
/// of a message's state leaves an entry in the audit log, in the same transaction. Members throw
/// database::Error.
class Pages {
 public:
  /// Which rows of a list: those behind a sequence, in the order asked for. 0: from where the list begins.
  struct Rows {
    std::int64_t after = 0;
    std::size_t limit = 100;
    bool newest_first = false;
  };

  explicit Pages(database::Connection& connection) : connection_(connection) {}
  /// From now on outcomes are written for this worker, and only of what it has a claim on. 0: a book that one
  /// bridge has for itself, where nothing is claimed.
  void work_as(std::int64_t worker) { worker_ = worker; }
  /// From now on, somebody is to be told what becomes of documents.
  void tell_outcomes() { tells_outcomes_ = true; }

  // Several bridges on one book (claims.cpp).
  /// A new worker, which lives for as long as this connection: its number.
  std::int64_t enlist(Millis now);
  std::vector<std::int64_t> workers();
  /// Frees what dead workers had claims on: how many were dead.
  std::size_t take_over();
  /// What due() tells, for this worker to send: at most `most` messages, with those that it has claims on
  /// already. In a transaction for claiming.
  std::vector<Outgoing> claim(std::int64_t worker, Millis now, std::size_t most);
  /// Others may send it.
  void release(std::int64_t sequence);

  // Outbox.
  /// Of what was on its way when the last process ended, nobody knows whether it arrived.
  void begin_again();
  std::optional<Outgoing> outgoing(const std::string& id);
  /// `points`: the metering points whose order it keeps.
  void add(const Outgoing& message, const std::vector<std::string>& points);
  /// False: the key stands for another message.
  bool claim_key(const std::string& physical_sender, const std::string& key, const std::string& id);
  /// The next messages to be sent, oldest first: those whose time has come, and that no older message about
  /// the same metering point stands in front of.
  std::vector<Outgoing> due(Millis now, std::size_t limit);
  /// When the next one becomes due that is now waiting for a time; nothing when none is.
  std::optional<Millis> next_time(Millis now);
  /// A try came to nothing, and there will be another.
  void put_off(const Outgoing& message, Millis next_try, bool uncertain, const std::string& group,
               const std::string& fault);
  /// The market has it. `answer`: what it said at once.
  void sent(const Outgoing& message, const std::string& answer, Millis now);
  void failed(const Outgoing& message, const std::string& group, const std::string& fault, Millis now);
  /// Puts a message that failed on its way again, under its old id. False: it has not failed.
  bool again(const std::string& id, const std::vector<std::string>& points, Millis now);
  /// Notes that a message stands for another.
  void replayed(const Outgoing& message, const std::string& was);
  /// What was accepted from one time up to another and has reached the market, with what it says, in order;
  /// not what was itself sent again.
  std::vector<Outgoing> sent_between(Millis from, Millis to, std::int64_t after, std::size_t limit);
  std::vector<Outgoing> outbox(std::optional<State> state, const Rows& rows);

  // Inbox.
  /// False: it was taken before.
  bool take(const Incoming& message);
  struct ResultSet {
    std::string id;
    std::vector<std::string> messages;
  };
  /// The result set that waits for its acknowledgement; else a new one, called `new_id`.
  std::optional<ResultSet> next_result_set(const std::string& party, Channel channel, std::size_t limit,
                                           const std::string& new_id, Millis now);
  /// False: there is none of this id. An acknowledgement that comes twice changes nothing.
  bool acknowledge(const std::string& party, Channel channel, const std::string& result_set, Millis now);
  /// Those of a queue that are not acknowledged, behind a number, the oldest first: sequence, id and name.
  std::vector<Incoming> waiting(const std::string& party, Channel channel, std::int64_t after,
                                std::size_t most);
  /// The messages that answer one.
  std::vector<std::string> answers_to(const std::string& id);
  // Retention.
  /// Whether the outbox had a message of this id, kept or not.
  bool was_used(const std::string& id);
  struct Forgotten {
    std::size_t outgoing = 0, incoming = 0, entries = 0;
  };
  /// Deletes what was accepted or fetched before a time and needs nothing more, at most `most` of each, and
  /// as many of the oldest entries of the audit log. Ids are kept, so that nothing is sent or taken twice.
  Forgotten forget(Millis before, std::size_t most, Millis now);

  // Use of BRS-NO-611.
  void add_use(const std::string& id, const usage::Sent& sent);
  /// The market rejected it; nothing when it is not counted, or as rejected already.
  std::optional<usage::Sent> reject_use(const std::string& id);
  void each_use(std::int64_t from, const std::function<void(const usage::Sent&)>& use);
  void forget_uses(std::int64_t before);

  /// Who may do what, and who did what.
  users::Book users() { return {connection_, ""}; }

  // Shadow mode.
  /// False: that side has had it before.
  bool add_shadow(const Shadow& one);
  bool has_shadow(Side side, const std::string& id);
  /// From one time up to another, with what they say, in order.
  std::vector<Shadow> shadows(Millis from, Millis to, std::int64_t after, std::size_t limit);

  // Webhooks.
  struct ToPost {
    Incoming message;        ///< with what it says
    std::int64_t tries = 0;  ///< so far
  };
  /// Messages that wait in a queue and whose time to be posted has come, oldest first.
  std::vector<ToPost> to_post(Millis now, std::size_t limit);
  /// The other end has it: it is done, unless it was handed out meanwhile.
  void posted(const Incoming& message, Millis now);
  void post_later(const Incoming& message, Millis next_try);

  // What became of documents, to be told at a broker (outcome_pages.cpp).
  struct Outcome {
    std::int64_t sequence = 0;
    Millis at = 0;
    Outgoing document = {};  ///< as it is now, with its answer
  };
  /// Oldest first. One whose document is on its way again, or is kept no longer, is to be told to nobody.
  std::vector<Outcome> outcomes_to_tell(std::size_t limit);
  void told(const Outcome& outcome);

  std::vector<Incoming> inbox(std::optional<Fetched> state, const Rows& rows);

  /// How many messages are in each state, by its name.
  std::vector<std::pair<std::string, std::int64_t>> outbox_counts();
  std::vector<std::pair<std::string, std::int64_t>> inbox_counts();
  /// When the oldest document that is on its way was accepted; nothing when none is.
  std::optional<Millis> oldest_on_its_way();
  struct Queued {
    std::string party;
    Channel channel = Channel::market_processes;
    std::int64_t waiting = 0, handed_out = 0;
    Millis oldest = 0;  ///< when the oldest of them was fetched
  };
  /// The queues in which something is, by party.
  std::vector<Queued> queued();
  struct Unposted {
    std::int64_t retried = 0;   ///< wait for another try of the webhook
    std::int64_t given_up = 0;  ///< can only be fetched from their queue
  };
  Unposted unposted();

  void audit(std::string_view event, const std::string& message, const std::string& party,
             const std::string& digest, Millis now);

 private:
  static std::string hold_of(std::int64_t worker);
  std::vector<Outgoing> claimed(std::int64_t worker, Millis now, std::size_t most);
  bool is_ours(const Outgoing& message);
  void set_state(const Outgoing& message, State state, const std::string& group, const std::string& fault,
                 const std::string& answer);
  void note_outcome(const Outgoing& message, Millis now);
  std::size_t forget_entries(Millis before, std::size_t most, Millis now);

  /// That no older message about the same metering point as message `o` is on its way.
  static constexpr std::string_view nothing_older =
      "NOT EXISTS (SELECT 1 FROM outbox_points own JOIN outbox_points older ON older.gsrn = own.gsrn AND "
      "older.sequence < own.sequence WHERE own.sequence = o.sequence)";

  /// Runs through such a list. `columns`: what is read of each row.
  void each_row(std::string_view columns, std::string_view table, std::optional<std::int64_t> state,
                const Rows& rows, const std::function<void(const database::Statement& row)>& read);

  database::Connection& connection_;
  std::int64_t worker_ = 0;
  bool tells_outcomes_ = false;
};

/// Checks the chain of the audit log: each entry holds the one before. Error: which entry does not fit.
struct Chain {
  std::int64_t entries = 0;
  std::int64_t forgotten = 0;  ///< before them, by retention; the chain says so itself
  std::string last;  ///< hash of the last one: whoever wrote it down elsewhere sees that none was cut off
};
tl::expected<Chain, std::string> verify_audit(database::Connection& connection);

std::string_view to_string(Fetched state);  ///< "waiting"

}  // namespace cimgate::bridge
