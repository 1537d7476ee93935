#include <fmt/format.h>

#include "gateway/elhub/bridge/pages.hpp"

namespace cimgate::bridge {
namespace {

constexpr const char* columns =
    "sequence, id, name, process, physical_sender, sender, digest, state, accepted, next_try, tries, "
    "refusals, uncertain, "
    "fault_group, fault, traceparent";

Outgoing read(const database::Statement& row) {
  Outgoing made;
  int column = 0;
  made.sequence = row.integer(column++);
  for (auto* text : {&made.id, &made.name, &made.process, &made.physical_sender, &made.sender, &made.digest})
    *text = row.text(column++);
  made.state = static_cast<State>(row.integer(column++));
  made.accepted = row.integer(column++);
  made.next_try = row.integer(column++);
  made.tries = row.integer(column++);
  made.refusals = row.integer(column++);
  made.uncertain = row.integer(column++) != 0;
  for (auto* text : {&made.fault_group, &made.fault, &made.traceparent}) *text = row.text(column++);
  return made;
}

Outgoing read_whole(const database::Statement& row) {
  auto made = read(row);
  made.xml = row.text(16);
  made.answer = row.text(17);
  return made;
}

std::int64_t number(State state) {
  return static_cast<std::int64_t>(state);
}

}  // namespace

void Pages::begin_again() {
  const auto row = connection_.query("UPDATE outbox SET uncertain = 1 WHERE state = 0");
  row->step();
}

std::optional<Outgoing> Pages::outgoing(const std::string& id) {
  const auto found = connection_.query(fmt::format(
      "SELECT {}, xml, answer FROM outbox WHERE sequence = (SELECT sequence FROM outbox_ids WHERE id = ?)",
      columns));
  found->bind(1, id);
  if (!found->step()) return std::nullopt;
  return read_whole(*found);
}

void Pages::add(const Outgoing& message, const std::vector<std::string>& points) {
  {
    const auto row = connection_.query(
        "INSERT INTO outbox (id, name, process, physical_sender, sender, digest, state, accepted, next_try, "
        "tries, refusals, uncertain, fault_group, fault, traceparent, xml, answer) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, '', '', ?, ?, '')");
    int column = 0;
    for (const auto* text : {&message.id, &message.name, &message.process, &message.physical_sender,
                             &message.sender, &message.digest})
      row->bind(++column, *text);
    row->bind(++column, number(State::accepted));
    row->bind(++column, message.accepted);
    row->bind(++column, message.next_try);
    row->bind(++column, message.traceparent);
    row->bind(++column, message.xml);
    row->step();
  }
  const auto sequence = connection_.integer("SELECT max(sequence) FROM outbox");
  {
    const auto row = connection_.query("INSERT INTO outbox_ids (id, sequence) VALUES (?, ?)");
    row->bind(1, message.id);
    row->bind(2, sequence);
    row->step();
  }
  for (const auto& point : points) {
    const auto row = connection_.query(database::insert_missing("outbox_points", {"gsrn", "sequence"}));
    row->bind(1, point);
    row->bind(2, sequence);
    row->step();
  }
  audit("accepted", message.id, message.sender, message.digest, message.accepted);
}

bool Pages::claim_key(const std::string& physical_sender, const std::string& key, const std::string& id) {
  {
    const auto row =
        connection_.query(database::insert_missing("outbox_keys", {"physical_sender", "key", "id"}));
    row->bind(1, physical_sender);
    row->bind(2, key);
    row->bind(3, id);
    row->step();
  }
  const auto found =
      connection_.query("SELECT id FROM outbox_keys WHERE physical_sender = ? AND \"key\" = ?");
  found->bind(1, physical_sender);
  found->bind(2, key);
  return found->step() && found->text(0) == id;
}

std::vector<Outgoing> Pages::due(Millis now, std::size_t limit) {
  const auto found =
      connection_.query(fmt::format("SELECT {}, xml, answer FROM outbox o WHERE state = 0 AND next_try <= ? "
                                    "AND {} ORDER BY sequence LIMIT ?",
                                    columns, nothing_older));
  found->bind(1, now);
  found->bind(2, static_cast<std::int64_t>(limit));
  std::vector<Outgoing> all;
  while (found->step()) all.push_back(read_whole(*found));
  return all;
}

std::vector<Outgoing> Pages::claimed(std::int64_t worker, Millis now, std::size_t most) {
  const auto found =
      connection_.query(fmt::format("SELECT {}, xml, answer FROM outbox WHERE state = 0 AND next_try <= ? "
                                    "AND sequence IN (SELECT sequence FROM "
                                    "claims WHERE worker = ?) ORDER BY sequence LIMIT ?",
                                    columns));
  found->bind(1, now);
  found->bind(2, worker);
  found->bind(3, static_cast<std::int64_t>(most));
  std::vector<Outgoing> all;
  while (found->step()) {
    all.push_back(read_whole(*found));
    all.back().claimed_by = worker;
  }
  return all;
}

std::optional<Millis> Pages::next_time(Millis now) {
  const auto found = connection_.query("SELECT min(next_try) FROM outbox WHERE state = 0 AND next_try > ?");
  found->bind(1, now);
  if (!found->step() || found->is_null(0)) return std::nullopt;
  return found->integer(0);
}

void Pages::put_off(const Outgoing& message, Millis next_try, bool uncertain, const std::string& group,
                    const std::string& fault) {
  if (!is_ours(message)) return;
  release(message.sequence);
  const auto row = connection_.query(
      "UPDATE outbox SET tries = tries + 1, next_try = ?, refusals = CASE WHEN ? <> 0 THEN refusals + 1 ELSE "
      "0 "
      "END, "
      "uncertain = CASE WHEN ? <> 0 THEN 1 ELSE uncertain END, fault_group = ?, fault = ? WHERE sequence = ? "
      "AND state = 0");
  row->bind(1, next_try);
  row->bind(2, group == to_string(hub::FaultGroup::security) ? 1 : 0);
  row->bind(3, uncertain ? 1 : 0);
  row->bind(4, group);
  row->bind(5, fault);
  row->bind(6, message.sequence);
  row->step();
}

void Pages::set_state(const Outgoing& message, State state, const std::string& group,
                      const std::string& fault, const std::string& answer) {
  release(message.sequence);
  {
    // An answer that came before has counted this try already.
    const auto row = connection_.query(
        "UPDATE outbox SET tries = CASE WHEN state <> ? THEN tries + 1 WHEN tries < ? THEN ? ELSE tries END, "
        "state = ?, fault_group = ?, fault = ?, answer = ? WHERE sequence = ?");
    row->bind(1, number(State::answered));
    row->bind(2, message.tries + 1);
    row->bind(3, message.tries + 1);
    row->bind(4, number(state));
    row->bind(5, group);
    row->bind(6, fault);
    row->bind(7, answer);
    row->bind(8, message.sequence);
    row->step();
  }
  const auto row = connection_.query("DELETE FROM outbox_points WHERE sequence = ?");
  row->bind(1, message.sequence);
  row->step();
}

void Pages::sent(const Outgoing& message, const std::string& answer, Millis now) {
  const auto before = outgoing(message.id);
  // Another one took over meanwhile, and has written it.
  if (worker_ != 0 && before && before->state == State::sent) return release(message.sequence);
  // What answers it may have come before we learnt that it had arrived.
  const bool answered = !answer.empty() || (before && before->state == State::answered);
  set_state(message, answered ? State::answered : State::sent, "", "", answer);
  // Any other answer comes as a message of its own.
  if (!answer.empty()) note_outcome(message, now);
  if (!before || before->state != State::answered)
    audit("sent", message.id, message.sender, message.digest, now);
}

void Pages::failed(const Outgoing& message, const std::string& group, const std::string& fault, Millis now) {
  const auto before = outgoing(message.id);
  if (before && before->state != State::accepted) return;
  if (!is_ours(message)) return;
  set_state(message, State::failed, group, fault, "");
  note_outcome(message, now);
  audit("failed", message.id, message.sender, message.digest, now);
}

bool Pages::again(const std::string& id, const std::vector<std::string>& points, Millis now) {
  const auto message = outgoing(id);
  if (!message || message->state != State::failed) return false;
  {
    const auto row =
        connection_.query("UPDATE outbox SET state = 0, refusals = 0, next_try = ? WHERE sequence = ?");
    row->bind(1, now);
    row->bind(2, message->sequence);
    row->step();
  }
  for (const auto& point : points) {
    const auto row = connection_.query(database::insert_missing("outbox_points", {"gsrn", "sequence"}));
    row->bind(1, point);
    row->bind(2, message->sequence);
    row->step();
  }
  audit("again", message->id, message->sender, message->digest, now);
  return true;
}

std::vector<Outgoing> Pages::sent_between(Millis from, Millis to, std::int64_t after, std::size_t limit) {
  const auto found = connection_.query(fmt::format(
      "SELECT {}, xml, answer FROM outbox WHERE accepted >= ? AND accepted < ? AND sequence > ? AND state IN "
      "(1, 2) AND id NOT IN (SELECT id FROM replays) ORDER BY sequence LIMIT ?",
      columns));
  found->bind(1, from);
  found->bind(2, to);
  found->bind(3, after);
  found->bind(4, static_cast<std::int64_t>(limit));
  std::vector<Outgoing> all;
  while (found->step()) all.push_back(read_whole(*found));
  return all;
}

void Pages::replayed(const Outgoing& message, const std::string& was) {
  const auto row = connection_.query(database::insert_into("replays", {"id", "was"}));
  row->bind(1, message.id);
  row->bind(2, was);
  row->step();
  audit("replayed", was, message.sender, message.digest, message.accepted);
}

std::vector<Outgoing> Pages::outbox(std::optional<State> state, const Rows& rows) {
  std::vector<Outgoing> all;
  each_row(columns, "outbox", state ? std::optional(number(*state)) : std::nullopt, rows,
           [&](const database::Statement& row) { all.push_back(read(row)); });
  return all;
}

std::vector<std::pair<std::string, std::int64_t>> Pages::outbox_counts() {
  const auto found = connection_.query("SELECT count(*) FROM outbox WHERE state = ?");
  std::vector<std::pair<std::string, std::int64_t>> all;
  for (const auto state : {State::accepted, State::sent, State::answered, State::failed}) {
    found->reset();
    found->bind(1, number(state));
    all.emplace_back(to_string(state), found->step() ? found->integer(0) : 0);
  }
  return all;
}

}  // namespace cimgate::bridge
