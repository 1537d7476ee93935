#include "gateway/rules/versions.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <cstdlib>
#include <fstream>

#include "fixture.hpp"
#include "gateway/document/path.hpp"
#include "gateway/document/write.hpp"

using namespace cimgate;

namespace {

/// A message, and what it is given: paths and values.
struct Made {
  const char* file;
  const char* schema;
  std::vector<std::pair<const char*, const char*>> with;
};

document::Message made(const Made& wanted) {
  auto message = rules_test::message_of(std::string("examples/") + wanted.file, wanted.schema);
  const auto& root = *message.document.root().element;
  for (const auto& [path, value] : wanted.with) {
    // "[2]": the second of them.
    std::string plain(path);
    const auto second = plain.find("[2]");
    if (second != std::string::npos) plain.erase(second, 3);
    auto found = document::resolve_path(plain, root, root);
    REQUIRE_MESSAGE(found.has_value(), plain);
    if (second != std::string::npos) found->steps.at(1).index = 1;
    message.document.set_text(document::ensure(message.document, 0, *found), value);
  }
  return message;
}

std::string told(const document::Message& message, std::string_view version, std::size_t limit = 100) {
  const auto* versions = rules_test::catalog()->versions(*message.set);
  REQUIRE(versions != nullptr);
  std::string text;
  for (const auto& one : rules::check_version(message, *versions, version, limit))
    text += fmt::format("  {} {} {} {}\n    {}\n    {}\n    {}\n    {}\n    {}: {}\n",
                        to_string(one.severity), to_string(one.outcome), one.rule, one.xpath, one.text.en,
                        one.text.nb, one.advice.en, one.advice.nb, one.source.status, one.source.ref);
  return text;
}

const Made all[] = {
    {"RequestStartOfSupply/valid/change-of-supplier-person.xml", "", {}},
    {"RequestStartOfSupply/valid/change-of-supplier.xml", "", {}},
    {"RequestUpdateMasterDataMeteringPoint/valid/new-power-plant.xml", "", {}},
    {"RequestUpdateMasterDataMeteringPoint/valid/new-power-plant.xml",
     "",
     {{"PayloadMasterDataMPEvent/MpDetailMeteringPointCharacteristic/MeteringPointSubTypeProduction",
       "Z04"}}},
    {"RequestUpdateMasterDataMeteringPoint/valid/new-power-plant.xml",
     "",
     {{"PayloadMasterDataMPEvent/MpDetailMeteringPointCharacteristic/MeteringPointSubTypeProduction",
       "B25"}}},
    {"RequestUpdateMasterDataMeteringPoint/valid/new-metering-point.xml",
     "",
     {{"PayloadMasterDataMPEvent/MpDetailMeteringPointCharacteristic/MeteringPointSubTypeConsumption",
       "B25"}}},
    {"RequestUpfrontMeteringPointCharacteristics/valid/by-meter-and-post-code.xml",
     "",
     {{"PayloadMPEvent/Purpose", "Other"}}},
    {"CollectedData/valid/annual-volume.xml",
     "elhub/pending",
     {{"PayloadEnergyTimeSeries/AnnualPeriodEstimatedMetrics/Direction", "Out"},
      {"PayloadEnergyTimeSeries/AnnualPeriodEstimatedMetrics[2]/Total", "1"},
      {"PayloadEnergyTimeSeries/AnnualPeriodEstimatedMetrics[2]/Direction", "In"}}},
};

}  // namespace

// With CIMGATE_UPDATE_GOLDEN=1 the test writes what it then compares with.
TEST_CASE(
    "versions: what an older version does not know, and what a newer one no longer has, as it is kept") {
  std::string text;
  for (const auto& one : all) {
    const auto message = made(one);
    text += one.file;
    for (const auto& [path, value] : one.with) text += fmt::format(" {}={}", path, value);
    text += '\n';
    for (const auto& version : rules_test::catalog()->versions(*message.set)->all)
      text += fmt::format(" for EMIF {}\n{}", version.name(), told(message, version.name()));
  }
  const std::string kept = "tests/unit/rules/findings/versions.txt";
  if (std::getenv("CIMGATE_UPDATE_GOLDEN") != nullptr)
    std::ofstream(std::string(CIMGATE_SOURCE_DIR "/") + kept, std::ios::binary) << text;
  else
    CHECK(text == rules_test::file_text(kept));
}

TEST_CASE(
    "versions: no more findings than are wanted, none about what was taken out, and none for no version") {
  auto message = made(all[7]);
  const auto lines = [&](std::size_t limit) {
    const auto text = told(message, "2.4", limit);
    return std::count(text.begin(), text.end(), '\n') / 6;
  };
  CHECK(lines(100) == 3);  // two directions, and the second volume
  CHECK(lines(3) == 3);
  CHECK(lines(2) == 2);
  CHECK(lines(1) == 1);
  CHECK(lines(0) == 0);
  CHECK(told(message, "9.9").empty());
  CHECK(told(message, "").empty());
  // Codes, too, are bounded and looked for in what is there.
  auto plant = made(all[3]);
  CHECK_FALSE(told(plant, "pending").empty());
  CHECK(told(plant, "pending", 0).empty());
  const auto& root = *plant.document.root().element;
  plant.document.remove(
      document::find(plant.document, 0, *document::resolve_path(all[3].with.front().first, root, root)));
  CHECK(told(plant, "pending").empty());
  auto consent = made(all[0]);
  CHECK_FALSE(told(consent, "2.4").empty());
  const auto& start = *consent.document.root().element;
  consent.document.remove(
      document::find(consent.document, 0, *document::resolve_path("PayloadMPEvent/ConsentID", start, start)));
  CHECK(told(consent, "2.4").empty());
}
