#include <fmt/format.h>

#include <algorithm>

#include "gateway/elhub/bridge/pages.hpp"

namespace cimgate::bridge {
namespace {

std::int64_t number(Fetched state) {
  return static_cast<std::int64_t>(state);
}

std::int64_t number(Channel channel) {
  return static_cast<std::int64_t>(channel);
}

}  // namespace

std::string_view to_string(Fetched state) {
  constexpr std::string_view names[] = {"waiting", "handed-out", "done", "unreadable"};
  return names[static_cast<std::size_t>(state)];
}

bool Pages::take(const Incoming& message) {
  {
    const auto row = connection_.query(database::insert_missing("inbox_ids", {"party", "channel", "id"}));
    row->bind(1, message.party);
    row->bind(2, number(message.channel));
    row->bind(3, message.id);
    row->step();
    if (connection_.changes() == 0) return false;
  }
  {
    const auto row = connection_.query(
        "INSERT INTO inbox (party, channel, id, name, reference, digest, state, problem, received, "
        "result_set, xml) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, '', ?)");
    row->bind(1, message.party);
    row->bind(2, number(message.channel));
    int column = 2;
    for (const auto* text : {&message.id, &message.name, &message.reference, &message.digest})
      row->bind(++column, *text);
    row->bind(7, number(message.state));
    row->bind(8, message.problem);
    row->bind(9, message.received);
    row->bind(10, message.xml);
    row->step();
  }
  audit(message.state == Fetched::unreadable ? "refused" : "fetched", message.id, message.party,
        message.digest, message.received);
  if (message.reference.empty()) return true;
  // Whoever answers a message has it, whatever became of the tries to send it.
  if (const auto asked = outgoing(message.reference); asked && asked->state != State::answered) {
    const bool on_its_way = asked->state != State::sent;
    const auto row = connection_.query("UPDATE outbox SET state = ?, tries = ? WHERE sequence = ?");
    row->bind(1, static_cast<std::int64_t>(State::answered));
    row->bind(2, std::max<std::int64_t>(asked->tries, 1));
    row->bind(3, asked->sequence);
    row->step();
    if (on_its_way) {
      const auto points = connection_.query("DELETE FROM outbox_points WHERE sequence = ?");
      points->bind(1, asked->sequence);
      points->step();
      audit("sent", asked->id, asked->sender, asked->digest, message.received);
    }
  }
  return true;
}

std::optional<Pages::ResultSet> Pages::next_result_set(const std::string& party, Channel channel,
                                                       std::size_t limit, const std::string& new_id,
                                                       Millis now) {
  const auto open = [&]() -> std::optional<ResultSet> {
    const auto found = connection_.query(
        "SELECT result_set, xml FROM inbox WHERE party = ? AND channel = ? AND state = ? ORDER BY sequence");
    found->bind(1, party);
    found->bind(2, number(channel));
    found->bind(3, number(Fetched::handed));
    ResultSet set;
    while (found->step()) {
      set.id = found->text(0);
      set.messages.push_back(found->text(1));
    }
    if (set.messages.empty()) return std::nullopt;
    return set;
  };
  if (auto set = open()) return set;
  {
    const auto row = connection_.query(
        "UPDATE inbox SET state = ?1, result_set = ?2 WHERE sequence IN (SELECT sequence FROM inbox WHERE "
        "party = ?3 "
        "AND channel = ?4 AND state = ?5 ORDER BY sequence LIMIT ?6)");
    row->bind(1, number(Fetched::handed));
    row->bind(2, new_id);
    row->bind(3, party);
    row->bind(4, number(channel));
    row->bind(5, number(Fetched::waiting));
    row->bind(6, static_cast<std::int64_t>(limit));
    row->step();
    if (connection_.changes() == 0) return std::nullopt;
  }
  {
    const auto row =
        connection_.query("INSERT INTO result_sets (id, party, channel, done) VALUES (?, ?, ?, 0)");
    row->bind(1, new_id);
    row->bind(2, party);
    row->bind(3, number(channel));
    row->step();
  }
  audit("handed-out", new_id, party, "", now);
  return open();
}

bool Pages::acknowledge(const std::string& party, Channel channel, const std::string& result_set,
                        Millis now) {
  {
    const auto found =
        connection_.query("SELECT done FROM result_sets WHERE id = ? AND party = ? AND channel = ?");
    found->bind(1, result_set);
    found->bind(2, party);
    found->bind(3, number(channel));
    if (!found->step()) return false;
    if (found->integer(0) != 0) return true;
  }
  {
    const auto row = connection_.query(
        "UPDATE inbox SET state = ? WHERE party = ? AND channel = ? AND state = ? AND result_set = ?");
    row->bind(1, number(Fetched::done));
    row->bind(2, party);
    row->bind(3, number(channel));
    row->bind(4, number(Fetched::handed));
    row->bind(5, result_set);
    row->step();
  }
  {
    const auto row = connection_.query("UPDATE result_sets SET done = 1 WHERE id = ?");
    row->bind(1, result_set);
    row->step();
  }
  audit("acknowledged", result_set, party, "", now);
  return true;
}

std::vector<Incoming> Pages::waiting(const std::string& party, Channel channel, std::int64_t after,
                                     std::size_t most) {
  {
    // Numbers begin anew when nothing is kept any more.
    const auto last = connection_.query("SELECT coalesce(max(sequence), 0) FROM inbox");
    if (last->step() && last->integer(0) < after) after = 0;
  }
  const auto found = connection_.query(
      "SELECT sequence, id, name FROM inbox WHERE party = ? AND channel = ? AND state IN (?, ?) AND sequence "
      "> "
      "? ORDER BY sequence LIMIT ?");
  found->bind(1, party);
  found->bind(2, number(channel));
  found->bind(3, number(Fetched::waiting));
  found->bind(4, number(Fetched::handed));
  found->bind(5, after);
  found->bind(6, static_cast<std::int64_t>(most));
  std::vector<Incoming> all;
  while (found->step()) {
    Incoming one;
    one.sequence = found->integer(0);
    one.id = found->text(1);
    one.name = found->text(2);
    all.push_back(std::move(one));
  }
  return all;
}

std::vector<std::string> Pages::answers_to(const std::string& id) {
  const auto found =
      connection_.query("SELECT xml FROM inbox WHERE reference = ? AND state <> ? ORDER BY sequence");
  found->bind(1, id);
  found->bind(2, number(Fetched::unreadable));
  std::vector<std::string> all;
  while (found->step()) all.push_back(found->text(0));
  return all;
}

std::vector<Incoming> Pages::inbox(std::optional<Fetched> state, const Rows& rows) {
  std::vector<Incoming> all;
  each_row("sequence, party, channel, id, name, reference, digest, state, problem, received", "inbox",
           state ? std::optional(number(*state)) : std::nullopt, rows, [&](const database::Statement& row) {
             Incoming one;
             one.sequence = row.integer(0);
             one.party = row.text(1);
             one.channel = static_cast<Channel>(row.integer(2));
             one.id = row.text(3);
             one.name = row.text(4);
             one.reference = row.text(5);
             one.digest = row.text(6);
             one.state = static_cast<Fetched>(row.integer(7));
             one.problem = row.text(8);
             one.received = row.integer(9);
             all.push_back(std::move(one));
           });
  return all;
}

std::vector<std::pair<std::string, std::int64_t>> Pages::inbox_counts() {
  const auto found = connection_.query("SELECT count(*) FROM inbox WHERE state = ?");
  std::vector<std::pair<std::string, std::int64_t>> all;
  for (const auto state : {Fetched::waiting, Fetched::handed, Fetched::done, Fetched::unreadable}) {
    found->reset();
    found->bind(1, number(state));
    all.emplace_back(to_string(state), found->step() ? found->integer(0) : 0);
  }
  return all;
}

}  // namespace cimgate::bridge
