#include "gateway/elhub/ledger/ledger.hpp"

#include <fmt/format.h>

#include "gateway/database/transaction.hpp"
#include "gateway/elhub/ledger/digest.hpp"
#include "gateway/elhub/ledger/tables.hpp"
#include "gateway/store/stored_market.hpp"
#include "gateway/store/tables.hpp"

namespace cimgate::ledger {
namespace {

/// A file up to this size is looked through when it is opened: some seconds at most.
constexpr std::uint64_t most_checked = std::uint64_t{1024} * 1024 * 1024;

std::uint64_t mixed(std::uint64_t value) {
  value += 0x9e3779b97f4a7c15ULL;
  value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9ULL;
  value = (value ^ (value >> 27)) * 0x94d049bb133111ebULL;
  return value ^ (value >> 31);
}

/// An id from before ids had a seed: a replay of an old ledger makes it again.
std::string old_id(std::uint64_t number) {
  const std::uint64_t high = mixed(number * 2);
  const std::uint64_t low = mixed(number * 2 + 1);
  return fmt::format("{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}", high >> 32, (high >> 16) & 0xffff, high & 0xfff,
                     0x8000 | ((low >> 48) & 0x3fff), low & 0xffffffffffffULL);
}

}  // namespace

std::string_view to_string(Channel channel) {
  return channel == Channel::market_processes ? "market-processes" : "metering-values";
}

std::optional<Channel> parse_channel(std::string_view text) {
  for (const auto channel : {Channel::market_processes, Channel::metering_values})
    if (text == to_string(channel)) return channel;
  return std::nullopt;
}

Ledger::Ledger(const std::string& path, Seconds start, const Seed& seed)
    : connection_(std::make_shared<database::Connection>(path, database::Mode::write)) {
  if (const auto damage = connection_->damage(most_checked); !damage.empty())
    throw database::Error("the database is damaged: " + damage, database::Error::Kind::damaged);
  store::make_tables(*connection_);
  // What was accepted must outlive a power cut, so each commit waits for the disk.
  connection_->tune({.every_commit_on_disk = true, .temporary_in_memory = true, .asks_all_the_time = false});
  database::Transaction transaction(*connection_);
  ledger::make_tables(*connection_);
  const auto has = [&](const char* name) {
    return connection_->integer(fmt::format("SELECT count(*) FROM hub_settings WHERE name = '{}'", name)) !=
           0;
  };
  if (!has("now")) {
    begin_at(start);
    keep_first_market();
  }
  if (!has("seed-high")) {
    set_setting("seed-high", static_cast<std::int64_t>(seed.high));
    set_setting("seed-low", static_cast<std::int64_t>(seed.low));
    set_setting("seeded-from", setting("ids"));
  }
  read_seed();
  transaction.commit();
  market_ = store::market_over(connection_);
}

Ledger::Ledger(database::Connection& connection)
    : connection_(&connection, [](database::Connection*) {}), market_(store::market_over(connection_)) {
  read_seed();
}

bool is_ledger(database::Connection& connection) {
  return connection.has_table("hub_deeds");
}

std::int64_t Ledger::setting(const char* name) {
  auto found = connection_->query("SELECT value FROM hub_settings WHERE name = ?");
  found->bind(1, std::string_view(name));
  return found->step() ? found->integer(0) : 0;
}

void Ledger::set_setting(const char* name, std::int64_t value) {
  auto change = connection_->query(database::put_into("hub_settings", {"name", "value"}, 1));
  change->bind(1, std::string_view(name)).bind(2, value);
  change->step();
}

void Ledger::read_seed() {
  seed_ = {static_cast<std::uint64_t>(setting("seed-high")), static_cast<std::uint64_t>(setting("seed-low"))};
  seeded_from_ = static_cast<std::uint64_t>(setting("seeded-from"));
}

void Ledger::be_alone() {
  connection_->hold("the hub");
}

void Ledger::begin() {
  connection_->begin(database::Begin::writing);
}

void Ledger::commit() {
  connection_->commit();
}

void Ledger::roll_back() {
  connection_->roll_back();
}

bool Ledger::attempt(const std::function<bool()>& work) {
  database::Savepoint savepoint(*connection_, "attempt");
  const bool done = work();
  if (done)
    savepoint.keep();
  else
    savepoint.undo();
  return done;
}

Seconds Ledger::now() {
  return setting("now");
}

void Ledger::set_now(Seconds now) {
  set_setting("now", now);
}

Seconds Ledger::first_time() {
  return setting("first");
}

void Ledger::begin_at(Seconds first) {
  set_setting("first", first);
  set_setting("now", first);
}

std::string Ledger::next_id() {
  const auto number = static_cast<std::uint64_t>(setting("ids")) + 1;
  set_setting("ids", static_cast<std::int64_t>(number));
  return number <= seeded_from_ ? old_id(number) : make_id(seed_, number);
}

std::string Ledger::digest() {
  return ledger::digest(*connection_);
}

std::string Ledger::bytes() {
  return connection_->bytes();
}

store::Loaded Ledger::load_market(std::span<const market::ReadState> files) {
  return store::load_within(*connection_, files);
}

void Ledger::touch() {
  connection_->execute(
      "INSERT INTO hub_touched (one, count) VALUES (1, 1) ON CONFLICT (one) DO UPDATE SET count = "
      "hub_touched.count + 1");
}

bool Ledger::in_transaction() const {
  return connection_->in_transaction();
}

}  // namespace cimgate::ledger
