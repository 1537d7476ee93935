#include "gateway/market/market_facts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include "gateway/market/fact.hpp"
#include "gateway/market/grant_facts.hpp"
#include "gateway/market/last_resort.hpp"
#include "gateway/market/series_facts.hpp"
#include "gateway/market/takeover.hpp"

namespace cimgate::market {
namespace {

using rules::Question;

/// One question, and what is needed to answer it.
class Asked {
 public:
  Asked(const Market& market, const Question& question, const rules::LookUp& look_up)
      : market_(market), question_(question), look_up_(look_up) {}

  const Market& market() const { return market_; }
  const Question& question() const { return question_; }
  const rules::LookUp& look_up() const { return look_up_; }
  const std::string& gsrn() const { return question_.metering_point; }
  Day day() const { return question_.on.value_or(question_.as_of); }
  Day as_of() const { return question_.as_of; }

  /// The fact itself is not known of this metering point.
  Fact not_known() const {
    const auto of_what = gsrn().empty() ? std::string() : fmt::format(" ({})", gsrn());
    return {Fact::Kind::not_known,
            {},
            {fmt::format("{}{} on {}", look_up_.en, of_what, rules::to_text(day())),
             fmt::format("{}{} {}", look_up_.nb, of_what, rules::to_text(day()))}};
  }

  Answer<MeteringPoint> point() const { return market_.metering_point(gsrn(), day()); }

  template <class Value>
  Fact field(Answer<Value> MeteringPoint::*member) const {
    const auto at = point();
    if (!at.known()) return none();
    const auto& answer = (*at).*member;
    if (answer.absent()) return none();
    if (!answer.known()) return not_known();
    if constexpr (std::is_same_v<Value, bool>)
      return whether(*answer);
    else
      return of(*answer);
  }

  std::vector<Contract> contracts() const { return market_.contracts_of(gsrn()); }

  template <class Get>
  Fact of_contract(const Get& get) const {
    const auto all = contracts();
    const auto* held = held_on(all, day());
    return held == nullptr ? none() : of(get(*held));
  }

  /// The last contract that has begun.
  template <class Get>
  Fact of_last_contract(const Get& get) const {
    const auto all = contracts();
    const Contract* last = nullptr;
    for (const auto& contract : all)
      if (contract.period.from <= as_of()) last = &contract;
    return last == nullptr ? none() : of(get(*last));
  }

  /// The grid area that the message names, else the one of the metering point.
  Answer<std::string> grid_area() const {
    if (!question_.grid_area.empty()) return question_.grid_area;
    const auto at = point();
    return at.known() ? at->grid_area : Answer<std::string>();
  }

