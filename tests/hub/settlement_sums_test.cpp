// The sums of the settlement: equal to what is summed by hand, whatever was corrected and whoever supplies.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <cstdint>

#include "gateway/elhub/hub/hub.hpp"
#include "gateway/elhub/hub/replay.hpp"
#include "gateway/elhub/hub/settlement_sums.hpp"
#include "gateway/elhub/norway/calendar.hpp"
#include "gateway/rules/calendar.hpp"

namespace cimgate::test {
namespace {

using hub::Seconds;
using hub::SettlementSums;

constexpr const char* north = "50Y0CIMGATE-N-0Q";
constexpr const char* west = "50Y0CIMGATE-W-0R";

/// The same numbers in each run.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}
  std::int64_t below(std::uint64_t n) {
    state_ = state_ * 6364136223846793005ULL + 1442695040888963407ULL;
    return static_cast<std::int64_t>((state_ >> 33) % n);
  }

 private:
  std::uint64_t state_;
};

std::string gsrn_of(std::size_t number) {
  const auto body = fmt::format("7070575990{:07}", number);
  int sum = 0;
  for (std::size_t i = 0; i < body.size(); ++i)
    sum += (body[body.size() - 1 - i] - '0') * (i % 2 == 0 ? 3 : 1);
  return body + static_cast<char>('0' + (10 - sum % 10) % 10);
}

struct Point {
  std::string gsrn, area, type;
  bool settles = true;
  Seconds length = 3600;
  std::string before, after;  ///< its suppliers until 2026-06-02, and from then on; "" = nobody
};

std::string market_of(const std::vector<Point>& points) {
  std::string text =
      "parties:\n"
      "  - { gln: \"7099990001015\", name: A, roles: [DDQ], from: 2019-01-01 }\n"
      "  - { gln: \"7099990001022\", name: B, roles: [DDQ], from: 2019-01-01 }\n"
      "  - { gln: \"7099990002012\", name: N, roles: [DDM], from: 2019-01-01 }\n"
      "grid_areas:\n"
      "  - { id: 50Y0CIMGATE-N-0Q, owner: \"7099990002012\", name: Nord }\n"
      "  - { id: 50Y0CIMGATE-W-0R, owner: \"7099990002012\", name: Vest }\n"
      "metering_points:\n";
  std::string contracts = "contracts:\n";
  for (const auto& one : points) {
    text += fmt::format(
        "  - {{ gsrn: \"{}\", type: {}, status: E22, settlement: E02, resolution: PT1H, grid_area: {}, "
        "accounting_point: {}, from: 2019-02-18 }}\n",
        one.gsrn, one.type, one.area, one.settles);
    const auto contract = [&](const std::string& supplier, const char* from, const char* to) {
      if (!supplier.empty())
        contracts += fmt::format(
            "  - {{ metering_point: \"{}\", customer: \"313000125\", supplier: \"{}\", role: DDQ, from: {}{} "
            "}}\n",
            one.gsrn, supplier, from, to);
    };
    contract(one.before, "2025-01-01", ", to: 2026-06-02");
    contract(one.after, "2026-06-02", "");
  }
  return text + "customers:\n  - { id: \"313000125\", scheme: \"82\", name: K }\n" + contracts;
}

ledger::StoredSeries series_of(const std::string& gsrn, const std::string& direction, Seconds start,
                               Seconds length, const std::vector<std::int64_t>& values, Seconds registered) {
  ledger::StoredSeries one;
  one.id = fmt::format("{}-{}-{}", gsrn, start, registered);
  one.gsrn = gsrn;
  one.process = "BRS-NO-313";
  one.direction = direction;
  one.product = "8716867000030";
  one.start = start;
  one.end = start + length * static_cast<Seconds>(values.size());
  one.registered = one.inserted = registered;
  one.xml = fmt::format(
      "<rsm:CollectedData xmlns:rsm=\"urn:no:elhub:emif:metering:CollectedData:v2\" "
      "xmlns:abie=\"urn:no:elhub:emif:common:AggregatedBusinessInformationEntities:v2\"><rsm:Header>"
      "<abie:Identification>7a234aa5-12c4-41ce-8926-7dabaa40c3e3</abie:Identification>"
      "<abie:DocumentType listAgencyIdentifier=\"260\">E13</abie:DocumentType>"
      "<abie:Creation>2026-06-03T05:00:00+02:00</abie:Creation>"
      "<abie:PhysicalSenderEnergyParty><abie:Identification schemeAgencyIdentifier=\"9\">7099990002012</abie:"
      "Identification></abie:PhysicalSenderEnergyParty><abie:JuridicalSenderEnergyParty><abie:Identification "
      "schemeAgencyIdentifier=\"9\">7099990002012</abie:Identification></abie:JuridicalSenderEnergyParty>"
      "<abie:JuridicalRecipientEnergyParty><abie:Identification schemeAgencyIdentifier=\"9\">7099990000018"
      "</abie:Identification></abie:JuridicalRecipientEnergyParty></rsm:Header><rsm:ProcessEnergyContext>"
      "<abie:EnergyBusinessProcess listAgencyIdentifier=\"89\">BRS-NO-313</abie:EnergyBusinessProcess>"
      "<abie:EnergyBusinessProcessRole listAgencyIdentifier=\"6\">DDE</abie:EnergyBusinessProcessRole>"
      "<abie:EnergyIndustryClassification>23</abie:EnergyIndustryClassification></rsm:ProcessEnergyContext>"
      "<rsm:PayloadEnergyTimeSeries><abie:Identification>07a9ce9a-8d53-4760-8789-8b196f554756"
      "</abie:Identification><abie:RegistrationDateTime>2026-06-03T04:30:00+02:00</abie:RegistrationDateTime>"
      "<abie:ObservationPeriodTimeSeriesPeriod><abie:ResolutionDuration>{}</abie:ResolutionDuration>"
      "<abie:Start>{}</abie:Start><abie:End>{}</abie:End></abie:ObservationPeriodTimeSeriesPeriod>"
      "<abie:MeteringPointUsedDomainLocation><abie:Identification schemeAgencyIdentifier=\"9\">{}"
      "</abie:Identification></abie:MeteringPointUsedDomainLocation>",
      length == 900 ? "PT15M" : "PT60M", norway::local_text(one.start), norway::local_text(one.end), gsrn);
  int number = 0;
  for (const auto value : values) {
    const char* quality = value % 2 == 0 ? "Metered" : "Estimated";
    const char* why = value % 2 == 0 ? "" : " Quality=\"56\" ValidationCode=\"V002\" EstimationCode=\"E001\"";
    one.xml +=
        fmt::format("<abie:Observation Sequence=\"{}\"><abie:{}{}>{}.{:03}</abie:{}></abie:Observation>",
                    ++number, quality, why, value / 1000, value % 1000, quality);
  }
  one.xml += "</rsm:PayloadEnergyTimeSeries></rsm:CollectedData>";
  return one;
}

std::shared_ptr<const Engine> engine() {
  static const auto made = open_engine({});
  REQUIRE(made);
  return *made;
}

/// Runs `work` with a hub of this market.
void with_hub(const std::string& market,
              const std::function<void(hub::ProcessContext&, ledger::Ledger&)>& work) {
  hub::Hub::Options options;
  options.start = norway::start_of(*rules::parse_day("2026-06-03"));
  const auto opened = hub::Hub::open(engine(), options);
  REQUIRE(opened);
  const hub::Timetable timetable(engine()->rules().tables());
  const auto fault = (*opened)->run([&](hub::MessageProcessor&, ledger::Ledger& ledger) {
    const auto loaded = hub::load_market(ledger, "market.yaml", market);
    REQUIRE_MESSAGE(loaded.errors.empty(), market);
    hub::ProcessContext context(ledger, {&(*opened)->intake(), &timetable, "7099990000018"});
    work(context, ledger);
  });
  REQUIRE_MESSAGE(!fault, fault->text);
}

}  // namespace

