#pragma once
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "gateway/market/wanted.hpp"

namespace cimgate::market {

/// A market state that is far away, asked about one message: what was told beforehand was fetched together
/// and is answered from the copy; the rest is asked for on its own. To be used from one thread.
class GatheredMarket final : public Market {
 public:
  /// Metering points whose rows are kept at the same time. Of a message with more, those are fetched anew
  /// that are asked about, with their neighbours in the message.
  static constexpr std::size_t most_points = 1000;

  /// `points`: those of the message, in its order; `wanted` has none. Fetches the first ones.
  GatheredMarket(std::shared_ptr<const Market> origin, Wanted wanted, std::vector<std::string> points,
                 std::size_t most = most_points);

  Answer<MeteringPoint> metering_point(const std::string& gsrn, Day day) const override;
  std::vector<Day> changes_of(const std::string& gsrn) const override;
  std::vector<Contract> contracts_of(const std::string& gsrn) const override;
  Answer<Customer> customer(const std::string& id) const override;
  Answer<std::string> grid_owner(const std::string& grid_area, Day day) const override;
  std::vector<Party> party_history(const std::string& gln) const override;
  std::vector<std::string> roles_of_agent(const std::string& agent, const std::string& party,
                                          Day day) const override;
  std::vector<BalanceAgreement> balance_agreements(const std::string& supplier,
                                                   const std::string& grid_area) const override;
  std::vector<BalanceAgreement> balance_agreements(const std::string& supplier) const override;
  std::vector<ThirdPartyAccess> third_party_access(const std::string& gsrn) const override;
  std::vector<Process> processes_of(const std::string& gsrn) const override;
  Answer<Process> process(const std::string& id) const override;
  Answer<std::string> sharing_owner(const std::string& id) const override;
  Answer<Grant> grant(const std::string& id) const override;
  bool in_force(std::string_view control, Day day) const override;
  std::vector<std::string> parties_with_role(std::string_view role, Day day) const override;
  std::vector<std::string> search(const PointSearch& search, Day day) const override;
  Answer<std::vector<Series>> series_of(const std::string& gsrn, std::int64_t from,
                                        std::int64_t to) const override;
  Answer<std::vector<Series>> series_in(const std::string& grid_area, std::int64_t from,
                                        std::int64_t to) const override;
  Answer<Series> last_series(const std::string& gsrn, const std::string& process,
                             const std::string& direction, const std::string& product) const override;
  Answer<Series> series(const std::string& id) const override;
  std::vector<std::pair<std::string, std::int64_t>> sizes() const override;

 private:
  void fetch(std::size_t chunk) const;
  const Market& copy_if(bool covered) const { return covered && part_.copy ? *part_.copy : *origin_; }
  /// Who knows all about a metering point.
  const Market& of_point(const std::string& gsrn) const;
  const Market& of_series(const std::string& gsrn) const;

  std::shared_ptr<const Market> origin_;
  Wanted wanted_;  ///< without metering points
  std::vector<std::string> points_;
  std::size_t most_;
  std::map<std::string, std::size_t> place_;  ///< of each of `points_`
  mutable Part part_;                         ///< without a copy: the origin would not make one
};

}  // namespace cimgate::market
