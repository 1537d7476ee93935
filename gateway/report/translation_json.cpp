#include "gateway/report/translation_json.hpp"

#include <algorithm>

#include "gateway/json/out.hpp"
#include "gateway/report/findings_json.hpp"

namespace cimgate::report {

std::string_view content_type(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  return first != std::string_view::npos && text[first] == '<' ? "application/xml" : "application/json";
}

void put_check_first(Translated& result) {
  if (!result.checked) return;
  std::erase_if(result.findings, [](const Finding& finding) { return finding.stage < Stage::translation; });
  result.findings.insert(result.findings.begin(), result.checked->findings.begin(),
                         result.checked->findings.end());
  result.findings_left_out = std::max(result.findings_left_out, result.checked->findings_left_out);
}

std::string translation_json(const Translated& result, bool norwegian) {
  json::JsonOut out(true);
  out.begin_object();
  out.member("message", result.message);
  if (result.checked) out.member("verdict", to_string(result.checked->verdict));
  out.member("result", result.whole);
  out.begin_array("files");
  for (const auto& file : result.files) {
    out.begin_object(json::JsonOut::Line::airy);
    out.member("name", file.name);
    out.member("contentType", content_type(file.text));
    out.member("text", file.text);
    out.end_object();
  }
  out.end_array();
  add_findings(out, "findings", result.findings, norwegian);
  if (result.findings_left_out > 0) out.member("findingsLeftOut", result.findings_left_out);
  out.end_object();
  return std::move(out).take();
}

}  // namespace cimgate::report
