#include "gateway/elhub/bridge/tables.hpp"

#include <array>

#include "gateway/database/error.hpp"
#include "gateway/database/transaction.hpp"
#include "gateway/elhub/users/book.hpp"

namespace cimgate::bridge {
namespace {

using database::Column;
using database::Connection;
using database::Table;

constexpr auto integer = database::Type::integer;
constexpr std::int32_t application = 0x43474252;  // "CGBR"

Table table(std::string name, std::vector<Column> columns, std::size_t keys = 1) {
  return {std::move(name), std::move(columns), keys, false, false, false};
}

/// The rows are numbered in the order in which they come.
Table counted(std::string name, std::vector<Column> columns) {
  columns.insert(columns.begin(), {"sequence", integer});
  return {std::move(name), std::move(columns), 1, true, false, false};
}

void first_version(Connection& connection) {
  connection.create(counted("outbox", {{"id"},
                                       {"name"},
                                       {"process"},
                                       {"physical_sender"},
                                       {"sender"},
                                       {"digest"},
                                       {"state", integer},
                                       {"accepted", integer},
                                       {"next_try", integer},
                                       {"tries", integer},
                                       {"refusals", integer},
                                       {"uncertain", integer},
                                       {"fault_group"},
                                       {"fault"},
                                       {"traceparent"},
                                       {"xml"},
                                       {"answer"}}));
  connection.create(table("outbox_ids", {{"id"}, {"sequence", integer}}));
  // Of messages that are on their way: the metering points whose order they keep.
  connection.create(table("outbox_points", {{"gsrn"}, {"sequence", integer}}, 2));
  connection.create(table("outbox_keys", {{"physical_sender"}, {"key"}, {"id"}}, 2));
  connection.create(counted("inbox", {{"party"},
                                      {"channel", integer},
                                      {"id"},
                                      {"name"},
                                      {"reference"},
                                      {"digest"},
                                      {"state", integer},
                                      {"problem"},
                                      {"received", integer},
                                      {"result_set"},
                                      {"xml"}}));
  connection.create(table("inbox_ids", {{"party"}, {"channel", integer}, {"id"}}, 3));
  connection.create(table("result_sets", {{"id"}, {"party"}, {"channel", integer}, {"done", integer}}));
  connection.create(
      counted("audit", {{"at", integer}, {"event"}, {"message"}, {"party"}, {"digest"}, {"hash"}}));
  connection.create_index("outbox_due", "outbox", {"state", "next_try"});
  connection.create_index("outbox_points_of", "outbox_points", {"sequence", "gsrn"});
  connection.create_index("inbox_of", "inbox", {"party", "channel", "state", "sequence"});
  connection.create_index("inbox_answers", "inbox", {"reference"});
  connection.create_index("inbox_states", "inbox", {"state"});
}

void second_version(Connection& connection) {
  // Of messages that a webhook has not taken.
  connection.create(
      table("webhook_tries", {{"sequence", integer}, {"tries", integer}, {"next_try", integer}}));
  // What the audit log began with before its oldest entries were deleted: one row at most.
  connection.create(table("audit_base", {{"sequence", integer}, {"hash"}}));
  // What the traffic light of BRS-NO-611 counts.
  connection.create(
      table("uses",
            {{"id"}, {"at", integer}, {"party"}, {"process"}, {"gsrn"}, {"purpose"}, {"accepted", integer}}));
  connection.create_index("uses_at", "uses", {"at"});
  connection.create_index("outbox_accepted", "outbox", {"accepted"});
  connection.create_index("inbox_received", "inbox", {"received"});
  connection.create_index("outbox_keys_of", "outbox_keys", {"id"});
}

void third_version(Connection& connection) {
  // Messages that were sent again, and what they stand for.
  connection.create(table("replays", {{"id"}, {"was"}}));
  // What both sides would have sent, in shadow mode.
  connection.create(counted(
      "shadows",
      {{"at", integer}, {"side", integer}, {"id"}, {"name"}, {"process"}, {"sender"}, {"about"}, {"xml"}}));
  connection.create_index("shadows_at", "shadows", {"at"});
  connection.create_index("shadows_of", "shadows", {"side", "id"});
}

void fourth_version(Connection& connection) {
  // The bridges that work on one book, and which message each of them is to send.
  connection.create(counted("workers", {{"since", integer}}));
  connection.create(table("claims", {{"sequence", integer}, {"worker", integer}}));
  connection.create_index("claims_of", "claims", {"worker"});
  // The dead letters of an outbox that is kept for years are found without reading all of it.
  connection.create_index("outbox_states", "outbox", {"state"});
}

void fifth_version(Connection& connection) {
  // What became of documents, as long as somebody is to be told.
  connection.create(counted("outcomes", {{"at", integer}, {"id"}}));
}

void sixth_version(Connection& connection) {
  // Who may do what, and who did what.
  for (const auto& one : users::Book::tables("")) connection.create(one);
}

/// What brings a database from one version to the next.
constexpr std::array<void (*)(Connection&), 6> steps = {first_version,  second_version, third_version,
                                                        fourth_version, fifth_version,  sixth_version};
constexpr auto newest = static_cast<std::int32_t>(steps.size());

}  // namespace

bool has_tables(Connection& connection) {
  return connection.stamp() == database::Stamp{application, newest};
}

void make_tables(Connection& connection) {
  database::Transaction transaction(connection);
  const auto stamp = connection.stamp();
  const bool is_new = connection.is_empty();
  if (!is_new && stamp.application != application)
    throw database::Error("this is not a bridge database", database::Error::Kind::foreign);
  if (stamp.version > newest)
    throw database::Error("a newer version of cimgate has written this database",
                          database::Error::Kind::foreign);
  for (auto version = is_new ? 0 : stamp.version; version < newest; ++version)
    steps[static_cast<std::size_t>(version)](connection);
  if (stamp != database::Stamp{application, newest}) connection.set_stamp({application, newest});
  transaction.commit();
}

}  // namespace cimgate::bridge
