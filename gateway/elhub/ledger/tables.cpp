#include "gateway/elhub/ledger/tables.hpp"

#include <algorithm>

#include "gateway/elhub/users/book.hpp"
#include "gateway/market/sections.hpp"

namespace cimgate::ledger {
namespace {

using database::Column;
using database::Connection;
using database::Table;

constexpr auto integer = database::Type::integer;

/// A column that may be NULL.
Column open(std::string name, database::Type type = database::Type::text) {
  return {std::move(name), type, false};
}

Table table(std::string name, std::vector<Column> columns, std::size_t keys = 1) {
  return {std::move(name), std::move(columns), keys, false, false, false};
}

/// The rows are numbered in the order in which they come.
Table counted(std::string name, std::vector<Column> columns) {
  columns.insert(columns.begin(), {"sequence", integer});
  return {std::move(name), std::move(columns), 1, true, false, false};
}

Table wide(Table table) {
  table.wide = true;
  return table;
}

// Times are seconds since 1970, days are days since 1970, as in the tables of the market state.
std::vector<Table> all_tables() {
  std::vector<Table> all = {
      table("hub_settings", {{"name"}, {"value", integer}}),
      wide(table("hub_messages", {{"id"},
                                  {"incoming", integer},
                                  {"name"},
                                  {"process"},
                                  {"document_type"},
                                  {"physical_sender"},
                                  {"sender"},
                                  {"recipient"},
                                  {"gsrn"},
                                  {"answer"},
                                  {"at", integer},
                                  {"xml"}})),
      counted("hub_queue", {{"party"}, {"channel", integer}, {"message"}, open("result_set")}),
      // Which messages of the hub refer to which that came in.
      counted("hub_references", {{"question"}, {"answer"}}),
      table("hub_acknowledged", {{"result_set"}, {"party"}, {"channel", integer}}),
      counted("hub_events", {{"at", integer},
                             {"kind"},
                             {"process"},
                             {"gsrn"},
                             {"party"},
                             {"message"},
                             {"message_name"},
                             {"en"},
                             {"nb"}}),
      counted("hub_mails", {{"at", integer},
                            {"process"},
                            {"gsrn"},
                            {"ends", integer},
                            {"recipient"},
                            {"subject_en"},
                            {"subject_nb"},
                            {"body_en"},
                            {"body_nb"}}),
      table("hub_mail_posts", {{"mail", integer}, {"state", integer}, {"tries", integer}}),
      counted("hub_link_answers", {{"at", integer}, {"party"}, {"request"}, {"reason"}, {"body"}}),
      table("hub_link_posts", {{"answer", integer}, {"state", integer}, {"tries", integer}}),
      counted("hub_deeds", {{"kind"}, {"first"}, {"second"}, {"third"}}),
      counted("hub_steps", {{"at", integer}, {"name"}, {"subject"}, {"process"}, {"gsrn"}}),
      table("hub_cases",
            {{"id"}, {"physical_sender"}, {"role"}, {"supplier"}, {"supplier_role"}, {"customer"}}),
      table("hub_replaced",
            {{"case_id"},
             {"sequence", integer},
             {"metering_point", integer},
             {"from", integer},
             {"there", integer},
             open("to", integer),
             open("customer"),
             open("supplier", integer),
             open("role"),
             open("origin")},
            2),
      table("hub_point_data", {{"gsrn", integer}, {"from", integer}, {"sequence", integer}, {"xml"}}, 3),
      table("hub_customer_data", {{"customer"}, {"message"}}),
      counted("hub_values", {{"id"},
                             {"gsrn", integer},
                             {"process"},
                             {"sender"},
                             {"direction"},
                             {"product"},
                             {"start", integer},
                             {"end", integer},
                             {"registered", integer},
                             {"registration"},
                             {"inserted", integer},
                             {"withdrawn", integer},
                             {"reading_end"},
                             {"xml"}}),
      table("hub_keys", {{"sender"}, {"key"}, {"message"}}, 2),
      wide(table("hub_sharing_versions",
                 {{"sharing"},
                  {"version", integer},
                  {"surplus_to"},
                  {"withdrawn", integer},
                  {"created", integer},
                  {"updated", integer},
                  {"xml"}},
                 2)),
      counted("hub_sharing_changes", {{"at", integer}, {"sharing"}, {"version", integer}, {"what"}}),
      table("hub_sharing_subscriptions",
            {{"id"}, {"party"}, {"sharing"}, {"created", integer}, {"since", integer}}),
      table("hub_point_contracts", {{"id"},
                                    {"type"},
                                    {"gsrn", integer},
                                    {"status"},
                                    {"start", integer},
                                    open("end", integer),
                                    {"customer"},
                                    {"created_by"},
                                    {"updated_by"},
                                    {"created", integer},
                                    {"updated", integer}}),
      // What was told of a grid area's day last: a fingerprint of its sums.
      table("hub_settled", {{"grid_area"}, {"day", integer}, {"run", integer}, {"at", integer}, {"sums"}}, 2),
      counted("hub_authorizations", {{"id"},
                                     {"document", integer},
                                     {"kind"},
                                     {"status"},
                                     {"requested_by", integer},
                                     {"requested_from"},
                                     {"gsrn", integer},
                                     open("move_in", integer),
                                     {"person"},
                                     {"address"},
                                     {"supplier"},
                                     {"contract"},
                                     {"redirect_uri"},
                                     {"language"},
                                     {"grant"},
                                     {"created", integer},
                                     {"updated", integer},
                                     {"valid_to", integer}}),
      wide(table("hub_signed_documents", {{"id"}, {"base64"}})),
      // What the market state does not say of a grant.
      table("hub_grants",
            {{"id"}, {"source"}, {"document", integer}, {"created", integer}, {"updated", integer}}),
      // How much each party uses a query: by day, the hours of its last day, the metering points of that day.
      table("hub_usage_days",
            {{"party"},
             {"day", integer},
             {"accepted", integer},
             {"rejected", integer},
             {"for_start", integer},
             {"starts", integer},
             {"of_points", integer},
             {"points", integer},
             {"blocked", integer}},
            2),
      table("hub_usage_hours", {{"party"}, {"hour", integer}, {"accepted", integer}, {"rejected", integer}},
            2),
      table("hub_usage_points", {{"party"}, {"gsrn", integer}, {"day", integer}}, 2),
      // The limits to it that were set, one row; none: those that are built in.
      wide(table("hub_usage_limits", {{"one", integer}, {"yaml"}})),
      table("hub_touched", {{"one", integer}, {"count", integer}}),
  };
  for (auto& one : users::Book::tables("hub_")) all.push_back(std::move(one));
  return all;
}

/// What a replay does not repeat: how it came to be as it is, who did it, what left the machine, and that the
/// file can be written.
bool tells_how(const std::string& table) {
  return table == "hub_deeds" || table == "hub_mail_posts" || table == "hub_link_posts" ||
         table == "hub_touched" || table == users::Book::table_of_acts("hub_");
}

/// What rules ask about was moved to the tables of the market state.
constexpr const char* moves = R"sql(
UPDATE processes SET (stage, announcement) =
  (SELECT stage, announcement FROM hub_cases WHERE hub_cases.id = processes.id);
DROP INDEX hub_cases_announced;
ALTER TABLE hub_cases DROP COLUMN stage;
ALTER TABLE hub_cases DROP COLUMN announcement;
INSERT INTO sharings (id, owner) SELECT id, CAST(owner AS BIGINT) FROM hub_sharing;
ALTER TABLE hub_sharing DROP COLUMN owner;
)sql";

/// Values were kept once for each id, before they had versions.
constexpr const char* versions = R"sql(
INSERT INTO hub_values (id, gsrn, process, sender, direction, product, start, "end", registered, registration,
  inserted, withdrawn, reading_end, xml)
SELECT id, gsrn, process, sender, direction, product, start, "end", registered, registration, inserted,
  CASE WHEN xml LIKE '%Withdrawn%' THEN 1 ELSE 0 END, '', xml FROM hub_series ORDER BY inserted, registered;
DROP TABLE hub_series;
)sql";

