#include "gateway/elhub/hub/contract_order.hpp"

#include <fmt/format.h>

#include <array>
#include <sstream>

#include "gateway/json/tree.hpp"
#include "gateway/rules/calendar.hpp"
#include "gateway/text/characters.hpp"
#include "gateway/validation/check_digits.hpp"

namespace cimgate::hub {
namespace {

using json::JsonId;
using json::JsonTree;
using json::no_json;
using Kind = json::JsonValue::Kind;

constexpr std::array kinds = {"make", "change", "change-one"};

/// Reads one contract; what is wrong goes to `errors`.
class Reader {
 public:
  Reader(const JsonTree& tree, ContractErrors& errors) : tree_(tree), errors_(errors) {}

  ContractSaid contract(JsonId at, std::string pointer, ContractOrder::Kind kind) {
    said_.at = std::move(pointer);
    if (!is(at, Kind::object)) {
      wrong("", "A contract is an object.");
      return std::move(said_);
    }
    if (const auto type = text_of(at, "type"); type != "contract")
      wrong("/type", "The type of the resource is contract.");
    if (has(at, "id")) said_.id = words(at, "id", "/id");
    const auto attributes = tree_.member(at, "attributes");
    if (is(attributes, Kind::object))
      read_attributes(attributes, kind);
    else
      wrong("/attributes", "The attributes are missing.");
    const auto relationships = tree_.member(at, "relationships");
    if (is(relationships, Kind::object))
      read_relationships(relationships, kind);
    else if (kind == ContractOrder::Kind::make || relationships != no_json)
      wrong("/relationships", "The relationships are missing.");
    return std::move(said_);
  }

 private:
  bool is(JsonId id, Kind kind) const { return id != no_json && tree_[id].kind == kind; }
  bool has(JsonId object, std::string_view name) const { return tree_.member(object, name) != no_json; }
  std::string_view text_of(JsonId object, std::string_view name) const {
    const auto id = tree_.member(object, name);
    return is(id, Kind::string) ? tree_[id].text : std::string_view();
  }
  void wrong(const std::string& where, std::string detail) {
    if (errors_.size() < 100) errors_.push_back(invalid_input(std::move(detail), said_.at + where));
  }

  std::optional<std::string> words(JsonId object, std::string_view name, const std::string& where) {
    const auto text = text_of(object, name);
    if (!text.empty() && text.size() <= 100) return std::string(text);
    wrong(where, "Expected a text.");
    return std::nullopt;
  }

  std::optional<Day> day(JsonId id, const std::string& where) {
    const auto day = is(id, Kind::string) ? rules::parse_day(tree_[id].text) : std::nullopt;
    using std::chrono::year;
    if (day) {
      // What lies further away is a slip, and no calendar has it.
      const auto of = std::chrono::year_month_day(*day).year();
      if (of >= year{2000} && of < year{2100}) return day;
    }
    wrong(where, "Expected a day without a time, such as 2026-06-01.");
    return std::nullopt;
  }

  void read_attributes(JsonId from, ContractOrder::Kind kind) {
    const std::string at = "/attributes";
    if (has(from, "contractType"))
      said_.type = words(from, "contractType", at + "/contractType");
    else if (kind == ContractOrder::Kind::make)
      wrong(at + "/contractType", "The type of the contract is missing.");
    if (has(from, "status")) said_.status = words(from, "status", at + "/status");
    if (has(from, "startDate")) said_.start = day(tree_.member(from, "startDate"), at + "/startDate");
    if (const auto end = tree_.member(from, "endDate"); is(end, Kind::null))
      said_.end = std::optional<Day>();
    else if (end != no_json)
      said_.end = day(end, at + "/endDate");
    if (const auto flag = tree_.member(from, "isCancelled"); is(flag, Kind::boolean))
      said_.cancelled = tree_[flag].text == "true";
    else if (flag != no_json)
      wrong(at + "/isCancelled", "Expected true or false.");
    const bool changes = said_.status || said_.cancelled || said_.start || said_.end;
    if (kind != ContractOrder::Kind::make && !changes)
      wrong(at + "/status", "The status is missing, and nothing else is to be changed.");
  }

  /// The id of the resource that a relationship names. Nothing: it names none, which may be wrong.
  std::optional<std::string> relation(JsonId from, const std::string& name, std::string_view type) {
    const auto relation = tree_.member(from, name);
    if (relation == no_json) return std::nullopt;
    const auto data = tree_.member(relation, "data");
    const auto at = "/relationships/" + name + "/data";
    if (!is(data, Kind::object) || text_of(data, "type") != type) {
      wrong(at, fmt::format("Expected {{\"type\": \"{}\", \"id\": …}}.", type));
      return std::nullopt;
    }
    return words(data, "id", at + "/id");
  }

