#include "gateway/elhub/ledger/ledger.hpp"

namespace cimgate::ledger {

std::optional<StoredMessage> Ledger::message(const std::string& id) {
  auto row = connection_->query(
      "SELECT incoming, name, process, document_type, physical_sender, sender, recipient, gsrn, answer, at, "
      "xml FROM hub_messages WHERE id = ?");
  row->bind(1, id);
  if (!row->step()) return std::nullopt;
  StoredMessage found;
  found.id = id;
  found.incoming = row->integer(0) != 0;
  int column = 0;
  for (auto* text : {&found.name, &found.process, &found.document_type, &found.physical_sender, &found.sender,
                     &found.recipient, &found.gsrn, &found.answer})
    *text = row->text(++column);
  found.at = row->integer(9);
  found.xml = row->text(10);
  return found;
}

void Ledger::keep(const StoredMessage& message) {
  auto row = connection_->query(database::insert_into(
      "hub_messages", {"id", "incoming", "name", "process", "document_type", "physical_sender", "sender",
                       "recipient", "gsrn", "answer", "at", "xml"}));
  row->bind(1, message.id).bind(2, static_cast<std::int64_t>(message.incoming));
  int column = 2;
  for (const auto* text : {&message.name, &message.process, &message.document_type, &message.physical_sender,
                           &message.sender, &message.recipient, &message.gsrn, &message.answer})
    row->bind(++column, *text);
  row->bind(11, message.at).bind(12, message.xml);
  row->step();
}

void Ledger::set_answer(const std::string& id, const std::string& answer) {
  auto row = connection_->query("UPDATE hub_messages SET answer = ? WHERE id = ?");
  row->bind(1, answer).bind(2, id);
  row->step();
}

void Ledger::keep_reference(const std::string& id, const std::string& to) {
  auto row = connection_->query("INSERT INTO hub_references (question, answer) VALUES (?, ?)");
  row->bind(1, to).bind(2, id);
  row->step();
}

std::vector<StoredMessage> Ledger::answers_to(const std::string& id) {
  std::vector<std::string> ids;
  {
    auto row = connection_->query("SELECT answer FROM hub_references WHERE question = ? ORDER BY sequence");
    row->bind(1, id);
    while (row->step()) ids.push_back(row->text(0));
  }
  std::vector<StoredMessage> all;
  for (const auto& one : ids)
    if (auto found = message(one)) all.push_back(std::move(*found));
  return all;
}

bool Ledger::claim_key(const std::string& sender, const std::string& key, const std::string& message) {
  {
    auto row = connection_->query("SELECT message FROM hub_keys WHERE sender = ? AND key = ?");
    row->bind(1, sender).bind(2, key);
    if (row->step()) return row->text(0) == message;
  }
  auto row = connection_->query("INSERT INTO hub_keys (sender, key, message) VALUES (?, ?, ?)");
  row->bind(1, sender).bind(2, key).bind(3, message);
  row->step();
  note({0, "key", sender, key, message});
  return true;
}

void Ledger::enqueue(const std::string& party, Channel channel, const std::string& message) {
  // Numbers of messages that have left are not given again: listeners go on behind the last that they heard.
  auto sequence = setting("queued");
  if (sequence == 0) {
    auto last = connection_->query("SELECT coalesce(max(sequence), 0) FROM hub_queue");
    if (last->step()) sequence = last->integer(0);
  }
  set_setting("queued", ++sequence);
  auto row =
      connection_->query("INSERT INTO hub_queue (sequence, party, channel, message) VALUES (?, ?, ?, ?)");
  row->bind(1, sequence).bind(2, party).bind(3, static_cast<std::int64_t>(channel)).bind(4, message);
  row->step();
  ++enqueued_;
}

std::optional<Ledger::ResultSet> Ledger::next_result_set(const std::string& party, Channel channel,
                                                         std::size_t limit) {
  ResultSet set;
  {
    auto open = connection_->query(
        "SELECT result_set, message FROM hub_queue WHERE party = ? AND channel = ? AND result_set IS NOT "
        "NULL "
        "ORDER BY sequence");
    open->bind(1, party).bind(2, static_cast<std::int64_t>(channel));
    while (open->step()) {
      set.id = open->text(0);
      set.messages.push_back(open->text(1));
    }
  }
  if (!set.messages.empty()) return set;
  std::int64_t last = 0;
  {
    auto next = connection_->query(
        "SELECT sequence, message FROM hub_queue WHERE party = ? AND channel = ? ORDER BY sequence LIMIT ?");
    next->bind(1, party)
        .bind(2, static_cast<std::int64_t>(channel))
        .bind(3, static_cast<std::int64_t>(limit));
    while (next->step()) {
      last = next->integer(0);
      set.messages.push_back(next->text(1));
    }
  }
  if (set.messages.empty()) return std::nullopt;
  set.id = next_id();
  auto mark = connection_->query(
      "UPDATE hub_queue SET result_set = ? WHERE party = ? AND channel = ? AND sequence <= ?");
  mark->bind(1, set.id).bind(2, party).bind(3, static_cast<std::int64_t>(channel)).bind(4, last);
  mark->step();
  return set;
}

bool Ledger::acknowledge(const std::string& party, Channel channel, const std::string& result_set) {
  auto remove =
      connection_->query("DELETE FROM hub_queue WHERE party = ? AND channel = ? AND result_set = ?");
  remove->bind(1, party).bind(2, static_cast<std::int64_t>(channel)).bind(3, result_set);
  remove->step();
  if (connection_->changes() == 0) return false;
  auto kept =
      connection_->query(database::insert_into("hub_acknowledged", {"result_set", "party", "channel"}));
  kept->bind(1, result_set).bind(2, party).bind(3, static_cast<std::int64_t>(channel));
  kept->step();
  return true;
}

bool Ledger::was_acknowledged(const std::string& party, Channel channel, const std::string& result_set) {
  auto found =
      connection_->query("SELECT 1 FROM hub_acknowledged WHERE result_set = ? AND party = ? AND channel = ?");
  found->bind(1, result_set).bind(2, party).bind(3, static_cast<std::int64_t>(channel));
  return found->step();
}

std::vector<std::string> Ledger::waiting_for(const std::string& party) {
  auto row = connection_->query("SELECT message FROM hub_queue WHERE party = ?");
  row->bind(1, party);
  std::vector<std::string> all;
  while (row->step()) all.push_back(row->text(0));
  return all;
}

std::vector<Ledger::Queue> Ledger::queues() {
  auto row = connection_->query(
      "SELECT party, channel, count(*) FROM hub_queue GROUP BY party, channel ORDER BY party, channel");
  std::vector<Queue> all;
  while (row->step()) all.push_back({row->text(0), static_cast<Channel>(row->integer(1)), row->integer(2)});
  return all;
}

std::vector<QueuedMessage> Ledger::waiting(const std::string& party, Channel channel, std::size_t limit,
                                           std::int64_t after) {
  auto row = connection_->query(
      "SELECT m.id, m.name, m.document_type, m.process, m.gsrn, m.at, q.sequence FROM hub_queue q JOIN "
      "hub_messages m ON m.id = q.message WHERE q.party = ? AND q.channel = ? AND q.sequence > ? ORDER BY "
      "q.sequence LIMIT ?");
  row->bind(1, party)
      .bind(2, static_cast<std::int64_t>(channel))
      .bind(3, after)
      .bind(4, static_cast<std::int64_t>(limit));
  std::vector<QueuedMessage> all;
  while (row->step())
    all.push_back({row->text(0), row->text(1), row->text(2), row->text(3), row->text(4), row->integer(5),
                   row->integer(6)});
  return all;
}

}  // namespace cimgate::ledger
