#pragma once
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "gateway/engine/engine.hpp"
#include "gateway/scenario/pack_file.hpp"

namespace cimgate::cli {

/// The packs that the arguments name: names of built-in ones ("SYS-DDQ101-01"), files, folders of files; all
/// built-in ones when there are no arguments. Mistakes in packs are in their faults.
/// Error: a name that is none of these, with the nearest one.
tl::expected<std::vector<scenario::ReadPack>, std::string> find_packs(
    const Engine& engine, const scenario::Words& words, const std::vector<std::string>& arguments);

}  // namespace cimgate::cli
