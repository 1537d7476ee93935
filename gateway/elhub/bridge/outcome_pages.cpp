#include "gateway/elhub/bridge/pages.hpp"

namespace cimgate::bridge {

void Pages::note_outcome(const Outgoing& message, Millis now) {
  if (!tells_outcomes_) return;
  const auto row = connection_.query("INSERT INTO outcomes (at, id) VALUES (?, ?)");
  row->bind(1, now);
  row->bind(2, message.id);
  row->step();
}

std::vector<Pages::Outcome> Pages::outcomes_to_tell(std::size_t limit) {
  std::vector<Outcome> all;
  std::vector<std::string> ids;
  {
    const auto found = connection_.query("SELECT sequence, at, id FROM outcomes ORDER BY sequence LIMIT ?");
    found->bind(1, static_cast<std::int64_t>(limit));
    while (found->step()) {
      all.push_back({found->integer(0), found->integer(1), {}});
      ids.push_back(found->text(2));
    }
  }
  // One that is kept no longer has nothing to tell.
  for (std::size_t i = 0; i < all.size(); ++i)
    if (auto document = outgoing(ids[i])) all[i].document = std::move(*document);
  return all;
}

void Pages::told(const Outcome& outcome) {
  const auto row = connection_.query("DELETE FROM outcomes WHERE sequence = ?");
  row->bind(1, outcome.sequence);
  row->step();
}

}  // namespace cimgate::bridge
