#pragma once
#include <memory>
#include <string>
#include <tl/expected.hpp>

#include "gateway/market/market.hpp"

namespace cimgate::store {

/// The market state in a database that load_market() made. Error: there is none, or it is none.
tl::expected<std::shared_ptr<const market::Market>, std::string> open_market(const std::string& database);

}  // namespace cimgate::store
