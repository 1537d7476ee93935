#include "gateway/market/series_facts.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <tuple>

#include "gateway/market/fact.hpp"
#include "gateway/market/what_counts.hpp"

namespace cimgate::market {
namespace {

using rules::Question;
using rules::SeriesHead;
using Facts = std::optional<Fact>;

constexpr std::int64_t ever = std::numeric_limits<std::int64_t>::max();

bool is_interval(std::string_view process) {
  return process == "BRS-NO-313";
}

bool is_value(const Series& one) {
  return one.process != "BRS-NO-311";
}

bool is_channel_of(const Series& one, const Question& question) {
  const auto& series = *question.series;
  return is_value(one) && one.direction == series.direction && one.product == series.product &&
         is_interval(one.process) == is_interval(question.process);
}

Fact of_time(std::int64_t seconds, const Question& question) {
  return of(question.calendar->local_text(seconds));
}

struct ReadPeriod {
  std::int64_t start, end;
  std::string reading_end;
};

/// The periods of the channel that count when the series is judged.
std::optional<std::vector<ReadPeriod>> periods(const Market& market, const Question& question) {
  const auto stored = market.series_of(question.metering_point, -ever, ever);
  if (!stored.known()) return std::nullopt;
  std::vector<Version> versions;
  std::vector<std::string> readings;
  for (const auto& one : *stored)
    if (is_channel_of(one, question)) {
      versions.push_back({one.start, one.end, one.registered, one.withdrawn, true});
      readings.push_back(one.reading_end);
    }
  for (const auto& one : question.earlier)
    if (!one.refused && one.start && one.end) {
      versions.push_back({*one.start, *one.end, one.registered, one.withdrawn, true});
      readings.push_back(one.reading_end);
    }
  std::vector<ReadPeriod> all;
  for (const auto& one : what_counts(versions, -ever, ever))
    all.push_back({one.start, one.end, readings[one.number]});
  return all;
}

/// The latest end of those that `fits` takes.
template <class Fits>
Fact latest_end(const std::vector<ReadPeriod>& all, const Question& question, const Fits& fits) {
  std::optional<std::int64_t> latest;
  for (const auto& one : all)
    if (fits(one) && (!latest || one.end > *latest)) latest = one.end;
  return latest ? of_time(*latest, question) : none();
}

bool has_period(const Question& question) {
  return question.series != nullptr && question.series->start && question.series->end;
}

}  // namespace

Facts values_until(const Market& market, const Question& question) {
  if (question.series == nullptr) return none();
  const auto last = market.last_series(question.metering_point, question.process, question.series->direction,
                                       question.series->product);
  if (last.knowledge() == Knowledge::not_known) return std::nullopt;
  std::optional<std::int64_t> end;
  if (last.known()) end = last->end;
  for (const auto& one : question.earlier)
    if (!one.refused && one.end && (!end || *one.end > *end)) end = one.end;
  return end ? of(question.calendar->day_of(*end)) : none();
}

Facts registered_before(const Market& market, const Question& question) {
  if (!has_period(question)) return none();
  const auto& series = *question.series;
  const auto end = std::max(*series.end, *series.start + 1);
  const auto stored = market.series_of(question.metering_point, *series.start, end);
  if (!stored.known()) return std::nullopt;
  std::optional<std::int64_t> latest;
  const auto count = [&](std::int64_t registered) {
    if (!latest || registered > *latest) latest = registered;
  };
  for (const auto& one : *stored)
    if (is_channel_of(one, question) && (one.id.empty() || one.id != series.id)) count(one.registered);
  for (const auto& one : question.earlier) {
    if (one.refused || !one.start || !one.end || *one.end <= *series.start || *one.start >= end) continue;
    // What is withdrawn and what replaces it may have one time of registration.
    const bool replaces = one.withdrawn != series.withdrawn && one.registered == series.registered;
    if (!replaces) count(one.registered);
  }
  return latest ? of_time(*latest, question) : none();
}

Facts period_before(const Market& market, const Question& question) {
  if (!has_period(question)) return none();
  const auto all = periods(market, question);
  if (!all) return std::nullopt;
  return latest_end(*all, question,
                    [&](const ReadPeriod& one) { return one.start < *question.series->start; });
}

Facts period_within(const Market& market, const Question& question) {
  if (!has_period(question)) return none();
  const auto all = periods(market, question);
  if (!all) return std::nullopt;
  return latest_end(*all, question, [&](const ReadPeriod& one) {
    return one.start >= *question.series->start && one.start < *question.series->end;
  });
}

Facts reading_before(const Market& market, const Question& question) {
  if (!has_period(question)) return none();
  const auto all = periods(market, question);
  if (!all) return std::nullopt;
  for (const auto& one : *all)
    if (one.end == *question.series->start && !one.reading_end.empty()) return of(one.reading_end);
  return none();
}

Facts any_values(const Market& market, const Question& question) {
  if (!question.from || !question.to) return none();
  const auto stored = market.series_of(question.metering_point, *question.from, *question.to);
  if (!stored.known()) return std::nullopt;
  std::map<std::tuple<bool, std::string, std::string>, std::vector<Version>> channels;
  for (const auto& one : *stored)
    if (is_value(one))
      channels[{is_interval(one.process), one.direction, one.product}].push_back(
          {one.start, one.end, one.registered, one.withdrawn, !is_interval(one.process)});
  return whether(std::any_of(channels.begin(), channels.end(), [&](const auto& channel) {
    return !what_counts(channel.second, *question.from, *question.to).empty();
  }));
}

std::optional<std::pair<std::int64_t, std::int64_t>> settled_days(const Question& question) {
  if (!question.from || !question.to || question.grid_area.empty()) return std::nullopt;
  // Whole days are answered. Source: BRS-NO-324.
  const auto& calendar = *question.calendar;
  return std::pair(calendar.start_of(calendar.day_of(*question.from)),
                   calendar.start_of(calendar.day_of(*question.to - 1) + std::chrono::days(1)));
}

Facts settlement_basis(const Market& market, const Question& question) {
  const auto days = settled_days(question);
  if (!days) return none();
  const auto& calendar = *question.calendar;
  const auto [from, to] = *days;
  const auto stored = market.series_in(question.grid_area, from, to);
  if (!stored.known()) return std::nullopt;
  for (const auto& one : *stored) {
    if (!is_interval(one.process) || one.product != "8716867000030") continue;
    if (question.role == "DDM") return whether(true);
    for (const auto& contract : market.contracts_of(one.metering_point)) {
      const auto begins = std::max({calendar.start_of(contract.period.from), one.start, from});
      const auto ends =
          std::min({contract.period.to ? calendar.start_of(*contract.period.to) : ever, one.end, to});
      if (contract.supplier == question.sender && begins < ends) return whether(true);
    }
  }
  return whether(false);
}

}  // namespace cimgate::market
