#include "gateway/validation/check_digits.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace cimgate::validation;
using Kind = CheckResult::Kind;

namespace {

const CheckResult right = {};
const CheckResult wrong_form = {Kind::wrong_form, {}};

CheckResult wrong_check(const char* fitting) {
  return {Kind::wrong_check, fitting};
}

}  // namespace

TEST_SUITE("check digits") {
  TEST_CASE("GSRN") {
    CHECK(check_gsrn("707057500000000017") == wrong_check("8"));
    CHECK(check_gsrn("707057500000000018") == right);
    CHECK(check_gsrn("735005385000000011") == right);
    CHECK(check_gsrn("707057500012345678") == wrong_check("1"));
    CHECK(check_gsrn("70705750001234567") == wrong_form);
    CHECK(check_gsrn("70705750001234567a") == wrong_form);
    CHECK(check_gsrn("") == wrong_form);
  }

  TEST_CASE("GLN") {
    // The example of GS1's own page on check digits.
    CHECK(check_gln("6291041500213") == right);
    CHECK(check_gln("6291041500214") == wrong_check("3"));
    CHECK(check_gln("7080000000003") == wrong_check("5"));
    CHECK(check_gln("5790001330552") == right);  // DataHub in Denmark
    CHECK(check_gln("8716867000030") == right);  // ebIX: active energy, a GTIN of the same form
    CHECK(check_gln("0000000000000") == right);
    CHECK(check_gln("708000000000") == wrong_form);
  }

  TEST_CASE("every single wrong digit is found") {
    const std::string good = "5790001330552";
    for (std::size_t i = 0; i < good.size(); ++i)
      for (char c = '0'; c <= '9'; ++c) {
        auto changed = good;
        changed[i] = c;
        CHECK((check_gln(changed) == right) == (c == good[i]));
      }
  }

  TEST_CASE("organisation number") {
    CHECK(check_organisation_number("974760673") == right);  // Brønnøysundregistrene
    CHECK(check_organisation_number("974760674") == wrong_check("3"));
    CHECK(check_organisation_number("987654321") == wrong_check("5"));
    // The control would be 10: no such number is given out, whatever its last digit.
    CHECK(check_organisation_number("974760690") == CheckResult{Kind::wrong_check, {}});
    CHECK(check_organisation_number("97476067") == wrong_form);
    CHECK(check_organisation_number("974 760 673") == wrong_form);
    CHECK(check_organisation_number("NO974760673") == wrong_form);
  }

  TEST_CASE("national identity number: dates") {
    for (const char* date :
         {"010100", "310199", "290296", "290200", "410100", "714199", "017799", "018199"}) {
      INFO(date);
      CHECK(check_national_identity_number(std::string(date) + "00099").kind != Kind::wrong_form);
    }
    for (const char* date :
         {"000100", "320199", "290297", "310400", "011300", "010000", "720199", "015399", "019399"}) {
      INFO(date);
      CHECK(check_national_identity_number(std::string(date) + "00099") == wrong_form);
    }
    CHECK(check_national_identity_number("0101000009") == wrong_form);
    CHECK(check_national_identity_number("010100 0099") == wrong_form);
  }

  TEST_CASE("national identity number: check digits, worked out here from the published weights") {
    const int first[] = {3, 7, 6, 1, 8, 9, 4, 5, 2};
    const int second[] = {5, 4, 3, 2, 7, 6, 5, 4, 3, 2};
    const auto digit = [](char c) { return c - '0'; };
    // Month 12 with 0, 40, 65 and 80 added; day 24 and the D-number's 64.
    for (const std::string start : {"241290", "245290", "247790", "249290", "641290", "645290", "649290"})
      for (int number = 100; number < 1000; number += 37) {
        const std::string text = start + std::to_string(number);
        int sum = 0;
        for (std::size_t i = 0; i < 9; ++i) sum += digit(text[i]) * first[i];
        for (int remainder = 0; remainder < 11; ++remainder) {
          const int k1 = (11 + remainder - sum % 11) % 11;
          if (k1 == 10) continue;
          const std::string with_k1 = text + std::to_string(k1);
          int sum2 = 0;
          for (std::size_t i = 0; i < 10; ++i) sum2 += digit(with_k1[i]) * second[i];
          const int k2 = (11 - sum2 % 11) % 11;
          if (k2 == 10) continue;
          // Remainder 0 today, 1 to 3 as well from 2032.
          const auto result = check_national_identity_number(with_k1 + std::to_string(k2));
          CHECK((result == right) == (remainder <= 3));
          const auto other = check_national_identity_number(with_k1 + std::to_string((k2 + 1) % 10));
          CHECK(other.kind == Kind::wrong_check);
          CHECK(other.fitting.empty());
        }
      }
  }

  TEST_CASE("CVR number") {
    CHECK(check_cvr("99999993") == right);
    CHECK(check_cvr("99999994") == wrong_check(""));
    CHECK(check_cvr("9999999") == wrong_form);
    CHECK(check_cvr("DK99999993") == wrong_form);
  }

  TEST_CASE("CPR number: ten digits that begin with a day, and no check digit") {
    CHECK(check_cpr("2902040000") == right);
    CHECK(check_cpr("290204-0000") == right);
    CHECK(check_cpr("2902050000") == wrong_form);
    CHECK(check_cpr("3213040000") == wrong_form);
    CHECK(check_cpr("**********") == wrong_form);
    CHECK(check_cpr("") == wrong_form);
  }

  TEST_CASE("EIC") {
    for (const char* area :
         {"10YNO-0--------C", "10YNO-1--------2", "10YNO-2--------T", "10YNO-3--------J", "10YNO-4--------9",
          "10YSE-1--------K", "10YDK-1--------W", "10YFI-1--------U"}) {
      INFO(area);
      CHECK(check_eic(area) == right);
    }
    CHECK(check_eic("10YNO-1--------3") == wrong_check("2"));
    CHECK(check_eic("10YNO-2--------1") == wrong_check("T"));
    // Where the hyphen would have to be it, no character fits.
    for (const char last : {'0', '9', 'A', 'Z', '-'})
      CHECK(check_eic(std::string("50Y0CIMGATE0000") + last) == wrong_check(""));
    CHECK(check_eic("10YNO-1--------") == wrong_form);
    CHECK(check_eic("10yno-1--------2") == wrong_form);
    CHECK(check_eic("10YNO_1--------2") == wrong_form);
  }
}
