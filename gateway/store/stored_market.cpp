#include "gateway/store/stored_market.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "gateway/database/connection_pool.hpp"
#include "gateway/database/location.hpp"
#include "gateway/database/transaction.hpp"
#include "gateway/market/field_values.hpp"
#include "gateway/store/day_columns.hpp"
#include "gateway/store/load_market.hpp"
#include "gateway/store/partial_copy.hpp"
#include "gateway/store/process_rows.hpp"
#include "gateway/store/selects.hpp"
#include "gateway/store/tables.hpp"

namespace cimgate::store {
namespace {

using database::Connection;
using database::ConnectionPool;
using database::Error;
using database::Query;
using market::Answer;
using market::Day;
using market::gln_text;
using market::gsrn_text;
using market::number_of;
using market::Period;

/// A file up to this size is looked through when it is opened, which takes less than judging a message.
constexpr std::uint64_t most_checked = std::uint64_t{64} * 1024 * 1024;

std::vector<std::string> words(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> all;
  for (std::string word; stream >> word;) all.push_back(word);
  return all;
}

/// A field of a metering point, from rows that go back in time: the newest that says it.
void fill(Answer<std::string>& field, const Query& row, int column) {
  if (field.knowledge() != market::Knowledge::not_known || row->is_null(column)) return;
  auto text = row->text(column);
  field = text.empty() ? Answer<std::string>::none() : Answer<std::string>(std::move(text));
}

void fill(Answer<bool>& field, const Query& row, int column) {
  // `null`, for a yes or no, is that it is not known; in version 2 of the tables it was ''.
  if (field.knowledge() == market::Knowledge::not_known && !row->is_null(column) &&
      row->integer(column) != no_number && !row->text(column).empty())
    field = row->integer(column) != 0;
}

/// What follows ends what was before.
void cut(Period& period, Day next) {
  period.to = period.to ? std::min(*period.to, next) : next;
}

std::vector<market::BalanceAgreement> agreements(const std::string& supplier, const Query& row) {
  std::vector<market::BalanceAgreement> all;
  while (row->step()) all.push_back({supplier, row->text(0), {day_at(row, 1), end_at(row, 2)}});
  return all;
}

market::Series series_at(const Query& row) {
  return {row->text(0),
          gsrn_text(row->integer(1)),
          row->text(2),
          row->text(3),
          row->text(4),
          row->integer(5),
          row->integer(6),
          row->integer(7),
          !row->is_null(8) && row->integer(8) != 0,
          row->text(9)};
}

class StoredMarket final : public market::Market {
 public:
  explicit StoredMarket(std::string path) : far_(database::is_server(path)), connections_(std::move(path)) {}
  explicit StoredMarket(std::shared_ptr<Connection> only)
      : far_(only->is_far()), connections_(std::move(only)) {}

  void check() const {
    const auto connection = connections_.lease();
    if (const auto damage = connection->damage(most_checked); !damage.empty())
      throw Error("the database is damaged: " + damage);
    check_tables(*connection);
  }

  Answer<market::MeteringPoint> metering_point(const std::string& gsrn, Day day) const override {
    const auto connection = connections_.lease();
    const auto row = connection->query(
        "SELECT \"from\", type, status, settlement, resolution, grid_area, accounting_point, "
        "blocked_for_switching, meter FROM metering_points WHERE gsrn = ? AND \"from\" <= ? ORDER BY "
        "\"from\" DESC");
    row->bind(1, number_of(gsrn)).bind(2, number(day));
    market::MeteringPoint point;
    if (!row->step()) return Answer<market::MeteringPoint>::none();
    point.gsrn = gsrn;
    point.since = day_at(row, 0);
    do {
      int column = 0;
      for (auto* field : {&point.type, &point.status, &point.settlement, &point.resolution, &point.grid_area})
        fill(*field, row, ++column);
      fill(point.accounting_point, row, 6);
      fill(point.blocked_for_switching, row, 7);
      fill(point.meter, row, 8);
    } while (row->step());
    return point;
  }

