#include "gateway/text/phrases.hpp"

#include <doctest/doctest.h>

#include <string_view>

using namespace cimgate;

TEST_SUITE("text: phrases") {
  TEST_CASE("what stands for the holes comes back in its order, by the first phrase that fits") {
    constexpr text::Phrase phrases[] = {
        {"nothing", "ingenting"}, {"'{}' is {}", "«{}» er {}"}, {"{}: gone", "{}: borte"}, {"{} is {}", "-"}};
    const auto said = [&](std::string_view english) {
      return text::in_norwegian(english, phrases).value_or("(none)");
    };
    CHECK(said("nothing") == "ingenting");
    CHECK(said("'a' is 'b' is c") == "«a» er 'b' is c");
    CHECK(said("a: gone") == "a: borte");
    CHECK(said("a is b") == "-");
    CHECK(said("nothing more") == "(none)");
    CHECK(said("a: gone now") == "(none)");
    CHECK(said("") == "(none)");
  }
}
