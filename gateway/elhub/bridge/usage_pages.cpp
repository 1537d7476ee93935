#include "gateway/elhub/bridge/pages.hpp"

namespace cimgate::bridge {

void Pages::add_use(const std::string& id, const usage::Sent& sent) {
  const auto row = connection_.query(
      database::insert_into("uses", {"id", "at", "party", "process", "gsrn", "purpose", "accepted"}));
  row->bind(1, id);
  row->bind(2, sent.seconds);
  int column = 2;
  for (const auto* text : {&sent.party, &sent.process, &sent.metering_point, &sent.purpose})
    row->bind(++column, *text);
  row->bind(7, sent.accepted ? 1 : 0);
  row->step();
}

std::optional<usage::Sent> Pages::reject_use(const std::string& id) {
  const auto found =
      connection_.query("SELECT at, party, process, gsrn, purpose FROM uses WHERE id = ? AND accepted = 1");
  found->bind(1, id);
  if (!found->step()) return std::nullopt;
  usage::Sent sent;
  sent.seconds = found->integer(0);
  int column = 0;
  for (auto* text : {&sent.party, &sent.process, &sent.metering_point, &sent.purpose})
    *text = found->text(++column);
  const auto row = connection_.query("UPDATE uses SET accepted = 0 WHERE id = ?");
  row->bind(1, id);
  row->step();
  sent.accepted = false;
  return sent;
}

void Pages::each_use(std::int64_t from, const std::function<void(const usage::Sent&)>& use) {
  const auto found =
      connection_.query("SELECT at, party, process, gsrn, purpose, accepted FROM uses WHERE at >= ?");
  found->bind(1, from);
  while (found->step()) {
    usage::Sent sent;
    sent.seconds = found->integer(0);
    int column = 0;
    for (auto* text : {&sent.party, &sent.process, &sent.metering_point, &sent.purpose})
      *text = found->text(++column);
    sent.accepted = found->integer(5) != 0;
    use(sent);
  }
}

void Pages::forget_uses(std::int64_t before) {
  const auto row = connection_.query("DELETE FROM uses WHERE at < ?");
  row->bind(1, before);
  row->step();
}

}  // namespace cimgate::bridge
