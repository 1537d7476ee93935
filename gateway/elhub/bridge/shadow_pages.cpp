#include "gateway/elhub/bridge/pages.hpp"

namespace cimgate::bridge {

bool Pages::add_shadow(const Shadow& one) {
  {
    const auto known = connection_.query("SELECT 1 FROM shadows WHERE side = ? AND id = ?");
    known->bind(1, static_cast<std::int64_t>(one.side));
    known->bind(2, one.id);
    if (known->step()) return false;
  }
  const auto row = connection_.query(
      "INSERT INTO shadows (at, side, id, name, process, sender, about, xml) VALUES (?, ?, ?, ?, ?, ?, ?, "
      "?)");
  row->bind(1, one.at);
  row->bind(2, static_cast<std::int64_t>(one.side));
  int column = 2;
  for (const auto* text : {&one.id, &one.name, &one.process, &one.sender, &one.about, &one.xml})
    row->bind(++column, *text);
  row->step();
  return true;
}

bool Pages::has_shadow(Side side, const std::string& id) {
  const auto known = connection_.query("SELECT 1 FROM shadows WHERE side = ? AND id = ?");
  known->bind(1, static_cast<std::int64_t>(side));
  known->bind(2, id);
  return known->step();
}

std::vector<Shadow> Pages::shadows(Millis from, Millis to, std::int64_t after, std::size_t limit) {
  const auto found = connection_.query(
      "SELECT sequence, at, side, id, name, process, sender, about, xml FROM shadows WHERE at >= ? AND at < "
      "? "
      "AND sequence > ? ORDER BY sequence LIMIT ?");
  found->bind(1, from);
  found->bind(2, to);
  found->bind(3, after);
  found->bind(4, static_cast<std::int64_t>(limit));
  std::vector<Shadow> all;
  while (found->step()) {
    Shadow one;
    one.sequence = found->integer(0);
    one.at = found->integer(1);
    one.side = static_cast<Side>(found->integer(2));
    int column = 2;
    for (auto* text : {&one.id, &one.name, &one.process, &one.sender, &one.about, &one.xml})
      *text = found->text(++column);
    all.push_back(std::move(one));
  }
  return all;
}

}  // namespace cimgate::bridge
