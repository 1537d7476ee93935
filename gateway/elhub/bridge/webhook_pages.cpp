#include "gateway/elhub/bridge/pages.hpp"

namespace cimgate::bridge {

std::vector<Pages::ToPost> Pages::to_post(Millis now, std::size_t limit) {
  const auto found = connection_.query(
      "SELECT i.sequence, i.party, i.channel, i.id, i.name, i.reference, i.digest, i.received, i.xml, "
      "coalesce(t.tries, 0) FROM inbox i LEFT JOIN webhook_tries t ON t.sequence = i.sequence WHERE "
      "i.state = ? AND (t.next_try IS NULL OR t.next_try <= ?) ORDER BY i.sequence LIMIT ?");
  found->bind(1, static_cast<std::int64_t>(Fetched::waiting));
  found->bind(2, now);
  found->bind(3, static_cast<std::int64_t>(limit));
  std::vector<ToPost> all;
  while (found->step()) {
    ToPost one;
    int column = 0;
    one.message.sequence = found->integer(column++);
    one.message.party = found->text(column++);
    one.message.channel = static_cast<Channel>(found->integer(column++));
    for (auto* text : {&one.message.id, &one.message.name, &one.message.reference, &one.message.digest})
      *text = found->text(column++);
    one.message.received = found->integer(column++);
    one.message.xml = found->text(column++);
    one.tries = found->integer(column++);
    all.push_back(std::move(one));
  }
  return all;
}

void Pages::posted(const Incoming& message, Millis now) {
  {
    const auto row = connection_.query("DELETE FROM webhook_tries WHERE sequence = ?");
    row->bind(1, message.sequence);
    row->step();
  }
  // One that was handed out meanwhile is acknowledged by whoever has it.
  const auto row = connection_.query("UPDATE inbox SET state = ? WHERE sequence = ? AND state = ?");
  row->bind(1, static_cast<std::int64_t>(Fetched::done));
  row->bind(2, message.sequence);
  row->bind(3, static_cast<std::int64_t>(Fetched::waiting));
  row->step();
  audit("posted", message.id, message.party, message.digest, now);
}

void Pages::post_later(const Incoming& message, Millis next_try) {
  const auto row = connection_.query(
      "INSERT INTO webhook_tries (sequence, tries, next_try) VALUES (?1, 1, ?2) ON CONFLICT (sequence) DO "
      "UPDATE SET tries = webhook_tries.tries + 1, next_try = ?2");
  row->bind(1, message.sequence);
  row->bind(2, next_try);
  row->step();
}

}  // namespace cimgate::bridge
