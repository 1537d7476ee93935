#pragma once
#include <map>
#include <optional>
#include <string>
#include <tl/expected.hpp>

#include "gateway/scenario/days.hpp"
#include "gateway/scenario/pack.hpp"
#include "gateway/scenario/words.hpp"

namespace cimgate::scenario {

/// A pack while it is played: what its names, days and references stand for now.
struct Scene {
  const Pack* pack = nullptr;
  Days days;             ///< "today" is the day on which the scenario started
  std::int64_t now = 0;  ///< the hub's time, seconds since 1970-01-01T00:00:00Z
  std::map<std::string, std::string, std::less<>> ids;       ///< message id, by step
  std::map<std::string, std::string, std::less<>> payloads;  ///< id of the (first) payload, by step
  /// What was answered to a REST step, by step; nothing: it has not been played.
  std::map<std::string, std::optional<std::string>, std::less<>> answers;

  const Party* party(std::string_view name) const;
  /// The name that the pack has for a party with this GLN; the GLN when it has none.
  std::string name_of(std::string_view gln) const;
};

/// The scene on its first day. Error: a day that cannot be understood.
tl::expected<Scene, std::string> first_scene(const Pack& pack, std::int64_t now);

/// A value of a pack as messages have it; one with a placeholder is what that stands for. Error: what is
/// wrong with it, with the nearest name.
tl::expected<std::string, std::string> resolve(const Scene& scene, const Word& word, const std::string& text);
/// The word for a metering point where a step names one outside of a message.
Word point_word();
/// An end user by name, or by a placeholder that stands for its number; null when there is none.
const Customer* customer_of(const Scene& scene, const std::string& name);

/// The same UUID for the same text, whatever the machine.
std::string uuid_of(std::string_view text);

}  // namespace cimgate::scenario
