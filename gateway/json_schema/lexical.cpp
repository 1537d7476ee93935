#include "gateway/json_schema/lexical.hpp"

namespace cimgate::json_schema {
namespace {

// Years from 0001, months and days as long as they are, 29 February in leap years.
#define YEAR "(?!0000)[0-9]{4}|[1-9][0-9]{4,}"
#define LEAP "(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)"
constexpr std::string_view date_time_form =
    "^(?:-?(?:" YEAR
    ")-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|"
    "02-(?:0[1-9]|1[0-9]|2[0-8]))|-?(?!0000)[0-9]*" LEAP
    "-02-29)T(?:(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\\.[0-9]+)?|24:00:00(?:\\.0+)?)"
    "(?:Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))?$";
#undef YEAR
#undef LEAP
constexpr std::string_view duration_form =
    "^-?P(?=[0-9T])(?:[0-9]+Y)?(?:[0-9]+M)?(?:[0-9]+D)?"
    "(?:T(?=[0-9])(?:[0-9]+H)?(?:[0-9]+M)?(?:[0-9]+(?:\\.[0-9]+)?S)?)?$";
constexpr std::string_view month_day_form =
    "^--(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|"
    "02-(?:0[1-9]|[12][0-9]))(?:Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))?$";
constexpr std::string_view nmtoken_form =
    "^[^\\u0000-\\u002c\\u002f\\u003b-\\u0040\\u005b-\\u005e\\u0060\\u007b-\\u00b6]+$";
// Characters that XML 1.0 cannot hold.
constexpr std::string_view text_form = "^[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\ufffe\\uffff]*$";

}  // namespace

std::string_view lexical_form(schema::Base base) {
  switch (base) {
    case schema::Base::date_time:
      return date_time_form;
    case schema::Base::duration:
      return duration_form;
    case schema::Base::month_day:
      return month_day_form;
    case schema::Base::nmtoken:
      return nmtoken_form;
    case schema::Base::string:
    case schema::Base::token:
      return text_form;
    case schema::Base::boolean:
    case schema::Base::decimal:
    case schema::Base::integer:
      return {};
  }
  return {};
}

std::optional<std::string> to_ecma(std::string_view pattern) {
  constexpr std::string_view same_escapes = "nrt\\|.?*+(){}-[]^";
  std::string out;
  int depth = 0;  // of classes
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const char c = pattern[i];
    if (c == '\\') {
      if (i + 1 == pattern.size() || same_escapes.find(pattern[i + 1]) == std::string_view::npos)
        return std::nullopt;
      // Outside a class, ECMA 262 does not know an escaped hyphen.
      if (depth > 0 || pattern[i + 1] != '-') out += c;
      out += pattern[++i];
      continue;
    }
    if (c == '[') {
      if (depth > 0) return std::nullopt;  // a difference of classes
      ++depth;
    } else if (c == ']') {
      --depth;
    } else if (depth == 0 && (c == '^' || c == '$')) {
      return std::nullopt;
    }
    out += c;
  }
  return out;
}

}  // namespace cimgate::json_schema
