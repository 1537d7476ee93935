#include "gateway/schema/describe.hpp"

#include <fmt/format.h>

#include "gateway/text/nearest.hpp"

namespace cimgate::schema {
namespace {

constexpr std::size_t longest_list = 8;
constexpr std::size_t shown_of_long_list = 3;

std::string joined(const std::vector<std::string_view>& texts) {
  std::string all;
  for (const auto text : texts) {
    if (!all.empty()) all += ", ";
    all += text;
  }
  return all;
}

Words number_words(const ValuePlan& plan) {
  if (plan.base == Base::integer) return {"a whole number", "et heltall"};
  return {"a number", "et tall"};
}

}  // namespace

Words describe_form(const ValuePlan& plan) {
  switch (plan.base) {
    case Base::string:
    case Base::token:
      return {"a text without control characters", "en tekst uten kontrolltegn"};
    case Base::nmtoken:
      return {"one word without spaces", "ett ord uten mellomrom"};
    case Base::boolean:
      // The one pattern that the market's schemas put on a truth value leaves out the figures.
      if (!plan.patterns.empty()) return {"true or false", "true eller false"};
      return {"true, false, 1 or 0", "true, false, 1 eller 0"};
    case Base::decimal:
      return {"a number with a decimal point, such as 10.45",
              "et tall med punktum foran desimalene, for eksempel 10.45"};
    case Base::integer:
      return plan.minimum || plan.maximum ? describe_range(plan) : number_words(plan);
    case Base::date_time:
      if (plan.wants_zone())
        return {"a date and time with zone, such as 2026-01-31T00:00:00+01:00",
                "dato og klokkeslett med tidssone, for eksempel 2026-01-31T00:00:00+01:00"};
      return {"a date and time, such as 2026-01-31T00:00:00+01:00",
              "dato og klokkeslett, for eksempel 2026-01-31T00:00:00+01:00"};
    case Base::duration:
      return {"a duration, such as PT15M", "en varighet, for eksempel PT15M"};
    case Base::month_day:
      return {"a month and a day, such as --12-31", "måned og dag, for eksempel --12-31"};
  }
  return {};
}

Words describe_codes(const SimpleType& type, std::string_view text) {
  std::vector<std::string_view> values;
  if (const auto codes = codes_of(type))
    for (const auto* code : *codes) values.push_back(code->value);
  if (values.size() == 1) return {std::string(values[0]), std::string(values[0])};
  if (values.size() == 2)
    return {fmt::format("{} or {}", values[0], values[1]), fmt::format("{} eller {}", values[0], values[1])};
  if (values.size() <= longest_list) return {"one of " + joined(values), "en av " + joined(values)};
  if (text.empty())
    return {fmt::format("one of {} codes", values.size()), fmt::format("en av {} koder", values.size())};
  const std::string near = joined(text::nearest(text, values, shown_of_long_list));
  return {fmt::format("one of {} codes, the nearest of which are {}", values.size(), near),
          fmt::format("en av {} koder, der de nærmeste er {}", values.size(), near)};
}

Words describe_length(const ValuePlan& plan) {
  const auto min = plan.min_length;
  const auto max = plan.max_length;
  if (min == max) return {fmt::format("exactly {} characters", min), fmt::format("nøyaktig {} tegn", min)};
  if (max == std::numeric_limits<std::uint32_t>::max()) {
    if (min == 1) return {"a text that is not empty", "en tekst som ikke er tom"};
    return {fmt::format("at least {} characters", min), fmt::format("minst {} tegn", min)};
  }
  if (min == 0) return {fmt::format("at most {} characters", max), fmt::format("høyst {} tegn", max)};
  return {fmt::format("from {} to {} characters", min, max), fmt::format("fra {} til {} tegn", min, max)};
}

Words describe_digits(const ValuePlan& plan, const Decimal& number) {
  const auto decimals = plan.fraction_digits;
  if (number.fraction.size() > decimals) {
    if (decimals == 0) return {"no decimals", "ingen desimaler"};
    const bool one = decimals == 1;
    return {fmt::format("at most {} {}", decimals, one ? "decimal" : "decimals"),
            fmt::format("høyst {} {}", decimals, one ? "desimal" : "desimaler")};
  }
  return {fmt::format("at most {} digits", plan.total_digits),
          fmt::format("høyst {} sifre", plan.total_digits)};
}

Words describe_range(const ValuePlan& plan) {
  Words words = number_words(plan);
  const auto& min = plan.minimum;
  const auto& max = plan.maximum;
  const auto text = [](const ValuePlan::Limit& limit) -> const std::string& { return limit.bound.text; };
  if (min && min->bound.inclusive && max && max->bound.inclusive) {
    words.en += fmt::format(" from {} to {}", text(*min), text(*max));
    words.nb += fmt::format(" fra {} til {}", text(*min), text(*max));
    return words;
  }
  if (min) {
    const bool from = min->bound.inclusive;
    words.en += fmt::format("{} {}", from ? " from" : " above", text(*min));
    words.nb += fmt::format("{} {}", from ? " fra" : " over", text(*min));
  }
  if (max) {
    if (min && min->bound.inclusive) {
      words.en += fmt::format(" up to (not including) {}", text(*max));
      words.nb += fmt::format(" til (men ikke med) {}", text(*max));
    } else {
      words.en +=
          fmt::format("{} {} {}", min ? " and" : "", max->bound.inclusive ? "at most" : "below", text(*max));
      words.nb +=
          fmt::format("{} {} {}", min ? " og" : "", max->bound.inclusive ? "høyst" : "under", text(*max));
    }
  } else if (min && min->bound.inclusive) {
    words.en += " upwards";
    words.nb += " og oppover";
  }
  return words;
}

}  // namespace cimgate::schema
