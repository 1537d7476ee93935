#include "gateway/mapping/convert.hpp"

#include <fmt/format.h>

#include <boost/uuid/name_generator_sha1.hpp>
#include <boost/uuid/string_generator.hpp>
#include <boost/uuid/uuid_io.hpp>
#include <charconv>
#include <chrono>

#include "gateway/schema/decimal.hpp"
#include "gateway/schema/value.hpp"
#include "gateway/text/ascii.hpp"

namespace cimgate::mapping {
namespace {

constexpr std::string_view minute_form = "YYYY-MM-DDThh:mmZ";

/// The usual form: 8-4-4-4-12 digits.
std::optional<boost::uuids::uuid> parse_usual_uuid(std::string_view text) {
  if (text.size() != 36) return std::nullopt;
  boost::uuids::uuid made{};
  std::size_t at = 0;
  for (auto& byte : made) {
    if (at == 8 || at == 13 || at == 18 || at == 23)
      if (text[at++] != '-') return std::nullopt;
    const int high = text::hex_value(text[at]);
    const int low = text::hex_value(text[at + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    byte = static_cast<std::uint8_t>(high * 16 + low);
    at += 2;
  }
  return made;
}

std::optional<boost::uuids::uuid> parse_uuid(std::string_view text) {
  if (auto usual = parse_usual_uuid(text)) return usual;
  try {
    return boost::uuids::string_generator()(text.begin(), text.end());
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

/// 1000 to 9999.
bool has_usual_year(std::string_view time) {
  return time.size() > 4 && time[0] >= '1' && time[0] <= '9' && time[4] == '-';
}

/// A whole number, `step` further; nothing when it is none, or too large or below 0.
std::optional<std::string> counted(std::string_view text, std::int64_t step) {
  const auto written = schema::parse_integer(text);  // +1 and -0, too
  if (!written) return std::nullopt;
  const auto plain = schema::canonical(*written);
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(plain.data(), plain.data() + plain.size(), number);
  constexpr std::int64_t most = 1'000'000'000;
  if (error != std::errc() || end != plain.data() + plain.size() || number < 0 || number > most)
    return std::nullopt;
  if (number + step < 0) return std::nullopt;
  return std::to_string(number + step);
}

}  // namespace

std::optional<std::string> to_cim(const Conversion& conversion, std::string_view text) {
  switch (conversion.kind) {
    case Conversion::Kind::copy:
    case Conversion::Kind::short_id:
      return std::string(text);
    case Conversion::Kind::from_zero:
      return counted(text, 1);
    case Conversion::Kind::codes: {
      const auto entry = conversion.codes->forward(text);
      if (!entry) return std::nullopt;
      return entry->to;
    }
    case Conversion::Kind::instant:
    case Conversion::Kind::minute: {
      const auto time = schema::parse_date_time(text);
      if (!time || !time->zoned) return std::nullopt;
      const bool instant = conversion.kind == Conversion::Kind::instant;
      auto made = instant ? schema::to_utc_text(*time) : schema::to_minute_text(*time);
      if (has_usual_year(made)) return made;
      // In UTC it is another year, one that neither BIM nor JSON (RFC 3339) can write: it keeps its zone.
      return instant ? std::optional(std::string(text)) : std::nullopt;
    }
  }
  return std::nullopt;
}

std::optional<std::string> to_bim(const Conversion& conversion, std::string_view text, Text& problem) {
  switch (conversion.kind) {
    case Conversion::Kind::copy:
    case Conversion::Kind::instant:
      return std::string(text);
    case Conversion::Kind::minute:
      // The schema has checked the form: only the seconds are added.
      if (text.size() != minute_form.size()) return std::nullopt;
      return std::string(text.substr(0, text.size() - 1)) + ":00Z";
    case Conversion::Kind::from_zero:
      return counted(text, -1);
    case Conversion::Kind::short_id: {
      std::string made(text);
      if (parse_usual_uuid(text)) std::erase(made, '-');
      return made;
    }
    case Conversion::Kind::codes: {
      auto found = conversion.codes->back(text);
      switch (found.kind) {
        case CodeTable::Back::found:
          return std::move(found.code);
        case CodeTable::Back::ambiguous:
          problem = {fmt::format("'{}' may stand for {}", text, fmt::join(found.candidates, ", ")),
                     fmt::format("'{}' kan stå for {}", text, fmt::join(found.candidates, ", "))};
          return std::nullopt;
        case CodeTable::Back::unknown:
          problem = {fmt::format("no code of BIM corresponds to '{}'", text),
                     fmt::format("ingen kode i BIM svarer til '{}'", text)};
          return std::nullopt;
      }
    }
  }
  return std::nullopt;
}

std::string name_based_uuid(std::string_view scope, std::string_view name) {
  // RFC 4122, appendix C: the name space for names that are URLs; only its being fixed matters here.
  const boost::uuids::uuid fallback = boost::uuids::ns::url();
  const auto in = parse_uuid(scope);
  const std::string text = in ? std::string(name) : std::string(scope) + '#' + std::string(name);
  return boost::uuids::to_string(boost::uuids::name_generator_sha1(in ? *in : fallback)(text));
}

std::optional<std::string> days_between(std::string_view from, std::string_view until,
                                        const time::Calendar& calendar) {
  const auto start = schema::parse_date_time(from);
  const auto end = schema::parse_date_time(until);
  if (!start || !end) return std::nullopt;
  const auto days = (calendar.day_of(end->seconds) - calendar.day_of(start->seconds)).count();
  if (days < 1) return std::nullopt;
  return fmt::format("P{}D", days);
}

}  // namespace cimgate::mapping
