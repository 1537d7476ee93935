#pragma once
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <string>
#include <vector>

#include "tests/unit/example_files.hpp"

namespace cimgate::test {

enum class Series { right, against_rule, wrong_check_digit, against_schema };

/// A message of such series.
inline std::string message_of(const std::vector<Series>& all) {
  const auto text =
      test::file_text(std::string(CIMGATE_SOURCE_DIR) + "/examples/CollectedData/valid/hours-23.xml");
  const auto begin = text.find("  <rsm:PayloadEnergyTimeSeries>");
  const std::string end_tag = "</rsm:PayloadEnergyTimeSeries>\n";
  const auto end = text.find(end_tag) + end_tag.size();
  auto message = text.substr(0, begin);
  int number = 0;
  for (const auto kind : all) {
    auto one = text.substr(begin, end - begin);
    const auto replace = [&one](std::string_view from, const std::string& to) {
      const auto at = one.find(from);
      REQUIRE(at != std::string::npos);
      one.replace(at, from.size(), to);
    };
    replace("0f6bacfd-818f-482e-8480-be4f93e45aeb", fmt::format("0f6bacfd-818f-482e-8480-{:012x}", ++number));
    if (kind == Series::against_rule) replace("2026-03-30T00:00:00+02:00", "2026-03-30T01:00:00+02:00");
    if (kind == Series::wrong_check_digit) replace("707057599000100316", "707057599000100317");
    if (kind == Series::against_schema) replace(">kWh<", ">bushel<");
    message += one;
  }
  return message + text.substr(end);
}

}  // namespace cimgate::test
