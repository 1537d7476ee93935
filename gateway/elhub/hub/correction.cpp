#include "gateway/elhub/hub/correction.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "gateway/elhub/hub/json_body.hpp"
#include "gateway/json/out.hpp"
#include "gateway/rules/calendar.hpp"
#include "gateway/text/ascii.hpp"
#include "gateway/text/nearest.hpp"

namespace cimgate::hub {
namespace {

using Kind = Correction::Kind;

struct Form {
  Kind kind;
  std::string_view name;
  std::vector<std::string_view> members;  ///< besides kind and meteringPoint
  bool needs_day;
};

const std::array<Form, 3>& forms() {
  static const std::array<Form, 3> all = {
      Form{Kind::remove_switch, "remove-switch", {"day", "message"}, true},
      Form{Kind::end_supply, "end-supply", {"day", "lastResort"}, true},
      Form{Kind::reopen, "reopen", {"day", "supplier"}, false},
  };
  return all;
}

tl::unexpected<Misfit> misfit(const char* member, std::string text) {
  return tl::unexpected(Misfit{member, std::move(text)});
}

/// What is not a member of the request; nothing when all are.
std::optional<Misfit> stranger(const yaml::Node& root, const Form& form) {
  auto known = form.members;
  known.insert(known.end(), {"kind", "meteringPoint"});
  for (const auto& entry : root) {
    const auto name = entry.first.text();
    if (std::find(known.begin(), known.end(), name) != known.end() && entry.second.is_scalar()) continue;
    const auto meant = text::did_you_mean(name, known);
    // What nobody knows may be anything, and is not repeated.
    return Misfit{meant.empty() ? "" : std::string(meant),
                  fmt::format("A {} has the members kind, meteringPoint, {}, each one value.", form.name,
                              fmt::join(form.members, ", "))};
  }
  return std::nullopt;
}

}  // namespace

std::string_view to_string(Kind kind) {
  return std::find_if(forms().begin(), forms().end(), [&](const Form& form) { return form.kind == kind; })
      ->name;
}

tl::expected<Correction, Misfit> read_correction(std::string_view json) {
  const auto root = json_object(json);
  const auto name = root["kind"].text();
  const auto form =
      std::find_if(forms().begin(), forms().end(), [&](const Form& one) { return one.name == name; });
  if (form == forms().end())
    return misfit("kind", "Expected {\"kind\": \"remove-switch\", \"end-supply\" or \"reopen\", …}.");
  if (auto wrong = stranger(root, *form)) return tl::unexpected(std::move(*wrong));
  Correction read;
  read.kind = form->kind;
  read.gsrn = root["meteringPoint"].text();
  if (!text::are_digits(read.gsrn, 18))
    return misfit("meteringPoint", "Expected the 18 digits of a metering point.");
  const auto day = root["day"].text();
  read.day = rules::parse_day(day);
  if (!read.day && (form->needs_day || root["day"]))
    return misfit("day", "Expected a day such as 2026-09-01.");
  read.message = root["message"].text();
  read.supplier = root["supplier"].text();
  if (root["supplier"] && !text::are_digits(read.supplier, 13))
    return misfit("supplier", "Expected the 13 digits of a GLN.");
  const auto last_resort = root["lastResort"].text();
  if (root["lastResort"] && last_resort != "true" && last_resort != "false")
    return misfit("lastResort", "Expected true or false.");
  read.last_resort = last_resort == "true";
  return read;
}

std::string to_json(const Correction& correction) {
  json::JsonOut out(false);
  out.begin_object();
  out.member("kind", to_string(correction.kind));
  out.member("meteringPoint", correction.gsrn);
  if (correction.day) out.member("day", rules::to_text(*correction.day));
  if (!correction.message.empty()) out.member("message", correction.message);
  if (correction.last_resort) out.member("lastResort", true);
  if (!correction.supplier.empty()) out.member("supplier", correction.supplier);
  out.end_object();
  return out.take_piece();
}

}  // namespace cimgate::hub
