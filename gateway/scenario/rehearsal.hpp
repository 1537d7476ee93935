#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "gateway/scenario/play.hpp"

namespace cimgate::scenario {

/// A pack, played in one language or in both.
struct Rehearsal {
  std::string name, file;
  Text title;
  std::vector<Transcript> plays;
  std::optional<PlayedStep> same;     ///< whether all parties received the same both times
  std::vector<std::string> left_out;  ///< languages that the pack is not for

  /// The worst of its plays; undetermined when nothing was played.
  Outcome outcome() const;
  bool transport_failed() const;
};

/// Gives a system to play against: a fresh hub each time, which speaks the version `schema` ("" = what is in
/// force), or the running one, which speaks what it speaks. Error: why there is none.
using OpenSystem =
    std::function<tl::expected<std::unique_ptr<Exchange>, std::string>(const std::string& schema)>;

struct RehearseOptions {
  std::vector<std::string> by = {"soap", "cim"};
  std::string seed;
  bool fresh = true;     ///< each play meets a hub of its own; else the message ids of the plays differ
  std::int64_t now = 0;  ///< as in PlayOptions
};

/// Error: there is no system to play against.
tl::expected<Rehearsal, std::string> rehearse(const Gateway& gateway, const Words& words, const Pack& pack,
                                              const OpenSystem& open, const RehearseOptions& options);

}  // namespace cimgate::scenario
