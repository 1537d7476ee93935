#include "gateway/elhub/hub/point_contracts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "gateway/elhub/hub/timetable.hpp"

namespace cimgate::hub {
namespace {

bool same_but_for_case(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&](char one, char other) { return lower(one) == lower(other); });
}

constexpr const char* initiated = "Initiated";
constexpr const char* activated = "Activated";
constexpr const char* expired = "Expired";
constexpr const char* cancelled = "Cancelled";

ContractError not_found() {
  return {404, "CONTRACT_NOT_FOUND", "Contract not found",
          "There is no contract with this id that the sender may see.", ""};
}

/// The draft has no code for this.
ContractError not_authorized(std::string detail, std::string pointer) {
  return {403, "", "Party not authorized", std::move(detail), std::move(pointer)};
}

bool is_over(const PointContract& one) {
  return one.status == expired || one.status == cancelled;
}

Day last_day(const PointContract& one) {
  using namespace std::chrono;
  return one.end ? *one.end : sys_days(year_month_day(one.start).year() / December / 31);
}

Day next_day(Day day) {
  return day + std::chrono::days(1);
}

/// What a metering point has to do with somebody today.
class Standing {
 public:
  Standing(ProcessContext& context, const ContractCaller& caller)
      : market_(context.market()), today_(context.today()), caller_(caller) {}

  /// The end user of the metering point today; "" when there is none.
  std::string customer(const std::string& gsrn) const {
    const auto all = market_.contracts_of(gsrn);
    const auto* now = market::held_on(all, today_);
    return now == nullptr ? std::string() : now->customer;
  }

  bool is_grid_company(const std::string& gsrn) const {
    const auto point = market_.metering_point(gsrn, today_);
    if (!point.known() || !point->grid_area.known()) return false;
    const auto owner = market_.grid_owner(*point->grid_area, today_);
    return owner.known() && *owner == caller_.juridical;
  }

  /// Its end user, its supplier and its grid company may make contracts on a metering point (assumed).
  bool may_make(const std::string& gsrn) const {
    if (!caller_.end_user.empty()) return customer(gsrn) == caller_.end_user;
    return is_supplier(gsrn, {}) || is_grid_company(gsrn);
  }

  /// Whoever made a contract sees it, as do the end user that it is for, the supplier while it supplies that
  /// end user, and the grid company (assumed).
  bool may_see(const PointContract& one) const {
    if (!caller_.end_user.empty()) return one.customer == caller_.end_user;
    return one.created_by == caller_.juridical || is_supplier(one.gsrn, one.customer) ||
           is_grid_company(one.gsrn);
  }

  /// Who made it, and its end user (assumed).
  bool may_change(const PointContract& one) const {
    return caller_.end_user.empty() ? one.created_by == caller_.juridical : one.customer == caller_.end_user;
  }

 private:
  bool is_supplier(const std::string& gsrn, const std::string& customer) const {
    const auto all = market_.contracts_of(gsrn);
    const auto* now = market::held_on(all, today_);
    return now != nullptr && now->supplier == caller_.juridical &&
           (customer.empty() || now->customer == customer);
  }

  const market::Market& market_;
  Day today_;
  const ContractCaller& caller_;
};

/// Error: the caller is nobody here, or may not act for the other.
std::optional<ContractError> refused(ProcessContext& context, const ContractCaller& caller) {
  if (!caller.end_user.empty()) return std::nullopt;
  auto& ledger = context.ledger();
  if (!ledger.knows_party(caller.physical) || !ledger.knows_party(caller.juridical))
    return not_authorized("The sender is not registered in this market.", "");
  if (caller.physical == caller.juridical) return std::nullopt;
  const auto roles = context.market().roles_of_agent(caller.physical, caller.juridical, context.today());
  if (roles.empty() || market::may_only_ask(roles))
    return not_authorized("The sender may not act for this party.", "");
  return std::nullopt;
}

void tell(ProcessContext& context, const PointContract& one) {
  context.tell("point-contract-changed",
               {fmt::format("{}: {}.", one.type, one.status), fmt::format("{}: {}.", one.type, one.status)},
               "", one.gsrn, one.created_by);
}

