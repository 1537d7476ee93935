#include "gateway/elhub/hub/hub.hpp"

#include <algorithm>
#include <exception>
#include <future>
#include <random>
#include <utility>

#include "gateway/database/location.hpp"
#include "gateway/elhub/hub/replay.hpp"
#include "gateway/elhub/ledger/digest.hpp"

namespace cimgate::hub {
namespace {

/// Committed together at most: a bound on what one power cut can undo of what was not answered yet.
constexpr std::size_t batch_size = 256;

ledger::Seed seed_of_its_own() {
  std::random_device device;
  const auto half = [&] { return std::uint64_t{device()} << 32 | device(); };
  return {half(), half()};
}

ledger::Ledger alone(ledger::Ledger ledger) {
  ledger.be_alone();
  return ledger;
}

Fault fault_of_ours(std::string text) {
  return {FaultGroup::system, "The hub could not deal with this.", std::move(text), {}};
}

const schema::SchemaSet* find(const std::vector<const schema::SchemaSet*>& sets, const std::string& id) {
  const auto at = std::find_if(sets.begin(), sets.end(), [&](const auto* set) { return set->id == id; });
  return at == sets.end() ? nullptr : *at;
}

/// The version that a hub speaks from now on, as its journal has it. Throws database::Error when it has heard
/// what that cannot say.
const schema::SchemaSet* version_for(const schema::Catalog& catalog, const std::string& asked,
                                     ledger::Ledger& ledger) {
  const auto spoken = spoken_versions(catalog);
  if (spoken.empty()) return nullptr;
  const auto last = ledger.version();
  const auto* before = last.empty() ? spoken.front() : find(spoken, last);
  if (before == nullptr) throw database::Error("its messages are of " + last + ", which is not known here");
  const auto* now = asked.empty() ? before : find(spoken, asked);
  if (now == before) return now;
  if (ledger.has_done_anything() && catalog.may_take_more(*now, *before))
    throw database::Error("it has spoken " + before->id + ", and " + now->id + " cannot say all of that");
  ledger.note({0, "version", now->id, "", ""});
  return now;
}

/// That something is being done: until it is done, or until nobody can do it any more.
class Turn {
 public:
  explicit Turn(std::atomic<bool>& taken) : taken_(taken) {}
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;
  ~Turn() { give_back(); }

  struct End {
    explicit End(Turn& of) : turn(of) {}
    End(const End&) = delete;
    End& operator=(const End&) = delete;
    ~End() { turn.give_back(); }
    Turn& turn;
  };

 private:
  void give_back() {
    if (!given_back_.exchange(true)) taken_ = false;
  }

