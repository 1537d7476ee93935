#include "gateway/cli/services/packs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "gateway/cli/file_identity.hpp"
#include "gateway/text/did_you_mean.hpp"

namespace cimgate::cli {
namespace {

namespace fs = std::filesystem;

tl::expected<std::string, std::string> read_file(const fs::path& path) {
  std::error_code ignored;
  std::ifstream file(path, std::ios::binary);
  if (!file || fs::is_directory(path, ignored))
    return tl::make_unexpected(fmt::format("'{}' cannot be read", path.string()));
  return std::string(std::istreambuf_iterator<char>(file), {});
}

/// A file of the user's. What it names is beside it, or among the built-in ones.
scenario::ReadPack read_user_pack(const Engine& engine, const scenario::Words& words, const fs::path& path) {
  const auto text = read_file(path);
  if (!text) {
    scenario::ReadPack none;
    none.faults.push_back({path.string(), 1, 1, text.error()});
    return none;
  }
  return scenario::read_pack(engine, words, path.string(), *text,
                             [&](const std::string& name) -> tl::expected<std::string, std::string> {
                               auto beside = read_file(path.parent_path() / name);
                               if (beside) return beside;
                               const auto built_in = engine.store->read("scenarios/" + name);
                               if (built_in) return std::string(*built_in);
                               return beside;
                             });
}

std::string name_of(const std::string& file) {
  const auto name = file.substr(file.rfind('/') + 1);
  return name.substr(0, name.rfind(".yaml"));
}

}  // namespace

tl::expected<std::vector<scenario::ReadPack>, std::string> find_packs(
    const Engine& engine, const scenario::Words& words, const std::vector<std::string>& arguments) {
  const auto built_in = scenario::built_in_packs(*engine.store);
  std::vector<scenario::ReadPack> packs;
  std::set<std::string> seen;  // files and built-in packs that are there already
  if (arguments.empty())
    for (const auto& file : built_in) packs.push_back(scenario::read_built_in_pack(engine, words, file));
  for (const auto& argument : arguments) {
    const auto known = std::find_if(built_in.begin(), built_in.end(),
                                    [&](const auto& file) { return name_of(file) == argument; });
    std::error_code ignored;
    if (known != built_in.end()) {
      if (seen.insert(argument).second) packs.push_back(scenario::read_built_in_pack(engine, words, *known));
    } else if (fs::is_directory(argument, ignored)) {
      std::vector<fs::path> files;
      for (const auto& entry : fs::directory_iterator(argument, ignored))
        if (entry.path().extension() == ".yaml" && entry.path().filename() != "words.yaml")
          files.push_back(entry.path());
      std::sort(files.begin(), files.end());
      for (const auto& file : files)
        if (seen.insert(identity_of(file.string())).second)
          packs.push_back(read_user_pack(engine, words, file));
    } else if (fs::exists(argument, ignored)) {
      if (seen.insert(identity_of(argument)).second) packs.push_back(read_user_pack(engine, words, argument));
    } else {
      std::vector<std::string> names;
      for (const auto& file : built_in) names.push_back(name_of(file));
      return tl::make_unexpected(fmt::format("'{}' is neither a file nor a built-in scenario{}", argument,
                                             text::did_you_mean(argument, names)));
    }
  }
  return packs;
}

}  // namespace cimgate::cli
