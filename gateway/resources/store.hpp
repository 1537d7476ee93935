#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

namespace cimgate::resources {

/// Where schemas, mappings and rules are read from: the files built into the binary, or a folder of the
/// same shape as the repository (`--data DIR`). Texts stay valid and unchanged as long as the store lives.
class Store {
 public:
  virtual ~Store() = default;

  /// The text of one file. Error: a sentence that says which file is missing or unreadable.
  virtual tl::expected<std::string_view, std::string> read(std::string_view path) const = 0;

  /// Paths of all files below `folder` (no slash at the end), sorted.
  virtual std::vector<std::string> list(std::string_view folder) const = 0;
};

/// The files built into the binary.
std::shared_ptr<const Store> built_in();

/// The files below `folder`, read once, when the store is made.
/// Error: the folder does not exist or holds no xsd/ folder.
tl::expected<std::shared_ptr<const Store>, std::string> from_folder(const std::string& folder);

}  // namespace cimgate::resources
