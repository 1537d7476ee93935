#include "gateway/schema/pattern.hpp"

#include <libxml/xmlregexp.h>
#include <libxml/xmlstring.h>

#include <algorithm>
#include <iterator>
#include <mutex>

#include "gateway/schema/date_time.hpp"
#include "gateway/text/ascii.hpp"

namespace cimgate::schema {

/// A pattern that we know by its text, for values of one datatype.
struct KnownPattern {
  std::string_view expression;
  bool (*matches)(std::string_view value);  ///< null: the general engine matches it, only the words are ours
  Words (*words)(std::string_view value);
  Base base;
  bool wants_zone;
};

namespace {

bool is_18_digits(std::string_view value) {
  return text::are_digits(value, 18);
}

bool is_lower_case_uuid(std::string_view value) {
  if (value.size() != 36) return false;
  for (std::size_t i = 0; i < value.size(); ++i) {
    const bool hyphen = i == 8 || i == 13 || i == 18 || i == 23;
    const bool hex = text::is_digit(value[i]) || (value[i] >= 'a' && value[i] <= 'f');
    if (hyphen ? value[i] != '-' : !hex) return false;
  }
  return true;
}

bool is_true_or_false(std::string_view value) {
  return value == "true" || value == "false";
}

Words zone_words(std::string_view /*value*/) {
  return {"a date and time with zone, such as 2026-01-31T00:00:00+01:00",
          "dato og klokkeslett med tidssone, for eksempel 2026-01-31T00:00:00+01:00"};
}

// Date types of markets: a year of four digits, at most so many decimals of a second, and a zone. The value
// is an xs:dateTime already.
template <std::size_t decimals>
bool is_zoned_date_time(std::string_view value) {
  const auto parts = scan_date_time(value);
  return parts && !parts->before_christ && parts->year.size() == 4 && parts->year.front() != '0' &&
         parts->fraction.size() <= decimals && parts->zoned;
}

template <std::size_t decimals>
Words zoned_date_time_words(std::string_view value) {
  const auto parts = scan_date_time(value);
  if (!parts || !parts->zoned) return zone_words(value);
  const std::string n = std::to_string(decimals);
  if (parts->fraction.size() > decimals)
    return {"at most " + n + " decimals of a second", "høyst " + n + " desimaler i sekundet"};
  return {"a year from 1000 to 9999", "et år fra 1000 til 9999"};
}

bool is_zoned(std::string_view value) {
  const auto parts = scan_date_time(value);
  return parts && parts->zoned;
}

// The minute of the Nordic documents' intervals. The long expression only spells out the calendar.
constexpr std::string_view minute_pattern_start =
    "((([0-9]{4})[\\-](0[13578]|1[02])[\\-](0[1-9]|[12][0-9]|3[01])";

constexpr KnownPattern minute_pattern = {
    minute_pattern_start, nullptr,
    [](std::string_view) {
      return Words{"a time in UTC, to the minute, such as 2026-01-31T23:00Z",
                   "et tidspunkt i UTC på hele minuttet, for eksempel 2026-01-31T23:00Z"};
    },
    Base::string, false};

constexpr KnownPattern known_patterns[] = {
    {"[0-9]{18}", is_18_digits,
     [](std::string_view) {
       return Words{"18 digits", "18 sifre"};
     },
     Base::string, false},
    {"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", is_lower_case_uuid,
     [](std::string_view) {
       return Words{"a UUID in lower case, such as 123e4567-e89b-12d3-a456-426655440000",
                    "en UUID med små bokstaver, for eksempel 123e4567-e89b-12d3-a456-426655440000"};
     },
     Base::string, false},
    {"true|false", is_true_or_false,
     [](std::string_view) {
       return Words{"true or false", "true eller false"};
     },
     Base::boolean, false},
    {"[1-9][0-9]{3}-.+T[^.]+(|\\.[0-9]{0,3})(Z|[+\\-].+)", is_zoned_date_time<3>, zoned_date_time_words<3>,
     Base::date_time, true},
    {"[1-9][0-9]{3}-.+T[^.]+(|\\.[0-9]{0,9})(Z|[+\\-].+)", is_zoned_date_time<9>, zoned_date_time_words<9>,
     Base::date_time, true},
    {".+T.+(Z|[+-].+)", is_zoned, zone_words, Base::date_time, true},
    {"[A-Z]*", nullptr,
     [](std::string_view) {
       return Words{"capital letters from A to Z", "store bokstaver fra A til Z"};
     },
     Base::string, false},
    {"[1-9]([0-9]){0,2}", nullptr,
     [](std::string_view) {
       return Words{"a number from 1 to 999, without leading zeros",
                    "et tall fra 1 til 999, uten nuller foran"};
     },
     Base::string, false},
};

const KnownPattern* find_known(std::string_view expression, Base base) {
  if (base == Base::string && expression.starts_with(minute_pattern_start)) return &minute_pattern;
  const auto* const end = std::end(known_patterns);
  const auto* const at = std::find_if(std::begin(known_patterns), end, [&](const KnownPattern& known) {
    return known.expression == expression && known.base == base;
  });
  return at == end ? nullptr : at;
}

const xmlChar* to_xml(const std::string& text) {
  return reinterpret_cast<const xmlChar*>(text.c_str());
}

}  // namespace

struct Pattern::Compiled {
  std::once_flag made;
  xmlRegexp* expression = nullptr;

  Compiled() = default;
  Compiled(const Compiled&) = delete;
  Compiled& operator=(const Compiled&) = delete;
  ~Compiled() {
    if (expression != nullptr) xmlRegFreeRegexp(expression);
  }
};

Pattern::Pattern(std::string_view expression, Base base)
    : expression_(expression),
      known_(find_known(expression, base)),
      compiled_(std::make_unique<Compiled>()) {}
Pattern::Pattern(Pattern&&) noexcept = default;
Pattern& Pattern::operator=(Pattern&&) noexcept = default;
Pattern::~Pattern() = default;

bool Pattern::matches(std::string_view value) const {
  if (known_ != nullptr && known_->matches != nullptr) return known_->matches(value);
  std::call_once(compiled_->made, [this] { compiled_->expression = xmlRegexpCompile(to_xml(expression_)); });
  // An expression that does not compile, and a text that the engine cannot read, match nothing: what was not
  // checked must not look valid.
  if (compiled_->expression == nullptr || value.find('\0') != std::string_view::npos) return false;
  return xmlRegexpExec(compiled_->expression, to_xml(std::string(value))) == 1;
}

Words Pattern::words(std::string_view value) const {
  if (known_ != nullptr) return known_->words(value);
  return {"a text of the form " + expression_, "en tekst på formen " + expression_};
}

bool Pattern::wants_zone() const {
  return known_ != nullptr && known_->wants_zone;
}

Pattern::Form Pattern::form() const {
  if (known_ == nullptr) return Form::other;
  if (known_ == &minute_pattern) return Form::minute;
  if (known_->base == Base::date_time) return Form::time;
  if (known_->matches == is_18_digits) return Form::digits_18;
  if (known_->matches == is_lower_case_uuid) return Form::uuid;
  return known_->matches == is_true_or_false ? Form::truth : Form::other;
}

}  // namespace cimgate::schema
