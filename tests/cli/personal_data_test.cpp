#include <doctest/doctest.h>

#include <regex>
#include <set>

#include "examples.hpp"
#include "process.hpp"

using namespace cimgate::test;

namespace {

/// What an example says about a customer, as it stands in the file. Short values could be anything.
std::set<std::string> personal_data(const std::string& message) {
  static const std::regex places(
      "<abie:(Name|GivenName|FamilyName|CompleteNumber|StreetName|CityName|AddressFreeForm|CareOf|"
      "AttentionOf|OnBehalf)>"
      "([^<]+)<|schemeAgencyIdentifier=\"(?:82|Z01)\">([0-9]+)<");
  std::set<std::string> values;
  for (std::sregex_iterator it(message.begin(), message.end(), places), end; it != end; ++it) {
    const std::string value = (*it)[2].matched ? (*it)[2].str() : (*it)[3].str();
    if (value.size() > 4) values.insert(value);
  }
  return values;
}

std::set<std::string> personal_data_of_examples() {
  std::set<std::string> values;
  for (const std::string kind : {"valid", "warning", "invalid"})
    for (const auto& file : examples_of(kind)) values.merge(personal_data(read_file(source_folder() / file)));
  return values;
}

std::vector<std::string> all_examples() {
  const auto held = held_back();
  std::vector<std::string> files = {"examples/cim"};
  for (const std::string kind : {"valid", "warning", "invalid"})
    for (const auto& file : examples_of(kind))
      if (!held.contains(name_of(file))) files.push_back(file);
  return files;
}

void check_without(const std::set<std::string>& values, const std::string& text) {
  for (const auto& value : values) {
    CAPTURE(value);
    CHECK(text.find(value) == std::string::npos);
  }
}

}  // namespace

TEST_CASE("personal data of customers is in no report") {
  const auto values = personal_data_of_examples();
  REQUIRE(values.size() > 25);
  REQUIRE(values.contains("Sletthøg"));
  REQUIRE(values.contains("29919243161"));
  REQUIRE(values.contains("+47 10 55 04 56"));
  for (const std::vector<std::string>& arguments :
       std::vector<std::vector<std::string>>{{"validate"},
                                             {"validate", "--lang", "nb"},
                                             {"validate", "--format", "json"},
                                             {"validate", "--format", "ndjson"},
                                             {"-v", "roundtrip"},
                                             {"roundtrip", "--format", "json"}}) {
    CAPTURE(arguments.back());
    Command command;
    command.arguments = arguments;
    for (const auto& file : all_examples()) command.arguments.push_back(file);
    const auto outcome = run(command);
    CHECK(outcome.out.size() > 1000);
    check_without(values, outcome.out);
    check_without(values, outcome.err);
  }
}

TEST_CASE("personal data of customers is not in what translate says about a message") {
  const auto values = personal_data_of_examples();
  for (const std::string format : {"text", "json"}) {
    TemporaryFolder folder;
    Command command;
    command.arguments = {"-v", "translate", "--format", format, "-o", folder.path().string()};
    for (const auto& file : all_examples()) command.arguments.push_back(file);
    const auto outcome = run(command);
    CHECK(outcome.err.size() > 1000);
    CHECK(outcome.out.empty());
    check_without(values, outcome.err);
  }
}
