#include "gateway/elhub/cim_rest/document_state.hpp"

#include "gateway/http/json_answer.hpp"
#include "gateway/json/out.hpp"
#include "gateway/report/findings_json.hpp"

namespace cimgate::cim_rest {

http::Answer state_answer(const Gateway& gateway, const TranslateOptions& form, const DocumentState& state,
                          const std::vector<Finding>& findings) {
  json::JsonOut out(true);
  out.begin_object();
  out.member("id", state.id);
  out.member("state", to_string(state.state));
  out.member("tries", state.tries);
  std::vector<std::string> bundles, problems;
  for (const auto& message : state.answers) {
    const auto bundle = bundle_of(gateway, message, form);
    bundle ? bundles.push_back(*bundle) : problems.push_back(http::problem_json(bundle.error(), 2));
  }
  const auto add_list = [&](const char* name, const std::vector<std::string>& list) {
    if (list.empty()) return;
    out.begin_array(name);
    for (const auto& one : list) out.literal(one);
    out.end_array();
  };
  add_list("answers", bundles);
  add_list("answerProblems", problems);
  if (state.problem) out.member_literal("problem", http::problem_json(*state.problem, 1));
  if (!findings.empty()) report::add_findings(out, "findings", findings, false);
  out.end_object();
  return http::json_answer(std::move(out).take());
}

}  // namespace cimgate::cim_rest