/// When the clock changes a contract next, and to what. It never passes over a status: one that ends before
/// nobody can go back on it any more holds for a moment.
struct Next {
  Seconds at = 0;
  const char* status = nullptr;
};
std::optional<Next> next_of(const ProcessContext& context, const PointContract& one) {
  if (one.status == initiated) {
    const auto free = next_day(context.timetable().end_of_regret(one.type, norway::day_of(one.created)));
    return Next{norway::start_of(std::max(free, one.start)), activated};
  }
  if (one.status == activated) return Next{norway::start_of(next_day(last_day(one))), expired};
  return std::nullopt;
}

/// Does what the clock would have done by now, keeps the contract, and waits for what comes.
void keep(ProcessContext& context, PointContract& one) {
  auto& ledger = context.ledger();
  ledger.drop_steps(one.id);
  auto next = next_of(context, one);
  for (; next && next->at <= context.now() && context.timetable().may_go("clock", one.status, next->status);
       next = next_of(context, one)) {
    one.status = next->status;
    one.updated = context.now();
    one.updated_by.clear();
    tell(context, one);
  }
  ledger.save(one);
  if (next) context.schedule(next->at, "contract", one.id, "", one.gsrn);
}

/// One contract of an order after the other.
class Work {
 public:
  Work(ProcessContext& context, const ContractOrder& order)
      : context_(context), order_(order), standing_(context, order.caller) {}

  tl::expected<PointContract, ContractError> make(const ContractSaid& said) {
    const auto type = type_of(*said.type);
    if (!type)
      return fail(invalid_input(
          fmt::format("The types are {}.", fmt::join(context_.timetable().point_contract_types(), ", ")),
          said.at + "/attributes/contractType"));
    if (auto error = wrong_author(said, "createdBy")) return fail(*std::move(error));
    if (!standing_.may_make(*said.gsrn))
      return fail(not_authorized("The sender has nothing to do with this metering point.",
                                 said.at + "/relationships/meteringPoint"));
    if ((said.status && *said.status != initiated) || said.cancelled.value_or(false))
      return fail({403, "INVALID_STATUS_UPDATE", "Invalid status", "A new contract is Initiated.",
                   said.at + (said.status ? "/attributes/status" : "/attributes/isCancelled")});
    PointContract one;
    one.type = *type;
    one.gsrn = *said.gsrn;
    one.status = initiated;
    one.start = said.start.value_or(context_.today());
    one.end = said.end.value_or(std::nullopt);
    if (auto error = wrong_end(one, said)) return fail(*std::move(error));
    for (const auto& other : context_.ledger().point_contracts_of(one.gsrn))
      if (other.type == one.type && !is_over(other))
        return fail({409, "CONTRACT_ALREADY_EXISTS", "Contract already exists",
                     "The metering point has such a contract.", said.at});
    one.id = context_.ledger().next_id();
    one.customer = standing_.customer(one.gsrn);
    one.created_by = author(said);
    one.created = one.updated = context_.now();
    tell(context_, one);
    keep(context_, one);
    return one;
  }

  tl::expected<PointContract, ContractError> change(const ContractSaid& said) {
    auto found = find(said);
    if (!found) return found;
    auto one = *std::move(found);
    if (said.gsrn && *said.gsrn != one.gsrn)
      return fail({409, "METERING_POINT_MISMATCH", "Wrong metering point",
                   "The contract is on another metering point.", said.at + "/relationships/meteringPoint"});
    if (said.type && type_of(*said.type) != one.type)
      return fail({409, "CONTRACT_TYPE_MISMATCH", "Wrong type of contract",
                   "The contract is of another type.", said.at + "/attributes/contractType"});
    if (!standing_.may_change(one))
      return fail(not_authorized("Only who made a contract, and its end user, may change it.", said.at));
    if (auto error = wrong_author(said, "updatedBy")) return fail(*std::move(error));
    if (auto error = set_days(one, said)) return fail(*std::move(error));
    if (auto error = set_status(one, said)) return fail(*std::move(error));
    one.updated = context_.now();
    one.updated_by = author(said);
    tell(context_, one);
    keep(context_, one);
    return one;
  }

