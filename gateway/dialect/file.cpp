#include "gateway/dialect/file.hpp"

#include <fmt/format.h>

namespace cimgate::dialect {

Text File::sentence(const yaml::Node& map, std::string_view key) {
  const auto found = map[key];
  if (!found) {
    error(map, fmt::format("'{}' is missing", key));
    return {};
  }
  check_keys(found, {"en", "nb"});
  return {text(found, "en"), text(found, "nb")};
}

}  // namespace cimgate::dialect
