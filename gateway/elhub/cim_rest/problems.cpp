#include "gateway/elhub/cim_rest/problems.hpp"

#include "gateway/report/findings_json.hpp"

namespace cimgate::cim_rest {

http::Answer problem_of(std::uint16_t status, std::string type, std::string title, std::string detail,
                        const std::vector<Finding>& findings) {
  http::Problem problem;
  problem.status = status;
  problem.type = std::move(type);
  problem.title = std::move(title);
  problem.detail = std::move(detail);
  if (!findings.empty())
    problem.members.push_back({"findings", report::findings_json(findings, "  ", false)});
  return http::problem(problem);
}

http::Answer problem_of(const hub::Fault& fault) {
  using hub::FaultGroup;
  switch (fault.group) {
    case FaultGroup::xsd:
      return problem_of(422, "invalid-document", "The document is not valid against its schema.",
                        fault.findings.empty() ? fault.description : fault.text, fault.findings);
    case FaultGroup::uuid:
      return problem_of(409, "id-used-before", "The id has been used before.", fault.description);
    case FaultGroup::security:
      return problem_of(403, "not-allowed", "The sender may not do this.", fault.description);
    case FaultGroup::size:
      return problem_of(413, "too-large", "The document is too large.", fault.description);
    case FaultGroup::system:
      return problem_of(503, "hub-unavailable", "The test hub cannot do this now.", fault.description);
    default:
      return problem_of(400, "bad-request", "The test hub cannot accept this.", fault.description);
  }
}

}  // namespace cimgate::cim_rest