  void read_relationships(JsonId from, ContractOrder::Kind kind) {
    const bool makes = kind == ContractOrder::Kind::make;
    const std::string name = makes ? "createdBy" : "updatedBy";
    if (const auto party = relation(from, name, "Party")) {
      const bool is_gln = party->starts_with("GLN") && validation::check_gln(party->substr(3)).kind ==
                                                           validation::CheckResult::Kind::right;
      if (is_gln)
        said_.by = party->substr(3);
      else
        wrong("/relationships/" + name + "/data/id", "The id of a party is GLN and its 13 digits.");
    }
    if (auto gsrn = relation(from, "meteringPoint", "MeteringPoint")) {
      if (validation::check_gsrn(*gsrn).kind == validation::CheckResult::Kind::right)
        said_.gsrn = std::move(gsrn);
      else
        wrong("/relationships/meteringPoint/data/id",
              "The id of a metering point has 18 digits, the last of which is a check digit.");
    } else if (makes && !has(from, "meteringPoint")) {
      wrong("/relationships/meteringPoint", "The metering point is missing.");
    }
  }

  const JsonTree& tree_;
  ContractErrors& errors_;
  ContractSaid said_;
};

}  // namespace

ContractError invalid_input(std::string detail, std::string pointer) {
  return {400, "INVALID_INPUT", "Invalid input", std::move(detail), std::move(pointer)};
}

tl::expected<std::vector<ContractSaid>, ContractErrors> read_contracts(ContractOrder::Kind kind,
                                                                       std::string_view body) {
  const auto fail = [](ContractError error) { return tl::make_unexpected(ContractErrors{std::move(error)}); };
  if (text::utf8(body) != body) return fail(invalid_input("The body is not JSON in UTF-8.", ""));
  source::Limits limits;
  limits.depth = 16;
  limits.elements = 100 * most_contracts;
  const auto tree = json::parse_json(body, limits);
  if (!tree)
    return fail(invalid_input(fmt::format("The body is not JSON: line {}, column {}.",
                                          tree.error().position.line, tree.error().position.column),
                              ""));
  // JSON:API has the resources below `data`; the draft speaks of an array. Both are taken.
  const auto data = tree->member(0, "data");
  const JsonId root = data == no_json ? JsonId{0} : data;
  const std::string at = data == no_json ? "" : "/data";
  std::vector<ContractSaid> said;
  ContractErrors errors;
  if (kind == ContractOrder::Kind::change_one) {
    said.push_back(Reader(*tree, errors).contract(root, at, kind));
  } else {
    const auto& list = (*tree)[root];
    if (list.kind != Kind::array || list.count == 0)
      return fail(invalid_input("Expected an array of contracts, at least one.", at));
    if (list.count > most_contracts)
      return fail({413, "", "Content too large",
                   fmt::format("A request has at most {} contracts.", most_contracts), at});
    for (auto id = list.first; id != no_json; id = (*tree)[id].next)
      said.push_back(Reader(*tree, errors).contract(id, fmt::format("{}/{}", at, said.size()), kind));
  }
  if (!errors.empty()) return tl::make_unexpected(std::move(errors));
  return said;
}

ledger::JournalEntry entry_of(const ContractOrder& order) {
  const auto& who = order.caller;
  return {0, "contracts", fmt::format("{} {}", kinds.at(static_cast<std::size_t>(order.kind)), order.id),
          who.end_user.empty() ? fmt::format("{} {}", who.physical, who.juridical)
                               : fmt::format("end-user {}", who.end_user),
          order.body};
}

std::optional<ContractOrder> order_of(const ledger::JournalEntry& entry) {
  ContractOrder order;
  std::istringstream what(entry.first), who(entry.second);
  std::string kind;
  what >> kind >> order.id;
  const auto at = std::find(kinds.begin(), kinds.end(), kind);
  if (at == kinds.end()) return std::nullopt;
  order.kind = static_cast<ContractOrder::Kind>(at - kinds.begin());
  who >> order.caller.physical >> order.caller.juridical;
  if (order.caller.physical == "end-user") order.caller = {"", "", order.caller.juridical};
  order.body = entry.third;
  auto said = read_contracts(order.kind, order.body);
  if (!said) return std::nullopt;
  order.contracts = *std::move(said);
  return order;
}

}  // namespace cimgate::hub
