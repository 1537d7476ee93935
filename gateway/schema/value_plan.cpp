#include "gateway/schema/value_plan.hpp"

#include <algorithm>

#include "gateway/schema/date_time.hpp"

namespace cimgate::schema {
namespace {

std::string code_key(const ValuePlan& plan, const std::string& value) {
  std::string buffer;
  const std::string_view text = plan.keeps_space ? std::string_view(value) : collapse(value, buffer);
  auto key = key_of(plan.base, text);
  return key ? std::move(*key) : std::string(text);
}

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/// Takes over `bound` when it leaves less room than what is there. `inwards` is greater for a minimum.
void tighten(std::optional<ValuePlan::Limit>& limit, const std::optional<Bound>& bound,
             std::strong_ordering inwards) {
  if (!bound) return;
  const auto number = parse_decimal(bound->text);
  if (!number) return;
  if (limit) {
    const auto order = compare(*number, limit->number);
    if (order != inwards && (std::is_neq(order) || bound->inclusive)) return;
  }
  limit = ValuePlan::Limit{*number, *bound};  // the number points into the schema's own text
}

}  // namespace

ValuePlan::ValuePlan(const SimpleType& type) : base(type.base) {
  const SimpleType* root = &type;
  while (root->derived_from != nullptr) root = root->derived_from;
  base = root->base;
  members = root->members;
  keeps_space = base == Base::string && members.empty();
  for (const SimpleType* step = &type; step != nullptr; step = step->derived_from) {
    if (!step->enumeration.empty()) {
      auto& keys = codes.emplace_back();
      for (const auto& code : step->enumeration) keys.push_back(code_key(*this, code.value));
      std::sort(keys.begin(), keys.end());
    }
    if (!step->patterns.empty()) {
      auto& any_of = patterns.emplace_back();
      for (const auto& expression : step->patterns) any_of.emplace_back(expression, base);
    }
    min_length = std::max({min_length, step->min_length.value_or(0), step->length.value_or(0)});
    max_length =
        std::min({max_length, step->max_length.value_or(max_length), step->length.value_or(max_length)});
    total_digits = std::min(total_digits, step->total_digits.value_or(total_digits));
    fraction_digits = std::min(fraction_digits, step->fraction_digits.value_or(fraction_digits));
    tighten(minimum, step->minimum, std::strong_ordering::greater);
    tighten(maximum, step->maximum, std::strong_ordering::less);
  }
}

bool ValuePlan::wants_zone() const {
  return std::any_of(patterns.begin(), patterns.end(), [](const auto& any_of) {
    return std::all_of(any_of.begin(), any_of.end(), [](const Pattern& p) { return p.wants_zone(); });
  });
}

std::string_view collapse(std::string_view text, std::string& buffer) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  bool clean = true;
  for (std::size_t i = 0; i < text.size() && clean; ++i)
    clean = !is_space(text[i]) || (text[i] == ' ' && !is_space(text[i + 1]));  // the last one is no space
  if (clean) return text;
  std::string collapsed;
  for (const char c : text)
    if (!is_space(c))
      collapsed += c;
    else if (collapsed.back() != ' ')
      collapsed += ' ';
  buffer = std::move(collapsed);
  return buffer;
}

std::size_t count_characters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::optional<std::string> key_of(Base base, std::string_view text) {
  switch (base) {
    case Base::string:
    case Base::token:
    case Base::nmtoken:
      return std::string(text);
    case Base::boolean:
      if (text == "true" || text == "1") return "true";
      if (text == "false" || text == "0") return "false";
      return std::nullopt;
    case Base::decimal: {
      const auto number = parse_decimal(text);
      return number ? std::optional(canonical(*number)) : std::nullopt;
    }
    case Base::integer: {
      const auto number = parse_integer(text);
      return number ? std::optional(canonical(*number)) : std::nullopt;
    }
    case Base::date_time:
      return date_time_key(text);
    case Base::duration:
      return duration_key(text);
    case Base::month_day:
      return month_day_key(text);
  }
  return std::nullopt;
}

PlanCache& PlanCache::operator=(const PlanCache& other) noexcept {
  if (this != &other) delete plan_.exchange(nullptr);
  return *this;
}

PlanCache::~PlanCache() {
  delete plan_.load();
}

const ValuePlan& PlanCache::plan_of(const SimpleType& type) const {
  if (const auto* plan = plan_.load(std::memory_order_acquire)) return *plan;
  auto made = std::make_unique<const ValuePlan>(type);
  const ValuePlan* expected = nullptr;
  // Another thread may have been faster: then its plan stays.
  if (plan_.compare_exchange_strong(expected, made.get(), std::memory_order_acq_rel)) return *made.release();
  return *expected;
}

}  // namespace cimgate::schema
