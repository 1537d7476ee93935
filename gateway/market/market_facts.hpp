#pragma once
#include <memory>
#include <string_view>

#include "gateway/market/market.hpp"
#include "gateway/rules/facts.hpp"

namespace cimgate::market {

/// The market state as rules ask about it: `market.NAME` in rule files. What the state does not hold does not
/// exist (metering points, contracts, agreements, parties); fields that no file gave are not known.
class MarketFacts final : public rules::Facts {
 public:
  explicit MarketFacts(std::shared_ptr<const Market> market) : market_(std::move(market)) {}
  rules::Fact look_up(std::string_view name, const rules::Question& question) const override;
  std::unique_ptr<rules::Gathering> gather() const override;

 private:
  std::shared_ptr<const Market> market_;
};

/// What `market.found-points` searches by.
PointSearch search_of(const rules::Question& question);

}  // namespace cimgate::market
