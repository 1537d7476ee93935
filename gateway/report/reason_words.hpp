#pragma once
#include <string>
#include <string_view>

#include "gateway/resources/store.hpp"
#include "gateway/yaml/node.hpp"

namespace cimgate::report {

/// The language in which mapping files are told, and their reasons in it: mappings/reasons.nb.yaml. What it
/// does not have stays English.
class ReasonWords {
 public:
  ReasonWords(const resources::Store& store, bool norwegian);

  bool norwegian() const { return norwegian_; }
  /// Why something has no place on the other side.
  std::string reason(const std::string& english) const;
  /// How a value came about, or what becomes of an element: "copied", "supplement", "only CIM".
  std::string how(std::string_view english) const;
  std::string_view say(std::string_view en, std::string_view nb) const { return norwegian_ ? nb : en; }

 private:
  bool norwegian_;
  yaml::Node reasons_;
};

}  // namespace cimgate::report
