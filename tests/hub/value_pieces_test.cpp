#include "gateway/elhub/hub/value_pieces.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "gateway/elhub/hub/quantities.hpp"

namespace cimgate::hub {
namespace {

constexpr Seconds hour = 3600;

/// Four hours of a metering point, as the hub keeps them; `rows` stand where their values do.
ledger::StoredSeries kept(const std::string& rows) {
  ledger::StoredSeries series;
  series.process = "BRS-NO-313";
  series.end = 4 * hour;
  series.xml =
      R"(<rsm:CollectedData xmlns:rsm="urn:no:elhub:emif:metering:CollectedData:v2" xmlns:abie="urn:no:elhub:emif:common:AggregatedBusinessInformationEntities:v2">
  <rsm:Header>
    <abie:Identification>42625a00-6cfc-5405-a63f-2f495c3a96ae</abie:Identification>
    <abie:DocumentType listAgencyIdentifier="260">E13</abie:DocumentType>
    <abie:Creation>2026-06-01T08:00:00+02:00</abie:Creation>
    <abie:PhysicalSenderEnergyParty><abie:Identification schemeAgencyIdentifier="9">7099990002012</abie:Identification></abie:PhysicalSenderEnergyParty>
    <abie:JuridicalSenderEnergyParty><abie:Identification schemeAgencyIdentifier="9">7099990002012</abie:Identification></abie:JuridicalSenderEnergyParty>
    <abie:JuridicalRecipientEnergyParty><abie:Identification schemeAgencyIdentifier="9">7099990000018</abie:Identification></abie:JuridicalRecipientEnergyParty>
  </rsm:Header>
  <rsm:ProcessEnergyContext>
    <abie:EnergyBusinessProcess listAgencyIdentifier="89">BRS-NO-313</abie:EnergyBusinessProcess>
    <abie:EnergyBusinessProcessRole listAgencyIdentifier="6">DDE</abie:EnergyBusinessProcessRole>
    <abie:EnergyIndustryClassification>23</abie:EnergyIndustryClassification>
  </rsm:ProcessEnergyContext>
  <rsm:PayloadEnergyTimeSeries>
    <abie:Identification>5d95a236-22a6-5b19-a33d-7de16332848c</abie:Identification>
    <abie:RegistrationDateTime>2026-06-01T08:00:00+02:00</abie:RegistrationDateTime>
    <abie:ObservationPeriodTimeSeriesPeriod>
      <abie:Start>1970-01-01T00:00:00Z</abie:Start>
      <abie:End>1970-01-01T04:00:00Z</abie:End>
    </abie:ObservationPeriodTimeSeriesPeriod>
    <abie:MeteringPointUsedDomainLocation><abie:Identification schemeAgencyIdentifier="9">707057599000100316</abie:Identification></abie:MeteringPointUsedDomainLocation>
    )" +
      rows + R"(
  </rsm:PayloadEnergyTimeSeries>
</rsm:CollectedData>)";
  return series;
}

std::string row(int number, const std::string& value) {
  return fmt::format(
      "<abie:Observation Sequence=\"{}\">\n      <abie:Metered>{}</abie:Metered>\n    </abie:Observation>\n  "
      "  ",
      number, value);
}

/// Start and value of each interval.
std::string shown(const ledger::StoredSeries& series, Seconds from, Seconds to) {
  const auto values = read(cut(whole(series), from, to));
  REQUIRE(values);
  std::string all;
  for (const auto& one : values->intervals)
    all += fmt::format("{}+{}: {} ", one.at / hour, one.length / hour, thousandths(*one.value));
  return all;
}

}  // namespace

TEST_CASE("value pieces: what is asked for is read, by place and value") {
  const auto rows = row(1, "0.1") + row(2, "0.2") + row(3, "0.3") + row(4, "0.4");
  // Written otherwise than the hub writes, it is read as a whole, to the same effect.
  const auto otherwise =
      "<!-- first -->" + row(1, "0.1") + row(2, "0.2") + "<!-- then -->" + row(3, "0.3") + row(4, "0.4");
  for (const auto& text : {rows, otherwise}) {
    CAPTURE(text);
    const auto series = kept(text);
    CHECK(shown(series, 0, 4 * hour) == "0+1: 100 1+1: 200 2+1: 300 3+1: 400 ");
    CHECK(shown(series, 0, hour) == "0+1: 100 ");
    CHECK(shown(series, hour, 3 * hour) == "1+1: 200 2+1: 300 ");
    CHECK(shown(series, 3 * hour, 9 * hour) == "3+1: 400 ");
    CHECK(shown(series, 4 * hour, 5 * hour).empty());
    // An interval is part of a piece that it begins in.
    CHECK(shown(series, hour / 2, hour + hour / 2) == "1+1: 200 ");
  }
}

TEST_CASE("value pieces: values beside the piece are passed over unread") {
  const auto series = kept(row(1, "no number") + row(2, "0.2") + row(3, "0.3") + row(4, "no number"));
  CHECK(shown(series, hour, 3 * hour) == "1+1: 200 2+1: 300 ");
}

TEST_CASE("value pieces: a row without a value keeps its place") {
  const auto series =
      kept(row(1, "0.1") + "<abie:Observation Sequence=\"2\"/>\n" + row(3, "0.3") + row(4, "0.4"));
  CHECK(shown(series, 2 * hour, 4 * hour) == "2+1: 300 3+1: 400 ");
}

}  // namespace cimgate::hub
