#include <fmt/format.h>

#include "gateway/elhub/bridge/pages.hpp"

namespace cimgate::bridge {

// Several processes work on one book. Who is to send a message has a claim on it; who has died is taken over
// from, and of what he had claimed nobody knows whether it arrived.

std::string Pages::hold_of(std::int64_t worker) {
  return fmt::format("worker {}", worker);
}

std::int64_t Pages::enlist(Millis now) {
  {
    const auto row = connection_.query("INSERT INTO workers (since) VALUES (?)");
    row->bind(1, now);
    row->step();
  }
  const auto worker = connection_.integer("SELECT max(sequence) FROM workers");
  connection_.hold(hold_of(worker));
  return worker;
}

std::vector<std::int64_t> Pages::workers() {
  const auto found = connection_.query("SELECT sequence FROM workers ORDER BY sequence");
  std::vector<std::int64_t> all;
  while (found->step()) all.push_back(found->integer(0));
  return all;
}

std::size_t Pages::take_over() {
  std::size_t count = 0;
  for (const auto worker : workers()) {
    if (worker == worker_ || !connection_.nobody_holds(hold_of(worker))) continue;
    // The worker goes first: from then on nothing can be claimed in its name.
    for (const auto* sql : {"DELETE FROM workers WHERE sequence = ?",
                            "UPDATE outbox SET uncertain = 1 WHERE state = 0 AND sequence IN (SELECT "
                            "sequence FROM claims WHERE "
                            "worker = ?)",
                            "DELETE FROM claims WHERE worker = ?"}) {
      const auto row = connection_.query(sql);
      row->bind(1, worker);
      row->step();
    }
    ++count;
  }
  return count;
}

std::vector<Outgoing> Pages::claim(std::int64_t worker, Millis now, std::size_t most) {
  {
    // One that others took to be dead, or are taking over from just now, claims nothing.
    const auto found = connection_.query("SELECT w.since FROM workers w WHERE w.sequence = ?" +
                                         connection_.passing_over_held("w"));
    found->bind(1, worker);
    if (!found->step()) return {};
  }
  std::int64_t held = 0;
  {
    const auto found = connection_.query("SELECT count(*) FROM claims WHERE worker = ?");
    found->bind(1, worker);
    if (found->step()) held = found->integer(0);
  }
  if (held < static_cast<std::int64_t>(most)) {
    // That an older message stands in front is read before the rows are held. It can only have gone
    // meanwhile.
    const auto row = connection_.query(fmt::format(
        "INSERT INTO claims (sequence, worker) SELECT o.sequence, ?1 FROM outbox o WHERE o.state = 0 AND "
        "o.next_try <= ?2 AND NOT EXISTS (SELECT 1 FROM claims c WHERE c.sequence = o.sequence) AND {} ORDER "
        "BY "
        "o.sequence LIMIT ?3{} ON CONFLICT DO NOTHING",
        nothing_older, connection_.passing_over_held("o")));
    row->bind(1, worker);
    row->bind(2, now);
    row->bind(3, static_cast<std::int64_t>(most) - held);
    row->step();
  }
  return claimed(worker, now, most);
}

bool Pages::is_ours(const Outgoing& message) {
  if (worker_ == 0) return true;
  const auto found = connection_.query("SELECT 1 FROM claims WHERE sequence = ? AND worker = ?");
  found->bind(1, message.sequence);
  found->bind(2, worker_);
  return found->step();
}

void Pages::release(std::int64_t sequence) {
  if (worker_ == 0) return;
  const auto row = connection_.query("DELETE FROM claims WHERE sequence = ? AND worker = ?");
  row->bind(1, sequence);
  row->bind(2, worker_);
  row->step();
}

}  // namespace cimgate::bridge