/// Of a shared production, only the last version was kept.
constexpr const char* sharing_versions = R"sql(
INSERT INTO hub_sharing_versions (sharing, version, surplus_to, withdrawn, created, updated, xml)
SELECT id, version, 'Recipient', 0, 0, 0, xml FROM hub_sharing;
DROP TABLE hub_sharing;
)sql";

}  // namespace

void make_tables(Connection& connection) {
  for (const auto& table : all_tables()) connection.create(table);
  connection.create_index("hub_link_answers_to", "hub_link_answers", {"party", "request"});
  connection.create_index("hub_mails_of", "hub_mails", {"gsrn", "sequence"});
  connection.create_index("hub_queue_of", "hub_queue", {"party", "channel", "sequence"});
  connection.create_index("hub_references_of", "hub_references", {"question", "sequence"});
  connection.create_index("hub_steps_due", "hub_steps", {"at", "sequence"});
  connection.create_index("hub_steps_of", "hub_steps", {"subject"});
  connection.create_index("hub_values_of", "hub_values", {"gsrn", "end"});
  connection.create_index("hub_values_by_id", "hub_values", {"id"});
  connection.create_index("hub_point_contracts_of", "hub_point_contracts", {"gsrn"});
  connection.create_index("hub_point_contracts_made", "hub_point_contracts", {"created", "id"});
  connection.create_index("hub_sharing_changes_of", "hub_sharing_changes", {"sharing", "sequence"});
  connection.create_index("hub_sharing_subscriptions_of", "hub_sharing_subscriptions", {"party"});
  connection.create_index("hub_authorizations_by_id", "hub_authorizations", {"id"});
  connection.create_index("hub_authorizations_of", "hub_authorizations", {"requested_by", "sequence"});
  connection.create_index("grants_to", "grants", {"party"});
  if (connection.has_column("hub_sharing", "owner")) connection.execute(moves);
  if (connection.has_table("hub_series")) connection.execute(versions);
  if (connection.has_table("hub_sharing")) connection.execute(sharing_versions);
}

std::vector<std::string> repeated_tables() {
  std::vector<std::string> names;
  for (const auto& table : all_tables())
    if (!tells_how(table.name)) names.push_back(table.name);
  for (const auto& section : market::sections()) names.emplace_back(section.name);
  return names;
}

}  // namespace cimgate::ledger
