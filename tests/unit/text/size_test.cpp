#include "gateway/text/size.hpp"

#include <doctest/doctest.h>

using namespace cimgate;

TEST_SUITE("size") {
  TEST_CASE("in the largest unit of which it is a whole number, as options take it") {
    CHECK(text::as_size(0) == "0");
    CHECK(text::as_size(1023) == "1023");
    CHECK(text::as_size(1024) == "1KB");
    CHECK(text::as_size(1025) == "1025");
    CHECK(text::as_size(4096 * 1024) == "4MB");
    CHECK(text::as_size(std::uint64_t{3} << 40U) == "3TB");
    CHECK(text::as_size(std::uint64_t{5000} << 40U) == "5000TB");
  }

  TEST_CASE("in words") {
    CHECK(text::size_in_words(1, false) == "1 byte");
    CHECK(text::size_in_words(2303, false) == "2303 bytes");
    CHECK(text::size_in_words(2303, true) == "2303 byte");
    CHECK(text::size_in_words(std::uint64_t{200} << 20U, false) == "200 MB");
  }
}
