#include "gateway/schema/value.hpp"

#include <algorithm>

#include "gateway/schema/date_time.hpp"
#include "gateway/schema/describe.hpp"
#include "gateway/schema/value_plan.hpp"

namespace cimgate::schema {
namespace {

using Kind = ValueError::Kind;

ValueError error(Kind kind, Words words) {
  return {kind, std::move(words.en), std::move(words.nb)};
}

/// Characters that XML cannot hold; they can still come in as JSON.
bool has_control_character(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' && c != '\r';
  });
}

/// A name character of XML: letters of all languages count, so everything beyond ASCII but the few signs that
/// are excluded. Types of this kind enumerate their values, which decides the rest.
bool is_name_character(char c) {
  const auto u = static_cast<unsigned char>(c);
  return u >= 0x80 || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
         c == '.' || c == '-' || c == '_' || c == ':';
}

bool has_form(Base base, std::string_view text) {
  switch (base) {
    case Base::string:
    case Base::token:
      return !has_control_character(text);
    case Base::nmtoken:
      return !text.empty() && std::all_of(text.begin(), text.end(), is_name_character);
    case Base::boolean:
      return text == "true" || text == "false" || text == "1" || text == "0";
    case Base::decimal:
      return parse_decimal(text).has_value();
    case Base::integer:
      return parse_integer(text).has_value();
    case Base::date_time:
      return scan_date_time(text).has_value();
    case Base::duration:
      return is_duration(text);
    case Base::month_day:
      return is_month_day(text);
  }
  return false;
}

bool is_text(Base base) {
  return base == Base::string || base == Base::token || base == Base::nmtoken;
}

bool is_code(const ValuePlan& plan, std::string_view text) {
  std::string made;
  std::string_view key = text;
  if (!is_text(plan.base)) {
    if (auto found = key_of(plan.base, text)) {
      made = std::move(*found);
      key = made;
    }
  }
  return std::all_of(plan.codes.begin(), plan.codes.end(), [&](const std::vector<std::string>& codes) {
    const auto at = std::lower_bound(codes.begin(), codes.end(), key);
    return at != codes.end() && *at == key;
  });
}

std::optional<ValueError> check_patterns(const ValuePlan& plan, std::string_view text) {
  for (const auto& any_of : plan.patterns) {
    const bool matched =
        std::any_of(any_of.begin(), any_of.end(), [&](const Pattern& p) { return p.matches(text); });
    if (!matched) return error(Kind::pattern, any_of.front().words(text));
  }
  return std::nullopt;
}

std::optional<ValueError> check_number(const ValuePlan& plan, std::string_view text) {
  const auto number = parse_decimal(text);
  if (!number) return error(Kind::form, describe_form(plan));
  const auto outside = [&](const std::optional<ValuePlan::Limit>& limit, std::strong_ordering wrong) {
    if (!limit) return false;
    const auto order = compare(*number, limit->number);
    return order == wrong || (std::is_eq(order) && !limit->bound.inclusive);
  };
  if (outside(plan.minimum, std::strong_ordering::less) ||
      outside(plan.maximum, std::strong_ordering::greater))
    return error(Kind::range, describe_range(plan));
  if (number->fraction.size() > plan.fraction_digits || total_digits(*number) > plan.total_digits)
    return error(Kind::digits, describe_digits(plan, *number));
  return std::nullopt;
}

std::optional<ValueError> check_union(const ValuePlan& plan, const SimpleType& type, std::string_view text) {
  const bool taken = std::any_of(plan.members.begin(), plan.members.end(),
                                 [&](const SimpleType* member) { return !check_value(*member, text); });
  if (taken) return std::nullopt;
  if (codes_of(type)) return error(Kind::code, describe_codes(type, text));
  return check_value(*plan.members.front(), text);
}

std::string_view normalize(const ValuePlan& plan, std::string_view text, std::string& buffer) {
  return plan.keeps_space ? text : collapse(text, buffer);
}

}  // namespace

std::string_view normalize(const SimpleType& type, std::string_view text, std::string& buffer) {
  return normalize(type.cache.plan_of(type), text, buffer);
}

std::optional<ValueError> check_value(const SimpleType& type, std::string_view raw) {
  const ValuePlan& plan = type.cache.plan_of(type);
  std::string buffer;
  const std::string_view text = normalize(plan, raw, buffer);
  // What is not on the list is best explained by the list, whatever else is wrong with it.
  if (!plan.codes.empty() && !is_code(plan, text)) return error(Kind::code, describe_codes(type, text));
  if (!plan.members.empty()) {
    if (auto wrong = check_union(plan, type, text)) return wrong;
    return check_patterns(plan, text);
  }
  if (!has_form(plan.base, text)) return error(Kind::form, describe_form(plan));
  if (auto wrong = check_patterns(plan, text)) return wrong;
  if (is_text(plan.base) && plan.has_length()) {
    const std::size_t length = count_characters(text);
    if (length < plan.min_length || length > plan.max_length)
      return error(Kind::length, describe_length(plan));
  }
  if (plan.is_number() && (plan.minimum || plan.maximum || plan.has_digits()))
    return check_number(plan, text);
  return std::nullopt;
}

std::string value_key(const SimpleType& type, std::string_view raw) {
  const ValuePlan& plan = type.cache.plan_of(type);
  std::string buffer;
  const std::string_view text = normalize(plan, raw, buffer);
  for (const auto* member : plan.members)
    if (!check_value(*member, text)) return value_key(*member, text);
  if (plan.members.empty())
    if (auto key = key_of(plan.base, text)) return std::move(*key);
  return "not a value: " + std::string(text);  // a key of no value
}

bool equal_values(const SimpleType& type, std::string_view a, std::string_view b) {
  if (a == b) return true;
  return value_key(type, a) == value_key(type, b);
}

}  // namespace cimgate::schema
