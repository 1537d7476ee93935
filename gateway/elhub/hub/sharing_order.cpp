#include "gateway/elhub/hub/sharing_order.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

#include "gateway/json/tree.hpp"
#include "gateway/rules/calendar.hpp"
#include "gateway/text/ascii.hpp"
#include "gateway/text/characters.hpp"
#include "gateway/validation/check_digits.hpp"

namespace cimgate::hub {
namespace {

using json::JsonId;
using json::JsonTree;
using json::no_json;
using JsonKind = json::JsonValue::Kind;
using Kind = SharingOrder::Kind;
using Words = std::vector<std::string_view>;

constexpr std::size_t longest_id = 36;

/// Reads a body; what is wrong goes to `mistakes`.
class Reader {
 public:
  Reader(const JsonTree& tree, SharingMistakes& mistakes) : tree_(tree), mistakes_(mistakes) {}

  SharingSaid sharing(Kind kind) {
    SharingSaid said;
    constexpr std::string_view members[] = {"start",     "name",   "description",  "formula",
                                            "surplusTo", "status", "contributors", "recipients"};
    if (!is_object_of(0, "", {std::begin(members), std::end(members)})) return said;
    said.start = day(member("start"), "/start");
    said.name = words(member("name"), "/name", 50);
    said.description = words(member("description"), "/description", 100);
    said.formula = one_of("formula", {"EquallyDistributed", "ConsumptionBased", "Manual"});
    said.surplus_to = one_of("surplusTo", {surplus_to_recipient, surplus_to_contributor});
    said.contributors = points("contributors");
    said.recipients = points("recipients");
    if (kind == Kind::make) {
      if (has("status")) wrong("/status", "A new shared production has no status of its own.");
      for (const auto* name : {"start", "formula", "contributors", "recipients"}) require(name);
    }
    if (kind == Kind::add_version) {
      said.status = one_of("status", {"Active", "Terminated"});
      require("start");
    }
    if (kind == Kind::change) said.status = one_of("status", {"Inactive"});
    if (said.status && *said.status != "Active") {
      for (const auto& one : members)
        if (one != "status" && has(one) && !(one == "start" && kind == Kind::add_version))
          wrong(fmt::format("/{}", one), "Nothing else changes with this status.");
    } else if (kind == Kind::change && tree_[0].count == 0) {
      wrong("", "Nothing is to be changed.");
    }
    return said;
  }

  std::string subscription() {
    if (!is_object_of(0, "", {"sharing"})) return {};
    if (!has("sharing")) return {};
    const auto id = words(member("sharing"), "/sharing", longest_id);
    return id.value_or(std::string());
  }

 private:
  JsonId member(std::string_view name) const { return tree_.member(0, name); }
  bool has(std::string_view name) const { return member(name) != no_json; }
  bool is(JsonId id, JsonKind kind) const { return id != no_json && tree_[id].kind == kind; }

  void wrong(std::string pointer, std::string text) {
    if (mistakes_.size() < 100) mistakes_.push_back({std::move(pointer), std::move(text)});
  }

  void require(std::string_view name) {
    if (!has(name)) wrong(fmt::format("/{}", name), "This is missing.");
  }

  /// A member that nobody knows may be one that is written wrong: nothing is done then.
  bool is_object_of(JsonId id, const std::string& pointer, const Words& names) {
    if (!is(id, JsonKind::object)) {
      wrong(pointer, "Expected an object.");
      return false;
    }
    bool all_known = true;
    for (auto at = tree_[id].first; at != no_json; at = tree_[at].next)
      if (std::find(names.begin(), names.end(), tree_[at].name) == names.end()) all_known = false;
    if (!all_known)
      wrong(pointer,
            fmt::format("There are members that nobody knows; known are {}.", fmt::join(names, ", ")));
    return true;
  }

  std::optional<std::string> words(JsonId id, const std::string& pointer, std::size_t longest) {
    if (id == no_json) return std::nullopt;
    std::size_t count = 0;
    bool fits = is(id, JsonKind::string) && !tree_[id].text.empty();
    if (fits)
      text::each_character(tree_[id].text, [&](std::string_view one) {
        ++count;
        if (text::is_control(one) || one == "\xEF\xBF\xBE" || one == "\xEF\xBF\xBF") fits = false;
      });
    if (fits && count <= longest) return std::string(tree_[id].text);
    wrong(pointer, fmt::format("Expected a text of 1 to {} characters, without controls.", longest));
    return std::nullopt;
  }

  std::optional<std::string> one_of(std::string_view name, const Words& allowed) {
    const auto id = member(name);
    if (id == no_json) return std::nullopt;
    if (is(id, JsonKind::string) &&
        std::find(allowed.begin(), allowed.end(), tree_[id].text) != allowed.end())
      return std::string(tree_[id].text);
    wrong(fmt::format("/{}", name), fmt::format("Expected {}.", fmt::join(allowed, " or ")));
    return std::nullopt;
  }

  std::optional<Day> day(JsonId id, const std::string& pointer) {
    if (id == no_json) return std::nullopt;
    const auto day = is(id, JsonKind::string) ? rules::parse_day(tree_[id].text) : std::nullopt;
    using std::chrono::year;
    if (day) {
      // What lies further away is a slip, and no calendar has it.
      const auto of = std::chrono::year_month_day(*day).year();
      if (of >= year{2000} && of < year{2100}) return day;
    }
    wrong(pointer, "Expected a day without a time, such as 2026-07-01.");
    return std::nullopt;
  }

