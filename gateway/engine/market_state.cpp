#include "cimgate/market.hpp"

#include "gateway/market/market_facts.hpp"
#include "gateway/store/stored_market.hpp"

namespace cimgate {
namespace {

MarketState facts_of(std::shared_ptr<const market::Market> state) {
  return std::make_shared<const market::MarketFacts>(std::move(state));
}

}  // namespace

tl::expected<MarketState, std::string> open_market(const std::string& file) {
  return store::open_market(file).map(facts_of);
}

tl::expected<MarketState, std::string> market_from_text(const std::string& name, const std::string& text) {
  return store::market_in_memory(name, text).map(facts_of);
}

}  // namespace cimgate