  std::atomic<bool>& taken_;
  std::atomic<bool> given_back_{false};
};

}  // namespace

tl::expected<std::shared_ptr<Hub>, std::string> Hub::open(std::shared_ptr<const Engine> engine,
                                                          Options options) {
  const auto location = options.database;
  if (const auto spoken = spoken_versions(*engine->catalog);
      !options.version.empty() && find(spoken, options.version) == nullptr) {
    std::string names;
    for (const auto* set : spoken) names += (names.empty() ? "" : ", ") + set->id;
    return tl::make_unexpected("the hub does not speak " + options.version + ": it speaks " + names);
  }
  const auto limits = options.usage_limits;
  try {
    // Whoever holds the hub last may be a reply on its own thread, which cannot wait for its own end.
    const auto end = [](Hub* hub) {
      if (std::this_thread::get_id() == hub->thread_.get_id())
        std::thread([hub] { delete hub; }).detach();  // NOLINT: the deleter of the shared pointer
      else
        delete hub;  // NOLINT
    };
    std::shared_ptr<Hub> hub(new Hub(std::move(engine), std::move(options)), end);  // NOLINT: private
    if (limits.empty()) return hub;
    std::string wrong;
    const auto fault = hub->run([&](MessageProcessor& processor, ledger::Ledger&) {
      if (const auto set = processor.set_usage_limits(limits); !set) wrong = set.error();
    });
    if (fault) return tl::make_unexpected(database::shown(location) + ": " + fault->text);
    if (!wrong.empty()) return tl::make_unexpected(wrong);
    return hub;
  } catch (const database::Error& error) {
    return tl::make_unexpected(database::shown(location) + ": " + error.what());
  }
}

Hub::Hub(std::shared_ptr<const Engine> engine, Options options)
    : options_(std::move(options)),
      ledger_(alone({options_.database, options_.start, options_.seed ? *options_.seed : seed_of_its_own()})),
      intake_(engine, options_.limits, version_for(*engine->catalog, options_.version, ledger_)),
      timetable_(engine->rules().tables()),
      processor_(ledger_, {&intake_, &timetable_, options_.gln}),
      now_(ledger_.now()),
      has_users_(processor_.users() != nullptr),
      users_(processor_.users()),
      probe_(in_memory() ? nullptr : std::make_unique<database::WriteProbe>(options_.database)),
      snapshots_(in_memory() ? std::optional<store::MarketSnapshots>()
                             : store::MarketSnapshots(options_.database)),
      usage_(processor_.usage().changes()),
      jobs_(options_.backlog, batch_size),
      thread_([this] { work_off(); }) {}

Hub::~Hub() {
  close();
}

void Hub::close() {
  jobs_.close();
  if (thread_.joinable()) thread_.join();
}

std::string Hub::not_ready() {
  if (!probe_) return {};
  const auto before = transactions_.load();
  const auto state = probe_->ask();
  const auto ours = [&] { return before % 2 == 1 || transactions_.load() != before; };
  if (state == database::WriteProbe::State::disk_full) return "the disk of the database is full";
  if (state == database::WriteProbe::State::broken) return "the database cannot be used";
  if (state == database::WriteProbe::State::locked && !ours())
    return "the database is locked by another program";
  if (!store_failed_) return {};
  // Perhaps it works again: only writing tells.
  if (!touching_.exchange(true))
    order([](MessageProcessor&, ledger::Ledger& ledger) { ledger.touch(); },
          [this](const std::optional<Fault>&) { touching_ = false; });
  return "the database could not be written";
}

void Hub::digest(std::function<void(tl::expected<Digest, Fault>)> done) {
  if (digesting_.exchange(true))
    return done(tl::unexpected(
        Fault{FaultGroup::system, "A fingerprint is being made already.", "Ask again a little later.", {}}));
  const auto turn = std::make_shared<Turn>(digesting_);
  auto bytes = std::make_shared<std::string>();
  const Digest make = [this, turn, bytes]() -> tl::expected<std::string, Fault> {
    const Turn::End end(*turn);
    try {
      auto copy = in_memory() ? database::Connection::copy_of(*bytes)
                              : database::Connection(options_.database, database::Mode::read);
      copy.begin(database::Begin::reading);
      return ledger::digest(copy);
    } catch (const database::Error& error) {
      return tl::unexpected(fault_of_ours(error.what()));
    }
  };
  // A file is read as it was last committed; only memory has to be copied by the hub itself.
  if (!in_memory()) return done(make);
  order([bytes](MessageProcessor&, ledger::Ledger& ledger) { *bytes = ledger.bytes(); },
        [make, done = std::move(done)](const std::optional<Fault>& fault) {
          if (fault)
            done(tl::unexpected(*fault));
          else
            done(make);
        });
}

void Hub::market(std::function<void(Market)> done) {
  if (snapshots_) {
    auto taken = snapshots_->take();
    if (!taken) return done(tl::unexpected(fault_of_ours(taken.error())));
    return done(*std::move(taken));
  }
  const auto kept = [this]() -> std::shared_ptr<const market::Market> {
    const std::lock_guard lock(copy_mutex_);
    return copy_.market != nullptr && copy_.commits == commits_ ? copy_.market : nullptr;
  };
  if (auto copy = kept()) return done(std::move(copy));
  // The copy is made behind the commit of whatever came before, so nothing in it can be undone.
  order([](MessageProcessor&, ledger::Ledger&) {},
        [this, kept, done = std::move(done)](const std::optional<Fault>& fault) {
          if (fault) return done(tl::unexpected(*fault));
          if (auto copy = kept()) return done(std::move(copy));
          auto made = store::market_in_copy(ledger_.bytes());
          if (!made) return done(tl::unexpected(fault_of_ours(made.error())));
          {
            const std::lock_guard lock(copy_mutex_);
            copy_ = {commits_, *made};
          }
          done(*std::move(made));
        });
}

std::shared_ptr<const users::Directory> Hub::users() const {
  const std::lock_guard lock(users_mutex_);
  return users_;
}

void Hub::order(Work work, Done done) {
  Job job{std::move(work), std::move(done), std::nullopt};
  if (jobs_.put(job)) return;
  job.done(
      Fault{FaultGroup::system, "The hub has too much to do.", "Send the message again a little later.", {}});
}

std::optional<Fault> Hub::run(Work work) {
  std::promise<std::optional<Fault>> promise;
  order(std::move(work), [&](const std::optional<Fault>& fault) { promise.set_value(fault); });
  return promise.get_future().get();
}

void Hub::submit(std::shared_ptr<const Request> request,
                 std::function<void(tl::expected<Receipt, Fault>)> done) {
  auto result = std::make_shared<tl::expected<Receipt, Fault>>();
  order([request, result](MessageProcessor& processor,
                          ledger::Ledger&) { *result = processor.receive(*request); },
        [result, done = std::move(done)](const std::optional<Fault>& fault) {
          if (fault)
            done(tl::unexpected(*fault));
          else
            done(std::move(*result));
        });
}

void Hub::publish(UsageState changes) {
  const std::lock_guard lock(usage_mutex_);
  usage_.rules = std::move(changes.rules);
  for (auto& [party, counts] : changes.parties) usage_.parties[party] = std::move(counts);
  processor_.usage().published();
}

Hub::Usage Hub::usage() const {
  const Seconds now = now_;
  const std::lock_guard lock(usage_mutex_);
  Usage all;
  all.rules = usage_.rules;
  if (!all.rules) return all;
  for (const auto& [party, counts] : usage_.parties)
    all.parties.push_back({usage::at(all.rules->limits, party, counts, now),
                           usage::conversion(all.rules->limits, counts, now)});
  return all;
}

void Hub::work_off() {
  for (;;) {
    // Gone before the next is waited for: a job may hold the connection that it answered.
    auto batch = jobs_.take();
    if (batch.empty()) return;
    work_off(batch);
  }
}

void Hub::work_off(std::deque<Job>& batch) {
  bool store_failed = false;
  try {
    ledger_.begin();
    ++transactions_;
    for (auto& job : batch) {
      const auto users_before = processor_.users();
      try {
        ledger_.attempt([&] {
          job.work(processor_, ledger_);
          return true;
        });
      } catch (const std::exception& error) {
        processor_.restore_users(users_before);
        job.fault = fault_of_ours(error.what());
        store_failed = store_failed || dynamic_cast<const database::Error*>(&error) != nullptr;
        // SQLite may have given up all of the batch, not this job alone.
        if (!ledger_.in_transaction()) throw database::Error(error.what());
      }
    }
    const auto now = ledger_.now();
    auto usage = processor_.usage().changes();
    ledger_.commit();
    ++commits_;
    publish(std::move(usage));
    store_failed_ = store_failed;
    now_ = now;
    queued_ = ledger_.enqueued();
    mails_ = ledger_.mails_kept();
    link_answers_ = ledger_.link_answers_kept();
    if (const auto users = processor_.users(); users != this->users()) {
      const std::lock_guard lock(users_mutex_);
      users_ = users;
      has_users_ = users != nullptr;
    }
  } catch (const database::Error& error) {
    store_failed_ = true;
    processor_.restore_users(users());
    // Nothing of the batch is on the disk: nobody is told otherwise.
    for (auto& job : batch) job.fault = fault_of_ours(error.what());
    try {
      ledger_.roll_back();
    } catch (const database::Error&) {  // NOLINT: SQLite has rolled back by itself
    }
  }
  if (transactions_ % 2 == 1) ++transactions_;
  for (auto& job : batch) job.done(job.fault);
}

}  // namespace cimgate::hub
