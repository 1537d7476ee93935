#include "gateway/elhub/ledger/ledger.hpp"
#include "gateway/market/field_values.hpp"

namespace cimgate::ledger {
namespace {

constexpr const char* subscriptions =
    "SELECT id, party, sharing, created, since FROM hub_sharing_subscriptions ";

SharingSubscription subscription_at(const database::Query& row) {
  return {row->text(0), row->text(1), row->text(2), row->integer(3), row->integer(4)};
}

}  // namespace

void Ledger::keep(const SharingVersion& version, const std::string& owner) {
  {
    auto row = connection_->query(database::put_into("sharings", {"id", "owner"}, 1));
    row->bind(1, version.sharing).bind(2, market::number_of(owner));
    row->step();
  }
  auto row = connection_->query(
      database::put_into("hub_sharing_versions",
                         {"sharing", "version", "surplus_to", "withdrawn", "created", "updated", "xml"}, 2));
  row->bind(1, version.sharing)
      .bind(2, std::int64_t{version.version})
      .bind(3, version.surplus_to)
      .bind(4, std::int64_t{version.withdrawn})
      .bind(5, version.created)
      .bind(6, version.updated)
      .bind(7, version.xml);
  row->step();
}

std::vector<SharingVersion> Ledger::sharing_versions(const std::string& id) {
  auto row = connection_->query(
      "SELECT sharing, version, surplus_to, withdrawn, created, updated, xml FROM hub_sharing_versions WHERE "
      "sharing = ? ORDER BY version");
  row->bind(1, id);
  std::vector<SharingVersion> all;
  while (row->step())
    all.push_back({row->text(0), static_cast<int>(row->integer(1)), row->text(2), row->integer(3) != 0,
                   row->integer(4), row->integer(5), row->text(6)});
  return all;
}

std::int64_t Ledger::record(const SharingChange& change) {
  auto row = connection_->query(
      "INSERT INTO hub_sharing_changes (at, sharing, version, what) VALUES (?, ?, ?, ?) RETURNING sequence");
  row->bind(1, change.at).bind(2, change.sharing).bind(3, std::int64_t{change.version}).bind(4, change.what);
  row->step();
  return row->integer(0);
}

std::int64_t Ledger::last_sharing_change() {
  return connection_->integer("SELECT coalesce(max(sequence), 0) FROM hub_sharing_changes");
}

std::vector<SharingChange> Ledger::sharing_changes(const std::string& party, const std::string& sharing,
                                                   std::int64_t after, std::size_t limit) {
  auto row = connection_->query(
      "SELECT c.sequence, c.at, c.sharing, c.version, c.what FROM hub_sharing_changes c JOIN sharings s ON "
      "s.id = c.sharing WHERE s.owner = ?1 AND (?2 = '' OR c.sharing = ?2) AND c.sequence > ?3 ORDER BY "
      "c.sequence LIMIT ?4");
  row->bind(1, market::number_of(party))
      .bind(2, sharing)
      .bind(3, after)
      .bind(4, static_cast<std::int64_t>(limit));
  std::vector<SharingChange> all;
  while (row->step())
    all.push_back(
        {row->integer(0), row->integer(1), row->text(2), static_cast<int>(row->integer(3)), row->text(4)});
  return all;
}

void Ledger::keep(const SharingSubscription& subscription) {
  auto row = connection_->query(
      database::put_into("hub_sharing_subscriptions", {"id", "party", "sharing", "created", "since"}, 1));
  row->bind(1, subscription.id)
      .bind(2, subscription.party)
      .bind(3, subscription.sharing)
      .bind(4, subscription.created)
      .bind(5, subscription.since);
  row->step();
}

std::optional<SharingSubscription> Ledger::sharing_subscription(const std::string& id) {
  auto row = connection_->query(std::string(subscriptions) + "WHERE id = ?");
  row->bind(1, id);
  if (!row->step()) return std::nullopt;
  return subscription_at(row);
}

std::vector<SharingSubscription> Ledger::sharing_subscriptions(const std::string& party) {
  auto row = connection_->query(std::string(subscriptions) + "WHERE party = ? ORDER BY created, id");
  row->bind(1, party);
  std::vector<SharingSubscription> all;
  while (row->step()) all.push_back(subscription_at(row));
  return all;
}

void Ledger::end_sharing_subscription(const std::string& id) {
  auto row = connection_->query("DELETE FROM hub_sharing_subscriptions WHERE id = ?");
  row->bind(1, id);
  row->step();
}

}  // namespace cimgate::ledger