 private:
  static tl::unexpected<ContractError> fail(ContractError error) {
    return tl::make_unexpected(std::move(error));
  }

  /// A type as we write it, whatever its case.
  std::optional<std::string> type_of(const std::string& said) const {
    for (auto& type : context_.timetable().point_contract_types())
      if (same_but_for_case(type, said)) return type;
    return std::nullopt;
  }

  /// An end user has no GLN: Elhub's own pages act for it (assumed), so the hub is named.
  std::string author(const ContractSaid& said) const {
    if (said.by) return *said.by;
    return order_.caller.end_user.empty() ? order_.caller.juridical : context_.gln();
  }

  std::optional<ContractError> wrong_author(const ContractSaid& said, const std::string& name) const {
    const auto at = said.at + "/relationships/" + name;
    const bool end_user = !order_.caller.end_user.empty();
    if (!said.by && !end_user) return invalid_input(fmt::format("The party of {} is missing.", name), at);
    if (said.by && *said.by != (end_user ? context_.gln() : order_.caller.juridical))
      return not_authorized(fmt::format("{} is another party than the sender.", name), at);
    return std::nullopt;
  }

  static std::optional<ContractError> wrong_end(const PointContract& one, const ContractSaid& said) {
    if (!one.end || *one.end >= one.start) return std::nullopt;
    return ContractError{400, "INVALID_END_DATE", "Invalid end date", "The contract ends before it starts.",
                         said.at + "/attributes/endDate"};
  }

  tl::expected<PointContract, ContractError> find(const ContractSaid& said) const {
    auto& ledger = context_.ledger();
    const auto id = order_.kind == ContractOrder::Kind::change_one ? order_.id : said.id;
    if (order_.kind == ContractOrder::Kind::change_one && said.id && *said.id != order_.id)
      return fail({409, "", "Resource id mismatch", "The id is not that of the address.", said.at + "/id"});
    if (id) {
      auto one = ledger.point_contract(*id);
      if (one && standing_.may_see(*one)) return *std::move(one);
      auto error = not_found();
      if (said.id) error.pointer = said.at + "/id";
      return fail(std::move(error));
    }
    if (!said.gsrn)
      return fail(invalid_input("The metering point is missing, or the id.",
                                said.at + "/relationships/meteringPoint"));
    if (!said.type)
      return fail(
          invalid_input("The type of the contract is missing.", said.at + "/attributes/contractType"));
    // The one that still holds, else the one that was made last.
    std::optional<PointContract> best;
    for (auto& one : ledger.point_contracts_of(*said.gsrn))
      if (type_of(*said.type) == one.type && standing_.may_see(one) && (!best || is_over(*best)))
        best = std::move(one);
    if (best) return *std::move(best);
    return fail({404, "CONTRACT_NOT_FOUND_FOR_METERING_POINT", "Contract not found",
                 "The metering point has no such contract that the sender may see.", said.at});
  }

  std::optional<ContractError> set_days(PointContract& one, const ContractSaid& said) const {
    const auto start = said.start.value_or(one.start);
    const auto end = said.end.value_or(one.end);
    if (start == one.start && end == one.end) return std::nullopt;
    const auto at = said.at + (start != one.start ? "/attributes/startDate" : "/attributes/endDate");
    if (!order_.caller.end_user.empty())
      return ContractError{403, "END_USER_RESTRICTED_FIELD_UPDATE", "Restricted field",
                           "An end user may change the status only.", at};
    if (is_over(one))
      return ContractError{409, "INVALID_STATUS_TRANSITION", "Invalid change of status",
                           fmt::format("The contract is {}: nothing of it changes any more.", one.status),
                           at};
    one.start = start;
    one.end = end;
    return wrong_end(one, said);
  }