  std::vector<Day> changes_of(const std::string& gsrn) const override {
    const auto connection = connections_.lease();
    const auto row =
        connection->query("SELECT \"from\" FROM metering_points WHERE gsrn = ? ORDER BY \"from\"");
    row->bind(1, number_of(gsrn));
    std::vector<Day> days;
    while (row->step()) days.push_back(day_at(row, 0));
    return days;
  }

  std::vector<market::Contract> contracts_of(const std::string& gsrn) const override {
    const auto connection = connections_.lease();
    const auto row = connection->query(
        "SELECT \"from\", \"to\", customer, supplier, role, origin FROM contracts WHERE metering_point = ? "
        "ORDER BY \"from\"");
    row->bind(1, number_of(gsrn));
    std::vector<market::Contract> all;
    while (row->step()) {
      const Day from = day_at(row, 0);
      if (!all.empty()) cut(all.back().period, from);
      all.push_back({gsrn,
                     {from, end_at(row, 1)},
                     row->text(2),
                     gln_text(row->integer(3)),
                     row->text(4),
                     row->text(5)});
    }
    return all;
  }

  Answer<market::Customer> customer(const std::string& id) const override {
    const auto connection = connections_.lease();
    const auto row = connection->query("SELECT scheme, name FROM customers WHERE id = ?");
    row->bind(1, id);
    if (!row->step()) return Answer<market::Customer>::none();
    return market::Customer{id, row->text(0), row->text(1)};
  }

  Answer<std::string> grid_owner(const std::string& grid_area, Day day) const override {
    const auto connection = connections_.lease();
    const auto row = connection->query(
        "SELECT owner FROM grid_areas WHERE id = ? AND \"from\" <= ? ORDER BY \"from\" DESC LIMIT 1");
    row->bind(1, grid_area).bind(2, number(day));
    if (!row->step()) return Answer<std::string>::none();
    return gln_text(row->integer(0));
  }

  std::vector<market::Party> party_history(const std::string& gln) const override {
    const auto connection = connections_.lease();
    const auto row = connection->query(
        "SELECT name, roles, \"from\", \"to\" FROM parties WHERE gln = ? ORDER BY \"from\"");
    row->bind(1, number_of(gln));
    std::vector<market::Party> all;
    while (row->step()) {
      const Day from = day_at(row, 2);
      if (!all.empty()) cut(all.back().period, from);
      all.push_back({gln, row->text(0), words(row->text(1)), {from, end_at(row, 3)}});
    }
    return all;
  }

  std::vector<std::string> roles_of_agent(const std::string& agent, const std::string& party,
                                          Day day) const override {
    const auto connection = connections_.lease();
    const auto row = connection->query(
        "SELECT roles FROM agents WHERE agent = ? AND \"for\" = ? AND \"from\" <= ? "
        "AND (\"to\" IS NULL OR ? < \"to\") ORDER BY \"from\" DESC LIMIT 1");
    row->bind(1, number_of(agent)).bind(2, number_of(party)).bind(3, number(day)).bind(4, number(day));
    return row->step() ? words(row->text(0)) : std::vector<std::string>();
  }

  std::vector<market::BalanceAgreement> balance_agreements(const std::string& supplier,
                                                           const std::string& grid_area) const override {
    const auto connection = connections_.lease();
    const auto row = connection->query(
        "SELECT grid_area, \"from\", \"to\" FROM balance_agreements WHERE supplier = ? AND grid_area = ? "
        "ORDER BY \"from\"");
    row->bind(1, number_of(supplier)).bind(2, grid_area);
    return agreements(supplier, row);
  }

  std::vector<market::BalanceAgreement> balance_agreements(const std::string& supplier) const override {
    const auto connection = connections_.lease();
    const auto row = connection->query(
        "SELECT grid_area, \"from\", \"to\" FROM balance_agreements WHERE supplier = ? "
        "ORDER BY grid_area, \"from\"");
    row->bind(1, number_of(supplier));
    return agreements(supplier, row);
  }

