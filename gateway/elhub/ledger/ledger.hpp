#pragma once
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "gateway/database/connection.hpp"
#include "gateway/elhub/ledger/ids.hpp"
#include "gateway/elhub/ledger/records.hpp"
#include "gateway/elhub/usage/judging.hpp"
#include "gateway/elhub/users/book.hpp"
#include "gateway/market/market.hpp"
#include "gateway/store/load_market.hpp"

namespace cimgate::ledger {

/// Whether a hub has been at a database.
bool is_ledger(database::Connection& connection);

/// What a hub knows, in one database together with the market state. Used from one thread. Everything between
/// begin() and commit() is kept together or not at all. Members throw database::Error when the database
/// cannot be read or written.
class Ledger {
 public:
  /// `path`: a file, made when it is not there; ":memory:". `start`: the clock of a new ledger.
  /// `seed`: of the ids of a new ledger, or of one that has none yet.
  Ledger(const std::string& path, Seconds start, const Seed& seed = {});

  /// Over a connection that somebody else has, and has begun on: for a note in passing.
  explicit Ledger(database::Connection& connection);

  /// On a server: no other hub works on this ledger from now on. Error `locked`: one does.
  void be_alone();

  void begin();
  void commit();
  void roll_back();
  /// Runs `work`; what it changed is undone when it returns false or throws.
  bool attempt(const std::function<bool()>& work);

  /// The market as this ledger has it, changes that are not yet committed included.
  const std::shared_ptr<const market::Market>& market() const { return market_; }
  /// Loads files of market state that were read: all of them, or nothing when they have mistakes.
  store::Loaded load_market(std::span<const market::ReadState> files);

  // Settings: the clock and counters.
  Seconds now();
  void set_now(Seconds now);
  /// The clock that the ledger began with.
  Seconds first_time();
  void begin_at(Seconds first);
  /// Begins as another ledger did: its time, the seed of its ids, the market that it found.
  void begin_as(Ledger& other);
  /// A new id for a message: the same one after the same history with the same seed.
  std::string next_id();

  // Messages.
  std::optional<StoredMessage> message(const std::string& id);
  void keep(const StoredMessage& message);
  void set_answer(const std::string& id, const std::string& answer);
  /// Remembers that a message which was kept refers to another that came in.
  void keep_reference(const std::string& id, const std::string& to);
  /// What the hub has sent that refers to a message, in the order in which it was sent.
  std::vector<StoredMessage> answers_to(const std::string& id);

  /// The key of a request that may be sent again. False: it stands for another message.
  bool claim_key(const std::string& sender, const std::string& key, const std::string& message);

  // Queues.
  void enqueue(const std::string& party, Channel channel, const std::string& message);
  /// The result set that waits for its acknowledgement; else a new one of up to `limit` messages.
  /// Nothing: the queue is empty.
  struct ResultSet {
    std::string id;
    std::vector<std::string> messages;  ///< ids
  };
  std::optional<ResultSet> next_result_set(const std::string& party, Channel channel, std::size_t limit);
  /// False: there is no such result set, or it has been acknowledged.
  bool acknowledge(const std::string& party, Channel channel, const std::string& result_set);
  /// The result set was acknowledged before.
  bool was_acknowledged(const std::string& party, Channel channel, const std::string& result_set);
  /// How often enqueue() was called; also for what was undone later.
  std::uint64_t enqueued() const { return enqueued_; }
  struct Queue {
    std::string party;
    Channel channel = Channel::market_processes;
    std::int64_t waiting = 0;
  };
  std::vector<Queue> queues();
  /// The oldest first; `after`: those whose number is larger.
  std::vector<QueuedMessage> waiting(const std::string& party, Channel channel, std::size_t limit,
                                     std::int64_t after = 0);

  // Events and entries of the journal.
  std::int64_t record(const Event& event);
  std::vector<Event> events(const EventFilter& filter);
  std::int64_t last_event();  ///< its number; 0: nothing has happened yet
  /// What was put into the queues of a party, in order.
  struct QueuedOnce {
    std::vector<std::string> messages;  ///< ids
    std::int64_t next = 0;              ///< number of the event to go on behind; 0 = there is no more
  };
  struct QueuedWhen {
    std::string party;
    Seconds to = 0;          ///< the first time that is no longer meant
    std::int64_t after = 0;  ///< number of an event
    std::size_t limit = 0;   ///< messages at most
    std::size_t events = 0;  ///< events that are looked at at most
  };
  QueuedOnce queued_once(const QueuedWhen& when);
  std::int64_t last_event_before(Seconds at);                      ///< its number; 0: there is none
  std::vector<std::string> waiting_for(const std::string& party);  ///< ids, of both queues
  void note(const JournalEntry& entry);
  void for_each_entry(const std::function<void(const JournalEntry&)>& use);
  std::string version();     ///< of the last entry about the version of the messages; "" = there is none
  bool has_done_anything();  ///< there are entries about other things

