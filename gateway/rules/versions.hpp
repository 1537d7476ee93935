#pragma once
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "gateway/document/message.hpp"
#include "gateway/resources/store.hpp"
#include "gateway/validation/rule_file.hpp"

/// Which version of EMIF knows what: rules/versions.yaml.
namespace cimgate::rules {

struct VersionGate {
  std::string id;
  std::string message, path;  ///< an element, or
  std::string type;           ///< codes of a schema type
  std::vector<std::string> codes;
  std::string since;  ///< the version it came with; ""
  std::string until;  ///< the version that no longer has it; ""
  RuleSource source;
};

struct Versions {
  std::vector<std::string> names;  ///< the oldest first
  std::vector<VersionGate> gates;
  std::vector<validation::FileFault> faults;

  bool known(std::string_view version) const;
};

Versions read_versions(const resources::Store& store);

/// Warnings about what a version of EMIF does not know. Messages of CIM: none.
std::vector<Finding> check_version(const document::Message& message, const Versions& versions,
                                   std::string_view version, std::size_t limit = 1000);

}  // namespace cimgate::rules