  std::vector<market::ThirdPartyAccess> third_party_access(const std::string& gsrn) const override {
    const auto connection = connections_.lease();
    const auto row = connection->query(
        "SELECT party, \"from\", \"to\" FROM third_party_access WHERE metering_point = ? ORDER BY party, "
        "\"from\"");
    row->bind(1, number_of(gsrn));
    std::vector<market::ThirdPartyAccess> all;
    while (row->step()) all.push_back({gsrn, gln_text(row->integer(0)), {day_at(row, 1), end_at(row, 2)}});
    return all;
  }

  std::vector<market::Process> processes_of(const std::string& gsrn) const override {
    const auto connection = connections_.lease();
    const auto row = connection->query(fmt::format(
        "SELECT {} FROM processes p WHERE p.metering_point = ? ORDER BY p.date, p.id", process_columns));
    row->bind(1, number_of(gsrn));
    std::vector<market::Process> all;
    while (row->step()) all.push_back(process_at(row));
    return all;
  }

  Answer<market::Process> process(const std::string& id) const override {
    const auto connection = connections_.lease();
    for (const auto* key : {"id", "announcement"}) {
      const auto row =
          connection->query(fmt::format("SELECT {} FROM processes p WHERE p.{} = ?", process_columns, key));
      row->bind(1, id);
      if (!id.empty() && row->step()) return process_at(row);
    }
    return Answer<market::Process>::none();
  }

  Answer<std::string> sharing_owner(const std::string& id) const override {
    const auto connection = connections_.lease();
    const auto row = connection->query("SELECT owner FROM sharings WHERE id = ?");
    row->bind(1, id);
    if (!row->step()) return Answer<std::string>::none();
    return gln_text(row->integer(0));
  }

  Answer<market::Grant> grant(const std::string& id) const override {
    const auto connection = connections_.lease();
    // A hub knows all grants; a state that was told of some was told of all. A file may be older than both.
    if (!connection->has_table("grants")) return {};
    const auto row = connection->query(
        "SELECT kind, metering_point, party, customer, \"from\", \"to\", move_in, status FROM grants WHERE "
        "id "
        "= ?");
    row->bind(1, id);
    if (row->step())
      return market::Grant{id,
                           row->text(0),
                           gsrn_text(row->integer(1)),
                           gln_text(row->integer(2)),
                           row->text(3),
                           {day_at(row, 4), end_at(row, 5)},
                           end_at(row, 6),
                           row->text(7)};
    const bool told = is_hub(*connection) ||
                      connection->integer("SELECT count(*) FROM (SELECT 1 FROM grants LIMIT 1) AS one") != 0;
    return told ? Answer<market::Grant>::none() : Answer<market::Grant>();
  }

  bool in_force(std::string_view control, Day day) const override {
    const auto connection = connections_.lease();
    if (!connection->has_table("controls")) return false;
    const auto row = connection->query(
        "SELECT 1 FROM controls WHERE control = ? AND \"from\" <= ? AND (\"to\" IS NULL OR ? < \"to\")");
    row->bind(1, control).bind(2, number(day)).bind(3, number(day));
    return row->step();
  }

  std::vector<std::string> parties_with_role(std::string_view role, Day day) const override {
    std::vector<std::string> glns;
    {
      const auto connection = connections_.lease();
      const auto row = connection->query("SELECT DISTINCT gln FROM parties ORDER BY gln");
      while (row->step()) glns.push_back(gln_text(row->integer(0)));
    }
    std::erase_if(glns, [&](const std::string& gln) {
      const auto history = party_history(gln);
      const auto* then = market::held_on(history, day);
      return then == nullptr || std::find(then->roles.begin(), then->roles.end(), role) == then->roles.end();
    });
    return glns;
  }

