#include "gateway/market/series_facts.hpp"

#include <doctest/doctest.h>

#include "gateway/elhub/norway/calendar.hpp"
#include "gateway/schema/value.hpp"
#include "gateway/store/stored_market.hpp"

using namespace cimgate;

namespace {

constexpr const char* points = R"(
parties: [{ gln: "7099990002012", roles: [DDM] }, { gln: "7099990001015", roles: [DDQ] }, { gln: "7099990001022", roles: [DDQ] }]
grid_areas: [{ id: 50Y0CIMGATE-N-0Q, owner: "7099990002012" }]
customers: [{ id: "313000125", scheme: "82" }]
metering_points:
  - { gsrn: "707057599000100316", grid_area: 50Y0CIMGATE-N-0Q, from: 2020-01-01 }
contracts:
  - { metering_point: "707057599000100316", customer: "313000125", supplier: "7099990001015", role: DDQ, from: 2020-06-01, to: 2026-03-10 }
  - { metering_point: "707057599000100316", customer: "313000125", supplier: "7099990001022", role: DDQ, from: 2026-03-10 }
)";

constexpr const char* values = R"(
metering_values:
  - { metering_point: "707057599000100316", process: BRS-NO-313, direction: Out, product: "1", start: "2026-03-08T00:00:00+01:00", end: "2026-03-10T00:00:00+01:00", registered: "2026-03-10T05:00:00+01:00" }
  - { metering_point: "707057599000100316", process: BRS-NO-313, direction: Out, product: "8716867000030", start: "2026-03-09T00:00:00+01:00", end: "2026-03-10T00:00:00+01:00", registered: "2026-03-10T05:00:00+01:00" }
  - { metering_point: "707057599000100316", process: BRS-NO-312, direction: Out, product: "1", start: "2026-01-01T00:00:00+01:00", end: "2026-02-01T00:00:00+01:00", registered: "2026-02-02T05:00:00+01:00", reading_end: "1600" }
  - { metering_point: "707057599000100316", process: BRS-NO-332, direction: Out, product: "2", start: "2026-01-01T00:00:00+01:00", end: "2026-02-01T00:00:00+01:00", registered: "2026-02-03T05:00:00+01:00", withdrawn: true }
)";

std::int64_t at(const char* time) {
  return schema::parse_date_time(time)->seconds;
}

rules::SeriesHead series(const char* start, const char* end, const char* product = "1",
                         const char* direction = "Out") {
  rules::SeriesHead made;
  made.metering_point = "707057599000100316";
  made.direction = direction;
  made.product = product;
  made.start = at(start);
  made.end = at(end);
  made.registered = at("2026-04-01T08:00:00+02:00");
  return made;
}

struct Asker {
  std::shared_ptr<const market::Market> market =
      *store::market_in_memory("m.yaml", std::string(points) + values);
  rules::Question question;
  rules::SeriesHead about;
  std::vector<rules::SeriesHead> earlier;

  Asker(const char* process, rules::SeriesHead head) : about(std::move(head)) {
    question.metering_point = "707057599000100316";
    question.process = process;
    question.calendar = &norway::calendar();
  }
  /// "none", "?" for what is not known.
  std::string tell(std::optional<rules::Fact> (*teller)(const market::Market&, const rules::Question&)) {
    question.series = &about;
    question.earlier = earlier;
    const auto fact = teller(*market, question);
    if (!fact) return "?";
    return fact->kind == rules::Fact::Kind::known ? fact->values.front() : "none";
  }
};

constexpr const char* march_10 = "2026-03-10T00:00:00+01:00";
constexpr const char* march_11 = "2026-03-11T00:00:00+01:00";
constexpr const char* january = "2026-01-01T00:00:00+01:00";
constexpr const char* february = "2026-02-01T00:00:00+01:00";
constexpr const char* march = "2026-03-01T00:00:00+01:00";

}  // namespace

