#include "gateway/cli/limits.hpp"

namespace cimgate::cli {

void add_limits(Command& verb, InputLimits& limits) {
  auto group = verb.group("Limits");
  group.option("--max-bytes", limits.bytes, "Largest input").bytes().show_default();
  add_content_limits(group, limits);
}

void add_content_limits(Command& group, InputLimits& limits) {
  group.option("--max-depth", limits.depth, "Deepest nesting").between(1, 1000).show_default();
  group.option("--max-elements", limits.elements, "Elements, or values of JSON")
      .between(1, 1000000000)
      .show_default();
  group
      .option("--max-attributes", limits.attributes,
              "Attributes of one element, and namespaces in scope at one place")
      .between(1, 100000)
      .show_default();
  // All names of the market together are fewer: a message that is valid is never beyond this one.
  group.option("--max-names", limits.names, "Different names of elements, attributes and namespaces in XML")
      .between(2000, 100000)
      .show_default();
  group.option("--max-text", limits.text, "Longest single value").bytes().show_default();
  group.option("--max-findings", limits.findings, "Findings to keep; the rest is counted")
      .between(1, 1000000000)
      .show_default();
}

}  // namespace cimgate::cli
