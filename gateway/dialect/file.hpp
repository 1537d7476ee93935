#pragma once
#include <string_view>

#include "cimgate/finding.hpp"
#include "gateway/yaml/file.hpp"

namespace cimgate::dialect {

/// A dialect's file while it is read.
class File : public yaml::File {
 public:
  using yaml::File::File;

  /// A sentence in both languages.
  Text sentence(const yaml::Node& map, std::string_view key);
};

}  // namespace cimgate::dialect
