#include "gateway/elhub/cim_rest/shared_production_json.hpp"

#include <fmt/format.h>

#include <numeric>

#include "gateway/elhub/cim_rest/point_requests.hpp"
#include "gateway/elhub/cim_rest/problems.hpp"
#include "gateway/elhub/norway/calendar.hpp"
#include "gateway/http/problem.hpp"
#include "gateway/json/out.hpp"

namespace cimgate::cim_rest {
namespace {

using hub::DatedVersion;
using hub::Thousandths;
using json::JsonOut;
using Quantities = std::vector<std::optional<Thousandths>>;

void write_day(JsonOut& out, std::string_view name, const std::optional<hub::Day>& day) {
  if (day)
    out.member(name, rules::to_text(*day));
  else
    out.member_literal(name, "null");
}

void write_time(JsonOut& out, std::string_view name, hub::Seconds at) {
  if (at != 0)
    out.member(name, norway::local_text(at));
  else
    out.member_literal(name, "null");
}

void write_members(JsonOut& out, std::string_view name, const std::vector<hub::SharingMember>& members) {
  out.begin_array(name);
  for (const auto& one : members) {
    out.begin_object(JsonOut::Line::one);
    out.member("meteringPoint", one.gsrn);
    if (one.share) out.member_literal("share", hub::share_text(*one.share));
    out.end_object();
  }
  out.end_array();
}

/// The members of a version.
void write_version(JsonOut& out, const DatedVersion& one, hub::Day today) {
  out.member("version", one.kept.version);
  out.member("status", one.status(today));
  out.member("start", rules::to_text(one.from));
  write_day(out, "end", one.to);
  out.member("withdrawn", one.kept.withdrawn);
  out.member("surplusTo", one.kept.surplus_to);
  if (!one.key.name.empty()) out.member("name", one.key.name);
  if (!one.key.description.empty()) out.member("description", one.key.description);
  if (!one.key.formula.empty()) out.member("formula", one.key.formula);
  if (one.key.formula == "Manual")
    out.member_literal("sumOfShares", hub::share_text(hub::sum_of_shares(one.key)));
  write_members(out, "contributors", one.key.contributors);
  write_members(out, "recipients", one.key.recipients);
  write_time(out, "createdAt", one.kept.created);
  write_time(out, "updatedAt", one.kept.updated);
}

std::string resolution_of(hub::Seconds length) {
  return length == 3600 ? std::string("PT1H") : fmt::format("PT{}M", length / 60);
}

void write_quantity(JsonOut& out, const std::optional<Thousandths>& quantity) {
  if (quantity)
    out.string(hub::decimal_text(*quantity));
  else
    out.literal("null");
}

void write_quantities(JsonOut& out, std::string_view name, const Quantities& all) {
  out.begin_array(name, JsonOut::Line::one);
  for (const auto& one : all) write_quantity(out, one);
  out.end_array();
}

/// What each interval says of one who takes part.
template <class Of>
Quantities by_interval(const hub::SharedDay& day, const Of& of) {
  Quantities all;
  for (const auto& one : day.intervals) all.push_back(of(one));
  return all;
}

/// The same of what was divided.
Quantities divided(const hub::SharedDay& day, std::vector<Thousandths> hub::Allocation::*part,
                   std::size_t number) {
  return by_interval(day, [&](const hub::SharedInterval& one) {
    return one.allocation ? std::optional<Thousandths>(((*one.allocation).*part).at(number)) : std::nullopt;
  });
}

void write_total(JsonOut& out, std::string_view name, const hub::SharedInterval& one,
                 std::vector<Thousandths> hub::Allocation::*part) {
  out.key(name);
  if (!one.allocation) return out.literal("null");
  const auto& all = (*one.allocation).*part;
  out.string(hub::decimal_text(std::accumulate(all.begin(), all.end(), Thousandths{0})));
}

void write_interval(JsonOut& out, const hub::SharedInterval& one) {
  using hub::Allocation;
  out.begin_object(JsonOut::Line::one);
  out.member("from", norway::local_text(one.at));
  out.key("produced");
  write_quantity(out, one.allocation ? std::optional<Thousandths>(one.allocation->sum()) : std::nullopt);
  write_total(out, "kept", one, &Allocation::kept);
  write_total(out, "allocated", one, &Allocation::allocated);
  write_total(out, "returned", one, &Allocation::returned);
  out.end_object();
}

}  // namespace

std::string versions_json(const std::string& id, const std::vector<DatedVersion>& versions, hub::Day today) {
  JsonOut out(true);
  out.begin_object();
  out.member("id", id);
  out.begin_array("versions");
  for (const auto& one : versions) {
    out.begin_object();
    write_version(out, one, today);
    out.end_object();
  }
  out.end_array();
  out.end_object();
  return std::move(out).take();
}

std::string version_json(const std::string& id, const DatedVersion& version, hub::Day today) {
  JsonOut out(true);
  out.begin_object();
  out.member("id", id);
  write_version(out, version, today);
  out.end_object();
  return std::move(out).take();
}

std::string calculation_json(const std::string& id, const std::string& owner,
                             const std::vector<DatedVersion>& versions, hub::Day today) {
  JsonOut out(true);
  out.begin_object();
  out.member("id", id);
  out.member("gridCompany", owner);
  out.member("versions", versions.size());
  if (const auto* one = hub::held_on(versions, today)) {
    out.begin_object("holds");
    write_version(out, *one, today);
    out.end_object();
  } else {
    out.member_literal("holds", "null");
  }
  out.end_object();
  return std::move(out).take();
}

std::string volumes_json(const std::string& id, hub::Day day, const DatedVersion* version,
                         const hub::SharedDay& volumes) {
  using hub::Allocation;
  using hub::SharedInterval;
  JsonOut out(true);
  out.begin_object();
  out.member("id", id);
  out.member("day", rules::to_text(day));
  if (version == nullptr) {
    out.member_literal("version", "null");
    out.end_object();
    return std::move(out).take();
  }
  out.member("version", version->kept.version);
  out.member("surplusTo", version->kept.surplus_to);
  out.member("unit", "kWh");
  if (volumes.length > 0)
    out.member("resolution", resolution_of(volumes.length));
  else
    out.member_literal("resolution", "null");
  out.begin_array("intervals");
  for (const auto& one : volumes.intervals) write_interval(out, one);
  out.end_array();
  out.begin_array("contributors");
  for (std::size_t i = 0; i < version->key.contributors.size(); ++i) {
    out.begin_object();
    out.member("meteringPoint", version->key.contributors[i].gsrn);
    write_quantities(out, "produced", by_interval(volumes, [&](const SharedInterval& one) {
                       return one.measured.produced.at(i);
                     }));
    write_quantities(out, "kept", divided(volumes, &Allocation::kept, i));
    write_quantities(out, "returned", divided(volumes, &Allocation::returned, i));
    out.end_object();
  }
  out.end_array();
  out.begin_array("recipients");
  for (std::size_t i = 0; i < version->key.recipients.size(); ++i) {
    out.begin_object();
    out.member("meteringPoint", version->key.recipients[i].gsrn);
    write_quantities(out, "consumed", by_interval(volumes, [&](const SharedInterval& one) {
                       return one.measured.consumed.at(i);
                     }));
    write_quantities(out, "allocated", divided(volumes, &Allocation::allocated, i));
    out.end_object();
  }
  out.end_array();
  out.end_object();
  return std::move(out).take();
}

http::Answer no_such_sharing() {
  return problem_of(404, "no-such-sharing", "There is no such shared production.",
                    "The party keeps no shared production with this id.");
}

http::Answer bad_sharing(const hub::SharingMistakes& mistakes) {
  http::Problem problem{400,
                        "bad-sharing",
                        "The shared production is not valid.",
                        mistakes.empty() ? std::string() : mistakes.front().text,
                        {}};
  JsonOut out(false);
  out.begin_array();
  for (const auto& one : mistakes) {
    out.begin_object();
    out.member("pointer", one.pointer);
    out.member("text", one.text);
    out.end_object();
  }
  out.end_array();
  problem.members.push_back({"errors", out.take_piece()});
  return http::problem(problem);
}

http::Answer problem_of(const hub::SharingTrouble& trouble) {
  using What = hub::SharingTrouble::What;
  switch (trouble.what) {
    case What::no_sharing:
      return no_such_sharing();
    case What::no_version:
      return problem_of(404, "no-such-version", "There is no such version.",
                        "The shared production has no version with this number.");
    case What::overlaps:
      return problem_of(409, "overlapping-versions", "The versions would overlap.",
                        "A version begins after the one before it and before the one after it.");
    case What::has_begun:
      return problem_of(409, "version-has-begun", "The version does not change any more.",
                        "It has begun, or was withdrawn.");
    case What::mistakes:
      return bad_sharing(trouble.mistakes);
    case What::refused:
      return refused(trouble.said);
    case What::fault:
      break;
  }
  return problem_of(trouble.fault);
}

}  // namespace cimgate::cim_rest
