#include "gateway/elhub/sample/metering_values.hpp"

#include <fmt/format.h>

#include <chrono>
#include <iterator>
#include <string>

#include "gateway/sample/sample.hpp"

namespace cimgate::sample {
namespace {

/// GS1: weights 3 and 1 in turn from the right.
char check_digit(std::string_view digits) {
  int sum = 0;
  int weight = 3;
  for (auto at = digits.rbegin(); at != digits.rend(); ++at, weight = 4 - weight) sum += (*at - '0') * weight;
  return static_cast<char>('0' + (10 - sum % 10) % 10);
}

/// A message has 9999 series at most, so long ones have series of more than a day.
std::size_t days_of_series(std::size_t bytes) {
  constexpr std::size_t most_series = 9999;
  constexpr std::size_t bytes_of_day = 7000;  // or a little more
  return 1 + bytes / (most_series * bytes_of_day);
}

class Writer {
 public:
  Writer(const MeteringValues& what, const std::function<void(std::string_view)>& write)
      : what_(what), write_(write), random_(what.seed), days_(days_of_series(what.bytes)) {
    if (what.profiled) {
      start_ = "2026-10-01T00:00:00+02:00";
      end_ = "2026-11-01T00:00:00+01:00";
    } else if (days_ == 1) {
      start_ = "2026-11-19T00:00:00+01:00";
      end_ = "2026-11-20T00:00:00+01:00";
    } else {  // in summer, when all days have 24 hours
      const std::chrono::year_month_day start =
          std::chrono::sys_days(std::chrono::year(2026) / 10 / 1) - std::chrono::days(days_);
      start_ = fmt::format("{:04}-{:02}-{:02}T00:00:00+02:00", static_cast<int>(start.year()),
                           static_cast<unsigned>(start.month()), static_cast<unsigned>(start.day()));
      end_ = "2026-10-01T00:00:00+02:00";
    }
  }

  void run() {
    head();
    do {
      series();
      constexpr std::size_t piece = std::size_t{64} * 1024;
      if (text_.size() >= piece) flush();
    } while (written_ + text_.size() + root_end.size() < what_.bytes);
    level_ = 0;
    line(root_end);
    text_ += '\n';
    flush();
  }

 private:
  static constexpr std::string_view root_end = "</rsm:CollectedData>";

  void flush() {
    write_(text_);
    written_ += text_.size();
    text_.clear();
  }

  void line(std::string_view text) {
    if (what_.indent) {
      text_ += '\n';
      text_.append(2 * level_, ' ');
    }
    text_ += text;
  }

  void open(std::string_view tag) {
    line(tag);
    ++level_;
  }

  void close(std::string_view tag) {
    --level_;
    line(tag);
  }

  void head() {
    text_ = R"(<?xml version="1.0" encoding="UTF-8"?>)";
    open(
        R"(<rsm:CollectedData xmlns:rsm="urn:no:elhub:emif:metering:CollectedData:v2" xmlns:abie="urn:no:elhub:emif:common:AggregatedBusinessInformationEntities:v2">)");
    open("<rsm:Header>");
    leaf("Identification", uuid());
    line(fmt::format(R"(<abie:DocumentType listAgencyIdentifier="260">{}</abie:DocumentType>)",
                     what_.profiled ? "E30" : "E13"));
    leaf("Creation", "2026-11-20T06:30:00+01:00");
    party("PhysicalSenderEnergyParty", "7099990003019");
    party("JuridicalSenderEnergyParty", "7099990003019");
    party("JuridicalRecipientEnergyParty", "7099990000018");
    close("</rsm:Header>");
    open("<rsm:ProcessEnergyContext>");
    line(fmt::format(
        R"(<abie:EnergyBusinessProcess listAgencyIdentifier="89">{}</abie:EnergyBusinessProcess>)",
        what_.profiled ? "BRS-NO-312" : "BRS-NO-313"));
    line(R"(<abie:EnergyBusinessProcessRole listAgencyIdentifier="6">DDE</abie:EnergyBusinessProcessRole>)");
    leaf("EnergyIndustryClassification", "23");
    close("</rsm:ProcessEnergyContext>");
  }

  void party(std::string_view name, std::string_view gln) {
    open(fmt::format("<abie:{}>", name));
    line(fmt::format(R"(<abie:Identification schemeAgencyIdentifier="9">{}</abie:Identification>)", gln));
    close(fmt::format("</abie:{}>", name));
  }

  void leaf(std::string_view name, std::string_view text) {
    line("<abie:");
    text_ += name;
    text_ += '>';
    text_ += text;
    text_ += "</abie:";
    text_ += name;
    text_ += '>';
  }

