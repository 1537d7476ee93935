#pragma once
#include <memory>

#include "gateway/elhub/hub/hub.hpp"
#include "gateway/http/route.hpp"

/// Elhub's contract service as its first draft describes it: agreements on metering points, such as
/// Norgespris, over REST. docs/contracts.md says what is published and what is assumed.
namespace cimgate::contract_rest {

http::Part routes(const std::shared_ptr<hub::Hub>& hub);

/// What stands around all that guards these routes: the headers of the draft become those of the other
/// services, and every problem becomes an error of JSON:API.
http::Part in_its_words(http::Part part, const std::shared_ptr<hub::Hub>& hub);

}  // namespace cimgate::contract_rest
