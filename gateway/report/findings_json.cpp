#include "gateway/report/findings_json.hpp"

#include "gateway/report/json_parts.hpp"

namespace cimgate::report {
namespace {

using json::JsonOut;

void add(JsonOut& out, std::string_view name, const std::string& value) {
  if (!value.empty()) out.member(name, value);
}

void add_context(JsonOut& out, const FindingContext& context) {
  if (context.metering_point.empty() && context.series.empty() && !context.position) return;
  out.begin_object("context");
  add(out, "meteringPoint", context.metering_point);
  add(out, "series", context.series);
  if (context.position) out.member("position", *context.position);
  out.end_object();
}

}  // namespace

void append_finding(JsonOut& out, const Finding& finding, bool norwegian_advice,
                    const std::function<void()>& add_more) {
  out.begin_object(JsonOut::Line::airy);
  out.member("rule", finding.rule);
  out.member("stage", to_string(finding.stage));
  out.member("severity", to_string(finding.severity));
  out.member("outcome", to_string(finding.outcome));
  if (finding.code) add_code(out, *finding.code);
  if (finding.line > 0) {
    out.member("line", finding.line);
    out.member("column", finding.column);
  }
  add(out, "xpath", finding.xpath);
  add_text(out, "text", finding.text);
  add(out, "advice", norwegian_advice ? finding.advice.nb : finding.advice.en);
  add_context(out, finding.context);
  if (!finding.source.ref.empty()) add_source(out, finding.source.status, finding.source.ref);
  if (add_more) add_more();
  out.end_object();
}

std::string finding_json(const Finding& finding, bool norwegian_advice) {
  JsonOut out(true);
  append_finding(out, finding, norwegian_advice);
  return out.take_piece();
}

void add_findings(JsonOut& out, std::string_view name, const std::vector<Finding>& findings,
                  bool norwegian_advice) {
  out.begin_array(name);
  for (const auto& finding : findings) append_finding(out, finding, norwegian_advice);
  out.end_array();
}

std::string findings_json(const std::vector<Finding>& findings, std::string_view indent,
                          bool norwegian_advice) {
  JsonOut out(true, indent.size() / 2);
  out.begin_array();
  for (const auto& finding : findings) append_finding(out, finding, norwegian_advice);
  out.end_array();
  return out.take_piece();
}

}  // namespace cimgate::report
