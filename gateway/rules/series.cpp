#include <fmt/format.h>

#include <charconv>
#include <utility>

#include "gateway/rules/compiler.hpp"
#include "gateway/schema/date_time.hpp"
#include "gateway/schema/decimal.hpp"
#include "gateway/schema/value.hpp"

namespace cimgate::rules {
namespace {

using document::NodeId;

/// The distance between two values of a series: days (on the calendar), months or real seconds.
struct Resolution {
  std::int64_t days = 0;
  std::int64_t months = 0;
  std::int64_t seconds = 0;
};

constexpr std::int64_t seconds_of_day = 86400;

std::optional<Resolution> parse_resolution(std::string_view text) {
  const auto duration = schema::parse_duration(text);
  if (!duration || duration->negative || !duration->fraction.empty()) return std::nullopt;
  constexpr std::uint64_t largest = 1000000000;
  if (duration->months > largest || duration->seconds > largest) return std::nullopt;
  const auto seconds = static_cast<std::int64_t>(duration->seconds);
  const auto months = static_cast<std::int64_t>(duration->months);
  if ((months > 0) == (seconds > 0)) return std::nullopt;
  if (months > 0) return Resolution{0, months, 0};
  if (text.find('T') == std::string_view::npos) return Resolution{seconds / seconds_of_day, 0, 0};
  return Resolution{0, 0, seconds};
}

/// How often the resolution fits into the time between; nothing when it does not fit a whole number of times.
std::optional<std::int64_t> times_between(std::int64_t start, std::int64_t end, const Resolution& resolution,
                                          const Calendar& calendar) {
  if (resolution.seconds > 0) {
    if ((end - start) % resolution.seconds != 0) return std::nullopt;
    return (end - start) / resolution.seconds;
  }
  if (resolution.days > 0) {
    const auto days = (calendar.day_of(end) - calendar.day_of(start)).count();
    if (calendar.seconds_into_day(start) != calendar.seconds_into_day(end) || days % resolution.days != 0)
      return std::nullopt;
    return days / resolution.days;
  }
  std::int64_t number = 0;
  for (std::int64_t at = start; at < end; ++number) {
    const auto step = static_cast<std::int32_t>((number + 1) * resolution.months);
    at = calendar.moved(start, {step, Offset::Unit::months});
    if (at > end) return std::nullopt;
  }
  return number;
}

std::optional<Value> first_time(const Operand& operand, Judging& judging) {
  auto answer = answer_of(operand, judging);
  if (answer.values.empty()) return std::nullopt;
  return std::move(answer.values.front());
}

/// Months begin on their first day; of several, those count that begin with January.
bool is_aligned(std::int64_t at, const Resolution& resolution, const Calendar& calendar) {
  const auto into = calendar.seconds_into_day(at);
  if (resolution.seconds > 0) return into % resolution.seconds == 0;
  if (resolution.months == 0 || into != 0) return into == 0;
  const std::chrono::year_month_day day(calendar.day_of(at));
  return unsigned{day.day()} == 1 && (unsigned{day.month()} - 1) % resolution.months == 0;
}

class Fills : public Condition {
 public:
  Fills(document::Path values, Operand start, Operand end, Operand resolution)
      : values_(std::move(values)),
        start_(std::move(start)),
        end_(std::move(end)),
        resolution_(std::move(resolution)) {}
  Truth judge(Judging& judging) const override {
    const auto start = first_time(start_, judging);
    const auto end = first_time(end_, judging);
    const auto duration = first_time(resolution_, judging);
    if (!start || !end || !duration || end->seconds <= start->seconds) return Truth::yes;
    const auto resolution = parse_resolution(duration->text);
    if (!resolution) return Truth::yes;
    const auto found = static_cast<std::int64_t>(count_at(judging.document(), judging.record(), values_));
    const auto expected = times_between(start->seconds, end->seconds, *resolution, judging.calendar());
    if (expected && *expected == found) return Truth::yes;
    judging.say("found", std::to_string(found));
    judging.say("expected", expected ? std::to_string(*expected) : "–");
    judging.object(judging.record());
    return Truth::no;
  }

 private:
  document::Path values_;
  Operand start_;
  Operand end_;
  Operand resolution_;
};

/// By value, as an xs:integer is written: +1 and 01 are 1. Most are written plainly.
bool is_number(std::string_view text, std::uint32_t expected) {
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error == std::errc() && end == text.data() + text.size()) return number == expected;
  const auto signed_number = schema::parse_integer(text);
  return signed_number && schema::canonical(*signed_number) == std::to_string(expected);
}

class Sequence : public Condition {
 public:
  Sequence(document::Path of, document::Path by, std::uint32_t from)
      : of_(std::move(of)), by_(std::move(by)), from_(from) {}
  Truth judge(Judging& judging) const override {
    if (is_seen(judging)) return Truth::yes;
    std::uint32_t expected = from_;
    bool holds = true;
    for_each_at(judging.document(), judging.record(), of_, [&](NodeId node) {
      for_each_at(judging.document(), node, by_, [&](NodeId key) {
        const auto written = value_at(judging.document(), key, by_);
        if (!is_number(written, expected)) {
          std::string buffer;
          const auto text = schema::normalize(*by_.type(), written, buffer);
          holds = is_number(text, expected);
          if (!holds) {
            judging.say("found", shown(by_.type(), text, judging.dialect().personal_numbers));
            judging.say("expected", std::to_string(expected));
            judging.object(node);
          }
        }
        ++expected;
        return holds;
      });
      return holds;
    });
    return truth_of(holds);
  }

