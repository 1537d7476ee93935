#include "gateway/elhub/bridge/failure.hpp"

#include "gateway/elhub/cim_rest/problems.hpp"
#include "gateway/json/out.hpp"

namespace cimgate::bridge {

http::Problem failure_of(const Outgoing& message) {
  hub::Fault said;
  said.group = hub::FaultGroup::other;
  for (int i = 0; i <= static_cast<int>(hub::FaultGroup::other); ++i)
    if (to_string(static_cast<hub::FaultGroup>(i)) == message.fault_group)
      said.group = static_cast<hub::FaultGroup>(i);
  said.description = message.fault;
  if (message.fault_group.empty())
    return {502, "not-delivered", "The document was not delivered.", message.fault, {}};
  auto problem = cim_rest::in_words_of_cim(said);
  json::JsonOut fault(true);
  fault.begin_object(json::JsonOut::Line::airy);
  fault.member("group", message.fault_group);
  fault.member("text", message.fault);
  fault.end_object();
  problem.members.push_back({"fault", fault.take_piece()});
  return problem;
}

}  // namespace cimgate::bridge
