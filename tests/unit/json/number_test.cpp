#include "gateway/json/number.hpp"

#include <doctest/doctest.h>

#include <string>

using cimgate::json::in_xml_form;

TEST_SUITE("JSON numbers") {
  TEST_CASE("exponents are written out") {
    const auto made = [](const char* number, bool whole = false) {
      return in_xml_form(number, whole).value_or("as it is");
    };
    CHECK(made("1e-05") == "0.00001");
    CHECK(made("1E+2") == "100");
    CHECK(made("1.5E2") == "150");
    CHECK(made("12.5e1") == "125");
    CHECK(made("12.50e0") == "12.50");
    CHECK(made("123e-2") == "1.23");
    CHECK(made("-1.25e-1") == "-0.125");
    CHECK(made("0e5") == "0");
    CHECK(made("-0.0e3") == "-0");
    CHECK(made("0.001e2") == "0.1");
    CHECK(made("1e1000").size() == 1001);
    CHECK(made("1e-1000").size() == 1002);
  }

  TEST_CASE("a whole number has no fraction, however it is written") {
    CHECK(in_xml_form("1.0", true) == "1");
    CHECK(in_xml_form("-20.00", true) == "-20");
    CHECK(in_xml_form("15e-1", true) == "1.5");  // is none
    CHECK(in_xml_form("1.5", true) == "1.5");
    CHECK(in_xml_form("10e-1", true) == "1");
  }

  TEST_CASE("what is written as XML writes it stays, and what is beyond the bound costs nothing") {
    for (const char* number : {"1", "-1", "10.450", "0.0"}) CHECK_FALSE(in_xml_form(number, false));
    CHECK_FALSE(in_xml_form("1", true));
    for (const char* number : {"1e1001", "1e-1001", "1e999999999999", "1E-99999999999999999999"})
      CHECK_FALSE(in_xml_form(number, false));
  }
}
