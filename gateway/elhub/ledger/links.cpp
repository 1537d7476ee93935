#include "gateway/elhub/ledger/ledger.hpp"

namespace cimgate::ledger {
namespace {

/// Of an answer, and what is known of its way.
constexpr const char* columns =
    "SELECT a.sequence, a.at, a.party, a.request, a.reason, a.body, coalesce(p.state, 0), coalesce(p.tries, "
    "0) "
    "FROM hub_link_answers a LEFT JOIN hub_link_posts p ON p.answer = a.sequence ";

std::vector<Ledger::PostedAnswer> all_of(const database::Query& row) {
  std::vector<Ledger::PostedAnswer> all;
  while (row->step())
    all.push_back({{row->integer(0), row->integer(1), row->text(2), row->text(3), row->text(4), row->text(5)},
                   {static_cast<Delivery::State>(row->integer(6)), row->integer(7)}});
  return all;
}

}  // namespace

std::int64_t Ledger::keep(const LinkAnswer& answer) {
  ++link_answers_kept_;
  auto row = connection_->query(
      "INSERT INTO hub_link_answers (at, party, request, reason, body) VALUES (?, ?, ?, ?, ?) RETURNING "
      "sequence");
  row->bind(1, answer.at)
      .bind(2, answer.party)
      .bind(3, answer.request)
      .bind(4, answer.reason)
      .bind(5, answer.body);
  row->step();
  return row->integer(0);
}

bool Ledger::is_closed(const std::string& party, const std::string& request) {
  auto row = connection_->query(
      "SELECT 1 FROM hub_link_answers WHERE party = ? AND request = ? AND reason IN ('', 'EH088')");
  row->bind(1, party).bind(2, request);
  return row->step();
}

std::vector<Ledger::PostedAnswer> Ledger::link_answers(std::int64_t after, std::size_t limit,
                                                       const std::string& party) {
  auto row =
      connection_->query(std::string(columns) +
                         "WHERE a.sequence > ?1 AND (?2 = '' OR a.party = ?2) ORDER BY a.sequence LIMIT ?3");
  row->bind(1, after).bind(2, party).bind(3, static_cast<std::int64_t>(limit));
  return all_of(row);
}

std::vector<Ledger::PostedAnswer> Ledger::link_answers_to_post(std::int64_t after, std::size_t limit) {
  auto row =
      connection_->query(std::string(columns) +
                         "WHERE a.sequence > ?1 AND coalesce(p.state, 0) = 0 ORDER BY a.sequence LIMIT ?2");
  row->bind(1, after).bind(2, static_cast<std::int64_t>(limit));
  return all_of(row);
}

void Ledger::set_link_post(std::int64_t answer, const Delivery& post) {
  auto row = connection_->query(database::put_into("hub_link_posts", {"answer", "state", "tries"}, 1));
  row->bind(1, answer).bind(2, static_cast<std::int64_t>(post.state)).bind(3, post.tries);
  row->step();
}

}  // namespace cimgate::ledger
