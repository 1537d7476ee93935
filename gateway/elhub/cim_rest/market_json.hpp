#pragma once
#include <string>
#include <vector>

#include "gateway/market/market.hpp"

/// What the market state knows, as resources tell it. End users are not named.
namespace cimgate::cim_rest {

struct GridArea {
  std::string id;     ///< EIC
  std::string owner;  ///< GLN
};

std::string contracts_json(const std::string& gsrn, const std::vector<market::Contract>& contracts);
std::string parties_json(const std::vector<market::Party>& parties);
std::string party_json(const market::Party& party);
std::string grid_areas_json(const std::vector<GridArea>& areas);

}  // namespace cimgate::cim_rest
