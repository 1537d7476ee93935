#include "gateway/elhub/ledger/ledger.hpp"
#include "gateway/market/field_values.hpp"
#include "gateway/store/day_columns.hpp"

namespace cimgate::ledger {
namespace {

using market::gln_text;
using market::gsrn_text;
using market::number_of;

const std::string columns =
    "SELECT id, document, kind, status, requested_by, requested_from, gsrn, move_in, person, address, "
    "supplier, "
    "contract, redirect_uri, language, \"grant\", created, updated, valid_to FROM hub_authorizations ";

Authorization authorization_at(const database::Query& row) {
  Authorization one;
  one.id = row->text(0);
  one.is_document = row->integer(1) != 0;
  one.kind = row->text(2);
  one.status = row->text(3);
  one.requested_by = gln_text(row->integer(4));
  one.requested_from = row->text(5);
  one.gsrn = gsrn_text(row->integer(6));
  one.move_in = store::end_at(row, 7);
  int column = 8;
  for (auto* text : {&one.person, &one.address, &one.supplier, &one.contract, &one.redirect_uri,
                     &one.language, &one.grant})
    *text = row->text(column++);
  one.created = row->integer(15);
  one.updated = row->integer(16);
  one.valid_to = row->integer(17);
  return one;
}

const std::string grant_columns =
    "SELECT g.id, g.kind, g.metering_point, g.party, g.customer, g.\"from\", g.\"to\", g.move_in, g.status, "
    "coalesce(h.source, ''), coalesce(h.document, 0), coalesce(h.created, -1), coalesce(h.updated, -1) FROM "
    "grants g LEFT JOIN hub_grants h ON h.id = g.id ";

GrantRecord grant_at(const database::Query& row) {
  GrantRecord record;
  record.grant = {row->text(0),
                  row->text(1),
                  gsrn_text(row->integer(2)),
                  gln_text(row->integer(3)),
                  row->text(4),
                  {store::day_at(row, 5), store::end_at(row, 6)},
                  store::end_at(row, 7),
                  row->text(8)};
  record.source = row->text(9);
  record.source_is_document = row->integer(10) != 0;
  record.created = row->integer(11);
  record.updated = row->integer(12);
  return record;
}

void bind_page(const database::Query& row, int parameter, const Page& page) {
  row->bind(parameter, static_cast<std::int64_t>(page.size))
      .bind(parameter + 1, static_cast<std::int64_t>(page.number * page.size));
}

}  // namespace

void Ledger::keep(const Authorization& authorization) {
  auto row = connection_->query(database::insert_into(
      "hub_authorizations", {"id", "document", "kind", "status", "requested_by", "requested_from", "gsrn",
                             "move_in", "person", "address", "supplier", "contract", "redirect_uri",
                             "language", "grant", "created", "updated", "valid_to"}));
  row->bind(1, authorization.id)
      .bind(2, std::int64_t{authorization.is_document})
      .bind(3, authorization.kind)
      .bind(4, authorization.status)
      .bind(5, number_of(authorization.requested_by))
      .bind(6, authorization.requested_from)
      .bind(7, number_of(authorization.gsrn));
  store::bind_day(row, 8, authorization.move_in);
  int column = 8;
  for (const auto* text :
       {&authorization.person, &authorization.address, &authorization.supplier, &authorization.contract,
        &authorization.redirect_uri, &authorization.language, &authorization.grant})
    row->bind(++column, *text);
  row->bind(16, authorization.created).bind(17, authorization.updated).bind(18, authorization.valid_to);
  row->step();
}

void Ledger::change(const Authorization& authorization) {
  auto row =
      connection_->query("UPDATE hub_authorizations SET status = ?, \"grant\" = ?, updated = ? WHERE id = ?");
  row->bind(1, authorization.status)
      .bind(2, authorization.grant)
      .bind(3, authorization.updated)
      .bind(4, authorization.id);
  row->step();
}

std::optional<Authorization> Ledger::authorization(const std::string& id) {
  auto row = connection_->query(columns + "WHERE id = ?");
  row->bind(1, id);
  if (!row->step()) return std::nullopt;
  return authorization_at(row);
}

std::vector<Authorization> Ledger::authorizations(const std::string& party, bool documents,
                                                  const Page& page) {
  auto row = connection_->query(
      columns + "WHERE requested_by = ? AND document = ? ORDER BY sequence DESC LIMIT ? OFFSET ?");
  row->bind(1, number_of(party)).bind(2, std::int64_t{documents});
  bind_page(row, 3, page);
  std::vector<Authorization> all;
  while (row->step()) all.push_back(authorization_at(row));
  return all;
}

std::int64_t Ledger::count_authorizations(const std::string& party, bool documents) {
  auto row =
      connection_->query("SELECT count(*) FROM hub_authorizations WHERE requested_by = ? AND document = ?");
  row->bind(1, number_of(party)).bind(2, std::int64_t{documents});
  return row->step() ? row->integer(0) : 0;
}

std::string Ledger::signed_document(const std::string& id) {
  auto row = connection_->query("SELECT base64 FROM hub_signed_documents WHERE id = ?");
  row->bind(1, id);
  return row->step() ? row->text(0) : std::string();
}

void Ledger::keep_signed_document(const std::string& id, const std::string& base64) {
  auto row = connection_->query(database::put_into("hub_signed_documents", {"id", "base64"}, 1));
  row->bind(1, id).bind(2, base64);
  row->step();
}

void Ledger::set_grant(const GrantRecord& record) {
  const auto& grant = record.grant;
  {
    auto row = connection_->query(database::put_into(
        "grants", {"id", "kind", "metering_point", "party", "customer", "from", "to", "move_in", "status"},
        1));
    row->bind(1, grant.id)
        .bind(2, grant.kind)
        .bind(3, number_of(grant.metering_point))
        .bind(4, number_of(grant.party))
        .bind(5, grant.customer)
        .bind(6, store::number(grant.period.from));
    store::bind_day(row, 7, grant.period.to);
    store::bind_day(row, 8, grant.move_in);
    row->bind(9, grant.status);
    row->step();
  }
  auto row = connection_->query(
      database::put_into("hub_grants", {"id", "source", "document", "created", "updated"}, 1));
  row->bind(1, grant.id)
      .bind(2, record.source)
      .bind(3, std::int64_t{record.source_is_document})
      .bind(4, record.created)
      .bind(5, record.updated);
  row->step();
}

std::optional<GrantRecord> Ledger::grant(const std::string& id) {
  auto row = connection_->query(grant_columns + "WHERE g.id = ?");
  row->bind(1, id);
  if (!row->step()) return std::nullopt;
  return grant_at(row);
}

std::vector<GrantRecord> Ledger::grants_to(const std::string& party, const Page& page) {
  auto row = connection_->query(
      grant_columns + "WHERE g.party = ? ORDER BY coalesce(h.created, -1) DESC, g.id LIMIT ? OFFSET ?");
  row->bind(1, number_of(party));
  bind_page(row, 2, page);
  std::vector<GrantRecord> all;
  while (row->step()) all.push_back(grant_at(row));
  return all;
}

std::int64_t Ledger::count_grants_to(const std::string& party) {
  auto row = connection_->query("SELECT count(*) FROM grants WHERE party = ?");
  row->bind(1, number_of(party));
  return row->step() ? row->integer(0) : 0;
}

}  // namespace cimgate::ledger
