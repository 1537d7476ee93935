#include <fmt/format.h>

#include <charconv>

#include "gateway/schema/date_time.hpp"
#include "gateway/schema/scanner.hpp"

namespace cimgate::schema {
namespace {

/// The numbers of PnYnMnDTnHnMnS as texts; empty where a part is not there.
struct Parts {
  bool negative = false;
  std::string_view years, months, days, hours, minutes, seconds, fraction;
};

struct Part {
  char letter;
  std::string_view* number;
};

/// Parts in their order, each at most once. `any` when there was one. Seconds may have a fraction.
template <std::size_t n>
bool scan_parts(Scanner& scanner, const Part (&parts)[n], std::string_view& fraction, bool& any) {
  std::size_t next = 0;
  while (!scanner.at_end() && scanner.peek() != 'T') {
    // XML Schema part 2, 3.2.6.1: the seconds are [0-9]+(\.[0-9]+)?, so digits stand on both sides of the
    // point.
    const std::string_view number = scanner.digits();
    const bool has_fraction = scanner.take('.');
    if (has_fraction) fraction = scanner.digits();
    if (number.empty() || (has_fraction && fraction.empty())) return false;
    const char letter = scanner.peek();
    if (has_fraction && letter != 'S') return false;
    while (next < n && parts[next].letter != letter) ++next;
    if (next == n) return false;
    *parts[next++].number = number;
    scanner.take(letter);
    any = true;
  }
  return true;
}

std::optional<Parts> scan(std::string_view text) {
  Scanner scanner(text);
  Parts parts;
  parts.negative = scanner.take('-');
  if (!scanner.take('P')) return std::nullopt;
  bool any = false;
  const Part date[] = {{'Y', &parts.years}, {'M', &parts.months}, {'D', &parts.days}};
  if (!scan_parts(scanner, date, parts.fraction, any)) return std::nullopt;
  if (scanner.take('T')) {
    bool any_time = false;
    const Part time[] = {{'H', &parts.hours}, {'M', &parts.minutes}, {'S', &parts.seconds}};
    if (!scan_parts(scanner, time, parts.fraction, any_time) || !any_time) return std::nullopt;
    any = true;
  }
  if (!any || !scanner.at_end()) return std::nullopt;
  return parts;
}

/// sum += number * unit; false when it does not fit.
bool add(std::uint64_t& sum, std::string_view number, std::uint64_t unit) {
  if (number.empty()) return true;
  std::uint64_t value = 0;
  if (std::from_chars(number.data(), number.data() + number.size(), value).ec != std::errc()) return false;
  return !__builtin_mul_overflow(value, unit, &value) && !__builtin_add_overflow(sum, value, &sum);
}

}  // namespace

bool is_duration(std::string_view text) {
  return scan(text).has_value();
}

std::optional<Duration> parse_duration(std::string_view text) {
  const auto parts = scan(text);
  if (!parts) return std::nullopt;
  Duration duration;
  const bool fits = add(duration.months, parts->years, 12) && add(duration.months, parts->months, 1) &&
                    add(duration.seconds, parts->days, 86400) && add(duration.seconds, parts->hours, 3600) &&
                    add(duration.seconds, parts->minutes, 60) && add(duration.seconds, parts->seconds, 1);
  if (!fits) return std::nullopt;
  const auto last = parts->fraction.find_last_not_of('0');
  if (last != std::string_view::npos) duration.fraction = parts->fraction.substr(0, last + 1);
  const bool zero = duration.months == 0 && duration.seconds == 0 && duration.fraction.empty();
  duration.negative = parts->negative && !zero;
  return duration;
}

std::optional<std::string> duration_key(std::string_view text) {
  const auto duration = parse_duration(text);
  if (!duration) return std::nullopt;
  return fmt::format("{}{} {}.{}", duration->negative ? "-" : "", duration->months, duration->seconds,
                     duration->fraction);
}

}  // namespace cimgate::schema