TEST_CASE(
    "settlement sums: those of the suppliers and of nobody are those of the grid area, to the last digit") {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    CAPTURE(seed);
    Dice dice(seed);
    const std::vector<std::string> suppliers = {"", "7099990001015", "7099990001022"};
    std::vector<Point> points;
    for (std::size_t i = 0; i < 24; ++i) {
      Point one;
      one.gsrn = gsrn_of(i + 1);
      one.area = dice.below(3) == 0 ? west : north;
      one.type = dice.below(8) == 0 ? "E20" : "E19";
      one.settles = dice.below(8) != 0;
      one.length = dice.below(2) == 0 ? 900 : 3600;
      one.before = suppliers[static_cast<std::size_t>(dice.below(3))];
      one.after = suppliers[static_cast<std::size_t>(dice.below(3))];
      points.push_back(std::move(one));
    }
    with_hub(market_of(points), [&](hub::ProcessContext& context, ledger::Ledger& ledger) {
      const auto first = norway::start_of(*rules::parse_day("2026-06-01"));
      // What each point has at each time, as the last registration says: summed by hand.
      std::map<std::tuple<std::size_t, std::string, Seconds>, std::int64_t> values;
      Seconds registered = 1;
      for (std::size_t i = 0; i < points.size(); ++i)
        for (const std::string direction : {"Out", "In"})
          for (int version = 0; version < 4; ++version) {
            const auto steps = 2 * 24 * 3600 / points[i].length;
            // All of both days, and then parts of them again.
            const auto from = version == 0 ? 0 : dice.below(static_cast<std::uint64_t>(steps));
            const auto count =
                version == 0 ? steps : 1 + dice.below(static_cast<std::uint64_t>(steps - from));
            std::vector<std::int64_t> some;
            for (std::int64_t at = from; at < from + count; ++at) {
              some.push_back(dice.below(50'000'000));
              values[{i, direction, first + at * points[i].length}] = some.back();
            }
            ledger.keep(series_of(points[i].gsrn, direction, first + from * points[i].length,
                                  points[i].length, some, ++registered));
          }
      for (const auto* day_text : {"2026-06-01", "2026-06-02"}) {
        const auto day = *rules::parse_day(day_text);
        for (const std::string area : {north, west}) {
          SettlementSums expected;
          for (const auto& [key, value] : values) {
            const auto& [number, direction, at] = key;
            const auto& one = points[number];
            if (one.area != area || one.type == "E20" || !one.settles || norway::day_of(at) != day) continue;
            const auto& supplier = day_text == std::string("2026-06-01") ? one.before : one.after;
            expected[{"", direction, one.length}][at] += value;
            if (!supplier.empty()) expected[{supplier, direction, one.length}][at] += value;
          }
          const auto all = hub::settlement_sums(context, day);
          const auto found = all.find(area);
          const auto sums = found == all.end() ? SettlementSums() : found->second;
          CHECK(sums == expected);
          CHECK(hub::fingerprint(sums) == hub::fingerprint(expected));
          // What is left over for nobody is never less than nothing.
          for (const auto& [of, by_time] : sums)
            if (of.supplier.empty())
              for (const auto& [at, total] : by_time) {
                std::int64_t supplied = 0;
                for (const auto& supplier : {suppliers[1], suppliers[2]})
                  if (const auto own = sums.find({supplier, of.direction, of.length}); own != sums.end())
                    if (const auto value = own->second.find(at); value != own->second.end())
                      supplied += value->second;
                CHECK(supplied <= total);
              }
        }
      }
      CHECK(hub::settlement_sums(context, *rules::parse_day("2026-06-03")).empty());
    });
  }
}

TEST_CASE("settlement sums: a value that changes, changes the fingerprint") {
  hub::SettlementSums sums;
  sums[{"", "Out", 3600}][0] = 7;
  const auto before = hub::fingerprint(sums);
  sums[{"", "Out", 3600}][0] = 8;
  CHECK(hub::fingerprint(sums) != before);
  sums[{"", "Out", 3600}] = {{3600, 7}};
  CHECK(hub::fingerprint(sums) != before);
  CHECK(hub::fingerprint({{{"", "In", 3600}, {{0, 7}}}}) != before);
  CHECK(hub::fingerprint({{{"", "Out", 900}, {{0, 7}}}}) != before);
  CHECK(hub::fingerprint({{{"", "Out", 3600}, {{0, 7}}}}) == before);
}

}  // namespace cimgate::test