TEST_SUITE_BEGIN("market");

TEST_CASE("series facts: until when values of a channel were sent, with the series before in the message") {
  Asker asker("BRS-NO-313", series(march_11, "2026-03-12T00:00:00+01:00"));
  CHECK(asker.tell(market::values_until) == "2026-03-10");
  asker.earlier = {series(march_10, march_11)};
  CHECK(asker.tell(market::values_until) == "2026-03-11");
  asker.earlier.front().refused = true;
  CHECK(asker.tell(market::values_until) == "2026-03-10");
  asker.about = series(march_11, march_11, "1", "In");
  asker.earlier.clear();
  CHECK(asker.tell(market::values_until) == "none");
}

TEST_CASE("series facts: when what is stored for a part of the period was registered") {
  Asker asker("BRS-NO-313", series("2026-03-09T23:00:00+01:00", march_11));
  CHECK(asker.tell(market::registered_before) == "2026-03-10T05:00:00+01:00");
  asker.about = series(march_10, march_11);
  CHECK(asker.tell(market::registered_before) == "none");
  // Of the same message with the same time: what is withdrawn and what replaces it do not stand against each
  // other.
  asker.earlier = {series(march_10, march_11)};
  CHECK(asker.tell(market::registered_before) == "2026-04-01T08:00:00+02:00");
  asker.earlier.front().withdrawn = true;
  CHECK(asker.tell(market::registered_before) == "none");
  asker.earlier.front().registered += 1;
  CHECK(asker.tell(market::registered_before) == "2026-04-01T08:00:01+02:00");
}

TEST_CASE("series facts: the periods beside a period, and its reading") {
  Asker asker("BRS-NO-312", series(february, march));
  CHECK(asker.tell(market::period_before) == february);
  CHECK(asker.tell(market::reading_before) == "1600");
  CHECK(asker.tell(market::period_within) == "none");
  asker.about = series(january, "2026-01-16T00:00:00+01:00");
  CHECK(asker.tell(market::period_before) == "none");
  CHECK(asker.tell(market::period_within) == february);
  // Withdrawn before in the message, by 332.
  asker.question.process = "BRS-NO-332";
  asker.earlier = {series(january, february)};
  asker.earlier.front().withdrawn = true;
  CHECK(asker.tell(market::period_within) == "none");
  asker.about = series(february, march, "2");
  asker.earlier.clear();
  CHECK(asker.tell(market::period_before) == "none");
}

TEST_CASE("series facts: whether there are values, and a basis of settlement for the sender") {
  Asker asker("BRS-NO-315", series(march_10, march_11));
  const auto ask = [&](const char* from, const char* to) {
    asker.question.from = at(from);
    asker.question.to = at(to);
    return asker.tell(market::any_values);
  };
  CHECK(ask(march, march_10) == "true");
  CHECK(ask(march_10, march_11) == "false");
  CHECK(ask(january, february) == "true");
  CHECK(ask("2025-12-01T00:00:00+01:00", january) == "false");
  asker.question.grid_area = "50Y0CIMGATE-N-0Q";
  asker.question.role = "DDQ";
  const auto basis = [&](const char* sender, const char* from, const char* to) {
    asker.question.sender = sender;
    asker.question.from = at(from);
    asker.question.to = at(to);
    return asker.tell(market::settlement_basis);
  };
  CHECK(basis("7099990001015", "2026-03-09T00:00:00+01:00", march_10) == "true");
  CHECK(basis("7099990001022", "2026-03-09T00:00:00+01:00", march_10) == "false");
  CHECK(basis("7099990001015", march_10, march_11) == "false");
  // Of which kinds of aggregates there are sums, a rule says (BRS-NO-324.basis-there).
  asker.question.business_type = "RE01";
  CHECK(basis("7099990001015", "2026-03-09T00:00:00+01:00", march_10) == "true");
}

