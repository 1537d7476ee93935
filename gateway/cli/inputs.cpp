#include "gateway/cli/inputs.hpp"

#include <glob.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <iterator>
#include <memory>
#include <set>

#include "gateway/cli/bundle_folder.hpp"
#include "gateway/cli/file_identity.hpp"
#include "gateway/cli/packed.hpp"

namespace cimgate::cli {
namespace {

namespace fs = std::filesystem;

bool is_message_file(const fs::path& path) {
  const auto ending = fs::path(unpacked_name(path.string())).extension();
  return ending == ".xml" || ending == ".json";
}

std::vector<InputGroup> groups_below(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code error;
  for (fs::recursive_directory_iterator it(folder, fs::directory_options::skip_permission_denied, error), end;
       !error && it != end; it.increment(error)) {
    std::error_code ignored;
    if (it->is_regular_file(ignored) && is_message_file(it->path())) files.push_back(it->path());
  }
  std::sort(files.begin(), files.end());
  std::vector<InputGroup> groups;
  for (const auto& file : files) {
    const std::string bundle = file.parent_path().string();
    if (!is_bundle_part(file))
      groups.push_back({file.string(), {file.string()}});
    else if (!groups.empty() && groups.back().name == bundle)
      groups.back().files.push_back(file.string());
    else
      groups.push_back({bundle, {file.string()}});
  }
  return groups;
}

std::vector<std::string> matches(const std::string& pattern) {
  std::vector<std::string> files;
  glob_t found{};
  if (glob(pattern.c_str(), 0, nullptr, &found) == 0)
    for (std::size_t i = 0; i < found.gl_pathc; ++i) files.emplace_back(found.gl_pathv[i]);
  globfree(&found);
  return files;
}

/// Each file once, by its first name, however often the arguments reach it. A part of a bundle that is there
/// as a whole belongs to the bundle.
std::vector<InputGroup> each_group_once(std::vector<InputGroup> groups) {
  std::vector<std::vector<std::string>> identities;
  std::set<std::string> in_bundles;
  for (const auto& group : groups) {
    auto& files = identities.emplace_back();
    for (const auto& file : group.files) files.push_back(identity_of(file));
    if (files.size() > 1) in_bundles.insert(files.begin(), files.end());
  }
  std::set<std::vector<std::string>> seen;
  std::vector<InputGroup> once;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    const bool part = identities[i].size() == 1 && in_bundles.count(identities[i].front()) > 0;
    if (!part && seen.insert(identities[i]).second) once.push_back(std::move(groups[i]));
  }
  return once;
}

}  // namespace

tl::expected<std::vector<InputGroup>, std::string> find_inputs(const std::vector<std::string>& arguments) {
  std::vector<InputGroup> inputs;
  for (const auto& argument : arguments) {
    std::error_code error;
    if (argument == "-") {
      inputs.push_back({"<stdin>", {argument}});
    } else if (fs::is_directory(argument, error)) {
      auto groups = groups_below(argument);
      if (groups.empty())
        return tl::make_unexpected("'" + argument + "' is a folder without any .xml or .json file in it");
      std::move(groups.begin(), groups.end(), std::back_inserter(inputs));
    } else if (fs::exists(argument, error)) {
      inputs.push_back({argument, {argument}});
    } else {
      auto files =
          argument.find_first_of("*?[") == std::string::npos ? std::vector<std::string>() : matches(argument);
      if (files.empty()) return tl::make_unexpected("'" + argument + "': there is no such file or folder");
      for (const auto& file : files) {
        if (!fs::is_directory(file, error)) {
          inputs.push_back({file, {file}});
          continue;
        }
        auto groups = groups_below(file);
        std::move(groups.begin(), groups.end(), std::back_inserter(inputs));
      }
      if (inputs.empty())
        return tl::make_unexpected("'" + argument + "': there is no message in what it names");
    }
  }
  return each_group_once(std::move(inputs));
}

namespace {

using File = std::shared_ptr<std::FILE>;

tl::expected<File, std::string> open_file(const std::string& path) {
  File file(path == "-" ? stdin : std::fopen(path.c_str(), "rb"), [](std::FILE* open) {
    if (open != nullptr && open != stdin) std::fclose(open);
  });
  if (file == nullptr) return tl::make_unexpected("'" + path + "': " + std::strerror(errno));
  return file;
}

Pull pull_of(const File& file, const std::string& path) {
  return unpacked(
      [file, path](char* to, std::size_t room) -> tl::expected<std::size_t, std::string> {
        const std::size_t got = std::fread(to, 1, room, file.get());
        if (got == 0 && std::ferror(file.get()) != 0)
          return tl::make_unexpected("'" + path + "': " + std::strerror(errno));
        return got;
      },
      path);
}

/// Nothing when it is none that can be read so, or is packed.
ReadAt read_at_of(const File& file, const std::string& path) {
  const int descriptor = fileno(file.get());
  struct stat about {};
  if (path == "-" || fstat(descriptor, &about) != 0 || !S_ISREG(about.st_mode)) return {};
  const auto read = [file, path, descriptor](std::size_t offset, char* to,
                                             std::size_t room) -> tl::expected<std::size_t, std::string> {
    for (;;) {
      const auto got = pread(descriptor, to, room, static_cast<off_t>(offset));
      if (got >= 0) return static_cast<std::size_t>(got);
      if (errno != EINTR) return tl::make_unexpected("'" + path + "': " + std::strerror(errno));
    }
  };
  std::array<char, 3> first{};
  const auto got = read(0, first.data(), first.size());
  if (!got || is_packed({first.data(), *got})) return {};
  return read;
}

}  // namespace

tl::expected<Pull, std::string> open_input(const std::string& path) {
  const auto file = open_file(path);
  if (!file) return tl::make_unexpected(file.error());
  return pull_of(*file, path);
}

tl::expected<OpenInput, std::string> open_anywhere(const std::string& path) {
  const auto file = open_file(path);
  if (!file) return tl::make_unexpected(file.error());
  return OpenInput{pull_of(*file, path), read_at_of(*file, path)};
}

namespace {

tl::expected<std::string, std::string> read_bytes(const std::string& path, std::size_t limit) {
  const auto pull = open_input(path);
  if (!pull) return tl::make_unexpected(pull.error());
  std::string bytes;
  constexpr std::size_t step = std::size_t{256} * 1024;
  while (bytes.size() <= limit) {
    const std::size_t before = bytes.size();
    bytes.resize(before + std::min(step, limit + 1 - before));
    const auto got = (*pull)(bytes.data() + before, bytes.size() - before);
    if (!got) return tl::make_unexpected(got.error());
    bytes.resize(before + *got);
    if (*got == 0) break;
  }
  return bytes;
}

}  // namespace

tl::expected<std::vector<std::string>, std::string> read_group(const InputGroup& group, std::size_t limit) {
  std::vector<std::string> parts;
  for (const auto& file : group.files) {
    auto bytes = read_bytes(file, limit);
    if (!bytes) return tl::make_unexpected(bytes.error());
    parts.push_back(std::move(*bytes));
  }
  return parts;
}

}  // namespace cimgate::cli
