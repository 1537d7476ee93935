#pragma once
#include <map>
#include <string>
#include <vector>

#include "cimgate/gateway.hpp"
#include "gateway/scenario/exchange.hpp"
#include "gateway/scenario/pack_file.hpp"

namespace scenario_test {

const cimgate::Gateway& gateway();
const cimgate::scenario::Words& words();

/// A pack with these steps in the town of scenarios/cast.
std::string pack_text(const std::string& steps);
cimgate::scenario::ReadPack read(const std::string& text);
/// The same, which must have no mistakes.
cimgate::scenario::Pack pack(const std::string& steps);

/// A system that answers as it is told to, and keeps what it was asked.
class FakeSystem final : public cimgate::scenario::Exchange {
 public:
  tl::expected<cimgate::scenario::Reply, std::string> send(const cimgate::scenario::Call& call) override;

  std::vector<cimgate::scenario::Call> calls;
  std::map<std::string, std::vector<std::string>> waiting;  ///< messages as XML, by the GLN of the party
  std::string now = "2026-06-01T08:00:00+02:00";
  std::string market = R"({"total":0,"meteringPoints":[],"parties":[]})";
  bool has_hub_face = true;
  bool is_there = true;
  std::string fault_group;  ///< of the next message; "" = it is accepted
  std::vector<std::string> acknowledged;
  std::map<std::string, cimgate::scenario::Reply> rest;  ///< by "GET /cim/v1/parties"

 private:
  cimgate::scenario::Reply hub(const cimgate::scenario::Call& call);
  cimgate::scenario::Reply soap(const cimgate::scenario::Call& call);
  cimgate::scenario::Reply cim(const cimgate::scenario::Call& call);
};

}  // namespace scenario_test