TEST_CASE("series facts: of a message without series, or a series without a period, there are none") {
  for (const auto* process : {"BRS-NO-312", "BRS-NO-313"}) {
    Asker asker(process, series(march_10, march_11));
    asker.about.start.reset();
    for (auto* teller :
         {market::registered_before, market::period_before, market::period_within, market::reading_before})
      CHECK(asker.tell(teller) == "none");
    asker.about = series(march_10, march_11);
    asker.about.end.reset();
    for (auto* teller :
         {market::registered_before, market::period_before, market::period_within, market::reading_before})
      CHECK(asker.tell(teller) == "none");
    for (auto* teller : {market::values_until, market::registered_before, market::period_before,
                         market::period_within, market::reading_before})
      CHECK(teller(*asker.market, rules::Question())->kind == rules::Fact::Kind::absent);
    CHECK(asker.tell(market::any_values) == "none");
    CHECK(asker.tell(market::settlement_basis) == "none");
  }
}

TEST_CASE("series facts: what stands beside the period is no part of it, and a moment is a part of one") {
  Asker asker("BRS-NO-313", series(march_10, march_11));
  asker.earlier = {series(march_11, "2026-03-12T00:00:00+01:00"),
                   series("2026-03-09T00:00:00+01:00", march_10)};
  CHECK(asker.tell(market::registered_before) == "none");
  asker.earlier.push_back(series("2026-03-10T23:00:00+01:00", "2026-03-12T00:00:00+01:00"));
  CHECK(asker.tell(market::registered_before) == "2026-04-01T08:00:00+02:00");
  // Of several the latest, in whatever order they come; one that was refused does not count.
  asker.earlier.front() = series(march_10, march_11);
  asker.earlier.front().registered += 60;
  CHECK(asker.tell(market::registered_before) == "2026-04-01T08:01:00+02:00");
  asker.earlier.front().refused = true;
  CHECK(asker.tell(market::registered_before) == "2026-04-01T08:00:00+02:00");
  // A reading without a period is one of the moment in which it begins.
  asker.earlier.clear();
  asker.about = series("2026-03-08T00:00:00+01:00", "2026-03-08T00:00:00+01:00");
  CHECK(asker.tell(market::registered_before) == "2026-03-10T05:00:00+01:00");
  asker.about = series(march_10, march_10);
  CHECK(asker.tell(market::registered_before) == "none");
  // Another kind of values, another direction, another product: another channel.
  asker.question.process = "BRS-NO-312";
  asker.about = series("2026-03-09T00:00:00+01:00", march_10);
  CHECK(asker.tell(market::registered_before) == "none");
  asker.question.process = "BRS-NO-313";
  CHECK(asker.tell(market::registered_before) == "2026-03-10T05:00:00+01:00");
  asker.about = series("2026-03-09T00:00:00+01:00", march_10, "3");
  CHECK(asker.tell(market::registered_before) == "none");
  asker.about = series("2026-03-09T00:00:00+01:00", march_10, "1", "In");
  CHECK(asker.tell(market::registered_before) == "none");
}

TEST_CASE(
    "series facts: a period that begins with this one lies within it, one that begins with its end does "
    "not") {
  Asker asker("BRS-NO-312", series(january, "2026-01-02T00:00:00+01:00"));
  CHECK(asker.tell(market::period_within) == february);
  asker.about = series("2025-12-01T00:00:00+01:00", january);
  CHECK(asker.tell(market::period_within) == "none");
  CHECK(asker.tell(market::period_before) == "none");
  asker.about = series("2026-01-02T00:00:00+01:00", march);
  CHECK(asker.tell(market::period_before) == february);
  CHECK(asker.tell(market::period_within) == "none");
  // The reading is that of the period that ends here.
  CHECK(asker.tell(market::reading_before) == "none");
  asker.earlier = {series(february, march)};
  asker.about = series(march, "2026-04-01T00:00:00+02:00");
  CHECK(asker.tell(market::period_before) == march);
  CHECK(asker.tell(market::reading_before) == "none");
  asker.earlier.front().reading_end = "1800";
  CHECK(asker.tell(market::reading_before) == "1800");
  asker.earlier.front().refused = true;
  CHECK(asker.tell(market::period_before) == february);
  CHECK(asker.tell(market::reading_before) == "none");
}