  void series() {
    const bool hours = random_.below(5) == 0;
    open("<rsm:PayloadEnergyTimeSeries>");
    leaf("Identification", uuid());
    leaf("RegistrationDateTime", fmt::format("2026-11-20T0{}:{:02}:{:02}+01:00", random_.below(6),
                                             random_.below(60), random_.below(60)));
    open("<abie:ObservationPeriodTimeSeriesPeriod>");
    if (!what_.profiled) leaf("ResolutionDuration", hours ? "PT1H" : "PT15M");
    leaf("Start", start_);
    if (what_.profiled) reading("MeterReadingStart");
    leaf("End", end_);
    if (what_.profiled) reading("MeterReadingEnd");
    close("</abie:ObservationPeriodTimeSeriesPeriod>");
    open("<abie:ProductIncludedProductCharacteristics>");
    line(R"(<abie:Identification schemeAgencyIdentifier="9">8716867000030</abie:Identification>)");
    leaf("UnitType", "kWh");
    close("</abie:ProductIncludedProductCharacteristics>");
    open("<abie:MPDetailMeasurementMeteringPointCharacteristic>");
    leaf("Direction", random_.below(20) == 0 ? "In" : "Out");
    close("</abie:MPDetailMeasurementMeteringPointCharacteristic>");
    open("<abie:MeteringPointUsedDomainLocation>");
    metering_point();
    close("</abie:MeteringPointUsedDomainLocation>");
    if (what_.profiled)
      profiled_value();
    else
      values(days_ * (hours ? 24 : 96));
    close("</rsm:PayloadEnergyTimeSeries>");
  }

  void metering_point() {
    const auto digits = fmt::format("70705750{:09}", points_++);
    line(fmt::format(R"(<abie:Identification schemeAgencyIdentifier="9">{}{}</abie:Identification>)", digits,
                     check_digit(digits)));
  }

  void reading(std::string_view name) { leaf(name, fmt::format("{}", 40000 + random_.below(9000))); }

  void profiled_value() {
    const std::string_view kind = random_.below(4) == 0 ? "Stipulated" : "Metered";
    open("<abie:ProfiledObservation>");
    line(fmt::format(R"(<abie:{0} MeterReadReasonCode="1">{1}.{2}</abie:{0}>)", kind, random_.below(4000),
                     random_.below(10)));
    close("</abie:ProfiledObservation>");
  }

  void values(std::size_t count) {
    // Half of what was not metered is a stretch of hours after each other, the other half single values.
    const bool stretch = random_.below(20) == 0;
    const std::size_t first = random_.below(count);
    const std::size_t last = first + count / 4;
    const auto kind = random_.below(3);
    for (std::size_t i = 0; i < count; ++i) {
      open_observation(i + 1);
      const std::uint64_t dice = any();
      if (stretch && i >= first && i < last)
        other_value(kind);
      else if (dice % 100 == 0)
        other_value(dice / 100 % 3);
      else
        value("<abie:Metered>", "</abie:Metered>");
      close("</abie:Observation>");
    }
  }

  void open_observation(std::size_t number) {
    line(R"(<abie:Observation Sequence=")");
    fmt::format_to(std::back_inserter(text_), "{}\">", number);
    ++level_;
  }

  void other_value(std::uint64_t kind) {
    if (kind == 0)
      value(R"(<abie:Estimated Quality="56" ValidationCode="V002" EstimationCode="E001">)",
            "</abie:Estimated>");
    else if (kind == 1)
      value(R"(<abie:Estimated Quality="81" ValidationCode="V011" EstimationCode="E003">)",
            "</abie:Estimated>");
    else
      value(R"(<abie:Temporary ValidationCode="V001">)", "</abie:Temporary>");
  }

  void value(std::string_view start, std::string_view end) {
    line(start);
    const std::uint64_t dice = any();
    const std::uint64_t watts = dice % 16 == 0 ? dice / 16 % 60'000 : dice / 16 % 3'000;
    fmt::format_to(std::back_inserter(text_), "{}.{:03}", watts / 1000, watts % 1000);
    text_ += end;
  }

  std::uint64_t any() {
    constexpr std::uint64_t half = std::uint64_t{1} << 32U;
    const std::uint64_t high = random_.below(half);
    return high << 32U | random_.below(half);
  }

  std::string uuid() {
    const auto a = any();
    const auto b = any();
    return fmt::format("{:08x}-{:04x}-4{:03x}-{:x}{:03x}-{:012x}", a >> 32U, (a >> 16U) & 0xFFFFU, a & 0xFFFU,
                       8 + (b >> 62U), (b >> 48U) & 0xFFFU, b & 0xFFFFFFFFFFFF);
  }

  const MeteringValues& what_;
  const std::function<void(std::string_view)>& write_;
  Random random_;
  std::string text_;
  std::size_t written_ = 0;
  std::size_t level_ = 0;
  std::uint64_t points_ = 1;
  std::size_t days_;
  std::string start_, end_;  ///< of all series
};

}  // namespace

void write_metering_values(const MeteringValues& what, const std::function<void(std::string_view)>& write) {
  Writer(what, write).run();
}

}  // namespace cimgate::sample
