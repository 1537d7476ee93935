#include "gateway/elhub/ledger/ledger.hpp"

namespace cimgate::ledger {

std::int64_t Ledger::record(const Event& event) {
  auto row = connection_->query(
      "INSERT INTO hub_events (at, kind, process, gsrn, party, message, message_name, en, nb) VALUES "
      "(?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING sequence");
  row->bind(1, event.at);
  int column = 1;
  for (const auto* text : {&event.kind, &event.process, &event.gsrn, &event.party, &event.message,
                           &event.message_name, &event.text.en, &event.text.nb})
    row->bind(++column, *text);
  row->step();
  return row->integer(0);
}

std::vector<Event> Ledger::events(const EventFilter& filter) {
  auto row = connection_->query(
      "SELECT sequence, at, kind, process, gsrn, party, message, message_name, en, nb FROM hub_events WHERE "
      "sequence > ?1 AND (?2 = '' OR kind = ?2) AND (?3 = '' OR process = ?3) AND (?4 = '' OR gsrn = ?4) AND "
      "(?5 = '' OR party = ?5) ORDER BY sequence LIMIT ?6");
  row->bind(1, filter.after)
      .bind(2, filter.kind)
      .bind(3, filter.process)
      .bind(4, filter.gsrn)
      .bind(5, filter.party)
      .bind(6, static_cast<std::int64_t>(filter.limit));
  std::vector<Event> all;
  while (row->step())
    all.push_back({row->integer(0),
                   row->integer(1),
                   row->text(2),
                   row->text(3),
                   row->text(4),
                   row->text(5),
                   row->text(6),
                   row->text(7),
                   {row->text(8), row->text(9)}});
  return all;
}

std::int64_t Ledger::last_event() {
  return connection_->integer("SELECT coalesce(max(sequence), 0) FROM hub_events");
}

std::int64_t Ledger::last_event_before(Seconds at) {
  // Time never goes back: events are in the order of their times.
  std::int64_t low = 0, high = last_event();
  while (low < high) {
    const auto middle = low + (high - low + 1) / 2;
    auto row = connection_->query(
        "SELECT sequence, at FROM hub_events WHERE sequence >= ? ORDER BY sequence LIMIT 1");
    row->bind(1, middle);
    if (row->step() && row->integer(1) < at)
      low = row->integer(0);
    else
      high = middle - 1;
  }
  return low;
}

Ledger::QueuedOnce Ledger::queued_once(const QueuedWhen& when) {
  auto row = connection_->query(
      "SELECT sequence, at, kind, party, message FROM hub_events WHERE sequence > ? ORDER BY sequence LIMIT "
      "?");
  row->bind(1, when.after).bind(2, static_cast<std::int64_t>(when.events));
  QueuedOnce found;
  std::size_t seen = 0;
  std::int64_t last = 0;
  while (row->step()) {
    if (row->integer(1) >= when.to) return found;
    last = row->integer(0);
    ++seen;
    if (row->text(2) != "message-queued" || row->text(3) != when.party) continue;
    found.messages.push_back(row->text(4));
    if (found.messages.size() < when.limit) continue;
    found.next = last;
    return found;
  }
  if (seen == when.events) found.next = last;
  return found;
}

void Ledger::note(const JournalEntry& entry) {
  auto row = connection_->query("INSERT INTO hub_deeds (kind, first, second, third) VALUES (?, ?, ?, ?)");
  row->bind(1, entry.kind).bind(2, entry.first).bind(3, entry.second).bind(4, entry.third);
  row->step();
}

void Ledger::for_each_entry(const std::function<void(const JournalEntry&)>& use) {
  std::int64_t last = 0;
  for (;;) {
    JournalEntry entry;
    {
      auto row = connection_->query(
          "SELECT sequence, kind, first, second, third FROM hub_deeds WHERE sequence > ? ORDER BY sequence "
          "LIMIT 1");
      row->bind(1, last);
      if (!row->step()) return;
      entry = {row->integer(0), row->text(1), row->text(2), row->text(3), row->text(4)};
    }
    last = entry.sequence;
    use(entry);
  }
}

std::string Ledger::version() {
  auto row =
      connection_->query("SELECT first FROM hub_deeds WHERE kind = 'version' ORDER BY sequence DESC LIMIT 1");
  return row->step() ? row->text(0) : std::string();
}

bool Ledger::has_done_anything() {
  auto row =
      connection_->query("SELECT 1 FROM hub_deeds WHERE kind NOT IN ('version', 'usage-limits') LIMIT 1");
  return row->step();
}

void Ledger::schedule(const Step& step) {
  auto row =
      connection_->query("INSERT INTO hub_steps (at, name, subject, process, gsrn) VALUES (?, ?, ?, ?, ?)");
  row->bind(1, step.at).bind(2, step.name).bind(3, step.subject).bind(4, step.process).bind(5, step.gsrn);
  row->step();
}

void Ledger::drop_steps(const std::string& subject) {
  auto row = connection_->query("DELETE FROM hub_steps WHERE subject = ?");
  row->bind(1, subject);
  row->step();
}

bool Ledger::has_steps(const std::string& subject) {
  auto row = connection_->query("SELECT 1 FROM hub_steps WHERE subject = ? LIMIT 1");
  row->bind(1, subject);
  return row->step();
}

namespace {

Step step_at(const database::Query& row) {
  return {row->integer(0), row->integer(1), row->text(2), row->text(3), row->text(4), row->text(5)};
}

}  // namespace

std::optional<Step> Ledger::take_step(Seconds until) {
  std::optional<Step> step;
  {
    auto row = connection_->query(
        "SELECT sequence, at, name, subject, process, gsrn FROM hub_steps WHERE at <= ? ORDER BY at, "
        "sequence "
        "LIMIT 1");
    row->bind(1, until);
    if (!row->step()) return std::nullopt;
    step = step_at(row);
  }
  auto remove = connection_->query("DELETE FROM hub_steps WHERE sequence = ?");
  remove->bind(1, step->sequence);
  remove->step();
  return step;
}

std::vector<Step> Ledger::steps(std::size_t limit) {
  auto row = connection_->query(
      "SELECT sequence, at, name, subject, process, gsrn FROM hub_steps ORDER BY at, sequence LIMIT ?");
  row->bind(1, static_cast<std::int64_t>(limit));
  std::vector<Step> all;
  while (row->step()) all.push_back(step_at(row));
  return all;
}

std::vector<Step> Ledger::steps_named(const std::string& name) {
  auto row = connection_->query(
      "SELECT sequence, at, name, subject, process, gsrn FROM hub_steps WHERE name = ? ORDER BY at, "
      "sequence");
  row->bind(1, name);
  std::vector<Step> all;
  while (row->step()) all.push_back(step_at(row));
  return all;
}

}  // namespace cimgate::ledger
