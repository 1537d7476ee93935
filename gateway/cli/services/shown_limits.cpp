#include "gateway/cli/services/shown_limits.hpp"

namespace cimgate::cli {

std::vector<http::ShownLimit> shown_content_limits(const InputLimits& limits) {
  return {{"max-depth", "", limits.depth, "Deepest nesting of a message"},
          {"max-elements", "", limits.elements, "Elements of a message, or values of JSON"},
          {"max-attributes", "", limits.attributes,
           "Attributes of one element of a message, and namespaces that hold at one place"},
          {"max-names", "", limits.names,
           "Different names of elements, attributes and namespaces in a message of XML"},
          {"max-text", "bytes", limits.text, "Longest single value of a message"},
          {"max-findings", "", limits.findings, "Findings of a message to keep; the rest is counted"}};
}

}  // namespace cimgate::cli
