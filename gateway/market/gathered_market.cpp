#include "gateway/market/gathered_market.hpp"

#include <algorithm>
#include <utility>

namespace cimgate::market {

GatheredMarket::GatheredMarket(std::shared_ptr<const Market> origin, Wanted wanted,
                               std::vector<std::string> points, std::size_t most)
    : origin_(std::move(origin)), wanted_(std::move(wanted)), points_(std::move(points)), most_(most) {
  for (std::size_t i = 0; i < points_.size(); ++i) place_.emplace(points_[i], i);
  fetch(0);
}

void GatheredMarket::fetch(std::size_t chunk) const {
  auto wanted = wanted_;
  const auto first = std::min(chunk * most_, points_.size());
  const auto last = std::min(first + most_, points_.size());
  for (auto i = first; i < last; ++i) wanted.points.insert(points_[i]);
  std::erase_if(wanted.with_series, [&](const std::string& gsrn) { return !wanted.points.contains(gsrn); });
  part_ = {};  // one at a time
  part_ = origin_->part(wanted);
}

const Market& GatheredMarket::of_point(const std::string& gsrn) const {
  if (part_.points.contains(gsrn)) return copy_if(true);
  const auto at = place_.find(gsrn);
  if (at == place_.end() || !part_.copy) return *origin_;
  fetch(at->second / most_);
  return copy_if(part_.points.contains(gsrn));
}

const Market& GatheredMarket::of_series(const std::string& gsrn) const {
  return wanted_.with_series.contains(gsrn) ? of_point(gsrn) : *origin_;
}

Answer<MeteringPoint> GatheredMarket::metering_point(const std::string& gsrn, Day day) const {
  return of_point(gsrn).metering_point(gsrn, day);
}

std::vector<Day> GatheredMarket::changes_of(const std::string& gsrn) const {
  return of_point(gsrn).changes_of(gsrn);
}

std::vector<Contract> GatheredMarket::contracts_of(const std::string& gsrn) const {
  return of_point(gsrn).contracts_of(gsrn);
}

Answer<Customer> GatheredMarket::customer(const std::string& id) const {
  return origin_->customer(id);
}

Answer<std::string> GatheredMarket::grid_owner(const std::string& grid_area, Day day) const {
  return copy_if(part_.areas.contains(grid_area)).grid_owner(grid_area, day);
}

std::vector<Party> GatheredMarket::party_history(const std::string& gln) const {
  return copy_if(part_.parties.contains(gln)).party_history(gln);
}

std::vector<std::string> GatheredMarket::roles_of_agent(const std::string& agent, const std::string& party,
                                                        Day day) const {
  return copy_if(wanted_.parties.contains(agent)).roles_of_agent(agent, party, day);
}

std::vector<BalanceAgreement> GatheredMarket::balance_agreements(const std::string& supplier,
                                                                 const std::string& grid_area) const {
  return copy_if(part_.parties.contains(supplier) && part_.areas.contains(grid_area))
      .balance_agreements(supplier, grid_area);
}

std::vector<BalanceAgreement> GatheredMarket::balance_agreements(const std::string& supplier) const {
  return origin_->balance_agreements(supplier);
}

std::vector<ThirdPartyAccess> GatheredMarket::third_party_access(const std::string& gsrn) const {
  return of_point(gsrn).third_party_access(gsrn);
}

std::vector<Process> GatheredMarket::processes_of(const std::string& gsrn) const {
  return of_point(gsrn).processes_of(gsrn);
}

Answer<Process> GatheredMarket::process(const std::string& id) const {
  return copy_if(wanted_.references.contains(id)).process(id);
}

Answer<std::string> GatheredMarket::sharing_owner(const std::string& id) const {
  return copy_if(wanted_.references.contains(id)).sharing_owner(id);
}

Answer<Grant> GatheredMarket::grant(const std::string& id) const {
  if (!wanted_.grants.contains(id) || !part_.copy) return origin_->grant(id);
  auto found = part_.copy->grant(id);
  if (found.known()) return found;
  return part_.knows_grants ? Answer<Grant>::none() : Answer<Grant>();
}

bool GatheredMarket::in_force(std::string_view control, Day day) const {
  return copy_if(!wanted_.grants.empty()).in_force(control, day);
}

std::vector<std::string> GatheredMarket::parties_with_role(std::string_view role, Day day) const {
  return copy_if(wanted_.last_resort && role == "SLR").parties_with_role(role, day);
}

std::vector<std::string> GatheredMarket::search(const PointSearch& search, Day day) const {
  const auto& known = wanted_.search;
  return copy_if(known && known->search == search && known->day == day).search(search, day);
}

Answer<std::vector<Series>> GatheredMarket::series_of(const std::string& gsrn, std::int64_t from,
                                                      std::int64_t to) const {
  return of_series(gsrn).series_of(gsrn, from, to);
}

Answer<std::vector<Series>> GatheredMarket::series_in(const std::string& grid_area, std::int64_t from,
                                                      std::int64_t to) const {
  return copy_if(wanted_.settled == Wanted::AreaTime{grid_area, from, to}).series_in(grid_area, from, to);
}

Answer<Series> GatheredMarket::last_series(const std::string& gsrn, const std::string& process,
                                           const std::string& direction, const std::string& product) const {
  return of_series(gsrn).last_series(gsrn, process, direction, product);
}

Answer<Series> GatheredMarket::series(const std::string& id) const {
  return copy_if(wanted_.series.contains(id)).series(id);
}

std::vector<std::pair<std::string, std::int64_t>> GatheredMarket::sizes() const {
  return origin_->sizes();
}

}  // namespace cimgate::market
