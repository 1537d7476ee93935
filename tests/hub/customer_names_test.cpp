#include "gateway/elhub/hub/customer_names.hpp"

#include <doctest/doctest.h>

namespace cimgate::hub {

TEST_CASE("a name of the market state has the parts of messages") {
  const auto company = names_of("82", " Innsjø Energi AS ");
  CHECK(company.name == "Innsjø Energi AS");
  CHECK_FALSE(company.given_name);
  CHECK_FALSE(company.family_name);
  const auto person = names_of("Z01", "Kari Anne  Fjell");
  CHECK_FALSE(person.name);
  CHECK(person.given_name == "Kari Anne");
  CHECK(person.family_name == "Fjell");
  CHECK_FALSE(names_of("Z01", "Fjell ").given_name);
  CHECK(names_of("Z01", "Fjell ").family_name == "Fjell");
}

TEST_CASE("a customer without a name has none, and a long one is cut to what messages hold") {
  for (const auto* scheme : {"82", "Z01"})
    for (const auto* nothing : {"", " ", "\t\n "}) {
      const auto names = names_of(scheme, nothing);
      CHECK_FALSE(names.name);
      CHECK_FALSE(names.given_name);
      CHECK_FALSE(names.family_name);
      CHECK(full_name(names).empty());
    }
  std::string letters;
  for (int i = 0; i < 100; ++i) letters += "ø";
  CHECK(names_of("82", letters).name == letters.substr(0, 160));
  const auto person = names_of("Z01", letters + " " + letters);
  CHECK(person.given_name == letters.substr(0, 160));
  CHECK(person.family_name == letters.substr(0, 80));
}

TEST_CASE("the parts of a name, together again") {
  CHECK(full_name({"Innsjø Energi AS", {}, {}}) == "Innsjø Energi AS");
  CHECK(full_name({{}, "Kari Anne", "Fjell"}) == "Kari Anne Fjell");
  CHECK(full_name({{}, "Kari", {}}) == "Kari");
  CHECK(full_name({{}, {}, "Fjell"}) == "Fjell");
}

}  // namespace cimgate::hub
