#include "gateway/elhub/cim_rest/market_json.hpp"

#include "gateway/json/out.hpp"
#include "gateway/rules/calendar.hpp"

namespace cimgate::cim_rest {
namespace {

using json::JsonOut;

void day(JsonOut& out, std::string_view name, const std::optional<rules::Day>& value) {
  if (value)
    out.member(name, rules::to_text(*value));
  else
    out.member_literal(name, "null");
}

void one_party(JsonOut& out, const market::Party& party) {
  out.begin_object(JsonOut::Line::one);
  out.member("gln", party.gln);
  out.member("name", party.name);
  out.begin_array("roles");
  for (const auto& role : party.roles) out.string(role);
  out.end_array();
  out.end_object();
}

}  // namespace

std::string contracts_json(const std::string& gsrn, const std::vector<market::Contract>& contracts) {
  JsonOut out(true);
  out.begin_object();
  out.member("meteringPoint", gsrn);
  out.begin_array("contracts");
  for (const auto& contract : contracts) {
    out.begin_object(JsonOut::Line::one);
    out.member("supplier", contract.supplier);
    out.member("role", contract.role);
    day(out, "from", contract.period.from);
    day(out, "to", contract.period.to);
    out.member("origin", contract.origin);
    out.end_object();
  }
  out.end_array();
  out.end_object();
  return std::move(out).take();
}

std::string party_json(const market::Party& party) {
  JsonOut out(true);
  one_party(out, party);
  return std::move(out).take();
}

std::string parties_json(const std::vector<market::Party>& parties) {
  JsonOut out(true);
  out.begin_object();
  out.begin_array("parties");
  for (const auto& party : parties) one_party(out, party);
  out.end_array();
  out.end_object();
  return std::move(out).take();
}

std::string grid_areas_json(const std::vector<GridArea>& areas) {
  JsonOut out(true);
  out.begin_object();
  out.begin_array("gridAreas");
  for (const auto& area : areas) {
    out.begin_object(JsonOut::Line::one);
    out.member("id", area.id);
    out.member("owner", area.owner);
    out.end_object();
  }
  out.end_array();
  out.end_object();
  return std::move(out).take();
}

}  // namespace cimgate::cim_rest
