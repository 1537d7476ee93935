#include "gateway/market/state_view.hpp"

#include <algorithm>

namespace cimgate::market {
namespace {

using Fields = StateView::Fields;

class Builder {
 public:
  Builder(const Market& market, std::optional<Day> day) : market_(market), day_(day) {}

  StateView metering_point(const std::string& gsrn) {
    StateView::Part points{"metering_points", {}};
    for (const Day change : days_of(gsrn))
      if (const auto point = market_.metering_point(gsrn, change); point.known())
        points.records.push_back(fields(*point));
    add(std::move(points));
    StateView::Part contracts{"contracts", {}};
    for (const auto& one : market_.contracts_of(gsrn))
      if (shown(one.period)) contracts.records.push_back(fields(one));
    add(std::move(contracts));
    StateView::Part access{"third_party_access", {}};
    for (const auto& one : market_.third_party_access(gsrn))
      if (shown(one.period))
        access.records.push_back(with({{"metering_point", gsrn}, {"party", one.party}}, one.period));
    add(std::move(access));
    StateView::Part processes{"processes", {}};
    for (const auto& one : market_.processes_of(gsrn)) processes.records.push_back(fields(one));
    add(std::move(processes));
    return std::move(view_);
  }

  StateView party(const std::string& gln) {
    StateView::Part parties{"parties", {}};
    for (const auto& one : market_.party_history(gln)) {
      if (!shown(one.period)) continue;
      std::string roles;
      for (const auto& role : one.roles) roles += (roles.empty() ? "" : " ") + role;
      parties.records.push_back(with({{"gln", gln}, {"name", one.name}, {"roles", roles}}, one.period));
    }
    add(std::move(parties));
    StateView::Part agreements{"balance_agreements", {}};
    for (const auto& one : market_.balance_agreements(gln))
      if (shown(one.period))
        agreements.records.push_back(with({{"supplier", gln}, {"grid_area", one.grid_area}}, one.period));
    add(std::move(agreements));
    return std::move(view_);
  }

 private:
  bool shown(const Period& period) const { return !day_ || period.holds(*day_); }

  void add(StateView::Part part) {
    if (!part.records.empty()) view_.parts.push_back(std::move(part));
  }

  std::vector<Day> days_of(const std::string& gsrn) const {
    return day_ ? std::vector<Day>{*day_} : market_.changes_of(gsrn);
  }

  static Fields with(Fields fields, const Period& period) {
    fields.emplace_back("from", rules::to_text(period.from));
    if (period.to) fields.emplace_back("to", rules::to_text(*period.to));
    std::erase_if(fields, [](const auto& field) { return field.second.empty(); });
    return fields;
  }

  static Fields fields(const MeteringPoint& point) {
    Fields all{{"gsrn", point.gsrn}};
    const auto say = [&](const char* name, const Answer<std::string>& answer) {
      if (answer.knowledge() != Knowledge::not_known)
        all.emplace_back(name, answer.known() ? *answer : "null");
    };
    const auto say_whether = [&](const char* name, const Answer<bool>& answer) {
      if (answer.known()) all.emplace_back(name, *answer ? "true" : "false");
    };
    say("type", point.type);
    say("status", point.status);
    say("settlement", point.settlement);
    say("resolution", point.resolution);
    say("grid_area", point.grid_area);
    say_whether("accounting_point", point.accounting_point);
    say_whether("blocked_for_switching", point.blocked_for_switching);
    say("meter", point.meter);
    all.emplace_back("from", rules::to_text(point.since));
    return all;
  }

  static Fields fields(const Contract& contract) {
    // An organisation number has nine digits and is public; whatever else it is, it is a person's.
    const auto customer = contract.customer.size() == 9 ? contract.customer : std::string("…");
    auto all = with({{"metering_point", contract.metering_point},
                     {"customer", customer},
                     {"supplier", contract.supplier},
                     {"role", contract.role}},
                    contract.period);
    if (!contract.origin.empty()) all.emplace_back("origin", contract.origin);
    return all;
  }

  static Fields fields(const Process& process) {
    Fields all{{"id", process.id},
               {"process", process.process},
               {"metering_point", process.metering_point},
               {"initiator", process.initiator},
               {"date", rules::to_text(process.date)},
               {"status", process.status}};
    if (process.cancellation_deadline)
      all.emplace_back("cancellation_deadline", rules::to_text(*process.cancellation_deadline));
    if (process.stage != usual_stage(process.status)) all.emplace_back("stage", process.stage);
    return all;
  }

  const Market& market_;
  std::optional<Day> day_;
  StateView view_;
};

}  // namespace

StateView view_of(const Market& market, const std::string& id, std::optional<Day> day) {
  Builder builder(market, day);
  return id.size() == 13 ? builder.party(id) : builder.metering_point(id);
}

}  // namespace cimgate::market
