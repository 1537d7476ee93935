#include "gateway/ledger/ledger.hpp"

#include <fmt/format.h>

#include "gateway/ledger/tables.hpp"
#include "gateway/market/sections.hpp"
#include "gateway/store/sqlite_market.hpp"
#include "gateway/store/tables.hpp"

namespace cimgate::ledger {
namespace {

std::uint64_t mixed(std::uint64_t value) {
  value += 0x9e3779b97f4a7c15ULL;
  value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9ULL;
  value = (value ^ (value >> 27)) * 0x94d049bb133111ebULL;
  return value ^ (value >> 31);
}

std::int64_t setting(store::Connection& connection, const char* name) {
  auto found = connection.query("SELECT value FROM hub_settings WHERE name = ?");
  found->bind(1, std::string_view(name));
  return found->step() ? found->integer(0) : 0;
}

void set(store::Connection& connection, const char* name, std::int64_t value) {
  auto change = connection.query("INSERT OR REPLACE INTO hub_settings VALUES (?, ?)");
  change->bind(1, std::string_view(name)).bind(2, value);
  change->step();
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

Ledger::Ledger(const std::string& path, Seconds start)
    : connection_(std::make_shared<store::Connection>(path, store::Connection::Mode::write)) {
  store::make_tables(*connection_);
  // What was accepted must outlive a power cut, so each commit waits for the disk.
  connection_->execute("PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -65536");
  store::Transaction transaction(*connection_);
  ledger::make_tables(*connection_);
  if (connection_->integer("SELECT count(*) FROM hub_settings WHERE name = 'now'") == 0) {
    set(*connection_, "now", start);
    set(*connection_, "first", start);
  }
  transaction.commit();
  market_ = store::market_over(connection_);
}

void Ledger::begin() {
  connection_->execute("BEGIN IMMEDIATE");
}

void Ledger::commit() {
  connection_->execute("COMMIT");
}

void Ledger::roll_back() {
  connection_->execute("ROLLBACK");
}

bool Ledger::attempt(const std::function<bool()>& work) {
  const auto undo = [&] { connection_->execute("ROLLBACK TO attempt; RELEASE attempt"); };
  connection_->execute("SAVEPOINT attempt");
  try {
    if (work()) {
      connection_->execute("RELEASE attempt");
      return true;
    }
  } catch (...) {
    undo();
    throw;
  }
  undo();
  return false;
}

Seconds Ledger::now() {
  return setting(*connection_, "now");
}

void Ledger::set_now(Seconds now) {
  set(*connection_, "now", now);
}

Seconds Ledger::first_time() {
  return setting(*connection_, "first");
}

void Ledger::begin_at(Seconds first) {
  set(*connection_, "first", first);
  set(*connection_, "now", first);
}

std::string Ledger::next_id() {
  const auto number = static_cast<std::uint64_t>(setting(*connection_, "ids")) + 1;
  set(*connection_, "ids", static_cast<std::int64_t>(number));
  const std::uint64_t high = mixed(number * 2);
  const std::uint64_t low = mixed(number * 2 + 1);
  // The form of a UUID of version 4, as the schema's pattern wants it.
  return fmt::format("{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}", high >> 32, (high >> 16) & 0xffff, high & 0xfff,
                     0x8000 | ((low >> 48) & 0x3fff), low & 0xffffffffffffULL);
}

std::string Ledger::digest() {
  std::uint64_t digest = 0;

  const auto add = [&](const std::string& text) {
    for (const char c : text) digest = mixed(digest ^ static_cast<unsigned char>(c));
    digest = mixed(digest ^ text.size());
  };
  std::vector<std::string> tables = {"hub_settings",      "hub_messages", "hub_queue",   "hub_acknowledged",
                                     "hub_events",        "hub_steps",    "hub_cases",   "hub_point_data",
                                     "hub_customer_data", "hub_series",   "hub_sharing", "hub_replaced",
                                     "hub_keys"};
  for (const auto& section : market::sections()) tables.emplace_back(section.name);
  for (const auto& table : tables) {
    add(table);
    const auto columns =
        connection_->integer(fmt::format("SELECT count(*) FROM pragma_table_info('{}')", table));
    store::Statement rows(connection_->handle(), fmt::format("SELECT * FROM {} ORDER BY {}", table,
                                                             columns > 2 ? "1, 2, 3" : "1, 2"));
    while (rows.step())
      for (int column = 0; column < columns; ++column)
        add(rows.is_null(column) ? std::string("\x01") : rows.text(column));
  }
  return fmt::format("{:016x}", digest);
}

}  // namespace cimgate::ledger