  std::optional<SharingMember> point(JsonId id, const std::string& pointer) {
    if (!is_object_of(id, pointer, {"meteringPoint", "share"})) return std::nullopt;
    SharingMember made;
    const auto gsrn = tree_.member(id, "meteringPoint");
    if (is(gsrn, JsonKind::string) &&
        validation::check_gsrn(tree_[gsrn].text).kind == validation::CheckResult::Kind::right)
      made.gsrn = std::string(tree_[gsrn].text);
    else
      wrong(pointer + "/meteringPoint",
            "Expected the 18 digits of a metering point, the last of which is a check digit.");
    const auto share = tree_.member(id, "share");
    if (share != no_json) {
      if (is(share, JsonKind::number) || is(share, JsonKind::string))
        made.share = parse_share(tree_[share].text);
      if (!made.share) wrong(pointer + "/share", "Expected a number from 0 to 1 with at most 6 decimals.");
    }
    return made;
  }

  std::optional<std::vector<SharingMember>> points(const std::string& name) {
    const auto id = member(name);
    if (id == no_json) return std::nullopt;
    const auto pointer = "/" + name;
    if (!is(id, JsonKind::array) || tree_[id].count == 0 || tree_[id].count > most_sharing_members) {
      wrong(pointer, fmt::format("Expected a list of 1 to {} metering points.", most_sharing_members));
      return std::nullopt;
    }
    std::vector<SharingMember> all;
    std::set<std::string> seen;
    std::size_t number = 0;
    for (auto at = tree_[id].first; at != no_json; at = tree_[at].next, ++number) {
      auto one = point(at, fmt::format("{}/{}", pointer, number));
      if (!one) continue;
      if (!one->gsrn.empty() && !seen.insert(one->gsrn).second)
        wrong(fmt::format("{}/{}/meteringPoint", pointer, number),
              "This metering point is in the list twice.");
      all.push_back(*std::move(one));
    }
    return all;
  }

  const JsonTree& tree_;
  SharingMistakes& mistakes_;
};

tl::expected<JsonTree, SharingMistakes> read_body(std::string_view body) {
  if (text::utf8(body) != body)
    return tl::make_unexpected(SharingMistakes{{"", "The body is not JSON in UTF-8."}});
  source::Limits limits;
  limits.depth = 8;
  limits.elements = 10 * most_sharing_members;
  auto tree = json::parse_json(body, limits);
  if (!tree) {
    const auto& at = tree.error().position;
    return tl::make_unexpected(
        SharingMistakes{{"", fmt::format("The body is not JSON that can be taken: line {}, column {}.",
                                         at.line, at.column)}});
  }
  return *std::move(tree);
}

}  // namespace

tl::expected<SharingSaid, SharingMistakes> read_sharing(Kind kind, std::string_view body) {
  const auto tree = read_body(body);
  if (!tree) return tl::make_unexpected(tree.error());
  SharingMistakes mistakes;
  auto said = Reader(*tree, mistakes).sharing(kind);
  if (!mistakes.empty()) return tl::make_unexpected(std::move(mistakes));
  return said;
}

tl::expected<std::string, SharingMistakes> read_sharing_subscription(std::string_view body) {
  const auto tree = read_body(body);
  if (!tree) return tl::make_unexpected(tree.error());
  SharingMistakes mistakes;
  auto sharing = Reader(*tree, mistakes).subscription();
  if (!mistakes.empty()) return tl::make_unexpected(std::move(mistakes));
  return sharing;
}

SharingKey changed(SharingKey key, const SharingSaid& said) {
  if (said.start) key.start = said.start;
  if (said.name) key.name = *said.name;
  if (said.description) key.description = *said.description;
  if (said.formula) key.formula = *said.formula;
  if (said.contributors) key.contributors = *said.contributors;
  if (said.recipients) key.recipients = *said.recipients;
  return key;
}

SharingMistakes missing_shares(const SharingKey& key) {
  SharingMistakes mistakes;
  if (key.formula != "Manual") return mistakes;
  for (std::size_t i = 0; i < key.recipients.size() && mistakes.size() < 100; ++i)
    if (!key.recipients[i].share)
      mistakes.push_back(
          {fmt::format("/recipients/{}/share", i), "The formula Manual needs the share of each recipient."});
  return mistakes;
}

tl::expected<Request, Fault> message_of(const SharingOrder& order, const SharingKey& key,
                                        const std::string& hub, Seconds now, const Intake& intake) {
  const Heading heading{order.id, "E58", "BRS-NO-701", "DDM", order.party, order.physical, hub, now};
  const std::string what = order.kind == Kind::make ? "Add" : key.ends ? "Delete" : "Update";
  ebix::common::Elhub_RequestUpdateSharedProductionType event(what, calculation_of(key, order.sharing));
  if (key.start) event.StartOfOccurrence(start_of_day(*key.start));
  const auto written = ebix::serialize(
      std::make_unique<ebix::RequestUpdateSharedProduction>(header(heading), energy_context(heading), event));
  if (!written)
    throw HubFault("a message about shared production could not be written: " + written.error().message);
  return intake.read(*written, now);
}

}  // namespace cimgate::hub