  std::vector<std::string> search(const market::PointSearch& search, Day day) const override {
    if (!market::gsrns_beginning_with(search.text)) return {};
    const auto connection = connections_.lease();
    std::vector<std::string> all;
    connection->query_together({search_ask(search, day)}, [&](std::size_t, const Query& row) {
      all.push_back(gsrn_text(row->integer(0)));
    });
    return all;
  }

  Answer<std::vector<market::Series>> series_of(const std::string& gsrn, std::int64_t from,
                                                std::int64_t to) const override {
    return all_series("point = ?1 AND \"end\" > ?2 AND start < ?3",
                      [&](const Query& row) { row->bind(1, number_of(gsrn)).bind(2, from).bind(3, to); });
  }

  Answer<std::vector<market::Series>> series_in(const std::string& grid_area, std::int64_t from,
                                                std::int64_t to) const override {
    return all_series(
        "\"end\" > ?2 AND start < ?3 AND point IN (SELECT gsrn FROM metering_points WHERE grid_area = ?1)",
        [&](const Query& row) { row->bind(1, grid_area).bind(2, from).bind(3, to); });
  }

  Answer<market::Series> last_series(const std::string& gsrn, const std::string& process,
                                     const std::string& direction,
                                     const std::string& product) const override {
    return one_series("point = ?1 AND process = ?2 AND direction = ?3 AND product = ?4",
                      [&](const Query& row) {
                        row->bind(1, number_of(gsrn)).bind(2, process).bind(3, direction).bind(4, product);
                      });
  }

  Answer<market::Series> series(const std::string& id) const override {
    return one_series("id = ?1", [&](const Query& row) { row->bind(1, id); });
  }

  std::vector<std::pair<std::string, std::int64_t>> sizes() const override {
    const auto connection = connections_.lease();
    std::vector<std::pair<std::string, std::int64_t>> all;
    for (const auto& section : market::sections()) {
      // A file may be older than a section.
      const bool known = connection->has_table(section.name);
      all.emplace_back(section.name,
                       known ? connection->integer("SELECT count(*) FROM " + std::string(section.name)) : 0);
    }
    return all;
  }

  bool is_far() const override { return far_; }

  market::Part part(const market::Wanted& wanted) const override {
    const auto connection = connections_.lease();
    try {
      const bool series = !wanted.with_series.empty() || !wanted.series.empty() || wanted.settled;
      const bool hub = (series || !wanted.grants.empty()) && is_hub(*connection);
      const auto rows = !series ? StoredSeries::unasked : hub ? StoredSeries::of_hub : StoredSeries::told;
      auto [copy, part] = copy_part(*connection, wanted, rows);
      part.knows_grants = part.knows_grants || hub;
      part.copy = std::make_shared<StoredMarket>(std::move(copy));
      return std::move(part);
    } catch (const Error& error) {
      // One that is older than a table that is asked for: it is asked look-up by look-up. A transaction in
      // which something has failed answers nothing more.
      if (error.kind() == Error::Kind::unreachable || connection->in_transaction()) throw;
      return {};
    }
  }

 private:
  template <class Bind>
  Answer<std::vector<market::Series>> all_series(std::string_view where, const Bind& bind) const {
    const auto connection = connections_.lease();
    const auto* rows = series_rows(*connection);
    if (rows == nullptr) return {};
    const auto row = connection->query(
        fmt::format("SELECT * FROM ({}) AS series WHERE {} ORDER BY registered, sequence", rows, where));
    bind(row);
    std::vector<market::Series> all;
    while (row->step()) all.push_back(series_at(row));
    return all;
  }

  template <class Bind>
  Answer<market::Series> one_series(std::string_view where, const Bind& bind) const {
    const auto connection = connections_.lease();
    const auto* rows = series_rows(*connection);
    if (rows == nullptr) return {};
    const auto row = connection->query(fmt::format(
        "SELECT * FROM ({}) AS series WHERE {} ORDER BY \"end\" DESC, sequence DESC LIMIT 1", rows, where));
    bind(row);
    if (!row->step()) return Answer<market::Series>::none();
    return series_at(row);
  }

