#pragma once
#include <string>

#include "cimgate/gateway.hpp"
#include "gateway/scenario/exchange.hpp"
#include "gateway/scenario/pack.hpp"
#include "gateway/scenario/transcript.hpp"
#include "gateway/scenario/words.hpp"

namespace cimgate::scenario {

struct PlayOptions {
  std::string by = "soap";  ///< "soap" or "cim"
  std::string seed;  ///< message ids are made from it: another one for another run against the same system
  std::int64_t now = 0;  ///< the time to use when the system has no clock to ask: seconds since 1970
};

/// Plays a pack against a system: sets its clock, loads the pack's market, then step by step. A step that
/// fails does not end the play; one that cannot be judged never counts as passed.
Transcript play(const Gateway& gateway, const Words& words, const Pack& pack, Exchange& exchange,
                const PlayOptions& options);

/// What the parties received in one play and not in the other, message by message, apart from ids that the
/// hub made; as a step of kind "same".
PlayedStep same_received(const Gateway& gateway, const Transcript& first, const Transcript& second);

}  // namespace cimgate::scenario
