#include "gateway/work/inbox.hpp"

#include <utility>

#include "gateway/database/error.hpp"
#include "gateway/database/transaction.hpp"

namespace cimgate::work {
namespace {

using database::Transaction;

constexpr database::Stamp stamp{0x4347494e, 1};  // "CGIN"
constexpr std::int64_t day = 86'400, hour = 3'600;

void prepare(database::Connection& connection) {
  connection.share();
  connection.tune({true, false});
  Transaction transaction(connection);
  const auto found = connection.stamp();
  if (found != database::Stamp{} || !connection.is_empty()) {
    if (found != stamp)
      throw database::Error("the database belongs to something else, or to another version of cimgate",
                            database::Error::Kind::foreign);
  } else {
    connection.create({"inbox",
                       {{"key"},
                        {"attempts", database::Type::integer},
                        {"taken", database::Type::integer},
                        {"settled", database::Type::integer},
                        {"worker"}},
                       1,
                       false,
                       false,
                       false});
    connection.create_index("inbox_taken", "inbox", {"taken"});
    connection.set_stamp(stamp);
  }
  transaction.commit();
}

}  // namespace

Inbox::Inbox(const std::string& location, Clock clock, unsigned days)
    : connection_(location, database::Mode::write), clock_(std::move(clock)), kept_(days * day) {
  prepare(connection_);
}

void Inbox::forget_old() {
  const auto now = clock_();
  if (now - forgot_ < hour) return;
  forgot_ = now;
  auto query = connection_.query("DELETE FROM inbox WHERE taken < ?");
  query->bind(1, now - kept_).step();
}

Inbox::Known Inbox::known_of(const std::string& key) {
  auto row = connection_.query("SELECT attempts, settled, worker FROM inbox WHERE \"key\" = ?");
  row->bind(1, key);
  if (!row->step()) return {};
  return {static_cast<unsigned>(row->integer(0)), row->integer(1) != 0, row->text(2)};
}

std::vector<Inbox::Known> Inbox::take(const std::vector<std::string>& keys) {
  std::vector<Known> known(keys.size());
  Transaction transaction(connection_);
  forget_old();
  const auto now = clock_();
  for (std::size_t i = 0; i < keys.size(); ++i) {
    known[i] = known_of(keys[i]);
    if (known[i].attempts > 0 || known[i].settled) continue;
    auto put =
        connection_.query(database::put_into("inbox", {"key", "attempts", "taken", "settled", "worker"}, 1));
    put->bind(1, keys[i]).bind(2, std::int64_t{1}).bind(3, now).bind(4, std::int64_t{0}).bind(5, "");
    put->step();
  }
  transaction.commit();
  return known;
}

Inbox::Known Inbox::again(const std::string& key) {
  Transaction transaction(connection_);
  {
    auto count =
        connection_.query("UPDATE inbox SET attempts = attempts + 1 WHERE \"key\" = ? AND settled = 0");
    count->bind(1, key).step();
  }
  auto known = known_of(key);
  transaction.commit();
  return known;
}

void Inbox::give_back(const std::vector<std::string>& keys) {
  Transaction transaction(connection_);
  for (const auto& key : keys) {
    auto query =
        connection_.query("UPDATE inbox SET attempts = attempts - 1 WHERE \"key\" = ? AND attempts > 0");
    query->bind(1, key).step();
  }
  transaction.commit();
}

std::vector<bool> Inbox::settle(const std::vector<std::string>& keys, const std::string& worker) {
  std::vector<bool> first(keys.size());
  Transaction transaction(connection_);
  const auto now = clock_();
  for (std::size_t i = 0; i < keys.size(); ++i) {
    auto query =
        connection_.query("UPDATE inbox SET settled = ?, worker = ? WHERE \"key\" = ? AND settled = 0");
    query->bind(1, now).bind(2, worker).bind(3, keys[i]).step();
    first[i] = connection_.changes() == 1;
  }
  transaction.commit();
  return first;
}

}  // namespace cimgate::work
