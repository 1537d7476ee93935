#include "gateway/elhub/hub/sharing_allocation.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <numeric>
#include <random>

#include "gateway/elhub/hub/shared_volumes.hpp"
#include "gateway/elhub/norway/calendar.hpp"

// How production is shared: in single intervals, and over days as they were measured.
namespace cimgate::hub {
namespace {

using Quantities = std::vector<Thousandths>;

SharingMember with_share(Millionths share) {
  return {"", share};
}

SharingKey key_with(const std::string& formula, std::vector<SharingMember> recipients,
                    std::vector<SharingMember> contributors = {SharingMember{}}) {
  SharingKey key;
  key.formula = formula;
  key.contributors = std::move(contributors);
  key.recipients = std::move(recipients);
  return key;
}

SharingKey equally(std::size_t count) {
  return key_with("EquallyDistributed", std::vector<SharingMember>(count));
}

Measured measured(Quantities produced, Quantities consumed) {
  return {{produced.begin(), produced.end()}, {consumed.begin(), consumed.end()}};
}

Thousandths total(const Quantities& all) {
  return std::accumulate(all.begin(), all.end(), Thousandths{0});
}

constexpr const char* before = surplus_to_recipient;
constexpr const char* now = surplus_to_contributor;

}  // namespace

TEST_CASE("sharing: the example that was shown, before and with the new model") {
  const auto values = measured({180'000}, {110'000, 90'000, 20'000});
  const auto old_model = allocate(equally(3), before, values);
  REQUIRE(old_model);
  CHECK(old_model->allocated == Quantities{60'000, 60'000, 60'000});
  CHECK(old_model->returned == Quantities{0});
  const auto new_model = allocate(equally(3), now, values);
  REQUIRE(new_model);
  // What one does not use goes to the contributor, not to those who could use more.
  CHECK(new_model->allocated == Quantities{60'000, 60'000, 20'000});
  CHECK(new_model->returned == Quantities{40'000});
  CHECK(new_model->kept == Quantities{0});
}

TEST_CASE("sharing: the formulas") {
  const auto values = measured({100'000}, {10'000, 30'000, 0});
  CHECK(allocate(key_with("ConsumptionBased", std::vector<SharingMember>(3)), before, values)->allocated ==
        Quantities{25'000, 75'000, 0});
  const auto manual = key_with("Manual", {with_share(500'000), with_share(333'333), with_share(166'667)});
  CHECK(allocate(manual, before, values)->allocated == Quantities{50'000, 33'333, 16'667});
  CHECK(allocate(manual, now, values)->allocated == Quantities{10'000, 30'000, 0});
  CHECK(allocate(manual, now, values)->returned == Quantities{60'000});
  // A formula that is not said is the equal one.
  CHECK(allocate(key_with("", std::vector<SharingMember>(2)), before, measured({3}, {0, 0}))->allocated ==
        Quantities{2, 1});
  // Nobody uses anything: there is nothing to go by.
  const auto nobody = allocate(key_with("ConsumptionBased", std::vector<SharingMember>(2)), before,
                               measured({100'000}, {0, 0}));
  CHECK(nobody->allocated == Quantities{0, 0});
  CHECK(nobody->returned == Quantities{100'000});
}

TEST_CASE("sharing: shares that are not all, and shares that are more than all") {
  const auto values = measured({100'000}, {1'000'000, 1'000'000});
  const auto less = allocate(key_with("Manual", {with_share(250'000), with_share(250'000)}), before, values);
  CHECK(less->allocated == Quantities{25'000, 25'000});
  CHECK(less->returned == Quantities{50'000});
  const auto more = allocate(key_with("Manual", {with_share(1'000'000), with_share(600'000)}), now, values);
  CHECK(more->allocated == Quantities{62'500, 37'500});
  CHECK(more->returned == Quantities{0});
  // A share that is not said is none.
  const auto none = allocate(key_with("Manual", {with_share(500'000), SharingMember{}}), before, values);
  CHECK(none->allocated == Quantities{50'000, 0});
  CHECK(none->returned == Quantities{50'000});
}

TEST_CASE("sharing: thousandths that are left go to those who lost most, the first in the key first") {
  CHECK(allocate(equally(3), before, measured({100'000}, {0, 0, 0}))->allocated ==
        Quantities{33'334, 33'333, 33'333});
  CHECK(allocate(equally(3), before, measured({100'001}, {0, 0, 0}))->allocated ==
        Quantities{33'334, 33'334, 33'333});
  CHECK(
      allocate(key_with("Manual", {with_share(100'000), with_share(900'000)}), before, measured({9}, {0, 0}))
          ->allocated == Quantities{1, 8});
  // Of several contributors, each gets back by what it gave.
  const auto back =
      allocate(key_with("EquallyDistributed", std::vector<SharingMember>(1), std::vector<SharingMember>(2)),
               now, measured({1, 2}, {1}));
  CHECK(back->allocated == Quantities{1});
  CHECK(total(back->returned) == 2);
  CHECK(back->returned == Quantities{1, 1});
}

TEST_CASE("sharing: a contributor keeps what it does not share") {
  const auto values = measured({100'000, 50'000}, {1'000'000});
  const auto some = allocate(
      key_with("EquallyDistributed", std::vector<SharingMember>(1), {with_share(600'000), SharingMember{}}),
      now, values);
  CHECK(some->kept == Quantities{40'000, 0});
  CHECK(some->allocated == Quantities{110'000});
  // What is below nothing is not shared.
  const auto below = allocate(equally(1), now, measured({-5}, {10}));
  CHECK(below->kept == Quantities{-5});
  CHECK(below->allocated == Quantities{0});
  CHECK(below->sum() == -5);
}

TEST_CASE("sharing: a value that counts and is missing leaves nothing to say") {
  auto values = measured({100}, {10, 10});
  values.consumed[1] = std::nullopt;
  CHECK(allocate(equally(2), before, values)->allocated == Quantities{50, 50});
  CHECK_FALSE(allocate(equally(2), now, values));
  CHECK_FALSE(allocate(key_with("ConsumptionBased", std::vector<SharingMember>(2)), before, values));
  values.produced[0] = std::nullopt;
  CHECK_FALSE(allocate(equally(2), before, values));
  CHECK_FALSE(allocate(SharingKey{}, before, {}));
}

TEST_CASE("sharing: nothing is lost, nothing is made, and nobody has less than nothing") {
  std::mt19937_64 random(701);  // NOLINT(cert-*): the same each time
  const auto below = [&](std::uint64_t limit) { return static_cast<std::int64_t>(random() % limit); };
  const std::string formulas[] = {"EquallyDistributed", "ConsumptionBased", "Manual"};
  // The largest quantity that a message can have, as well.
  const std::uint64_t sizes[] = {2, 10, 1'000, 1'000'000, 1'000'000'000'000'000};
  for (int round = 0; round < 6'000; ++round) {
    SharingKey key;
    key.formula = formulas[below(3)];
    Measured values;
    Thousandths produced = 0;
    const auto size = sizes[below(5)];
    for (auto i = 1 + below(4); i > 0; --i) {
      SharingMember one;
      if (below(2) == 0) one.share = below(all_of_it + 1);
      key.contributors.push_back(one);
      values.produced.emplace_back(below(size));
      produced += *values.produced.back();
    }
    for (auto i = 1 + below(below(10) == 0 ? 200 : 7); i > 0; --i) {
      SharingMember one;
      if (below(4) != 0) one.share = below(2) == 0 ? below(all_of_it + 1) : below(200'000);
      key.recipients.push_back(one);
      values.consumed.emplace_back(below(3) == 0 ? 0 : below(size));
    }
    for (const auto* model : {before, now}) {
      const auto made = allocate(key, model, values);
      REQUIRE(made);
      CHECK(made->sum() == produced);
      for (const auto* part : {&made->kept, &made->returned, &made->allocated})
        for (const auto one : *part) CHECK(one >= 0);
      for (std::size_t i = 0; i < key.contributors.size(); ++i)
        CHECK(made->kept[i] + made->returned[i] <= *values.produced[i]);
      if (model == now)
        for (std::size_t i = 0; i < key.recipients.size(); ++i)
          CHECK(made->allocated[i] <= *values.consumed[i]);
      // Nobody gets more than a thousandth beside its share.
      if (model == before && key.formula == "EquallyDistributed") {
        const auto [least, most] = std::minmax_element(made->allocated.begin(), made->allocated.end());
        CHECK(*most - *least <= 1);
      }
    }
  }
}

namespace {

const std::string roof = "707057599002008153", flat = "707057599002000386", loft = "707057599002001123";

/// The values of a day, one after the other; `each` says them.
template <class Each>
ledger::StoredSeries series_of(const std::string& gsrn, const std::string& direction, Day day, Seconds length,
                               const Each& each) {
  ledger::StoredSeries one;
  one.gsrn = gsrn;
  one.process = "BRS-NO-313";
  one.direction = direction;
  one.product = "8716867000030";
  one.start = norway::start_of(day);
  one.end = norway::start_of(day + std::chrono::days(1));
  one.registered = one.end;
  std::string values;
  const auto count = (one.end - one.start) / length;
  for (Seconds i = 0; i < count; ++i)
    values +=
        fmt::format("<abie:Observation Sequence=\"{}\"><abie:Metered>{}</abie:Metered></abie:Observation>",
                    i + 1, decimal_text(each(i)));
  one.xml = fmt::format(
      "<rsm:CollectedData xmlns:rsm=\"urn:no:elhub:emif:metering:CollectedData:v2\" "
      "xmlns:abie=\"urn:no:elhub:emif:common:AggregatedBusinessInformationEntities:v2\"><rsm:Header>"
      "<abie:Identification>7a234aa5-12c4-41ce-8926-7dabaa40c3e3</abie:Identification><abie:DocumentType "
      "listAgencyIdentifier=\"260\">E13</abie:DocumentType><abie:Creation>2026-10-26T05:12:40+01:00"
      "</abie:Creation><abie:PhysicalSenderEnergyParty><abie:Identification schemeAgencyIdentifier=\"9\">"
      "7099990003019</abie:Identification></abie:PhysicalSenderEnergyParty><abie:JuridicalSenderEnergyParty>"
      "<abie:Identification schemeAgencyIdentifier=\"9\">7099990003019</abie:Identification>"
      "</abie:JuridicalSenderEnergyParty><abie:JuridicalRecipientEnergyParty><abie:Identification "
      "schemeAgencyIdentifier=\"9\">7099990000018</abie:Identification></abie:JuridicalRecipientEnergyParty>"
      "</rsm:Header><rsm:ProcessEnergyContext><abie:EnergyBusinessProcess listAgencyIdentifier=\"89\">"
      "BRS-NO-313</abie:EnergyBusinessProcess><abie:EnergyBusinessProcessRole listAgencyIdentifier=\"6\">DDE"
      "</abie:EnergyBusinessProcessRole><abie:EnergyIndustryClassification>23"
      "</abie:EnergyIndustryClassification></rsm:ProcessEnergyContext><rsm:PayloadEnergyTimeSeries>"
      "<abie:Identification>07a9ce9a-8d53-4760-8789-8b196f554756</abie:Identification>"
      "<abie:RegistrationDateTime>2026-10-26T04:30:00+01:00</abie:RegistrationDateTime>"
      "<abie:ObservationPeriodTimeSeriesPeriod><abie:ResolutionDuration>PT{}M</abie:ResolutionDuration>"
      "<abie:Start>{}</abie:Start><abie:End>{}</abie:End></abie:ObservationPeriodTimeSeriesPeriod>"
      "<abie:MeteringPointUsedDomainLocation><abie:Identification schemeAgencyIdentifier=\"9\">{}"
      "</abie:Identification></abie:MeteringPointUsedDomainLocation>{}</rsm:PayloadEnergyTimeSeries></"
      "rsm:CollectedData>",
      length / 60, norway::local_text(one.start), norway::local_text(one.end), gsrn, values);
  return one;
}

SharingKey roof_for_two() {
  SharingKey key;
  key.formula = "EquallyDistributed";
  key.contributors = {{roof, std::nullopt}};
  key.recipients = {{flat, std::nullopt}, {loft, std::nullopt}};
  return key;
}

Day day(const char* text) {
  return *rules::parse_day(text);
}

constexpr Seconds hour = 3600, quarter = 900;

}  // namespace

TEST_CASE("sharing: days of 23, 24 and 25 hours, in hours and in quarters") {
  for (const auto& [text, hours] : {std::pair("2026-03-29", 23), {"2026-06-01", 24}, {"2026-10-25", 25}})
    for (const auto length : {hour, quarter}) {
      CAPTURE(std::string(text));
      const auto on = day(text);
      const std::vector<ledger::StoredSeries> stored = {
          series_of(roof, "In", on, length, [](Seconds i) { return 1'000 + i; }),
          series_of(flat, "Out", on, length, [](Seconds i) { return 200 + i; }),
          series_of(loft, "Out", on, length, [](Seconds) { return 900; })};
      const auto made = shared_day(roof_for_two(), now, on, stored);
      CHECK(made.length == length);
      REQUIRE(made.intervals.size() == static_cast<std::size_t>(hours * (hour / length)));
      Seconds at = norway::start_of(on);
      Thousandths i = 0;
      for (const auto& one : made.intervals) {
        CHECK(one.at == at);
        REQUIRE(one.allocation);
        CHECK(one.allocation->sum() == 1'000 + i);
        CHECK(one.allocation->allocated[0] == std::min(200 + i, (1'001 + i) / 2));
        CHECK(one.allocation->allocated[1] == (1'000 + i) / 2);
        at += length;
        ++i;
      }
      CHECK(at == norway::start_of(on + std::chrono::days(1)));
    }
}

TEST_CASE("sharing: quarters are added up where another has hours, and what is missing is said") {
  const auto on = day("2026-10-25");
  std::vector<ledger::StoredSeries> stored = {
      series_of(roof, "In", on, quarter, [](Seconds i) { return i; }),
      series_of(flat, "Out", on, hour, [](Seconds) { return 10'000; })};
  // Feeding in is no consumption, and reactive energy is none that is shared.
  stored.push_back(series_of(loft, "In", on, hour, [](Seconds) { return 5; }));
  stored.push_back(series_of(loft, "Out", on, hour, [](Seconds) { return 5; }));
  stored.back().product = "8716867000139";
  auto key = roof_for_two();
  auto made = shared_day(key, before, on, stored);
  CHECK(made.length == hour);
  REQUIRE(made.intervals.size() == 25);
  CHECK(made.intervals[24].measured.produced[0] == 96 + 97 + 98 + 99);
  CHECK(made.intervals[24].measured.consumed[0] == 10'000);
  CHECK_FALSE(made.intervals[24].measured.consumed[1]);
  CHECK(made.intervals[24].allocation->allocated == Quantities{195, 195});
  made = shared_day(key, now, on, stored);
  CHECK_FALSE(made.intervals[24].allocation);
  key.recipients.pop_back();
  made = shared_day(key, now, on, stored);
  CHECK(made.intervals[24].allocation->allocated == Quantities{390});
  // A quarter that is not there makes its hour one that nothing can be said of, and no other.
  auto cut = stored[0];
  cut.end -= quarter;
  cut.xml = series_of(roof, "In", on, quarter, [](Seconds i) { return i; }).xml;
  cut.xml = cut.xml.substr(0, cut.xml.rfind("<abie:Observation ")) +
            cut.xml.substr(cut.xml.rfind("</rsm:PayloadEnergyTimeSeries>"));
  made = shared_day(key, now, on, {cut, stored[1]});
  REQUIRE(made.intervals.size() == 25);
  CHECK(made.intervals[23].allocation);
  CHECK_FALSE(made.intervals[24].allocation);
  CHECK(shared_day(key, now, on, {}).intervals.empty());
}

TEST_CASE("sharing: of two versions of a value, the later registered counts") {
  const auto on = day("2026-06-01");
  auto first = series_of(roof, "In", on, hour, [](Seconds) { return 1'000; });
  auto second = series_of(roof, "In", on, hour, [](Seconds) { return 3'000; });
  second.registered += 1;
  const auto used = series_of(flat, "Out", on, hour, [](Seconds) { return 500; });
  auto key = roof_for_two();
  key.recipients.pop_back();
  const auto made = shared_day(key, now, on, {first, used, second});
  REQUIRE(made.intervals.size() == 24);
  CHECK(made.intervals[0].allocation->sum() == 3'000);
  CHECK(made.intervals[0].allocation->returned == Quantities{2'500});
}

}  // namespace cimgate::hub
