#include "gateway/resources/store.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <system_error>

#include "gateway/resources/data_folder.hpp"
#include "gateway/resources/embedded.hpp"

namespace cimgate::resources {
namespace {

bool is_below(std::string_view path, std::string_view folder) {
  return path.size() > folder.size() && path.starts_with(folder) && path[folder.size()] == '/';
}

std::string missing(std::string_view path) {
  return "no file '" + std::string(path) + "' among the schemas, mappings and rules";
}

/// What stands around the messages of any market, and is ours or the standard's: a folder need not have it.
constexpr const char* of_no_market[] = {"xsd/bundle/bundle.xsd", "xsd/soap/soap-envelope.xsd"};

class BuiltIn final : public Store {
 public:
  tl::expected<std::string_view, std::string> read(std::string_view path) const override {
    const auto table = embedded();
    const auto at = std::lower_bound(table.begin(), table.end(), path,
                                     [](const Resource& r, std::string_view p) { return r.path < p; });
    if (at == table.end() || at->path != path) return tl::make_unexpected(missing(path));
    return std::string_view(at->begin, static_cast<std::size_t>(at->end - at->begin));
  }

  std::vector<std::string> list(std::string_view folder) const override {
    std::vector<std::string> paths;
    for (const auto& r : embedded())
      if (is_below(r.path, folder)) paths.emplace_back(r.path);
    return paths;
  }
};

class Folder final : public Store {
 public:
  explicit Folder(std::map<std::string, std::string, std::less<>> files) : files_(std::move(files)) {}

  tl::expected<std::string_view, std::string> read(std::string_view path) const override {
    const auto at = files_.find(path);
    if (at == files_.end()) return tl::make_unexpected(missing(path));
    return std::string_view(at->second);
  }

  std::vector<std::string> list(std::string_view folder) const override {
    std::vector<std::string> paths;
    for (const auto& [path, text] : files_)
      if (is_below(path, folder)) paths.push_back(path);
    return paths;
  }

 private:
  std::map<std::string, std::string, std::less<>> files_;
};

/// Files of a folder before those that are built in.
class Laid final : public Store {
 public:
  explicit Laid(std::shared_ptr<const Store> over) : over_(std::move(over)) {}

  tl::expected<std::string_view, std::string> read(std::string_view path) const override {
    auto text = over_->read(path);
    return text ? text : BuiltIn().read(path);
  }

  std::vector<std::string> list(std::string_view folder) const override {
    auto paths = over_->list(folder);
    for (auto& path : BuiltIn().list(folder)) paths.push_back(std::move(path));
    std::sort(paths.begin(), paths.end());
    paths.erase(std::unique(paths.begin(), paths.end()), paths.end());
    return paths;
  }

 private:
  std::shared_ptr<const Store> over_;
};

/// What of a data folder is read. Without schemas of its own it has rules only, about the schemas that are
/// built in.
std::vector<std::string> parts_of(bool with_schemas) {
  if (!with_schemas) return {"rules"};
  return {"xsd", "dialects", "mappings", "rules", "values", "examples", "scenarios"};
}

}  // namespace

bool has_schemas(const std::string& folder) {
  std::error_code error;
  return std::filesystem::is_directory(std::filesystem::path(folder) / "xsd", error);
}

std::shared_ptr<const Store> built_in() {
  return std::make_shared<BuiltIn>();
}

tl::expected<std::shared_ptr<const Store>, std::string> from_folder(const std::string& folder) {
  namespace fs = std::filesystem;
  std::error_code error;
  const bool with_schemas = has_schemas(folder);
  if (!with_schemas && !fs::is_directory(fs::path(folder) / "rules", error))
    return tl::make_unexpected("'" + folder + "' is not a data folder: it has no xsd/ in it");
  std::map<std::string, std::string, std::less<>> files;
  for (const auto& part : parts_of(with_schemas)) {
    const fs::path root = fs::path(folder) / part;
    if (!fs::is_directory(root, error)) continue;
    for (fs::recursive_directory_iterator it(root, error), end; !error && it != end; it.increment(error)) {
      if (!it->is_regular_file(error)) continue;
      std::ifstream in(it->path(), std::ios::binary);
      if (!in) return tl::make_unexpected("cannot read '" + it->path().string() + "'");
      std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
      files.emplace(fs::relative(it->path(), folder, error).generic_string(), std::move(text));
    }
    if (error) return tl::make_unexpected("cannot read '" + root.string() + "': " + error.message());
  }
  if (!with_schemas) return std::make_shared<Laid>(std::make_shared<Folder>(std::move(files)));
  for (const char* path : of_no_market)
    if (const auto text = BuiltIn().read(path)) files.try_emplace(path, *text);
  return std::make_shared<Folder>(std::move(files));
}

}  // namespace cimgate::resources
