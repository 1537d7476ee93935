#pragma once
#include <functional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "gateway/engine/engine.hpp"
#include "gateway/scenario/pack.hpp"
#include "gateway/scenario/words.hpp"
#include "gateway/validation/rule_file.hpp"

namespace cimgate::scenario {

/// Gives the text of a file that a pack names (market, cast), by its path as seen from the pack.
/// Error: a sentence.
using ReadBeside = std::function<tl::expected<std::string, std::string>(const std::string&)>;

struct ReadPack {
  Pack pack;
  std::vector<yaml::Mistake> faults;  ///< none: the pack can be played
};

/// Reads a pack and holds it against the words, the messages' schemas and its own names. Every mistake is
/// told with its place and the nearest word that is known.
ReadPack read_pack(const Engine& engine, const Words& words, const std::string& file, std::string_view text,
                   const ReadBeside& beside);

/// Names of the packs of the data folder ("scenarios/SYS-DDQ101-01.yaml"), sorted.
std::vector<std::string> built_in_packs(const resources::Store& store);

/// One of them, with what it names beside it.
ReadPack read_built_in_pack(const Engine& engine, const Words& words, const std::string& file);

}  // namespace cimgate::scenario