 private:
  const Market& market_;
  const Question& question_;
  const rules::LookUp& look_up_;
};

Fact grid_owner(const Asked& asked) {
  const auto point = asked.point();
  if (!point.known()) return none();
  if (!point->grid_area.known()) return asked.not_known();
  const auto owner = asked.market().grid_owner(*point->grid_area, asked.day());
  return owner.known() ? of(*owner) : none();
}

Fact area_owner(const Asked& asked) {
  if (asked.question().grid_area.empty()) return unasked("the grid area", "nettområdet");
  const auto owner = asked.market().grid_owner(asked.question().grid_area, asked.day());
  return owner.known() ? of(*owner) : none();
}

std::vector<BalanceAgreement> agreements(const Asked& asked, const std::string& area) {
  return asked.market().balance_agreements(asked.question().supplier, area);
}

Fact balance_agreement(const Asked& asked) {
  const auto area = asked.grid_area();
  if (!area.known()) return asked.not_known();
  return whether(held_on(agreements(asked, *area), asked.day()) != nullptr);
}

Fact balance_agreement_start(const Asked& asked) {
  const auto area = asked.grid_area();
  if (!area.known()) return asked.not_known();
  const auto all = agreements(asked, *area);
  return all.empty() ? none() : of(all.back().period.from);
}

bool has_access(const Asked& asked, Day day) {
  const auto all = asked.market().third_party_access(asked.gsrn());
  return std::any_of(all.begin(), all.end(), [&](const ThirdPartyAccess& one) {
    return one.party == asked.question().sender && one.period.holds(day);
  });
}

/// Whether the sender is the owner of the grid, or sends values for it. Source: for values BRS-NO-313; that
/// whoever sends values of a point may ask for its data is assumed.
bool acts_for(const Asked& asked, const std::string& owner) {
  const auto& sender = asked.question().sender;
  if (sender == owner) return true;
  const auto roles = asked.market().roles_of_agent(sender, owner, asked.as_of());
  return std::any_of(roles.begin(), roles.end(),
                     [](const std::string& role) { return role == "DDE" || role == "MDR"; });
}

/// May the sender see the data of the metering point on the day: its supplier then, the owner of its grid, or
/// a third party with access, which reaches back to the end user's moving in. No source lets others see them.
Fact sender_access(const Asked& asked) {
  const auto& role = asked.question().role;
  if (role == "DDQ" || role == "SLR") {
    const auto all = asked.contracts();
    const auto* held = held_on(all, asked.day());
    return whether(held != nullptr && held->supplier == asked.question().sender);
  }
  if (role == "AG") {
    const auto since = lives_since(asked.contracts(), asked.as_of());
    return whether(has_access(asked, asked.as_of()) && since && *since <= asked.day());
  }
  if (role == "DDM" || role == "MDR" || role == "DDE") {
    auto owner = grid_owner(asked);
    if (owner.kind == Fact::Kind::not_known) return owner;
    if (owner.kind == Fact::Kind::absent) return whether(false);
    const auto& name = owner.values.front();
    return whether(role == "DDM" ? name == asked.question().sender : acts_for(asked, name));
  }
  return whether(false);
}

/// The same on every day of the period that is asked about.
Fact sender_access_throughout(const Asked& asked) {
  const auto& question = asked.question();
  if (!question.from || !question.to || *question.from >= *question.to)
    return unasked("the period", "perioden");
  const auto last = question.calendar->day_of(*question.to - 1);
  const auto on = [&](Day day) {
    Question one = question;
    one.on = day;
    return sender_access(Asked(asked.market(), one, asked.look_up()));
  };
  // Between two days on which nothing changes, all are alike.
  std::set<Day> days = {question.calendar->day_of(*question.from), last};
  const auto changes = [&](Day day) {
    if (*days.begin() < day && day < last) days.insert(day);
  };
  for (const auto day : asked.market().changes_of(asked.gsrn())) changes(day);
  for (const auto& contract : asked.contracts()) {
    changes(contract.period.from);
    if (contract.period.to) changes(*contract.period.to);
  }
  for (const auto day : days)
    if (auto access = on(day); access.kind != Fact::Kind::known || access.values != whether(true).values)
      return access;
  return whether(true);
}

/// The start of the first contract that holds on the day or later, as long as the point keeps its status.
Fact supplied_from(const Asked& asked) {
  const auto status = [&](Day day) {
    const auto point = asked.market().metering_point(asked.gsrn(), day);
    return point.known() ? point->status : Answer<std::string>();
  };
  std::optional<Day> until;
  for (const auto day : asked.market().changes_of(asked.gsrn()))
    if (!until && day > asked.day() && status(day) != status(asked.day())) until = day;
  for (const auto& contract : asked.contracts()) {
    const bool is_over = contract.period.to && *contract.period.to <= asked.day();
    if (!is_over && (!until || contract.period.from < *until)) return of(contract.period.from);
  }
  return none();
}

Fact sender_roles(const Asked& asked) {
  const auto history = asked.market().party_history(asked.question().sender);
  const auto* party = held_on(history, asked.as_of());
  return party == nullptr ? none() : of(party->roles);
}

Fact agent_allowed(const Asked& asked) {
  const auto& question = asked.question();
  if (question.physical_sender.empty() || question.physical_sender == question.sender) return whether(true);
  const auto roles = asked.market().roles_of_agent(question.physical_sender, question.sender, asked.as_of());
  return whether(std::find(roles.begin(), roles.end(), question.role) != roles.end());
}

template <class Get>
Fact of_referenced(const Asked& asked, const Get& get) {
  if (asked.question().reference.empty())
    return unasked("the process that is referred to", "prosessen det vises til");
  const auto process = asked.market().process(asked.question().reference);
  return process.known() ? of(get(*process)) : none();
}

/// What a process waits for whose deadline nobody has said is open until its date, which is never before it.
Fact referenced_stage(const Asked& asked) {
  if (asked.question().reference.empty())
    return unasked("the process that is referred to", "prosessen det vises til");
  const auto process = asked.market().process(asked.question().reference);
  if (!process.known()) return none();
  auto stage = stage_on(*process, asked.as_of());
  if (stage == "waiting-for-deadline" && !process->stage_is_told && !process->cancellation_deadline) {
    if (asked.as_of() < process->date) return asked.not_known();
    stage = "announced";
  }
  return of(std::move(stage));
}

Fact of_text(const std::string& text) {
  return text.empty() ? none() : of(text);
}

/// The first day of the metering point, whatever day is asked about.
Fact registered_from(const Asked& asked) {
  const auto days = asked.market().changes_of(asked.gsrn());
  return days.empty() ? none() : of(days.front());
}

/// The day from which the metering point has had the status that it has.
Fact status_since(const Asked& asked) {
  const auto now = asked.point();
  if (!now.known() || now->status.absent()) return none();
  if (!now->status.known()) return asked.not_known();
  Day since = now->since;
  const auto days = asked.market().changes_of(asked.gsrn());
  for (auto day = days.rbegin(); day != days.rend(); ++day) {
    if (*day > asked.day()) continue;
    const auto then = asked.market().metering_point(asked.gsrn(), *day);
    if (!then->status.known() || *then->status != *now->status) break;
    since = *day;
  }
  return of(since);
}

/// The sender's own processes of the kind of the message that are under way.
Fact own_process_dates(const Asked& asked) {
  std::vector<std::string> days;
  for (const auto& one : asked.market().processes_of(asked.gsrn()))
    if (one.process == asked.question().process && one.initiator == asked.question().sender &&
        one.status == "ongoing" && one.id != asked.question().message)
      days.push_back(rules::to_text(one.date));
  return of(std::move(days));
}

Fact sharing_owner(const Asked& asked) {
  if (asked.question().reference.empty()) return none();
  const auto owner = asked.market().sharing_owner(asked.question().reference);
  return owner.known() ? of(*owner) : none();
}

/// Changes of supplier under way on the metering point.
std::vector<Process> ongoing_switches(const Asked& asked, bool others_only) {
  auto all = asked.market().processes_of(asked.gsrn());
  std::erase_if(all, [&](const Process& one) {
    return one.process != "BRS-NO-101" || one.status != "ongoing" ||
           (others_only && one.initiator == asked.question().supplier);
  });
  return all;
}

Fact switch_dates(const Asked& asked, bool others_only) {
  std::vector<std::string> days;
  for (const auto& one : ongoing_switches(asked, others_only)) days.push_back(rules::to_text(one.date));
  return of(std::move(days));
}

Fact switch_deadlines(const Asked& asked) {
  std::vector<std::string> days;
  for (const auto& one : ongoing_switches(asked, false)) {
    if (!one.cancellation_deadline) return asked.not_known();
    days.push_back(rules::to_text(*one.cancellation_deadline));
  }
  return of(std::move(days));
}

/// Who may send values of a metering point: the owner of its grid area, and who may send for him.
Fact sends_values(const Asked& asked) {
  const auto owner = grid_owner(asked);
  if (owner.kind != Fact::Kind::known) return owner.kind == Fact::Kind::absent ? asked.not_known() : owner;
  return whether(acts_for(asked, owner.values.front()));
}

Fact found_points(const Asked& asked) {
  auto found = asked.market().search(search_of(asked.question()), asked.as_of());
  std::erase_if(found, [&](const std::string& gsrn) {
    const auto point = asked.market().metering_point(gsrn, asked.as_of());
    return !point.known() || !point->grid_area.known() ||
           (point->status.known() && *point->status == "E31") ||
           !asked.market().grid_owner(*point->grid_area, asked.as_of()).known();
  });
  return of(std::move(found));
}

/// The grid company of a metering point now; nothing when it is not known.
std::optional<std::string> company_of(const Asked& asked, const std::string& gsrn) {
  const auto point = asked.market().metering_point(gsrn, asked.as_of());
  if (!point.known() || !point->grid_area.known()) return std::nullopt;
  const auto owner = asked.market().grid_owner(*point->grid_area, asked.as_of());
  return owner.known() ? std::optional(*owner) : std::nullopt;
}

/// The grid company that a reading of a supplier went to (311).
Fact referenced_reading(const Asked& asked) {
  const auto& id = asked.question().payload;
  if (id.empty()) return none();
  const auto reading = asked.market().series(id);
  if (reading.knowledge() == Knowledge::not_known) return asked.not_known();
  if (!reading.known() || reading->process != "BRS-NO-311") return none();
  const auto company = company_of(asked, reading->metering_point);
  return company ? of(*company) : none();
}

/// The grid company refers to the question by its own id, or by that under which the hub passed it on.
Fact question_to(const Asked& asked) {
  const auto& reference = asked.question().reference;
  if (reference.empty()) return unasked("the question that is referred to", "forespørselen det vises til");
  const auto question = asked.market().process(reference);
  if (!question.known() || question->process != asked.question().process) return none();
  const auto company = company_of(asked, question->metering_point);
  return company ? of(*company) : none();
}

Fact named_grant(const Asked& asked) {
  if (asked.question().consent.empty()) return unasked("the grant", "samtykket");
  const auto grant = asked.market().grant(asked.question().consent);
  if (grant.absent()) return none();
  return grant.known() ? of(grant->id) : asked.not_known();
}

/// Something about the grant that the message names. Where that is not known, `grant` alone says so.
template <class Get>
Fact of_grant(const Asked& asked, const Get& get) {
  if (asked.question().consent.empty()) return none();
  const auto grant = asked.market().grant(asked.question().consent);
  return grant.known() ? get(*grant) : none();
}

Fact grant_to(const Grant& grant) {
  return grant.period.to ? of(*grant.period.to) : none();
}

using Teller = std::function<Fact(const Asked&)>;

/// Whether the grant fits the start of supply.
Teller grant_fits(bool (*fits)(const Grant&, const Start&)) {
  return [fits](const Asked& asked) {
    return of_grant(asked,
                    [&](const Grant& grant) { return whether(fits(grant, start_of(asked.question()))); });
  };
}

/// A fact about stored series; nothing where the state does not know of any.
Teller of_series(std::optional<Fact> (*tell)(const Market&, const Question&)) {
  return [tell](const Asked& asked) {
    auto fact = tell(asked.market(), asked.question());
    return fact ? *std::move(fact) : asked.not_known();
  };
}

Fact last_supplier_left(const Asked& asked) {
  const auto supplier = asked.of_last_contract([](const Contract& contract) { return contract.supplier; });
  if (supplier.kind != Fact::Kind::known) return supplier;
  return whether(held_on(asked.market().party_history(supplier.values.front()), asked.as_of()) == nullptr);
}

Fact last_takeover_day(const Asked& asked) {
  const auto takeover = last_takeover(asked.market(), asked.gsrn(), asked.as_of());
  return takeover ? of(takeover->day) : none();
}

Fact takeover_by_new_supplier(const Asked& asked) {
  const auto takeover = last_takeover(asked.market(), asked.gsrn(), asked.as_of());
  return takeover ? whether(takeover->new_in_market) : none();
}

Fact takeover_old_supplier_left(const Asked& asked) {
  const auto takeover = last_takeover(asked.market(), asked.gsrn(), asked.as_of());
  return takeover ? whether(takeover->old_supplier_left) : none();
}

Fact takeover_by_hub(const Asked& asked) {
  const auto takeover = last_takeover(asked.market(), asked.gsrn(), asked.as_of());
  return takeover ? whether(takeover->by_hub) : none();
}

Fact coming_takeover_day(const Asked& asked) {
  const auto day = coming_takeover(asked.market(), asked.gsrn(), asked.as_of());
  return day ? of(*day) : none();
}

/// What answers each look-up, and whether it is about a metering point.
struct Told {
  Teller teller;
  bool of_point = true;
};

const std::map<std::string_view, Told>& tellers() {
  static const std::map<std::string_view, Told> all = {
      {"metering-point", {[](const Asked& a) { return a.point().known() ? of(a.gsrn()) : none(); }}},
      {"status", {[](const Asked& a) { return a.field(&MeteringPoint::status); }}},
      {"point-type", {[](const Asked& a) { return a.field(&MeteringPoint::type); }}},
      {"settlement", {[](const Asked& a) { return a.field(&MeteringPoint::settlement); }}},
      {"resolution", {[](const Asked& a) { return a.field(&MeteringPoint::resolution); }}},
      {"accounting-point", {[](const Asked& a) { return a.field(&MeteringPoint::accounting_point); }}},
      {"blocked-for-switching",
       {[](const Asked& a) { return a.field(&MeteringPoint::blocked_for_switching); }}},
      {"grid-area", {[](const Asked& a) { return a.field(&MeteringPoint::grid_area); }}},
      {"meter", {[](const Asked& a) { return a.field(&MeteringPoint::meter); }}},
      {"grid-owner", {grid_owner}},
      {"area-owner", {area_owner, false}},
      {"end-user",
       {[](const Asked& a) { return a.of_contract([](const Contract& c) { return c.customer; }); }}},
      {"supplier",
       {[](const Asked& a) { return a.of_contract([](const Contract& c) { return c.supplier; }); }}},
      {"supplier-role",
       {[](const Asked& a) { return a.of_contract([](const Contract& c) { return c.role; }); }}},
      {"contract-start",
       {[](const Asked& a) { return a.of_contract([](const Contract& c) { return c.period.from; }); }}},
      {"last-contract-start",
       {[](const Asked& a) { return a.of_last_contract([](const Contract& c) { return c.period.from; }); }}},
      {"last-contract-supplier",
       {[](const Asked& a) { return a.of_last_contract([](const Contract& c) { return c.supplier; }); }}},
      {"last-contract-origin", {[](const Asked& a) {
         auto fact = a.of_last_contract([](const Contract& c) { return c.origin; });
         return fact.kind == Fact::Kind::known && fact.values.front().empty() ? a.not_known() : fact;
       }}},
      {"last-supplier-left", {last_supplier_left}},
      {"balance-agreement", {balance_agreement, false}},
      {"balance-agreement-start", {balance_agreement_start, false}},
      {"third-party-access",
       {[](const Asked& a) { return has_access(a, a.day()) ? of(a.question().sender) : none(); }}},
      {"sender-access", {sender_access}},
      {"sender-access-throughout", {sender_access_throughout}},
      {"supplied-from", {supplied_from}},
      {"sender-roles", {sender_roles, false}},
      {"agent-allowed", {agent_allowed, false}},
      {"referenced-process",
       {[](const Asked& a) { return of_referenced(a, [](const Process& p) { return p.process; }); }, false}},
      {"referenced-status",
       {[](const Asked& a) { return of_referenced(a, [](const Process& p) { return p.status; }); }, false}},
      {"referenced-point",
       {[](const Asked& a) { return of_referenced(a, [](const Process& p) { return p.metering_point; }); },
        false}},
      {"referenced-initiator",
       {[](const Asked& a) { return of_referenced(a, [](const Process& p) { return p.initiator; }); },
        false}},
      {"referenced-stage", {referenced_stage, false}},
      {"own-process-date", {own_process_dates}},
      {"registered-from", {registered_from}},
      {"status-since", {status_since}},
      {"last-resort", {[](const Asked& a) { return of_text(last_resort(a.market(), a.gsrn(), a.day())); }}},
      {"sharing-owner", {sharing_owner, false}},
      {"other-switch-date", {[](const Asked& a) { return switch_dates(a, true); }}},
      {"switch-date", {[](const Asked& a) { return switch_dates(a, false); }}},
      {"switch-cancellation-deadline", {switch_deadlines}},
      {"takeover", {last_takeover_day}},
      {"takeover-by-hub", {takeover_by_hub}},
      {"takeover-by-new-supplier", {takeover_by_new_supplier}},
      {"takeover-old-supplier-left", {takeover_old_supplier_left}},
      {"coming-takeover", {coming_takeover_day}},
      {"sends-values", {sends_values}},
      {"values-until", {of_series(values_until)}},
      {"registered-before", {of_series(registered_before)}},
      {"period-before", {of_series(period_before)}},
      {"period-within", {of_series(period_within)}},
      {"reading-before", {of_series(reading_before)}},
      {"values", {of_series(any_values)}},
      {"settlement-basis", {of_series(settlement_basis), false}},
      {"referenced-reading", {referenced_reading, false}},
      {"question-to", {question_to, false}},
      {"found-points", {found_points, false}},
      {"grant", {named_grant, false}},
      {"grant-status",
       {[](const Asked& a) {
          return of_grant(a, [&](const Grant& g) { return of(std::string(status_on(g, a.as_of()))); });
        },
        false}},
      {"grant-from",
       {[](const Asked& a) { return of_grant(a, [](const Grant& g) { return of(g.period.from); }); }, false}},
      {"grant-to", {[](const Asked& a) { return of_grant(a, grant_to); }, false}},
      {"grant-for-supplier",
       {grant_fits([](const Grant& g, const Start& s) { return g.party == s.supplier; }), false}},
      {"grant-for-point",
       {grant_fits([](const Grant& g, const Start& s) { return g.metering_point == s.metering_point; })}},
      {"grant-for-customer",
       {grant_fits([](const Grant& g, const Start& s) { return g.customer == s.customer; }), false}},
      {"grant-for-process", {grant_fits(fits_process), false}},
      {"grant-for-day", {grant_fits(fits_day), false}},
      {"consent-control",
       {[](const Asked& a) { return whether(a.market().in_force("consent", a.as_of())); }, false}},
  };
  return all;
}

}  // namespace

PointSearch search_of(const Question& question) {
  PointSearch search;
  search.limit = 99;
  search.text = question.metering_point;
  search.customer = question.customer;
  search.meter = question.meter;
  search.street = question.street;
  search.building_number = question.building_number;
  search.post_code = question.post_code;
  return search;
}

rules::Fact MarketFacts::look_up(std::string_view name, const rules::Question& question) const {
  const auto* known = rules::find_look_up(name);
  const auto told = tellers().find(name);
  if (known == nullptr || told == tellers().end())
    return {Fact::Kind::not_known, {}, {std::string(name), std::string(name)}};
  if (told->second.of_point && question.metering_point.empty())
    return unasked("the metering point", "målepunktet");
  return told->second.teller(Asked(*market_, question, *known));
}

}  // namespace cimgate::market
