#include "gateway/report/findings_json.hpp"

#include <fmt/format.h>

#include "gateway/report/json_text.hpp"

namespace cimgate::report {
namespace {

void add(std::string& json, std::string_view name, const std::string& value) {
  if (!value.empty()) json += fmt::format(", \"{}\": {}", name, quoted(value));
}

std::string context_json(const FindingContext& context) {
  std::string json;
  add(json, "meteringPoint", context.metering_point);
  add(json, "series", context.series);
  if (context.position) json += fmt::format(", \"position\": {}", *context.position);
  return json.empty() ? json : fmt::format(", \"context\": {{ {} }}", json.substr(2));
}

}  // namespace

std::string finding_json(const Finding& finding, bool norwegian_advice) {
  std::string json = fmt::format("{{ \"rule\": {}, \"stage\": {}, \"severity\": {}, \"outcome\": {}",
                                 quoted(finding.rule), quoted(to_string(finding.stage)),
                                 quoted(to_string(finding.severity)), quoted(to_string(finding.outcome)));
  if (finding.code)
    json += fmt::format(", \"code\": {{ \"value\": {}, \"agency\": {} }}", quoted(finding.code->value),
                        quoted(finding.code->agency));
  if (finding.line > 0) json += fmt::format(", \"line\": {}, \"column\": {}", finding.line, finding.column);
  add(json, "xpath", finding.xpath);
  json += fmt::format(", \"text\": {{ \"en\": {}, \"nb\": {} }}", quoted(finding.text.en),
                      quoted(finding.text.nb));
  add(json, "advice", norwegian_advice ? finding.advice.nb : finding.advice.en);
  json += context_json(finding.context);
  if (!finding.source.ref.empty())
    json += fmt::format(", \"source\": {{ \"status\": {}, \"ref\": {} }}", quoted(finding.source.status),
                        quoted(finding.source.ref));
  return json + " }";
}

std::string findings_json(const std::vector<Finding>& findings, std::string_view indent,
                          bool norwegian_advice) {
  std::string json = "[";
  for (std::size_t i = 0; i < findings.size(); ++i)
    json += fmt::format("{}\n{}  {}", i == 0 ? "" : ",", indent, finding_json(findings[i], norwegian_advice));
  return json + (findings.empty() ? "]" : fmt::format("\n{}]", indent));
}

}  // namespace cimgate::report
