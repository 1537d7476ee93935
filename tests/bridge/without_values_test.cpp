#include "gateway/elhub/bridge/without_values.hpp"

#include <doctest/doctest.h>

namespace cimgate::test {

using bridge::without_values;

TEST_CASE("what a validator quotes of a message is told to nobody else") {
  CHECK(without_values("XSD validation error: string value 'Sletthøg' is not one of 'E01', 'E02'") ==
        "XSD validation error: string value '…' is not one of '…', '…'");
  CHECK(without_values("Value \"O'Neill 12\" is too long") == "Value \"…\" is too long");
  CHECK(without_values("value 'D'Arcy' is wrong") == "value '…' is wrong");
  CHECK(without_values("cut at 'Sletth") == "cut at '…'");
  CHECK(without_values("29919243161 is unknown, call 10550456") == "… is unknown, call …");
  // What is no value stays, and so do apostrophes, dates and codes.
  CHECK(without_values("EH017: the market's clock says 2026-06-01") ==
        "EH017: the market's clock says 2026-06-01");
  CHECK(without_values("") == "");
}

}  // namespace cimgate::test
