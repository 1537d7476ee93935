#include "gateway/text/uuid.hpp"

#include <doctest/doctest.h>

#include <string>

using cimgate::text::is_uuid;

TEST_SUITE("UUIDs") {
  TEST_CASE("the usual form and nothing else") {
    const std::string usual = "0f6bacfd-818F-482e-8480-be4f93e45aeb";
    CHECK(is_uuid(usual));
    CHECK_FALSE(is_uuid(""));
    CHECK_FALSE(is_uuid(usual.substr(1)));
    CHECK_FALSE(is_uuid(usual + "0"));
    CHECK_FALSE(is_uuid("{" + usual + "}"));
    for (std::size_t i = 0; i < usual.size(); ++i)
      for (const char wrong : {'g', 'G', '-', '0', ' ', '\0', '\xE5'}) {
        auto text = usual;
        text[i] = wrong;
        const bool hyphen = i == 8 || i == 13 || i == 18 || i == 23;
        CHECK(is_uuid(text) == (hyphen ? wrong == '-' : wrong == '0'));
      }
  }
}
