#include "gateway/elhub/hub/plain_words.hpp"

namespace cimgate::hub {

std::string party_name(ProcessContext& context, const std::string& gln, Day day) {
  const auto history = context.market().party_history(gln);
  const auto* party = market::held_on(history, day);
  return party == nullptr ? std::string() : party->name;
}

std::string address_line(ProcessContext& context, const std::string& gsrn, Day day) {
  const auto known = context.ledger().address_of(gsrn, day);
  if (!known) return {};
  auto street = known->street;
  if (!street.empty() && !known->building_number.empty()) street += ' ' + known->building_number;
  auto place = known->post_code;
  if (!place.empty() && !known->city.empty()) place += ' ' + known->city;
  return street + (street.empty() || place.empty() ? "" : ", ") + place;
}

}  // namespace cimgate::hub
