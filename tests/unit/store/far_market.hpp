#pragma once
#include <memory>
#include <utility>

#include "gateway/market/wanted.hpp"

namespace cimgate::test {

/// A market state as if it were far away, wherever it is: counts what is fetched together, and what is asked
/// for on its own.
class FarMarket final : public market::Market {
 public:
  explicit FarMarket(std::shared_ptr<const Market> inner) : inner_(std::move(inner)) {}
  mutable int parts = 0;
  mutable int alone = 0;

  bool is_far() const override { return true; }
  market::Part part(const market::Wanted& wanted) const override {
    ++parts;
    return inner_->part(wanted);
  }

  market::Answer<market::MeteringPoint> metering_point(const std::string& gsrn,
                                                       market::Day day) const override {
    return asked().metering_point(gsrn, day);
  }
  std::vector<market::Day> changes_of(const std::string& gsrn) const override {
    return asked().changes_of(gsrn);
  }
  std::vector<market::Contract> contracts_of(const std::string& gsrn) const override {
    return asked().contracts_of(gsrn);
  }
  market::Answer<market::Customer> customer(const std::string& id) const override {
    return asked().customer(id);
  }
  market::Answer<std::string> grid_owner(const std::string& area, market::Day day) const override {
    return asked().grid_owner(area, day);
  }
  std::vector<market::Party> party_history(const std::string& gln) const override {
    return asked().party_history(gln);
  }
  std::vector<std::string> roles_of_agent(const std::string& agent, const std::string& party,
                                          market::Day day) const override {
    return asked().roles_of_agent(agent, party, day);
  }
  std::vector<market::BalanceAgreement> balance_agreements(const std::string& supplier,
                                                           const std::string& area) const override {
    return asked().balance_agreements(supplier, area);
  }
  std::vector<market::BalanceAgreement> balance_agreements(const std::string& supplier) const override {
    return asked().balance_agreements(supplier);
  }
  std::vector<market::ThirdPartyAccess> third_party_access(const std::string& gsrn) const override {
    return asked().third_party_access(gsrn);
  }
  std::vector<market::Process> processes_of(const std::string& gsrn) const override {
    return asked().processes_of(gsrn);
  }
  market::Answer<market::Process> process(const std::string& id) const override {
    return asked().process(id);
  }
  market::Answer<std::string> sharing_owner(const std::string& id) const override {
    return asked().sharing_owner(id);
  }
  market::Answer<market::Grant> grant(const std::string& id) const override { return asked().grant(id); }
  bool in_force(std::string_view control, market::Day day) const override {
    return asked().in_force(control, day);
  }
  std::vector<std::string> parties_with_role(std::string_view role, market::Day day) const override {
    return asked().parties_with_role(role, day);
  }
  std::vector<std::string> search(const market::PointSearch& search, market::Day day) const override {
    return asked().search(search, day);
  }
  market::Answer<std::vector<market::Series>> series_of(const std::string& gsrn, std::int64_t from,
                                                        std::int64_t to) const override {
    return asked().series_of(gsrn, from, to);
  }
  market::Answer<std::vector<market::Series>> series_in(const std::string& area, std::int64_t from,
                                                        std::int64_t to) const override {
    return asked().series_in(area, from, to);
  }
  market::Answer<market::Series> last_series(const std::string& gsrn, const std::string& process,
                                             const std::string& direction,
                                             const std::string& product) const override {
    return asked().last_series(gsrn, process, direction, product);
  }
  market::Answer<market::Series> series(const std::string& id) const override { return asked().series(id); }
  std::vector<std::pair<std::string, std::int64_t>> sizes() const override { return asked().sizes(); }

 private:
  const Market& asked() const {
    ++alone;
    return *inner_;
  }

  std::shared_ptr<const Market> inner_;
};

}  // namespace cimgate::test