TEST_CASE("series facts: a basis of settlement is one of whole days, energy, and the supplier's own time") {
  Asker asker("BRS-NO-324", series(march_10, march_11));
  asker.question.grid_area = "50Y0CIMGATE-N-0Q";
  const auto basis = [&](const char* role, const char* sender, const char* from, const char* to) {
    asker.question.role = role;
    asker.question.sender = sender;
    asker.question.from = at(from);
    asker.question.to = at(to);
    return asker.tell(market::settlement_basis);
  };
  const auto* march_9 = "2026-03-09T00:00:00+01:00";
  // From the first to the last moment of a day all of it is meant.
  CHECK(basis("DDM", "7099990002012", "2026-03-09T12:00:00+01:00", "2026-03-09T13:00:00+01:00") == "true");
  CHECK(basis("DDM", "7099990002012", "2026-03-08T12:00:00+01:00", "2026-03-09T00:00:01+01:00") == "true");
  CHECK(basis("DDM", "7099990002012", "2026-03-08T00:00:00+01:00", march_9) == "false");
  CHECK(basis("DDM", "7099990002012", march_9, march_10) == "true");
  CHECK(basis("DDM", "7099990002012", march_10, march_11) == "false");
  // The supplier's contract ends when the values do.
  CHECK(basis("DDQ", "7099990001015", march_9, march_11) == "true");
  CHECK(basis("DDQ", "7099990001022", march_9, march_11) == "false");
  asker.question.grid_area = "50Y0CIMGATE-W-0R";
  CHECK(basis("DDM", "7099990002012", march_9, march_10) == "false");
}

TEST_CASE("series facts: a state that was told of no values does not know of any") {
  Asker asker("BRS-NO-313", series(march_10, march_11));
  asker.market = *store::market_in_memory("m.yaml", points);
  asker.question.from = asker.question.to = 0;
  asker.question.grid_area = "50Y0CIMGATE-N-0Q";
  for (auto* teller :
       {market::values_until, market::registered_before, market::period_before, market::period_within,
        market::reading_before, market::any_values, market::settlement_basis})
    CHECK(asker.tell(teller) == "?");
  CHECK(asker.market->series("x").knowledge() == market::Knowledge::not_known);
}

TEST_CASE("series facts: what is not said is asked about nothing") {
  const auto told = [](std::optional<std::int64_t> from, std::optional<std::int64_t> to, const char* area,
                       std::optional<rules::Fact> (*teller)(const market::Market&, const rules::Question&)) {
    Asker asker("BRS-NO-324", series(march_10, march_11));
    asker.question.from = from;
    asker.question.to = to;
    asker.question.grid_area = area;
    asker.question.role = "DDM";
    return asker.tell(teller);
  };
  const auto begin = at("2026-03-09T00:00:00+01:00");
  const auto end = at(march_10);
  const auto* north = "50Y0CIMGATE-N-0Q";
  CHECK(told(begin, end, north, market::settlement_basis) == "true");
  CHECK(told({}, end, north, market::settlement_basis) == "none");
  CHECK(told(begin, {}, north, market::settlement_basis) == "none");
  CHECK(told(begin, end, "", market::settlement_basis) == "none");
  CHECK(told(begin, end, "", market::any_values) == "true");
  CHECK(told({}, end, "", market::any_values) == "none");
  CHECK(told(begin, {}, "", market::any_values) == "none");
}

