#include "gateway/rules/reason_codes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace cimgate::rules {
namespace {

using validation::RuleFile;

Reason read_reason(RuleFile& file, const yaml::Node& node) {
  file.check_keys(node,
                  {"code", "agency", "name", "meaning", "cim", "nearest-cim", "problem", "metric", "source"});
  Reason reason;
  if (!node.is_map()) return reason;
  reason.code = {file.text(node, "code"), file.text(node, "agency")};
  reason.name = file.optional_sentence(node, "name");
  const auto meaning = node["meaning"];
  if (meaning && meaning.is_map())
    reason.meaning = file.sentence(node, "meaning");
  else if (!meaning || !meaning.is_scalar() || meaning.text() != "unknown")
    file.error(meaning ? meaning : node, "expected 'meaning' as { en, nb }, or 'unknown'");
  reason.cim = file.optional_text(node, "cim");
  reason.cim_exact = !reason.cim.empty();
  if (reason.cim.empty()) reason.cim = file.optional_text(node, "nearest-cim");
  reason.problem = file.text(node, "problem");
  reason.metric = file.text(node, "metric");
  if (node["source"])
    reason.source = file.source(node);
  else if (reason.known())
    file.error(node, "'source' is missing");
  return reason;
}

}  // namespace

const Reason* ReasonTable::find(std::string_view code) const {
  const auto at = std::find_if(reasons.begin(), reasons.end(),
                               [&](const Reason& reason) { return reason.code.value == code; });
  return at == reasons.end() ? nullptr : &*at;
}

ReasonTable read_reasons(RuleFile& file) {
  ReasonTable table;
  file.check_keys(file.root(), {"reasons", "stages"});
  std::set<std::string> seen;
  for (const auto& node : file.list(file.root(), "reasons")) {
    table.reasons.push_back(read_reason(file, node));
    if (!seen.insert(table.reasons.back().code.value).second)
      file.error(node, fmt::format("the code '{}' is there twice", table.reasons.back().code.value));
  }
  for (const auto& node : file.list(file.root(), "stages")) {
    file.check_keys(node, {"stage", "fault", "problem", "metric"});
    if (!node.is_map()) continue;
    table.stages.push_back({file.text(node, "stage"), file.optional_text(node, "fault"),
                            file.text(node, "problem"), file.text(node, "metric")});
  }
  return table;
}

}  // namespace cimgate::rules
