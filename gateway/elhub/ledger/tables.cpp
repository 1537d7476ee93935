#include "gateway/elhub/ledger/tables.hpp"

namespace cimgate::ledger {
namespace {

// Times are seconds since 1970, days are days since 1970, as in the tables of the market state.
constexpr const char* statements = R"sql(
CREATE TABLE IF NOT EXISTS hub_settings (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS hub_messages (
  id TEXT PRIMARY KEY, incoming INTEGER NOT NULL, name TEXT NOT NULL, process TEXT NOT NULL,
  document_type TEXT NOT NULL, physical_sender TEXT NOT NULL, sender TEXT NOT NULL, recipient TEXT NOT NULL,
  gsrn TEXT NOT NULL, answer TEXT NOT NULL, at INTEGER NOT NULL, xml TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS hub_queue (
  sequence INTEGER PRIMARY KEY, party TEXT NOT NULL, channel INTEGER NOT NULL, message TEXT NOT NULL,
  result_set TEXT);
CREATE INDEX IF NOT EXISTS hub_queue_of ON hub_queue (party, channel, sequence);
CREATE TABLE IF NOT EXISTS hub_acknowledged (
  result_set TEXT PRIMARY KEY, party TEXT NOT NULL, channel INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS hub_events (
  sequence INTEGER PRIMARY KEY, at INTEGER NOT NULL, kind TEXT NOT NULL, process TEXT NOT NULL,
  gsrn TEXT NOT NULL, party TEXT NOT NULL, message TEXT NOT NULL, message_name TEXT NOT NULL,
  en TEXT NOT NULL, nb TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS hub_deeds (
  sequence INTEGER PRIMARY KEY, kind TEXT NOT NULL, first TEXT NOT NULL, second TEXT NOT NULL,
  third TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS hub_steps (
  sequence INTEGER PRIMARY KEY, at INTEGER NOT NULL, name TEXT NOT NULL, subject TEXT NOT NULL,
  process TEXT NOT NULL, gsrn TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS hub_steps_due ON hub_steps (at, sequence);
CREATE INDEX IF NOT EXISTS hub_steps_of ON hub_steps (subject);
CREATE TABLE IF NOT EXISTS hub_cases (
  id TEXT PRIMARY KEY, physical_sender TEXT NOT NULL, role TEXT NOT NULL, supplier TEXT NOT NULL,
  supplier_role TEXT NOT NULL, customer TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS hub_replaced (
  case_id TEXT NOT NULL, sequence INTEGER NOT NULL, metering_point INTEGER NOT NULL, "from" INTEGER NOT NULL,
  there INTEGER NOT NULL, "to" INTEGER, customer TEXT, supplier INTEGER, role TEXT, origin TEXT,
  PRIMARY KEY (case_id, sequence)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS hub_point_data (
  gsrn INTEGER NOT NULL, "from" INTEGER NOT NULL, sequence INTEGER NOT NULL, xml TEXT NOT NULL,
  PRIMARY KEY (gsrn, "from", sequence)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS hub_customer_data (customer TEXT PRIMARY KEY, message TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS hub_values (
  sequence INTEGER PRIMARY KEY, id TEXT NOT NULL, gsrn INTEGER NOT NULL, process TEXT NOT NULL,
  sender TEXT NOT NULL, direction TEXT NOT NULL, product TEXT NOT NULL, start INTEGER NOT NULL,
  end INTEGER NOT NULL, registered INTEGER NOT NULL, registration TEXT NOT NULL, inserted INTEGER NOT NULL,
  withdrawn INTEGER NOT NULL, reading_end TEXT NOT NULL, xml TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS hub_values_of ON hub_values (gsrn, end);
CREATE INDEX IF NOT EXISTS hub_values_by_id ON hub_values (id);
CREATE TABLE IF NOT EXISTS hub_keys (
  sender TEXT NOT NULL, key TEXT NOT NULL, message TEXT NOT NULL, PRIMARY KEY (sender, key)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS hub_sharing (
  id TEXT PRIMARY KEY, version INTEGER NOT NULL, xml TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS hub_touched (one INTEGER PRIMARY KEY, count INTEGER NOT NULL);
)sql";

/// What rules ask about was moved to the tables of the market state.
constexpr const char* moves = R"sql(
UPDATE processes SET (stage, announcement) =
  (SELECT stage, announcement FROM hub_cases WHERE hub_cases.id = processes.id);
DROP INDEX hub_cases_announced;
ALTER TABLE hub_cases DROP COLUMN stage;
ALTER TABLE hub_cases DROP COLUMN announcement;
INSERT INTO sharings (id, owner) SELECT id, CAST(owner AS INTEGER) FROM hub_sharing;
ALTER TABLE hub_sharing DROP COLUMN owner;
)sql";

}  // namespace

void make_tables(store::Connection& connection) {
  connection.execute(statements);
  if (connection.integer("SELECT count(*) FROM pragma_table_info('hub_sharing') WHERE name = 'owner'") != 0)
    connection.execute(moves);
  // Values were kept once for each id, before they had versions.
  if (connection.integer("SELECT count(*) FROM sqlite_schema WHERE name = 'hub_series'") == 0) return;
  connection.execute(
      "INSERT INTO hub_values (id, gsrn, process, sender, direction, product, start, end, registered, "
      "registration, inserted, withdrawn, reading_end, xml) SELECT id, gsrn, process, sender, direction, "
      "product, start, end, registered, registration, inserted, instr(xml, 'Withdrawn') > 0, '', xml FROM "
      "hub_series ORDER BY inserted, registered; DROP TABLE hub_series");
}

}  // namespace cimgate::ledger