TEST_CASE(
    "series facts: a series before it in the message counts when it has a period, and was not refused") {
  Asker asker("BRS-NO-312", series(march, "2026-04-01T00:00:00+02:00"));
  const auto told = [&] {
    return asker.tell(market::values_until) + ' ' + asker.tell(market::registered_before) + ' ' +
           asker.tell(market::period_before);
  };
  const std::string nothing_before = asker.tell(market::values_until) + " none " + february;
  CHECK(told() == nothing_before);
  auto one = series(february, "2026-03-15T00:00:00+01:00");
  asker.earlier = {one};
  CHECK(asker.tell(market::values_until) == "2026-03-15");
  CHECK(asker.tell(market::registered_before) == "2026-04-01T08:00:00+02:00");
  CHECK(asker.tell(market::period_before) == "2026-03-15T00:00:00+01:00");
  asker.earlier.front().start.reset();
  CHECK(asker.tell(market::registered_before) == "none");
  CHECK(asker.tell(market::period_before) == february);
  asker.earlier.front() = one;
  asker.earlier.front().end.reset();
  CHECK(told() == nothing_before);
  asker.earlier.front() = one;
  asker.earlier.front().refused = true;
  CHECK(told() == nothing_before);
  // Of two the later one, whichever comes first; a value that is stored and ends later stays the last.
  asker.earlier = {series(february, "2026-03-20T00:00:00+01:00"), one};
  CHECK(asker.tell(market::values_until) == "2026-03-20");
  asker.earlier = {series("2025-01-01T00:00:00+01:00", "2025-02-01T00:00:00+01:00")};
  CHECK(asker.tell(market::values_until) == nothing_before.substr(0, nothing_before.find(' ')));
}

TEST_CASE("series facts: a series is not in its own way") {
  Asker asker("BRS-NO-313", series("2026-03-09T00:00:00+01:00", march_10));
  asker.market = *store::market_in_memory(
      "m.yaml",
      std::string(points) +
          "metering_values:\n  - { metering_point: \"707057599000100316\", process: BRS-NO-313, direction: "
          "Out, "
          "product: \"1\", start: \"2026-03-09T00:00:00+01:00\", end: \"2026-03-10T00:00:00+01:00\", "
          "registered: \"2026-03-10T05:00:00+01:00\", id: own }\n");
  CHECK(asker.tell(market::registered_before) == "2026-03-10T05:00:00+01:00");
  asker.about.id = "other";
  CHECK(asker.tell(market::registered_before) == "2026-03-10T05:00:00+01:00");
  asker.about.id = "own";
  CHECK(asker.tell(market::registered_before) == "none");
}

TEST_CASE("series facts: a profiled value counts as a whole or not at all, interval values hour by hour") {
  const auto any = [](const std::string& process, const char* from, const char* to) {
    const auto one = [&](const std::string& of, const char* start, const char* end, const char* registered,
                         bool withdrawn) {
      return "  - { metering_point: \"707057599000100316\", process: " + of +
             ", direction: Out, product: \"1\", start: \"" + start + "\", end: \"" + end +
             "\", registered: \"" + registered + "\", withdrawn: " + (withdrawn ? "true" : "false") + " }\n";
    };
    Asker asker("BRS-NO-315", series(march_10, march_11));
    // What is withdrawn of January is its first half.
    asker.market = *store::market_in_memory(
        "m.yaml", std::string(points) + "metering_values:\n" +
                      one(process, january, february, "2026-02-02T05:00:00+01:00", false) +
                      one(process, january, "2026-01-16T00:00:00+01:00", "2026-02-03T05:00:00+01:00", true));
    asker.question.from = at(from);
    asker.question.to = at(to);
    return asker.tell(market::any_values);
  };
  CHECK(any("BRS-NO-312", january, february) == "false");
  CHECK(any("BRS-NO-313", january, february) == "true");
  CHECK(any("BRS-NO-313", january, "2026-01-16T00:00:00+01:00") == "false");
  CHECK(any("BRS-NO-313", "2026-01-16T00:00:00+01:00", february) == "true");
}

TEST_SUITE_END();
