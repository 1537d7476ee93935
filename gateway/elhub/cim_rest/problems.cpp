#include "gateway/elhub/cim_rest/problems.hpp"

#include "gateway/report/findings_json.hpp"

namespace cimgate::cim_rest {

namespace {

http::Problem made(std::uint16_t status, std::string type, std::string title, std::string detail,
                   const std::vector<Finding>& findings) {
  http::Problem problem{status, std::move(type), std::move(title), std::move(detail), {}};
  if (!findings.empty())
    problem.members.push_back({"findings", report::findings_json(findings, "  ", false)});
  return problem;
}

}  // namespace

http::Answer problem_of(std::uint16_t status, std::string type, std::string title, std::string detail,
                        const std::vector<Finding>& findings) {
  return http::problem(made(status, std::move(type), std::move(title), std::move(detail), findings));
}

http::Problem in_words_of_cim(const hub::Fault& fault) {
  using hub::FaultGroup;
  switch (fault.group) {
    case FaultGroup::xsd:
      return made(422, "invalid-document", "The document is not valid against its schema.",
                  fault.findings.empty() ? fault.description : fault.text, fault.findings);
    case FaultGroup::uuid:
      return made(409, "id-used-before", "The id has been used before.", fault.description, {});
    case FaultGroup::security:
      return made(403, "not-allowed", "The sender may not do this.", fault.description, {});
    case FaultGroup::size:
      return made(413, "too-large", "The document is too large.", fault.description, {});
    case FaultGroup::system:
      return made(503, "hub-unavailable", "The market cannot do this now.", fault.description, {});
    default:
      return made(400, "bad-request", "The market cannot accept this.", fault.description, {});
  }
}

http::Answer problem_of(const hub::Fault& fault) {
  return http::problem(in_words_of_cim(fault));
}

}  // namespace cimgate::cim_rest
