#include "gateway/market/field_values.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>

#include "gateway/rules/calendar.hpp"
#include "gateway/schema/date_time.hpp"
#include "gateway/schema/value.hpp"
#include "gateway/text/nearest.hpp"
#include "gateway/validation/check_digits.hpp"

namespace cimgate::market {
namespace {

using validation::CheckResult;

/// A value in a sentence: cut when it is long, hidden when it could be a person's number.
std::string shown(std::string_view text) {
  const auto digits = std::count_if(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (digits == 11) return "…";
  return text.size() > 40 ? std::string(text.substr(0, 40)) + "…" : std::string(text);
}

ReadValue wrong(std::string text) {
  return {{}, std::move(text), {}};
}

ReadValue number_value(std::int64_t number) {
  return {{Cell::Kind::number, {}, number, {}}, {}, {}};
}

ReadValue text_value(std::string_view text) {
  return {{Cell::Kind::text, std::string(text), 0, {}}, {}, {}};
}

ReadValue checked(std::string_view text, const CheckResult& result, std::string_view form, ReadValue value) {
  if (result.kind == CheckResult::Kind::wrong_form)
    return wrong(fmt::format("'{}' is not {}", shown(text), form));
  if (result.kind == CheckResult::Kind::wrong_check)
    value.doubtful = fmt::format("'{}' has the wrong check digit; {} would fit", shown(text), result.fitting);
  return value;
}

ReadValue customer_value(std::string_view text) {
  const bool organisation = text.size() == 9;
  const auto result = organisation ? validation::check_organisation_number(text)
                                   : validation::check_national_identity_number(text);
  const bool digits = text.find_first_not_of("0123456789") == std::string_view::npos;
  if (!digits || (text.size() != 9 && text.size() != 11))
    return wrong(
        "a customer's id is an organisation number (9 digits) or a national identity number (11 digits)");
  auto value = text_value(text);
  if (result.kind != CheckResult::Kind::right)
    value.doubtful = organisation
                         ? "this organisation number has the wrong check digit"
                         : "this is not a national identity number: the check digits or the date are wrong";
  return value;
}

ReadValue code_value(const Field& field, std::string_view text) {
  if (std::find(field.codes.begin(), field.codes.end(), text) != field.codes.end()) return text_value(text);
  return wrong(fmt::format("'{}' is not known for '{}', expected {}{}", shown(text), field.name,
                           fmt::join(field.codes, ", "), nearest(text, field.codes)));
}

}  // namespace

std::string nearest(std::string_view word, std::span<const std::string_view> words) {
  const auto meant = text::did_you_mean(word, {words.begin(), words.end()});
  return meant.empty() ? std::string() : fmt::format("; did you mean '{}'?", meant);
}

std::int64_t number_of(std::string_view digits) {
  std::int64_t number = -1;
  const auto result = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  const bool all = result.ec == std::errc() && result.ptr == digits.data() + digits.size();
  return all && (digits.size() == 13 || digits.size() == 18) ? number : -1;
}

std::string gsrn_text(std::int64_t number) {
  return fmt::format("{:018}", number);
}

std::string gln_text(std::int64_t number) {
  return fmt::format("{:013}", number);
}

std::optional<std::pair<std::int64_t, std::int64_t>> gsrns_beginning_with(std::string_view digits) {
  constexpr std::size_t length = 18;
  if (digits.size() > length || digits.find_first_not_of("0123456789") != std::string_view::npos)
    return std::nullopt;
  const auto filled = [&](char rest) {
    return number_of(std::string(digits).append(length - digits.size(), rest));
  };
  return std::pair{filled('0'), filled('9')};
}

ReadValue read_value(const Field& field, std::string_view text) {
  switch (field.kind) {
    case FieldKind::code:
    case FieldKind::codes:
      return code_value(field, text);
    case FieldKind::gsrn:
      return checked(text, validation::check_gsrn(text), "a metering point id (18 digits)",
                     number_value(number_of(text)));
    case FieldKind::gln:
      return checked(text, validation::check_gln(text), "a GLN (13 digits)", number_value(number_of(text)));
    case FieldKind::eic:
      return checked(text, validation::check_eic(text), "an EIC (16 characters)", text_value(text));
    case FieldKind::customer:
      return customer_value(text);
    case FieldKind::day: {
      const auto day = rules::parse_day(text);
      if (!day) return wrong(fmt::format("'{}' is not a day (YYYY-MM-DD)", shown(text)));
      return number_value(day->time_since_epoch().count());
    }
    case FieldKind::time: {
      const auto time = schema::parse_date_time(text);
      if (!time || !schema::scan_date_time(text)->zoned)
        return wrong(fmt::format("'{}' is not a time such as 2026-06-01T00:00:00+02:00", shown(text)));
      return number_value(time->seconds);
    }
    case FieldKind::yes_no:
      if (text == "true" || text == "false") return number_value(text == "true" ? 1 : 0);
      return wrong(
          fmt::format("'{}' is not known for '{}', expected true or false", shown(text), field.name));
    case FieldKind::text:
    case FieldKind::private_text:
      break;
  }
  if (text.empty()) return wrong(fmt::format("'{}' is empty", field.name));
  if (text.size() > 1000) return wrong(fmt::format("'{}' is longer than 1000 bytes", field.name));
  return text_value(text);
}

}  // namespace cimgate::market