  // Mails to end users.
  std::int64_t keep(const Mail& mail);
  /// How often a mail was kept that has a recipient; also for what was undone later.
  std::uint64_t mails_kept() const { return mails_kept_; }
  struct PostedMail {
    Mail mail;
    Delivery post;
  };
  std::vector<PostedMail> mails(const MailFilter& filter);
  /// Those with a recipient that have not left and are not given up, oldest first, behind a number.
  std::vector<PostedMail> mails_to_send(std::int64_t after, std::size_t limit);
  void set_post(std::int64_t mail, const Delivery& post);

  /// Who may do what, and who did what.
  users::Book users() { return {*connection_, "hub_"}; }

  // Answers to requests for access by link.
  std::int64_t keep(const LinkAnswer& answer);
  /// How often one was kept; also of those that were undone later.
  std::uint64_t link_answers_kept() const { return link_answers_kept_; }
  /// The end user has granted or refused it.
  bool is_closed(const std::string& party, const std::string& request);
  struct PostedAnswer {
    LinkAnswer answer;
    Delivery post;
  };
  /// The first behind a number; `party`: "" = of all.
  std::vector<PostedAnswer> link_answers(std::int64_t after, std::size_t limit, const std::string& party);
  /// Those that have not left and are not given up, oldest first, behind a number.
  std::vector<PostedAnswer> link_answers_to_post(std::int64_t after, std::size_t limit);
  void set_link_post(std::int64_t answer, const Delivery& post);

  // Steps.
  void schedule(const Step& step);
  void drop_steps(const std::string& subject);
  bool has_steps(const std::string& subject);
  /// Takes the first step that is due at `until` or before.
  std::optional<Step> take_step(Seconds until);
  std::vector<Step> steps(std::size_t limit);
  /// All that wait with this name.
  std::vector<Step> steps_named(const std::string& name);

  // Processes.
  std::optional<Case> find_case(const std::string& id);
  void save(const Case& one);
  std::vector<Case> cases_of(const std::string& gsrn);
  std::optional<Case> case_by_announcement(const std::string& message);

  // Contracts, metering points, access.
  /// Remembers what stands in the place of a contract before a process changes it.
  void remember(const std::string& case_id, const std::string& gsrn, Day from);
  /// Puts back what the process changed, the last change first. False: it changed nothing.
  bool put_back(const std::string& case_id);
  void set_contract(const market::Contract& contract);
  void remove_contract(const std::string& gsrn, Day from);
  void end_contract(const std::string& gsrn, Day from, std::optional<Day> to);
  std::vector<market::Contract> contracts_of_supplier(const std::string& supplier);
  void set_point(const market::MeteringPoint& point, Day from);
  struct PointAddress {
    std::string street, building_number, post_code, city;
  };
  std::optional<PointAddress> address_of(const std::string& gsrn, Day day);
  void set_address(const std::string& gsrn, Day from, const PointAddress& address);
  void set_access(const market::ThirdPartyAccess& access);
  /// What a third party has or had access to, by metering point.
  std::vector<market::ThirdPartyAccess> accesses_of(const std::string& party);
  void set_customer(const market::Customer& customer);
  bool knows_party(const std::string& gln);
  /// The organisation number of a party, the latest that was stated; "" when none was.
  std::string organisation_of(const std::string& gln);

  using PointSearch = market::PointSearch;
  std::vector<std::string> search_points(const PointSearch& search, Day day);
  std::int64_t count_points(const std::string& beginning);
  std::vector<market::Party> parties();
  /// The ids of all grid areas, sorted.
  std::vector<std::string> grid_areas();
  /// The first grid area that a party owns; "" when it owns none.
  std::string area_of(const std::string& owner, Day day);

  // Master data and customers as messages gave them: the id of the message that said it last.
  void keep_point_data(const std::string& gsrn, Day from, const std::string& xml);
  /// One-payload messages that hold on a day, oldest first.
  std::vector<std::string> point_data(const std::string& gsrn, Day day);
  void keep_customer_data(const std::string& customer, const std::string& message);
  std::optional<std::string> customer_data(const std::string& customer);

