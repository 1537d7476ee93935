#include "gateway/scenario/rehearsal.hpp"

#include <algorithm>

namespace cimgate::scenario {

Outcome Rehearsal::outcome() const {
  if (plays.empty()) return Outcome::undetermined;
  auto worst = same ? same->outcome : Outcome::passed;
  for (const auto& play : plays) {
    const auto one = play.outcome();
    if (one == Outcome::failed || worst == Outcome::passed) worst = one;
  }
  return worst;
}

bool Rehearsal::transport_failed() const {
  return std::any_of(plays.begin(), plays.end(),
                     [](const Transcript& play) { return play.transport_failed; });
}

tl::expected<Rehearsal, std::string> rehearse(const Gateway& gateway, const Words& words, const Pack& pack,
                                              const OpenSystem& open, const RehearseOptions& options) {
  Rehearsal rehearsal;
  rehearsal.name = pack.name;
  rehearsal.file = pack.file;
  rehearsal.title = pack.title;
  for (const auto& by : options.by) {
    if (std::find(pack.by.begin(), pack.by.end(), by) == pack.by.end()) {
      rehearsal.left_out.push_back(by);
      continue;
    }
    const auto system = open(pack.schema);
    if (!system) return tl::make_unexpected(system.error());
    PlayOptions play_options;
    play_options.by = by;
    play_options.seed = options.fresh ? options.seed : options.seed + " " + by;
    play_options.now = options.now;
    rehearsal.plays.push_back(play(gateway, words, pack, **system, play_options));
  }
  if (options.fresh && rehearsal.plays.size() == 2 && !rehearsal.transport_failed())
    rehearsal.same = same_received(gateway, rehearsal.plays[0], rehearsal.plays[1]);
  return rehearsal;
}

}  // namespace cimgate::scenario
