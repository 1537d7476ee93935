#include "cimgate/model_xml/date_time.hpp"

#include <algorithm>
#include <charconv>

namespace cimgate::model {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// Reads fixed parts of a text from left to right; any misfit makes all further reads fail.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  int number(std::size_t digits) {
    int value = 0;
    if (rest_.size() < digits || !std::ranges::all_of(rest_.substr(0, digits), is_digit)) return fail();
    std::from_chars(rest_.data(), rest_.data() + digits, value);
    rest_.remove_prefix(digits);
    return value;
  }
  void expect(char c) {
    if (rest_.empty() || rest_.front() != c) {
      fail();
      return;
    }
    rest_.remove_prefix(1);
  }
  bool take(char c) {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }
  std::string_view digits() {
    const auto end = std::ranges::find_if_not(rest_, is_digit);
    const auto count = static_cast<std::size_t>(end - rest_.begin());
    const auto found = rest_.substr(0, count);
    rest_.remove_prefix(count);
    if (found.empty()) fail();
    return found;
  }
  bool done() const { return ok_ && rest_.empty(); }
  bool ok() const { return ok_; }

 private:
  int fail() {
    ok_ = false;
    rest_ = {};
    return 0;
  }

  std::string_view rest_;
  bool ok_ = true;
};

}  // namespace

std::optional<Instant> to_instant(std::string_view text) {
  using namespace std::chrono;
  Reader reader(text);
  const int year = reader.number(4);
  reader.expect('-');
  const int month = reader.number(2);
  reader.expect('-');
  const int day = reader.number(2);
  reader.expect('T');
  const int hour = reader.number(2);
  reader.expect(':');
  const int minute = reader.number(2);
  reader.expect(':');
  const int second = reader.number(2);
  nanoseconds fraction{0};
  if (reader.take('.')) {
    const std::string_view digits = reader.digits().substr(0, 9);
    std::int64_t value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    for (std::size_t i = digits.size(); i < 9; ++i) value *= 10;
    fraction = nanoseconds{value};
  }
  minutes offset{0};
  if (!reader.take('Z')) {
    const bool west = reader.take('-');
    if (!west) reader.expect('+');
    const int hours_off = reader.number(2);
    reader.expect(':');
    const int minutes_off = reader.number(2);
    if (minutes_off > 59 || hours_off * 60 + minutes_off > 14 * 60) return std::nullopt;
    offset = hours{hours_off} + minutes{minutes_off};
    if (west) offset = -offset;
  }
  const year_month_day date{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                            std::chrono::day{static_cast<unsigned>(day)}};
  const bool midnight = hour == 24 && minute == 0 && second == 0 && fraction == nanoseconds{0};
  if (!reader.done() || year == 0 || !date.ok() || (hour > 23 && !midnight) || minute > 59 || second > 59)
    return std::nullopt;
  return Instant{sys_days{date} + hours{hour} + minutes{minute} + seconds{second} - offset, fraction};
}

}  // namespace cimgate::model