  std::optional<ContractError> set_status(PointContract& one, const ContractSaid& said) const {
    auto wanted = said.status.value_or(said.cancelled.value_or(false) ? cancelled : one.status);
    const auto at = said.at + (said.status ? "/attributes/status" : "/attributes/isCancelled");
    const bool says_cancelled = wanted == cancelled;
    if (said.cancelled && *said.cancelled != says_cancelled && said.status)
      return invalid_input("The status and isCancelled say different things.",
                           said.at + "/attributes/isCancelled");
    const auto no_way = [&] {
      return ContractError{409, "INVALID_STATUS_TRANSITION", "Invalid change of status",
                           fmt::format("A contract that is {} does not become that.", one.status), at};
    };
    if (said.cancelled && !*said.cancelled && one.status == cancelled) return no_way();
    if (wanted == one.status) return std::nullopt;
    const auto& times = context_.timetable();
    if (!times.may_go("sender", "", wanted))
      return ContractError{403, "INVALID_STATUS_UPDATE", "Invalid status",
                           "The sender may not set this status.", at};
    // One that has not started yet may be waiting for its first day when the days of regret are over.
    const bool too_late =
        says_cancelled && context_.today() > times.end_of_regret(one.type, norway::day_of(one.created));
    if (too_late || !times.may_go("sender", one.status, wanted)) return no_way();
    if (wanted == expired)
      one.end = std::clamp(context_.today(), one.start, std::max(one.start, last_day(one)));
    one.status = std::move(wanted);
    return std::nullopt;
  }

  ProcessContext& context_;
  const ContractOrder& order_;
  Standing standing_;
};

}  // namespace

tl::expected<std::vector<PointContract>, ContractErrors> carry_out(ProcessContext& context,
                                                                   const ContractOrder& order) {
  if (auto error = refused(context, order.caller))
    return tl::make_unexpected(ContractErrors{*std::move(error)});
  std::vector<PointContract> done;
  ContractErrors errors;
  context.attempt([&] {
    Work work(context, order);
    for (const auto& said : order.contracts) {
      auto one = order.kind == ContractOrder::Kind::make ? work.make(said) : work.change(said);
      if (one)
        done.push_back(*std::move(one));
      else if (errors.size() < 100)
        errors.push_back(std::move(one.error()));
    }
    return errors.empty();
  });
  if (!errors.empty()) return tl::make_unexpected(std::move(errors));
  return done;
}

void contract_day_has_come(ProcessContext& context, const std::string& id) {
  if (auto one = context.ledger().point_contract(id)) keep(context, *one);
}

tl::expected<ContractPage, ContractError> find_contracts(ProcessContext& context,
                                                         const ContractQuery& query) {
  if (auto error = refused(context, query.caller)) return tl::make_unexpected(*std::move(error));
  const Standing standing(context, query.caller);
  ContractPage page;
  std::size_t passed = 0;
  // False: there is one more than the page holds.
  const auto take = [&](PointContract& one) {
    if (!standing.may_see(one) || passed++ < query.skip) return true;
    page.more = page.contracts.size() == query.limit;
    if (!page.more) page.contracts.push_back(std::move(one));
    return !page.more;
  };
  const auto& filter = query.filter;
  if (!query.gsrns.empty()) {
    std::vector<PointContract> all;
    for (const auto& gsrn : query.gsrns)
      for (auto& one : context.ledger().point_contracts_of(gsrn))
        if ((filter.type.empty() || one.type == filter.type) &&
            (!filter.updated_after || one.updated > *filter.updated_after) &&
            (!filter.updated_before || one.updated < *filter.updated_before))
          all.push_back(std::move(one));
    std::sort(all.begin(), all.end(), [](const PointContract& a, const PointContract& b) {
      return std::tie(a.created, a.id) < std::tie(b.created, b.id);
    });
    for (auto& one : all)
      if (!take(one)) break;
    return page;
  }
  constexpr std::size_t at_once = 500;
  PointContract last;
  for (;;) {
    auto some = context.ledger().point_contracts(filter, last, at_once);
    if (some.empty()) return page;
    last = some.back();
    for (auto& one : some)
      if (!take(one)) return page;
    if (some.size() < at_once) return page;
  }
}

tl::expected<PointContract, ContractError> find_contract(ProcessContext& context,
                                                         const ContractCaller& caller,
                                                         const std::string& id) {
  if (auto error = refused(context, caller)) return tl::make_unexpected(*std::move(error));
  auto one = context.ledger().point_contract(id);
  if (!one || !Standing(context, caller).may_see(*one)) return tl::make_unexpected(not_found());
  return *std::move(one);
}

}  // namespace cimgate::hub