 private:
  /// True when the plain case holds: attributes of children, written plainly. Rows need not become nodes.
  bool is_seen(const Judging& judging) const {
    if (!is_plain_step(of_) || !by_.steps.empty() || by_.absolute || by_.attribute == nullptr) return false;
    const auto& document = judging.document();
    const auto place = of_.steps.front().place;
    std::uint32_t expected = from_;
    NodeId at = document[of_.absolute ? 0 : judging.record()].first_child;
    while ((at = document.beyond_other_rows(at, place)) != document::no_node) {
      if (const auto* rows = document.rows_at(at)) {
        const auto column = rows->layout().column_of(0, by_.attribute);
        if (column < 0) return false;
        for (std::uint32_t row = 0; row < rows->size(); ++row)
          if (!is_number(rows->value(row, static_cast<std::size_t>(column)), expected++)) return false;
        at = document.next_after(*rows);
        continue;
      }
      const auto& node = document[at];
      if (node.element != nullptr && node.place == place) {
        const auto written = document.attribute(at, *by_.attribute);
        if (!written || !is_number(*written, expected++)) return false;
      }
      at = node.next;
    }
    return true;
  }

  document::Path of_;
  document::Path by_;
  std::uint32_t from_;
};

class Aligned : public Condition {
 public:
  Aligned(Operand time, Operand resolution) : time_(std::move(time)), resolution_(std::move(resolution)) {}
  Truth judge(Judging& judging) const override {
    const auto duration = first_time(resolution_, judging);
    const auto resolution = duration ? parse_resolution(duration->text) : std::nullopt;
    if (!resolution) return Truth::yes;
    for (const auto& value : answer_of(time_, judging).values) {
      if (is_aligned(value.seconds, *resolution, judging.calendar()) && value.fraction.empty()) continue;
      judging.say("found", value.shown());
      judging.say("expected", duration->shown());
      judging.object(value.node);
      return Truth::no;
    }
    return Truth::yes;
  }

 private:
  Operand time_;
  Operand resolution_;
};

std::optional<Operand> time_at(Compiler& compiler, const yaml::Node& node) {
  const auto path = compiler.time_path(node);
  return path ? compiler.operand(node) : std::nullopt;
}

/// A path to a duration, or a duration.
std::optional<Operand> duration(Compiler& compiler, const yaml::Node& node) {
  if (node.is_scalar() && parse_resolution(node.text())) {
    Operand made;
    made.literal = node.text();
    return made;
  }
  auto made = compiler.operand(node);
  if (!made || made->source != Operand::Source::path) return std::nullopt;
  const auto* type = made->path.type();
  if (type == nullptr || !schema::codes_of(*type) ||
      !parse_resolution(schema::codes_of(*type)->back()->value)) {
    if (type != nullptr && type->base == schema::Base::duration) return made;
    compiler.file().error(node, fmt::format("'{}' is not a duration, such as PT15M", node.text()));
    return std::nullopt;
  }
  return made;
}

}  // namespace

ConditionPtr make_fills(Compiler& compiler, const yaml::Node& node) {
  compiler.file().check_keys(node, {"values", "start", "end", "resolution"});
  if (!node.is_map()) return nullptr;
  auto values = compiler.path(node["values"]);
  auto start = time_at(compiler, node["start"]);
  auto end = time_at(compiler, node["end"]);
  auto resolution = duration(compiler, node["resolution"]);
  if (!values || !start || !end || !resolution) return nullptr;
  return std::make_unique<Fills>(*std::move(values), *std::move(start), *std::move(end),
                                 *std::move(resolution));
}

ConditionPtr make_sequence(Compiler& compiler, const yaml::Node& node) {
  compiler.file().check_keys(node, {"of", "by", "from"});
  if (!node.is_map()) return nullptr;
  auto of = compiler.path(node["of"]);
  std::optional<std::uint32_t> from = 1;
  if (node["from"]) from = compiler.number(node["from"], "from");
  if (!of || !from) return nullptr;
  auto frame = compiler.frame();
  frame.record = &of->element();
  Compiler inner(compiler.file(), frame);
  auto by = inner.path(node["by"]);
  if (!by) return nullptr;
  if (by->type() == nullptr || by->type()->base != schema::Base::integer) {
    compiler.file().error(node["by"], fmt::format("'{}' is not a whole number", by->text));
    return nullptr;
  }
  return std::make_unique<Sequence>(*std::move(of), *std::move(by), *from);
}

ConditionPtr make_aligned(Compiler& compiler, const yaml::Node& node) {
  if (!node.is_map() || node.size() == 0) {
    compiler.file().error(node, "expected { PATH: RESOLUTION }");
    return nullptr;
  }
  std::vector<ConditionPtr> parts;
  for (const auto& entry : node) {
    auto time = time_at(compiler, entry.first);
    auto resolution = duration(compiler, entry.second);
    if (time && resolution)
      parts.push_back(std::make_unique<Aligned>(*std::move(time), *std::move(resolution)));
  }
  return parts.size() < node.size() ? nullptr : all_of(std::move(parts));
}

}  // namespace cimgate::rules
