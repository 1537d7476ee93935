#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "gateway/http/route.hpp"

namespace cimgate::http {

/// What stands in the first line of a request, taken apart.
struct Target {
  std::string path;  ///< percent-decoded; begins with '/'
  Fields query{Fields::Case::counts};
  bool has_query = false;
};

/// Takes origin-form ("/v1/rules?x=1") and absolute-form ("http://host/v1/rules"). Nothing when the target is
/// neither, an escape is broken, or the path holds a NUL, an escaped '/' or a ".." segment.
std::optional<Target> parse_target(std::string_view target);

}  // namespace cimgate::http
