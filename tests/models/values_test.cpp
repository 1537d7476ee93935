#include <doctest/doctest.h>

#include <chrono>
#include <string>

#include "cimgate/model_xml/date_time.hpp"
#include "cimgate/model_xml/decimal.hpp"

using cimgate::model::Decimal;
using cimgate::model::Instant;
using cimgate::model::to_instant;

TEST_CASE("a decimal keeps its text and compares by value") {
  CHECK(Decimal(" 12.30\n").text() == "12.30");
  CHECK(Decimal("12.30") == Decimal("12.3"));
  CHECK(Decimal("+012.300") == Decimal("12.3"));
  CHECK(Decimal(".5") == Decimal("0.50"));
  CHECK(Decimal("5.") == Decimal("5"));
  CHECK(Decimal("-0") == Decimal("0.00"));
  CHECK(Decimal() == Decimal("0"));
  CHECK(Decimal("9") < Decimal("10"));
  CHECK(Decimal("0.10") < Decimal("0.2"));
  CHECK(Decimal("-10") < Decimal("-9.99"));
  CHECK(Decimal("-1") < Decimal("0"));
  CHECK(Decimal("0.123") > Decimal("0.12"));
  CHECK(Decimal("999999999999.999") != Decimal("999999999999.998"));
}

TEST_CASE("a decimal knows whether it is one") {
  for (const char* good : {"0", "-1", "+1", "1.", ".1", "0001.100"}) {
    CAPTURE(std::string(good));
    CHECK(Decimal(good).is_valid());
  }
  for (const char* bad : {"", ".", "-", "+-1", "1,5", "1e3", "NaN", "0x1", "1.2.3", "1 2"}) {
    CAPTURE(std::string(bad));
    CHECK_FALSE(Decimal(bad).is_valid());
    CHECK(Decimal(bad).to_double() == 0.0);
  }
}

TEST_CASE("a decimal can be made from a scaled integer") {
  CHECK(Decimal::scaled(1230, 2).text() == "12.30");
  CHECK(Decimal::scaled(-5, 3).text() == "-0.005");
  CHECK(Decimal::scaled(7, 0).text() == "7");
  CHECK(Decimal::scaled(0, 2).text() == "0.00");
  CHECK(Decimal("12.5").to_double() == 12.5);
  CHECK(Decimal("+0.25").to_double() == 0.25);
}

TEST_CASE("an instant is the same in every time zone") {
  using namespace std::chrono;
  const Instant midnight{sys_days{2026y / January / 31} + 23h};
  CHECK(to_instant("2026-01-31T23:00:00Z") == midnight);
  CHECK(to_instant("2026-02-01T00:00:00+01:00") == midnight);
  CHECK(to_instant("2026-01-31T18:30:00-04:30") == midnight);
  CHECK(to_instant("2026-01-31T24:00:00+01:00") == midnight);
  CHECK(to_instant("1000-01-01T00:00:00Z").has_value());
  CHECK(to_instant("9999-12-31T23:59:59Z").has_value());
  CHECK(to_instant("2026-01-31T23:00:00.5Z")->fraction == 500ms);
  CHECK(to_instant("2026-01-31T23:00:00.123456789Z")->fraction == 123456789ns);
  CHECK(to_instant("2026-01-31T23:00:00.1234567899Z")->fraction == 123456789ns);
  CHECK(to_instant("2026-01-31T23:00:00.1Z") < to_instant("2026-01-31T23:00:00.2Z"));
}

TEST_CASE("a text without time zone, or that is no time, is not an instant") {
  for (const char* bad :
       {"", "2026-01-31T23:00:00", "2026-01-31", "2026-02-29T00:00:00Z", "0000-01-01T00:00:00Z",
        "2026-13-01T00:00:00Z", "2026-01-31T24:00:01Z", "2026-01-31T23:60:00Z", "2026-01-31T23:00:00.Z",
        "2026-01-31T23:00:00+1:00", "2026-01-31T23:00:00+14:01", "2026-01-31T23:00:00+00:60",
        "2026-01-31 23:00:00Z", "x2026-01-31T23:00:00Z", "2026-01-31T23:00:00Zx", "26-01-31T23:00:00Z"}) {
    CAPTURE(std::string(bad));
    CHECK_FALSE(to_instant(bad).has_value());
  }
}
