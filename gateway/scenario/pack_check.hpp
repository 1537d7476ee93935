#pragma once
#include <vector>

#include "gateway/engine/engine.hpp"
#include "gateway/scenario/pack.hpp"
#include "gateway/scenario/words.hpp"
#include "gateway/validation/rule_file.hpp"

namespace cimgate::scenario {

/// Plays a pack dry: names, days and references must stand for something, messages must be valid against
/// their schema, expectations must be about places that the messages have, the market must be readable.
std::vector<yaml::Mistake> check_pack(const Engine& engine, const Words& words, const Pack& pack);

}  // namespace cimgate::scenario
