#pragma once
#include <string>
#include <vector>

#include "gateway/elhub/hub/point_contracts.hpp"
#include "gateway/http/route.hpp"

/// Contracts and errors as JSON:API has them, in the house style of Elhub's REST services.
namespace cimgate::contract_rest {

inline constexpr const char* media_type = "application/vnd.api+json";
inline constexpr const char* base = "/contract-service/v1";

struct Link {
  std::string name, target;
};

http::Answer contract_answer(const hub::PointContract& contract, hub::Seconds now,
                             std::uint16_t status = 200);
http::Answer contracts_answer(const std::vector<hub::PointContract>& contracts,
                              const std::vector<Link>& links, hub::Seconds now, std::uint16_t status = 200);
http::Answer ping_answer(hub::Seconds now);

/// `now`: of the hub's clock; the status of the first error is that of the answer.
http::Answer errors_answer(const hub::ContractErrors& errors, hub::Seconds now);

}  // namespace cimgate::contract_rest
