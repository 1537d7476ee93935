#include "gateway/mapping/type_fit.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gateway/schema/value.hpp"
#include "gateway/text/ascii.hpp"

namespace cimgate::mapping {
namespace {

using schema::Base;
using schema::SimpleType;

/// Length of what a pattern like "[0-9]{18}" takes; nothing for any other pattern.
std::optional<std::uint32_t> fixed_length(const std::string& pattern) {
  const auto open = pattern.find("]{");
  if (!pattern.starts_with('[') || open == std::string::npos || !pattern.ends_with('}')) return std::nullopt;
  const std::string count = pattern.substr(open + 2, pattern.size() - open - 3);
  if (count.empty() || !text::all_digits(count)) return std::nullopt;
  return static_cast<std::uint32_t>(std::stoul(count));
}

/// The tightest of a facet over the derivation steps.
std::optional<std::uint32_t> most_length(const SimpleType& type) {
  std::optional<std::uint32_t> most;
  for (const auto* at = &type; at != nullptr; at = at->derived_from) {
    std::optional<std::uint32_t> by_pattern;
    if (at->patterns.size() == 1) by_pattern = fixed_length(at->patterns.front());
    for (const auto& limit : {at->length, at->max_length, by_pattern})
      if (limit && (!most || *limit < *most)) most = limit;
  }
  return most;
}

template <typename Has>
bool any_step(const SimpleType& type, Has has) {
  for (const auto* at = &type; at != nullptr; at = at->derived_from)
    if (has(*at)) return true;
  return false;
}

bool is_text(Base base) {
  return base == Base::string || base == Base::token || base == Base::nmtoken;
}

bool bounds_fit(const SimpleType& from, const SimpleType& to) {
  const auto fits = [&](auto facet) {
    if (!any_step(to, [&](const SimpleType& t) { return facet(t).has_value(); })) return true;
    for (const auto* at = &from; at != nullptr; at = at->derived_from)
      if (facet(*at) && !schema::check_value(to, facet(*at)->text)) return true;
    return false;
  };
  return fits([](const SimpleType& t) { return t.minimum; }) &&
         fits([](const SimpleType& t) { return t.maximum; });
}

bool digits_fit(const SimpleType& from, const SimpleType& to) {
  const auto tightest = [](const SimpleType& type, auto facet) {
    std::optional<std::uint32_t> least;
    for (const auto* at = &type; at != nullptr; at = at->derived_from)
      if (facet(*at) && (!least || *facet(*at) < *least)) least = facet(*at);
    return least;
  };
  const auto fits = [&](auto facet) {
    const auto allowed = tightest(to, facet);
    const auto used = tightest(from, facet);
    return !allowed || (used && *used <= *allowed);
  };
  return fits([](const SimpleType& t) { return t.total_digits; }) &&
         fits([](const SimpleType& t) { return t.fraction_digits; });
}

}  // namespace

std::string misfit(const SimpleType& from, const SimpleType& to) {
  if (const auto codes = schema::codes_of(from)) {
    std::vector<std::string_view> wrong;
    for (const auto* code : *codes)
      if (schema::check_value(to, code->value)) wrong.push_back(code->value);
    if (wrong.empty()) return {};
    return fmt::format(
        "not allowed on the other side: {}{}",
        fmt::join(wrong.begin(), wrong.begin() + std::min<std::ptrdiff_t>(8, std::ssize(wrong)), ", "),
        wrong.size() > 8 ? fmt::format(" and {} more", wrong.size() - 8) : "");
  }
  if (schema::codes_of(to)) return "the other side has a list of codes";
  if (is_text(from.base) && !is_text(to.base)) return "a text may not be a value of the other side";
  if (!is_text(to.base) && from.base != to.base && !(from.base == Base::integer && to.base == Base::decimal))
    return "the datatypes differ";
  if (any_step(to, [](const SimpleType& t) { return !t.patterns.empty(); }))
    return "the other side has a pattern";
  if (const auto allowed = most_length(to)) {
    const auto used = most_length(from);
    if (!used || *used > *allowed) return fmt::format("the other side has room for {} characters", *allowed);
  }
  if (!bounds_fit(from, to)) return "the other side has narrower bounds";
  if (!digits_fit(from, to)) return "the other side has fewer digits";
  return {};
}

std::string misfit(const Conversion& conversion, const SimpleType& from, const SimpleType& to) {
  switch (conversion.kind) {
    case Conversion::Kind::copy:
    case Conversion::Kind::short_id:
      return misfit(from, to);
    case Conversion::Kind::from_zero:
      return from.base == Base::integer && to.base == Base::integer ? "the numbers are shifted by one"
                                                                    : "only a whole number can be counted so";
    case Conversion::Kind::instant:
    case Conversion::Kind::minute:
      return from.base == Base::date_time ? std::string() : "only a date and time can be converted so";
    case Conversion::Kind::codes:
      break;
  }
  const auto codes = schema::codes_of(from);
  if (!codes) return "there is no list of codes to translate";
  std::vector<std::string_view> missing;
  for (const auto* code : *codes) {
    const auto entry = conversion.codes->forward(code->value);
    if (!entry)
      missing.push_back(code->value);
    else if (const auto wrong = schema::check_value(to, entry->to))
      return fmt::format("'{}' becomes '{}', which the other side does not allow", code->value, entry->to);
  }
  if (missing.empty()) return {};
  return fmt::format("no entry for {}", fmt::join(missing, ", "));
}

std::string misfit_back(const Conversion& conversion, const SimpleType& cim, const SimpleType& bim) {
  switch (conversion.kind) {
    case Conversion::Kind::copy:
    case Conversion::Kind::from_zero:
    case Conversion::Kind::short_id:
      return misfit(cim, bim);
    case Conversion::Kind::instant:
      if (!any_step(cim, [](const SimpleType& type) { return !type.patterns.empty(); }))
        return "a time without a zone is not an instant";
      return {};
    case Conversion::Kind::minute:
      return {};
    case Conversion::Kind::codes:
      break;
  }
  const auto codes = schema::codes_of(cim);
  if (!codes) return "not every value is a code that corresponds to one of BIM";
  std::vector<std::string_view> without;
  for (const auto* code : *codes) {
    const auto back = conversion.codes->back(code->value);
    if (back.kind != CodeTable::Back::found || schema::check_value(bim, back.code))
      without.push_back(code->value);
  }
  if (without.empty()) return {};
  constexpr std::ptrdiff_t most = 8;
  return fmt::format(
      "no single code of BIM corresponds to {}{}",
      fmt::join(without.begin(), without.begin() + std::min(most, std::ssize(without)), ", "),
      std::ssize(without) > most ? fmt::format(" and {} more", std::ssize(without) - most) : "");
}

std::string irreversible(const Conversion& conversion, const SimpleType& from) {
  if (conversion.kind == Conversion::Kind::minute) return "seconds are cut off";
  if (conversion.kind == Conversion::Kind::short_id) {
    constexpr std::uint32_t uuid_length = 36;
    const auto most = most_length(from);
    if (!most || *most >= uuid_length) return "a UUID comes back without its hyphens";
    return {};
  }
  if (conversion.kind != Conversion::Kind::codes) return {};
  const auto codes = schema::codes_of(from);
  if (!codes) return {};
  for (const auto* code : *codes) {
    const auto entry = conversion.codes->forward(code->value);
    if (!entry) continue;
    const auto back = conversion.codes->back(entry->to);
    if (back.kind != CodeTable::Back::found || back.code != code->value)
      return fmt::format("'{}' becomes '{}', which does not lead back to it alone", code->value, entry->to);
  }
  return {};
}

}  // namespace cimgate::mapping
