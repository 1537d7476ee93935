#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "gateway/market/gathered_market.hpp"
#include "gateway/market/market_facts.hpp"
#include "gateway/market/series_facts.hpp"

namespace cimgate::market {
namespace {

/// What questions are about, as what is wanted of the market state. A look-up that leads further (from a
/// metering point to its supplier) is followed by the market itself, where the rows are.
class Gatherer final : public rules::Gathering {
 public:
  explicit Gatherer(std::shared_ptr<const Market> market) : market_(std::move(market)) {}

  void expect(std::string_view name, const rules::Question& question) override {
    const auto* look_up = rules::find_look_up(name);
    if (look_up == nullptr) return;
    if (!question.metering_point.empty() && known_.insert(question.metering_point).second)
      points_.push_back(question.metering_point);
    for (const auto* party : {&question.supplier, &question.sender, &question.physical_sender})
      if (!party->empty()) wanted_.parties.insert(*party);
    if (!question.grid_area.empty()) wanted_.areas.insert(question.grid_area);
    if (!question.reference.empty()) wanted_.references.insert(question.reference);
    if (look_up->of_series || name == "values") wanted_.with_series.insert(question.metering_point);
    if (name == "referenced-reading" && !question.payload.empty()) wanted_.series.insert(question.payload);
    if (!question.consent.empty() && (name.starts_with("grant") || name == "consent-control"))
      wanted_.grants.insert(question.consent);
    if (name == "last-resort") wanted_.last_resort = true;
    // One of each: a message has no more, and what is beyond is asked for on its own.
    if (name == "found-points" && !wanted_.search)
      wanted_.search = Wanted::Search{search_of(question), question.as_of};
    if (name == "settlement-basis" && !wanted_.settled)
      if (const auto days = settled_days(question))
        wanted_.settled = Wanted::AreaTime{question.grid_area, days->first, days->second};
  }

  std::unique_ptr<const rules::Facts> fetch() override {
    return std::make_unique<MarketFacts>(
        std::make_shared<GatheredMarket>(market_, std::move(wanted_), std::move(points_)));
  }

 private:
  std::shared_ptr<const Market> market_;
  Wanted wanted_;
  std::vector<std::string> points_;
  std::set<std::string> known_;
};

}  // namespace

std::unique_ptr<rules::Gathering> MarketFacts::gather() const {
  return market_->is_far() ? std::make_unique<Gatherer>(market_) : nullptr;
}

}  // namespace cimgate::market