  // Metering values.
  void keep(const StoredSeries& series);
  /// Those that overlap [start, end), oldest registration first.
  std::vector<StoredSeries> series_of(const std::string& gsrn, Seconds start, Seconds end);
  /// The last that came with this id.
  std::optional<StoredSeries> series(const std::string& id);
  /// Channels for which interval values came that end before `until`, and none after; by metering point.
  struct SilentChannel {
    std::string gsrn, direction, product;
    Seconds since = 0;  ///< the end of the last values
    bool operator==(const SilentChannel&) const = default;
  };
  std::vector<SilentChannel> silent_since(Seconds until);
  /// Metering points with values, ascending; `after`: those behind this one.
  std::vector<std::string> points_with_values(const std::string& after, std::size_t limit);
  std::vector<StoredSeries> series_in_area(const std::string& area, Seconds start, Seconds end);

  // Runs of the settlement.
  std::optional<Settled> settled(const std::string& grid_area, Day day);
  void save(const Settled& settled);

  // Agreements on metering points.
  void save(const PointContract& contract);
  std::optional<PointContract> point_contract(const std::string& id);
  /// In the order in which they were made; `after`: those behind this one.
  std::vector<PointContract> point_contracts(const PointContractFilter& filter, const PointContract& after,
                                             std::size_t limit);
  std::vector<PointContract> point_contracts_of(const std::string& gsrn);

  // How much parties use a query (BRS-NO-611).
  /// What was counted of a party on a day and later, with the hours of its last day.
  usage::Counts uses_of(const std::string& party, Day since);
  /// Keeps the days and hours that are told, in the place of what was kept of them.
  void keep_uses(const std::string& party, const usage::Counts& counts);
  /// Remembers a metering point that a party asked for on a day. False: it asked for it on that day before.
  bool keep_used_point(const std::string& party, const std::string& gsrn, Day day);
  /// Forgets of all parties the days before `oldest`, and the hours and metering points of days before
  /// `today`.
  void forget_uses(Day today, Day oldest);
  /// All of whom something is kept, sorted.
  std::vector<std::string> parties_with_uses();
  /// The limits that were set, as YAML; "" = none were.
  std::string usage_limits();
  void set_usage_limits(const std::string& yaml);

  // Calculations of shared production.
  /// A new version, or another text of one. `owner`: the grid company that keeps the calculation.
  void keep(const SharingVersion& version, const std::string& owner);
  /// By their numbers. None: there is no calculation, or none that came as a message.
  std::vector<SharingVersion> sharing_versions(const std::string& id);
  std::int64_t record(const SharingChange& change);
  std::int64_t last_sharing_change();  ///< its number; 0: nothing has changed yet
  /// What became of the calculations of a party behind a number; `sharing`: "" = of all of them.
  std::vector<SharingChange> sharing_changes(const std::string& party, const std::string& sharing,
                                             std::int64_t after, std::size_t limit);
  void keep(const SharingSubscription& subscription);
  std::optional<SharingSubscription> sharing_subscription(const std::string& id);
  /// In the order in which they were made.
  std::vector<SharingSubscription> sharing_subscriptions(const std::string& party);
  void end_sharing_subscription(const std::string& id);

  // What end users are asked, and what they have agreed to.
  void keep(const Authorization& authorization);
  /// Its status, grant and time of change.
  void change(const Authorization& authorization);
  std::optional<Authorization> authorization(const std::string& id);
  /// Those that a party has asked for, the newest first.
  std::vector<Authorization> authorizations(const std::string& party, bool documents, const Page& page);
  std::int64_t count_authorizations(const std::string& party, bool documents);
  /// The signed document, in base64; "" = there is none.
  std::string signed_document(const std::string& id);
  void keep_signed_document(const std::string& id, const std::string& base64);
  void set_grant(const GrantRecord& record);
  std::optional<GrantRecord> grant(const std::string& id);
  /// Those of a party, the newest first.
  std::vector<GrantRecord> grants_to(const std::string& party, const Page& page);
  std::int64_t count_grants_to(const std::string& party);

  /// See ledger/digest.hpp; what is not yet committed included.
  std::string digest();
  /// All of it as it is now: for database::Connection::copy_of().
  std::string bytes();
  /// Changes something that means nothing, so that the file has to be written.
  void touch();
  /// False after the file could not be written: what was done since begin() is gone.
  bool in_transaction() const;

 private:
  std::int64_t setting(const char* name);
  void set_setting(const char* name, std::int64_t value);
  void read_seed();
  void keep_first_market();

  Seed seed_;
  std::uint64_t enqueued_ = 0;
  std::uint64_t mails_kept_ = 0;
  std::uint64_t link_answers_kept_ = 0;
  std::uint64_t seeded_from_ = 0;  ///< ids up to this number were made before there was a seed
  std::shared_ptr<database::Connection> connection_;
  std::shared_ptr<const market::Market> market_;
};

}  // namespace cimgate::ledger