  /// Where series stand: what a hub took in, else what files of market state told. Null: the state does not
  /// know of metering values. A hub knows all of its own; a state that was told of some was told of all.
  const char* series_rows(Connection& connection) const {
    if (is_hub(connection)) return series_of_hub;
    const bool told =
        connection.has_table("metering_values") &&
        connection.integer("SELECT count(*) FROM (SELECT 1 FROM metering_values LIMIT 1) AS one") != 0;
    return told ? series_told : nullptr;
  }

  bool is_hub(Connection& connection) const {
    if (!of_hub_) of_hub_ = connection.has_table("hub_values");
    return of_hub_;
  }

  bool far_;
  mutable ConnectionPool connections_;
  mutable std::atomic<bool> of_hub_ = false;  ///< a hub stays one
};

tl::expected<std::shared_ptr<const market::Market>, std::string> from_file(const std::string& path) {
  std::ifstream input(path, std::ios::binary);
  std::ostringstream text;
  if (!(text << input.rdbuf())) return tl::make_unexpected(path + ": this file cannot be read");
  return market_in_memory(path, text.str());
}

}  // namespace

tl::expected<std::shared_ptr<const market::Market>, std::string> open_market(const std::string& location) {
  std::error_code ignored;
  if (!database::is_server(location) && !std::filesystem::exists(location, ignored))
    return tl::make_unexpected(location + ": there is no such market state; `cimgate market load` makes one");
  if (location.ends_with(".yaml") || location.ends_with(".yml")) return from_file(location);
  try {
    auto made = std::make_shared<StoredMarket>(location);
    made->check();
    return made;
  } catch (const Error& error) {
    return tl::make_unexpected(database::shown(location) + ": " + error.what());
  }
}

tl::expected<std::shared_ptr<const market::Market>, std::string> market_in_memory(const std::string& name,
                                                                                  const std::string& text) {
  try {
    auto connection = std::make_shared<Connection>(":memory:", database::Mode::write);
    const auto loaded = load_into(*connection, name, text);
    if (!loaded.errors.empty()) return tl::make_unexpected(to_string(loaded.errors.list().front()));
    return std::make_shared<StoredMarket>(std::move(connection));
  } catch (const Error& error) {
    return tl::make_unexpected(name + ": " + error.what());
  }
}

namespace {

/// A connection that reads as of one moment, until it goes back to the pool.
class Moment {
 public:
  explicit Moment(std::shared_ptr<database::ConnectionPool> pool)
      : pool_(std::move(pool)), lease_(*pool_), transaction_(*lease_, database::Begin::reading) {
    // In a file, it is that moment in which something is asked for the first time.
    if (!lease_->is_far()) lease_->is_empty();
  }
  Connection* connection() { return &*lease_; }

 private:
  std::shared_ptr<database::ConnectionPool> pool_;
  ConnectionPool::Lease lease_;
  database::Transaction transaction_;
};

}  // namespace

MarketSnapshots::MarketSnapshots(const std::string& database)
    : connections_(std::make_shared<database::ConnectionPool>(database)) {}

tl::expected<std::shared_ptr<const market::Market>, std::string> MarketSnapshots::take() const {
  try {
    auto moment = std::make_shared<Moment>(connections_);
    return std::make_shared<StoredMarket>(std::shared_ptr<Connection>(moment, moment->connection()));
  } catch (const Error& error) {
    return tl::make_unexpected(std::string(error.what()));
  }
}

tl::expected<std::shared_ptr<const market::Market>, std::string> market_in_copy(const std::string& bytes) {
  try {
    return std::make_shared<StoredMarket>(std::make_shared<Connection>(Connection::copy_of(bytes)));
  } catch (const Error& error) {
    return tl::make_unexpected(std::string(error.what()));
  }
}

std::shared_ptr<const market::Market> market_over(std::shared_ptr<Connection> connection) {
  return std::make_shared<StoredMarket>(std::move(connection));
}

}  // namespace cimgate::store
