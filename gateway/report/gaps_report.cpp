#include "gateway/report/gaps_report.hpp"

#include <fmt/format.h>

namespace cimgate::report {
namespace {

using json::JsonOut;

std::size_t all_holes(const std::vector<values::ChannelGaps>& channels) {
  std::size_t holes = 0;
  for (const auto& channel : channels) holes += channel.holes();
  return holes;
}

void add_period(JsonOut& out, const time::Calendar& calendar, std::int64_t from, std::int64_t until) {
  out.member("from", calendar.local_text(from));
  out.member("to", calendar.local_text(until));
}

void add_day(JsonOut& out, const values::DayOfChannel& day, const time::Calendar& calendar) {
  out.begin_object(JsonOut::Line::airy);
  out.member("day", day.day);
  out.member("expected", day.expected);
  out.member("present", day.present);
  out.member("notMeasured", day.not_measured);
  out.begin_array("holes");
  for (const auto& hole : day.holes) {
    out.begin_object();
    add_period(out, calendar, hole.from, hole.until);
    out.member("values", hole.values);
    out.end_object();
  }
  out.end_array();
  out.end_object();
}

}  // namespace

void add_gaps(JsonOut& out, const std::vector<values::ChannelGaps>& channels,
              const time::Calendar& calendar) {
  out.begin_array("channels");
  for (const auto& channel : channels) {
    out.begin_object();
    out.member("meteringPoint", channel.metering_point);
    out.member("direction", channel.direction);
    out.member("product", channel.product);
    out.begin_array("arrivals");
    for (const auto& arrival : channel.arrivals) {
      out.begin_object(JsonOut::Line::airy);
      out.member("at", calendar.local_text(arrival.arrived));
      out.member("source", arrival.source);
      add_period(out, calendar, arrival.from, arrival.until);
      out.member("values", arrival.values);
      out.end_object();
    }
    out.end_array();
    out.begin_array("days");
    for (const auto& day : channel.days) add_day(out, day, calendar);
    out.end_array();
    out.end_object();
  }
  out.end_array();
  out.member("holes", all_holes(channels));
}

std::string gaps_text(const std::vector<values::ChannelGaps>& channels, const values::Values& of,
                      bool norwegian) {
  const auto word = [&](const std::string& code) {
    const auto text = of.word_of(code);
    return norwegian ? text.nb : text.en;
  };
  const auto& calendar = of.calendar;
  std::string text;
  for (const auto& channel : channels) {
    text +=
        fmt::format("{} · {} · {}\n", channel.metering_point, word(channel.direction), word(channel.product));
    for (const auto& arrival : channel.arrivals)
      text +=
          fmt::format(fmt::runtime(norwegian ? "  kom {}: {} verdier fra {} til {} ({})\n"
                                             : "  arrived {}: {} values from {} to {} ({})\n"),
                      calendar.local_text(arrival.arrived), arrival.values, calendar.local_text(arrival.from),
                      calendar.local_text(arrival.until), arrival.source);
    for (const auto& day : channel.days) {
      text += fmt::format(fmt::runtime(norwegian ? "  {}: {} av {} verdier" : "  {}: {} of {} values"),
                          day.day, day.present, day.expected);
      if (day.not_measured > 0)
        text += fmt::format(
            fmt::runtime(norwegian ? ", {} estimerte eller midlertidige" : ", {} estimated or temporary"),
            day.not_measured);
      text += '\n';
      for (const auto& hole : day.holes)
        text += fmt::format(
            fmt::runtime(norwegian ? "    mangler {} fra {} til {}\n" : "    missing {} from {} to {}\n"),
            hole.values, calendar.local_text(hole.from), calendar.local_text(hole.until));
    }
  }
  return text;
}

}  // namespace cimgate::report
