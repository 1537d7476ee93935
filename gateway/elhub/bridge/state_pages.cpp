#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "gateway/elhub/bridge/pages.hpp"

/// What operators look at.
namespace cimgate::bridge {

void Pages::each_row(std::string_view columns, std::string_view table, std::optional<std::int64_t> state,
                     const Rows& rows, const std::function<void(const database::Statement& row)>& read) {
  const auto found = connection_.query(fmt::format(
      "SELECT {} FROM {} WHERE sequence {} ?1{} ORDER BY sequence {} LIMIT ?2", columns, table,
      rows.newest_first ? '<' : '>', state ? " AND state = ?3" : "", rows.newest_first ? "DESC" : "ASC"));
  const bool from_the_end = rows.newest_first && rows.after == 0;
  found->bind(1, from_the_end ? std::numeric_limits<std::int64_t>::max() : rows.after);
  found->bind(2, static_cast<std::int64_t>(rows.limit));
  if (state) found->bind(3, *state);
  while (found->step()) read(*found);
}

std::optional<Millis> Pages::oldest_on_its_way() {
  const auto found = connection_.query("SELECT min(accepted) FROM outbox WHERE state = ?");
  found->bind(1, static_cast<std::int64_t>(State::accepted));
  if (!found->step() || found->is_null(0)) return std::nullopt;
  return found->integer(0);
}

std::vector<Pages::Queued> Pages::queued() {
  const auto found = connection_.query(
      "SELECT party, channel, state, count(*), min(received) FROM inbox WHERE state IN (?, ?) GROUP BY "
      "party, channel, state ORDER BY party, channel, state");
  found->bind(1, static_cast<std::int64_t>(Fetched::waiting));
  found->bind(2, static_cast<std::int64_t>(Fetched::handed));
  std::vector<Queued> all;
  while (found->step()) {
    auto party = found->text(0);
    const auto channel = static_cast<Channel>(found->integer(1));
    if (all.empty() || all.back().party != party || all.back().channel != channel)
      all.push_back({std::move(party), channel, 0, 0, found->integer(4)});
    auto& queue = all.back();
    const bool waits = static_cast<Fetched>(found->integer(2)) == Fetched::waiting;
    (waits ? queue.waiting : queue.handed_out) = found->integer(3);
    queue.oldest = std::min(queue.oldest, found->integer(4));
  }
  return all;
}

Pages::Unposted Pages::unposted() {
  const auto found = connection_.query(
      "SELECT count(*), count(CASE WHEN t.next_try = ?1 THEN 1 END) FROM webhook_tries t JOIN inbox i ON "
      "i.sequence = t.sequence "
      "WHERE i.state = ?2");
  found->bind(1, never);
  found->bind(2, static_cast<std::int64_t>(Fetched::waiting));
  Unposted made;
  if (!found->step()) return made;
  made.given_up = found->integer(1);
  made.retried = found->integer(0) - made.given_up;
  return made;
}

}  // namespace cimgate::bridge
